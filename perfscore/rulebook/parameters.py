"""The parameters that a rule book may set: their names, types and bounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from attrs import fields_dict, frozen

from perfscore import number


@frozen(kw_only=True, eq=False)
class Parameters:
    """The values in force on one day; compared by identity, so that results can be cached by it.

    Args:
        overshoot: ``reciprocal`` (w·T/A) or ``linear`` (w·(1−(A−T)/T)) above a ceiling.
        cost_under: ``full`` or ``ratio`` (w·A/T) for a cost under its ceiling.
        ceiling_under: the same for a ceiling that is no cost.
        pass_threshold: completion ratio, 0 to 1, below which a proportional score is 0; 0 for none.
        satisfaction: ``ratio`` or ``steps``.
        satisfaction_steps: falling pairs of satisfaction (0 to 1) and share of the weight (0 to 1).
        grades: lower bounds, as shares of the weight, of the full and the middle grade.
        execution_weight: norm of the weight of the execution rate, points.
        bands: lower bounds of 优, 良 and 中, points, included.
        group_weights: norm of the weight of each level-1 group, points; empty for none.
        exceeded_notice: ratio of actual to target from which an exceeded target is noted.
        exceeded_reason: ratio from which it needs a reason.
        execution_gap: share by which the indicators' score rate may exceed the execution rate.
        unspent_share: unspent share of the budget from which it is noted.
    """

    overshoot: str
    cost_under: str
    ceiling_under: str
    pass_threshold: Decimal
    satisfaction: str
    satisfaction_steps: tuple[tuple[Decimal, Decimal], ...]
    grades: tuple[Decimal, Decimal]
    execution_weight: Decimal
    bands: tuple[Decimal, Decimal, Decimal]
    group_weights: Mapping[str, Decimal]
    exceeded_notice: Decimal
    exceeded_reason: Decimal
    execution_gap: Decimal
    unspent_share: Decimal


Reader = Callable[[Any], Any]
"""Turns a TOML value into a parameter's value, or raises ValueError saying in Chinese what is allowed."""


def _one_of(*allowed: str) -> Reader:
    def read(value: Any) -> str:
        if value not in allowed:
            raise ValueError(f"只能是 {' 或 '.join(allowed)}")
        return str(value)

    return read


def _decimal(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("应当是数字")
    result = Decimal(value)
    if not result.is_finite():
        raise ValueError("应当是数字")
    return result


def _between(low: str, high: str) -> Reader:
    least, most = Decimal(low), Decimal(high)

    def read(value: Any) -> Decimal:
        result = _decimal(value)
        if not least <= result <= most:
            raise ValueError(f"应当在 {low} 到 {high} 之间")
        return result

    return read


_SHARE = _between("0", "1")
_POINTS = _between("0", "100")


def _falling(count: int, reader: Reader) -> Reader:
    def read(value: Any) -> tuple[Decimal, ...]:
        if not isinstance(value, list) or len(value) != count:
            raise ValueError(f"应当是 {count} 个数字")
        result = tuple(reader(item) for item in value)
        if any(one <= other for one, other in pairwise(result)):
            raise ValueError("应当由大到小")
        return result

    return read


def _steps(value: Any) -> tuple[tuple[Decimal, Decimal], ...]:
    if not isinstance(value, list) or not all(isinstance(item, list) and len(item) == 2 for item in value):
        raise ValueError("应当是若干对数字：[满意度, 得分占分值的比例]")
    result = tuple((_SHARE(level), _SHARE(share)) for level, share in value)
    if any(one <= other for one, other in pairwise(result)):
        raise ValueError("应当由大到小")
    return result


def _weights(value: Any) -> Mapping[str, Decimal]:
    if not isinstance(value, dict):
        raise ValueError("应当是 一级指标 = 分值 的列表")
    return MappingProxyType({str(name): _POINTS(points) for name, points in value.items()})


READERS: dict[str, Reader] = {
    "overshoot": _one_of("reciprocal", "linear"),
    "cost_under": _one_of("full", "ratio"),
    "ceiling_under": _one_of("full", "ratio"),
    "pass_threshold": _SHARE,
    "satisfaction": _one_of("ratio", "steps"),
    "satisfaction_steps": _steps,
    "grades": _falling(2, _SHARE),
    "execution_weight": _POINTS,
    "bands": _falling(3, _POINTS),
    "group_weights": _weights,
    "exceeded_notice": _between("1", "100"),
    "exceeded_reason": _between("1", "100"),
    "execution_gap": _SHARE,
    "unspent_share": _SHARE,
}

CONVENTIONS = ("overshoot", "cost_under", "ceiling_under", "pass_threshold", "satisfaction", "grades")
"""Parameters that decide a score: each value that a shipped book gives to one is a known convention."""

assert set(READERS) == set(fields_dict(Parameters)), "every parameter has its reader"


def written(value: Any) -> str:
    """Write a parameter's value the way findings and ``explained_by`` name it: ``ratio``, ``0.6``, ``0.8/0.5``."""
    if isinstance(value, Decimal):
        return number.short(value)
    if isinstance(value, tuple):
        return "/".join(
            written(item) if not isinstance(item, tuple) else ":".join(map(written, item)) for item in value
        )
    if isinstance(value, Mapping):
        return " ".join(f"{name}:{written(points)}" for name, points in value.items())
    return str(value)

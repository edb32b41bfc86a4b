"""The parameters that a rule book may set: each with its type, bounds and default, declared once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

from attrs import field, fields, frozen

from perfscore import datafile, number
from perfscore.keys import ConventionParameter
from perfscore.mapping import FrozenMapping

Reader = Callable[[Any], Any]
"""Turns a TOML value into a parameter's value, or raises `UnfitError`."""

_CONVENTIONS: Final = Path(__file__).with_name("conventions.toml")
_READER: Final = "reader"
_ALLOWED: Final = "allowed"
_THRESHOLD: Final = "threshold"


class UnfitError(ValueError):
    """A value that a parameter cannot take; says which are allowed.

    Args:
        problem: key of the words for it. values: what fills them.
    """

    def __init__(self, problem: str, **values: str) -> None:
        super().__init__(problem, values)
        self.problem = problem
        self.values = values


def _one_of(*allowed: str) -> Reader:
    def read(value: Any) -> str:
        if value not in allowed:
            raise UnfitError("one_of", allowed=" / ".join(allowed))
        return str(value)

    return read


def _decimal(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise UnfitError("no_number")
    result = Decimal(value)
    if not result.is_finite():
        raise UnfitError("no_number")
    return result


def _between(low: str, high: str) -> Reader:
    least, most = Decimal(low), Decimal(high)

    def read(value: Any) -> Decimal:
        result = _decimal(value)
        if not least <= result <= most:
            raise UnfitError("not_between", low=low, high=high)
        return result

    return read


_SHARE = _between("0", "1")
_POINTS = _between("0", "100")
_RATIO = _between("1", "100")


def _falling(count: int, reader: Reader) -> Reader:
    def read(value: Any) -> tuple[Decimal, ...]:
        if not isinstance(value, list) or len(value) != count:
            raise UnfitError("not_so_many", count=str(count))
        result = tuple(reader(item) for item in value)
        if any(earlier <= later for earlier, later in pairwise(result)):
            raise UnfitError("not_falling")
        return result

    return read


def _falling_pairs(first: Reader, second: Reader) -> Reader:
    """Read pairs whose first numbers fall: ``[[0.9, 1], [0.8, 0.8]]``."""

    def read(value: Any) -> tuple[tuple[Decimal, Decimal], ...]:
        if not isinstance(value, list) or not all(isinstance(item, list) and len(item) == 2 for item in value):
            raise UnfitError("no_steps")
        result = tuple((first(level), second(share)) for level, share in value)
        if any(earlier[0] <= later[0] for earlier, later in pairwise(result)):
            raise UnfitError("not_falling")
        return result

    return read


def _weights(value: Any) -> Mapping[str, Decimal]:
    if not isinstance(value, dict):
        raise UnfitError("no_weights")
    return FrozenMapping({str(name): _POINTS(points) for name, points in value.items()})


def _parameter(reader: Reader, default: Any, **allowed: Any) -> Any:
    """Declare a parameter.

    Args:
        reader: turns what a book says into the value.
        default: what holds where a book, or all that it extends, says nothing: a book written before the parameter
            was known gives the results that it gave then. As a book would say it.
        allowed: what an editor is told of its values, as a JSON schema.
    """
    return field(default=reader(default), metadata={_READER: reader, _ALLOWED: allowed})


def _choice(*names: str) -> Any:
    return _parameter(_one_of(*names), names[0], enum=list(names))


def _ratio(low: int, high: int, default: str) -> Any:
    return _parameter(_between(str(low), str(high)), Decimal(default), type="number", minimum=low, maximum=high)


def _pairs(first: Reader, second: Reader, *default: list[Any]) -> Any:
    numbers = {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "number"}}
    return _parameter(_falling_pairs(first, second), list(default), type="array", items=numbers)


def _threshold(low: int, high: int, default: str) -> Any:
    """Declare a bound that decides what is worth a remark, never a score; users may set it in their settings."""
    entry = _ratio(low, high, default)
    entry.metadata[_THRESHOLD] = True
    return entry


@frozen(kw_only=True, eq=False)
class Parameters:
    """The values in force on one day; compared by identity, so that results can be cached by it.

    Args:
        overshoot: ``reciprocal`` (w·T/A) or ``linear`` (w·(1−(A−T)/T)) above a ceiling.
        cost_under: ``full`` or ``ratio`` (w·A/T) for a cost under its ceiling.
        ceiling_under: the same for a ceiling that is no cost.
        pass_threshold: completion ratio, 0 to 1, below which a proportional score is 0; 0 for none.
        shortfall_points: points lost for each percentage point below a target, in place of the proportion: of the
            rate itself where the target is one, else of actual over target; a part of a point counts in part. 0 for
            the proportion.
        deviation_penalty: falling pairs of actual over target (1 to 100) and the points that a number so far above
            its target loses; empty for none. A ceiling or a cost above its target is missed, not exceeded.
        satisfaction: ``ratio`` or ``steps``.
        satisfaction_steps: falling pairs of satisfaction (0 to 1) and share of the weight (0 to 1).
        grades: lower bounds, as shares of the weight, of the full and the middle grade.
        execution_weight: norm of the weight of the execution rate, points; 0 where the form does not score it and the
            indicators share the 100.
        execution_steps: falling pairs of execution rate (0 to 1) and share of its weight (0 to 1); empty for the
            proportion.
        total_caps: falling pairs of execution rate (0 to 1) and the points that the total reaches at most below that
            rate; empty for none.
        bands: lower bounds of 优, 良 and 中, points, included.
        group_weights: norm of the weight of each level-1 group, points; empty for none.
        exceeded_notice: ratio of actual to target from which an exceeded target is noted.
        exceeded_reason: ratio from which it needs a reason.
        execution_gap: share by which the indicators' score rate may exceed the execution rate.
        unspent_share: unspent share of the budget from which it is noted.
        hardly_spent: execution rate below which full results need an explanation.
        budget_change: share of the initial budget from which a change of it needs an explanation.
        cost_rise: share by which a cost ceiling may exceed last year's cost.
        fewest_answers: answers below which a rate of satisfaction tells nothing.
        copied_text: share of the goal's wording in the completion from which it counts as copied.
    """

    overshoot: str = _choice("reciprocal", "linear")
    cost_under: str = _choice("full", "ratio")
    ceiling_under: str = _choice("full", "ratio")
    pass_threshold: Decimal = _ratio(0, 1, "0")
    shortfall_points: Decimal = _ratio(0, 100, "0")
    deviation_penalty: tuple[tuple[Decimal, Decimal], ...] = _pairs(_RATIO, _POINTS)
    satisfaction: str = _choice("ratio", "steps")
    satisfaction_steps: tuple[tuple[Decimal, Decimal], ...] = _pairs(
        _SHARE, _SHARE, [Decimal("0.9"), 1], [Decimal("0.8"), Decimal("0.8")], [Decimal("0.6"), Decimal("0.5")]
    )
    grades: tuple[Decimal, Decimal] = _parameter(
        _falling(2, _SHARE), [Decimal("0.8"), Decimal("0.6")], type="array", minItems=2, maxItems=2
    )
    execution_weight: Decimal = _ratio(0, 100, "10")
    execution_steps: tuple[tuple[Decimal, Decimal], ...] = _pairs(_SHARE, _SHARE)
    total_caps: tuple[tuple[Decimal, Decimal], ...] = _pairs(_SHARE, _POINTS)
    bands: tuple[Decimal, Decimal, Decimal] = _parameter(
        _falling(3, _POINTS), [90, 80, 60], type="array", minItems=3, maxItems=3
    )
    group_weights: Mapping[str, Decimal] = _parameter(_weights, {}, type="object")
    exceeded_notice: Decimal = _threshold(1, 100, "1.2")
    exceeded_reason: Decimal = _threshold(1, 100, "1.3")
    execution_gap: Decimal = _threshold(0, 1, "0.05")
    unspent_share: Decimal = _threshold(0, 1, "0.2")
    hardly_spent: Decimal = _threshold(0, 1, "0.4")
    budget_change: Decimal = _threshold(0, 10, "0.1")
    cost_rise: Decimal = _threshold(0, 10, "0.2")
    fewest_answers: Decimal = _threshold(1, 1000, "10")
    copied_text: Decimal = _threshold(0, 1, "0.65")


READERS: Final[Mapping[str, Reader]] = {entry.name: entry.metadata[_READER] for entry in fields(Parameters)}
"""How the value of each parameter is read, in the order in which the parameters are shown."""

THRESHOLDS: Final = tuple(entry.name for entry in fields(Parameters) if entry.metadata.get(_THRESHOLD))
"""Parameters that decide what is worth a remark. What decides a score needs a source and belongs in a rule book."""

DEFAULTS: Final[Mapping[str, Any]] = {entry.name: entry.default for entry in fields(Parameters)}
"""What holds where no book says anything."""

CONVENTIONS: Final[tuple[ConventionParameter, ...]] = get_args(ConventionParameter)
"""Parameters that decide a score, each known in several readings."""


class Convention(NamedTuple):
    """A known reading of a rule.

    Args:
        parameter: which parameter. value: its value. label: both as ``explained_by`` names them: ``cost_under=ratio``.
    """

    parameter: ConventionParameter
    value: Any
    label: str


@cache
def known_conventions() -> tuple[Convention, ...]:
    """List the declared conventions, in the order of the parameters and of the file.

    Raises:
        ValueError: when an entry names a parameter that is none of a convention.
    """
    entries = datafile.load(_CONVENTIONS, number.read_stored)["convention"]
    unknown = {entry["parameter"] for entry in entries} - set(CONVENTIONS)
    if unknown:
        raise ValueError(f"{_CONVENTIONS.name}: unknown parameters: {sorted(unknown)}")
    known = []
    for name in CONVENTIONS:
        for entry in entries:
            if entry["parameter"] == name:
                value = READERS[name](entry["value"])
                known.append(Convention(name, value, convention_label(name, value)))
    return tuple(known)


def convention_label(name: str, value: Any) -> str:
    """Name a reading as ``explained_by`` does; an empty list of steps is ``none``."""
    return f"{name}={written(value) or 'none'}"


def allowed_values(name: str) -> Mapping[str, Any]:
    """Say as a JSON schema which values a parameter takes, for editors."""
    allowed: Mapping[str, Any] = next(entry for entry in fields(Parameters) if entry.name == name).metadata[_ALLOWED]
    return allowed


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

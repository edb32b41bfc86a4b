"""Bring a target and an actual to one unit, or say why they cannot be compared."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from perfscore import number
from perfscore.expression import Quantity, Range
from perfscore.expression.units import Unit, in_a_year, unit
from perfscore.keys import ScoredField
from perfscore.number import ONE

Values = tuple[tuple[str, str], ...]
"""Texts for a remark, as pairs, so that outcomes can be cached."""


class Observation(NamedTuple):
    """A remark of a row before it knows its cell.

    Args:
        code: the finding code.
        field: the indicator's field it is about.
        values: texts for the message.
    """

    code: str
    field: ScoredField
    values: Values = ()


class Misfit(NamedTuple):
    """Why two quantities cannot be compared."""

    observation: Observation


class Scale(NamedTuple):
    """The unit in which two quantities are compared.

    Args:
        target: factor from the target's numbers. actual: factor from the actual's numbers.
        money: whether they are amounts of money.
        percent: factor from the common unit to a share (0.01 for %), or None where it is no ratio.
        observations: what was assumed or converted.
    """

    target: Decimal
    actual: Decimal
    money: bool
    percent: Decimal | None
    observations: tuple[Observation, ...] = ()


def scale(target: Quantity | Range, actual: Quantity | Range) -> Scale | Misfit:
    """Find the common unit of a target and an actual.

    Args:
        target: the target as parsed. actual: the actual as parsed.

    Returns:
        The factors of both sides, or the misfit: units that do not fit, or a bare fraction against a percentage,
        which may be meant either way and is never guessed.
    """
    target_unit, actual_unit = unit(target.unit), unit(actual.unit)
    if target_unit.text == actual_unit.text:
        return _scale(target_unit, ONE, ONE)
    if not actual_unit.text:
        if _ambiguous(target_unit, actual):
            return Misfit(_about("PS206", target, actual))
        assumed = Observation("PS204", "actual", (("actual", actual.text), ("unit", target_unit.text)))
        return _scale(target_unit, ONE, ONE, assumed)
    if not target_unit.text:
        if _ambiguous(actual_unit, target):
            return Misfit(_about("PS206", target, actual))
        assumed = Observation("PS213", "target", (("target", target.text), ("unit", actual_unit.text)))
        return _scale(actual_unit, ONE, ONE, assumed)
    if target_unit.dimension == actual_unit.dimension:
        if target_unit.factor == actual_unit.factor:
            return _scale(target_unit, ONE, ONE)
        return _converted(target_unit, actual_unit, actual)
    bare = unit("").dimension
    if bare in (target_unit.dimension, actual_unit.dimension):
        # 万 against 万元: one side names only the multiple.
        named = actual_unit if target_unit.dimension == bare else target_unit
        if named.money:
            assumed = (
                Observation("PS213", "target", (("target", target.text), ("unit", named.text)))
                if named is actual_unit
                else Observation("PS204", "actual", (("actual", actual.text), ("unit", named.text)))
            )
            return _scale(named, target_unit.factor, actual_unit.factor, assumed)
    yearly = in_a_year(target.unit), in_a_year(actual.unit)
    if yearly[0].dimension == yearly[1].dimension:
        # 每月1次 against 12次: one of them is for the whole year.
        same = yearly[0].factor == yearly[1].factor
        return _scale(yearly[0], ONE, ONE) if same else _converted(*yearly, actual)
    units = (("target_unit", target_unit.text), ("actual_unit", actual_unit.text))
    return Misfit(_about("PS205", target, actual, units))


def _scale(common: Unit, target: Decimal, actual: Decimal, *observations: Observation) -> Scale:
    percent = common.factor if common.dimension == unit("%").dimension else None
    if percent is not None:
        percent = number.divide(number.divide(percent, unit("%").factor), number.HUNDRED)
    return Scale(target, actual, common.money, percent, observations)


def _converted(target_unit: Unit, actual_unit: Unit, actual: Quantity | Range) -> Scale:
    factor = number.divide(actual_unit.factor, target_unit.factor)
    values: Values = (("actual", actual.text), ("unit", target_unit.text))
    if isinstance(actual, Quantity):
        values = (*values, ("converted", number.short(number.multiply(actual.value, factor))))
    # The larger unit is brought to the smaller one, so that both factors are whole and nothing is rounded on the way.
    if factor >= 1:
        return _scale(target_unit, ONE, factor, Observation("PS211", "actual", values))
    inverse = number.divide(target_unit.factor, actual_unit.factor)
    return _scale(actual_unit, inverse, ONE, Observation("PS211", "actual", values))


def _ambiguous(named: Unit, bare: Quantity | Range) -> bool:
    """Say whether a bare number beside a percentage may be a fraction: 0.95 against 95%."""
    if named.dimension != unit("%").dimension:
        return False
    values = (bare.value,) if isinstance(bare, Quantity) else (bare.low, bare.high)
    return any(0 < abs(value) <= 1 for value in values)


def _about(code: str, target: Quantity | Range, actual: Quantity | Range, more: Values = ()) -> Observation:
    return Observation(code, "actual", (("target", target.text), ("actual", actual.text), *more))

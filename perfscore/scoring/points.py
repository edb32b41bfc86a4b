"""The points of one number against one target: every rule on numbers as a pure function."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from perfscore import number
from perfscore.keys import Branch
from perfscore.number import ONE, ZERO
from perfscore.rulebook import Parameters
from perfscore.scoring.case import Outcome, scored
from perfscore.scoring.lexicon import Direction

_PRINTED_DECIMALS: Final = 10


def proportion(
    target: Decimal,
    actual: Decimal,
    weight: Decimal,
    direction: Direction,
    cost: bool,
    percent: Decimal | None,
    parameters: Parameters,
) -> Outcome | None:
    """Score by 按照正常比例赋分 (按照完成比例赋分): full when met, else in proportion.

    Args:
        target: in the same unit as ``actual``.
        actual: what was reached.
        weight: points, not negative.
        direction: what the target's sign, or its name, asks for.
        cost: whether the row is a cost: decides the switch under a ceiling and makes ``=`` exceeded an overspending.
        percent: factor from the unit to a share, 0.01 for %; None where the numbers are no rates.
        parameters: the values in force.

    Returns:
        The points, or None where a missed target is negative or zero and no rule gives a proportion.

    Source: 财预〔2020〕10号; the readings of a ceiling stand in the rule books.
    """
    if target == 0 and direction != "floor":
        if actual <= 0:
            return scored(weight, "zero_target_met", f"{_n(actual)} ≤ 0 → {_n(weight)}")
        return scored(ZERO, "zero_target_missed", f"{_n(actual)} ＞ 0 → 0")
    if direction == "ceiling":
        if actual > target:
            return _over(target, actual, weight, parameters)
        return _under(target, actual, weight, "cost_under" if cost else "ceiling_under", parameters)
    if actual == target:
        return scored(weight, "met", f"{_n(actual)} = {_n(target)} → {_n(weight)}")
    if actual > target:
        if direction == "equal" and cost:
            return _over(target, actual, weight, parameters)
        branch: Branch = "equal_exceeded" if direction == "equal" else "met"
        return _exceeded(target, actual, weight, branch, parameters)
    return _missed(target, actual, weight, percent, parameters)


def within(
    low: Decimal, high: Decimal, actual: Decimal, weight: Decimal, percent: Decimal | None, parameters: Parameters
) -> Outcome | None:
    """Score a number against a range: full inside, outside as against the nearer bound.

    Args:
        low: least value that counts as reached. high: greatest one.
        actual: what was reached, in the same unit.
        weight: points.
        percent: as in `proportion`. parameters: the values in force.

    Returns:
        The points, or None where a missed bound is negative or zero.
    """
    if actual < low:
        return _missed(low, actual, weight, percent, parameters)
    if actual > high:
        return _over(high, actual, weight, parameters)
    formula = f"{_n(low)} ≤ {_n(actual)} ≤ {_n(high)} → {_n(weight)}"
    return scored(weight, "in_range", formula)


def steps(actual: Decimal, weight: Decimal, parameters: Parameters) -> Outcome:
    """Score satisfaction by steps; the thresholds are absolute, the points a share of the weight.

    Args:
        actual: satisfaction as a share, 0.85 for 85%.
        weight: points.
        parameters: the values in force.

    Source: 财预〔2021〕101号, its example.
    """
    shown = percentage(actual)
    for level, share in parameters.satisfaction_steps:
        if actual >= level:
            exact = number.multiply(weight, share)
            formula = f"{shown} ≥ {percentage(level)} → {_n(share)} × {_n(weight)} = {cents(exact)}"
            return scored(exact, "step_reached", formula, "satisfaction_steps")
    lowest = parameters.satisfaction_steps[-1][0] if parameters.satisfaction_steps else ZERO
    return scored(ZERO, "below_steps", f"{shown} ＜ {percentage(lowest)} → 0", "satisfaction_steps")


def meets(target: Decimal, actual: Decimal, direction: Direction, cost: bool) -> bool:
    """Say whether a number meets its target, for 直接赋分 and the full grade."""
    if direction == "ceiling" or (target == 0 and direction == "equal"):
        return actual <= target
    if direction == "equal" and cost:
        return actual == target
    return actual >= target


def direct(target: str, actual: str, met: bool, weight: Decimal) -> Outcome:
    """Score by 直接赋分: met, the weight; not met, 0. Source: 财预〔2021〕101号."""
    if met:
        return scored(weight, "direct_met", f"{actual} / {target} → {_n(weight)}")
    return scored(ZERO, "direct_missed", f"{actual} / {target} → 0")


def _exceeded(target: Decimal, actual: Decimal, weight: Decimal, branch: Branch, parameters: Parameters) -> Outcome:
    """Score a number above its target: in full, less what a far too low target costs.

    Source: 财预〔2020〕10号 reduces by the degree of deviation and gives no figure; rule books do.
    """
    shown = f"{_n(actual)} ≥ {_n(target)}"
    for level, penalty in parameters.deviation_penalty:
        if target > 0 and actual >= number.multiply(level, target):
            exact = max(ZERO, number.add(weight, -penalty))
            formula = f"{shown} × {_n(level)} → {_n(weight)} − {_n(penalty)} = {cents(exact)}"
            return scored(exact, "exceeded_penalty", formula, "deviation_penalty")
    return scored(weight, branch, f"{shown} → {_n(weight)}")


def _missed(
    target: Decimal, actual: Decimal, weight: Decimal, percent: Decimal | None, parameters: Parameters
) -> Outcome | None:
    """Score a number below its target: in proportion, or by points for each percentage point that it lacks."""
    each = parameters.shortfall_points
    if not each:
        return _share(actual, target, weight, "floor_missed", "pass_threshold", parameters)
    if percent is not None:
        planned, reached = (number.multiply(value, percent, number.HUNDRED) for value in (target, actual))
        lacking, shown = number.add(planned, -reached), f"({_n(planned)} − {_n(reached)})"
    elif target > 0:
        lacking = number.divide(number.multiply(number.HUNDRED, number.add(target, -actual)), target)
        shown = f"(1 − {_n(actual)} ÷ {_n(target)}) × 100"
    else:
        return None
    exact = max(ZERO, number.add(weight, -number.multiply(lacking, each)))
    formula = f"{_n(weight)} − {shown} × {_n(each)} = {cents(exact)}"
    return scored(exact, "floor_missed_points", formula, "shortfall_points")


def _under(target: Decimal, actual: Decimal, weight: Decimal, switch: str, parameters: Parameters) -> Outcome | None:
    mode = getattr(parameters, switch)
    if mode == "ratio" and actual < target and target > 0:
        return _share(actual, target, weight, "ceiling_kept_ratio", switch, parameters)
    return scored(weight, "ceiling_kept", f"{_n(actual)} ≤ {_n(target)} → {_n(weight)}", switch)


def _over(target: Decimal, actual: Decimal, weight: Decimal, parameters: Parameters) -> Outcome | None:
    if target <= 0:
        return None
    if parameters.overshoot == "linear":
        excess = number.divide(number.add(actual, -target), target)
        exact = max(ZERO, number.multiply(weight, number.add(ONE, -excess)))
        formula = f"(1 − ({_n(actual)} − {_n(target)}) ÷ {_n(target)}) × {_n(weight)}"
        return scored(exact, "ceiling_missed_linear", f"{formula} = {cents(exact)}", "overshoot")
    return _share(target, actual, weight, "ceiling_missed", "overshoot", parameters)


def _share(
    part: Decimal, whole: Decimal, weight: Decimal, branch: Branch, parameter: str, parameters: Parameters
) -> Outcome | None:
    if whole <= 0:
        return None
    if part <= 0:
        return scored(ZERO, branch, f"{_n(part)} ÷ {_n(whole)} × {_n(weight)} → 0", parameter)
    threshold = parameters.pass_threshold
    if threshold and part < number.multiply(threshold, whole):
        formula = f"{_n(part)} ÷ {_n(whole)} ＜ {percentage(threshold)} → 0"
        return scored(ZERO, "below_threshold", formula, "pass_threshold")
    # Multiplied first: a quotient such as 1/3 is then rounded only once.
    exact = number.divide(number.multiply(weight, part), whole)
    return scored(exact, branch, f"{_n(part)} ÷ {_n(whole)} × {_n(weight)} = {cents(exact)}", parameter)


def _n(value: Decimal) -> str:
    """Show a number as it was printed, and one that a conversion left with endless digits (亩 in 平方米) with four."""
    exponent = value.as_tuple().exponent
    endless = isinstance(exponent, int) and exponent < -_PRINTED_DECIMALS
    return number.short(number.half_up(value, 4) if endless else value)


def cents(value: Decimal) -> str:
    """Show points with their two decimals."""
    return number.plain(number.half_up(value))


def percentage(share: Decimal) -> str:
    """Show a share as a percentage: 0.85 as 85%."""
    return f"{_n(number.multiply(share, number.HUNDRED))}%"

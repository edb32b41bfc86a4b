"""What the points of a row depend on, and what comes out: an exact score, an interval, or nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from perfscore import number
from perfscore.expression import Expression
from perfscore.keys import Branch, RuleKey, Status
from perfscore.scoring.measure import Observation


class Case(NamedTuple):
    """Everything on which the points of a row depend.

    Args:
        target: as parsed. actual: as parsed.
        weight: points, not negative.
        rule: the scoring rule; None where the sheet names one that is not known.
        cost: whether the row stands under a cost indicator.
        name: 三级指标, for the direction of an unsigned target.
        claimed_full: whether the sheet claims the full weight.
        year: the table's year, or None.
    """

    target: Expression
    actual: Expression
    weight: Decimal
    rule: RuleKey | None
    cost: bool = False
    name: str = ""
    claimed_full: bool = False
    year: int | None = None


class Outcome(NamedTuple):
    """What a case is worth.

    Args:
        status: as in a score.
        low: least points, two decimals; None when unscored. high: greatest points.
        exact: the points before rounding, where there is one value.
        branch: key of the branch taken.
        formula: the calculation, or None.
        parameter: the rule book's parameter that decided.
        observations: remarks without cells.
        notes: keys of what was inferred on the way.
    """

    status: Status
    low: Decimal | None = None
    high: Decimal | None = None
    exact: Decimal | None = None
    branch: Branch = "no_weight"
    formula: str | None = None
    parameter: str = "pass_threshold"
    observations: tuple[Observation, ...] = ()
    notes: tuple[str, ...] = ()


def scored(
    exact: Decimal, branch: Branch, formula: str, parameter: str = "pass_threshold", *observations: Observation
) -> Outcome:
    """Give one value, rounded half up to two decimals.

    Args:
        exact: points before rounding. branch: key of the branch taken. formula: the calculation with its numbers.
        parameter: the rule book's parameter that decided. observations: remarks without cells.
    """
    rounded = number.half_up(exact)
    return Outcome("scored", rounded, rounded, exact, branch, formula, parameter, observations)


def judged(
    low: Decimal, high: Decimal, branch: Branch, formula: str, parameter: str = "grades", *observations: Observation
) -> Outcome:
    """Give an interval in which a person decides; the arguments are as for `scored`."""
    return Outcome("judged", number.half_up(low), number.half_up(high), None, branch, formula, parameter, observations)


def unscored(branch: Branch, *observations: Observation) -> Outcome:
    """Say that nothing can be said, and why."""
    return Outcome("unscored", branch=branch, observations=observations)

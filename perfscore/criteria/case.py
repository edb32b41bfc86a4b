"""A criterion with its row: what its values come to, and the limits that every answer is held within."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from perfscore import expression, number
from perfscore.criteria.actuals import Named
from perfscore.criteria.bands import ladder
from perfscore.criteria.phrases import RATES
from perfscore.criteria.tree import (
    Award,
    Band,
    Calculated,
    Clause,
    Interval,
    Item,
    Otherwise,
    Ratio,
    State,
    Step,
    Value,
)
from perfscore.expression.units import unit
from perfscore.keys import OpenReason
from perfscore.number import ONE, ZERO

if TYPE_CHECKING:
    from perfscore.criteria.record import Criterion


class Case:
    """A criterion with its row.

    Args:
        criterion: as read. weight: most points of the row. target: of the row, as printed, or empty.
    """

    def __init__(self, criterion: Criterion, weight: Decimal, target: str) -> None:
        self.criterion = criterion
        self.limits = criterion.limits
        self.weight = weight
        tree = expression.parse(target) if target else None
        self.target = tree if isinstance(tree, expression.Quantity) else None
        self.bands = ladder(
            [(index, clause) for index, clause in enumerate(criterion.clauses) if isinstance(clause, Band)]
        )
        self.states = [clause for clause in criterion.clauses if isinstance(clause, State)]
        self.steps = [clause for clause in criterion.clauses if isinstance(clause, Step)]
        self.ratios = [clause for clause in criterion.clauses if isinstance(clause, Ratio)]
        self.items = [clause for clause in criterion.clauses if isinstance(clause, Item)]
        self.formulas = [clause for clause in criterion.clauses if isinstance(clause, Calculated)]
        self.otherwise = next((clause for clause in criterion.clauses if isinstance(clause, Otherwise)), None)

    def open_to_judgement(self, award: Award) -> Award:
        """Open an answer where the criterion leaves points to a person whatever happens, or refers elsewhere."""
        if self.criterion.outside:
            return self.open("outside_reference")
        conditioned = any(
            isinstance(clause, Band | State | Otherwise) and clause.value.worth == "vague"
            for clause in self.criterion.clauses
        )
        if self.criterion.vague and not conditioned:
            return self.open("vague")
        return award

    def agreed(self, award: Award) -> Award:
        """Open an answer where the points of the text are not those of the row."""
        top = self.criterion.top
        if award.reason in ("two_conditions", "vague", "outside_reference", "items", "unreadable"):
            return award
        if top is None or top == self.weight or not top:
            return award
        scaled = [number.divide(number.multiply(end, self.weight), top) for end in (award.low, award.high)]
        low, high = min(award.low, *scaled), max(award.high, *scaled)
        if low == high:
            return award
        return attrs.evolve(award, low=low, high=high, reason=award.reason or "weight_disagrees")

    def open(self, reason: OpenReason, clause: Clause | None = None) -> Award:
        """Leave everything from nothing to the weight open, and say why."""
        return Award(ZERO, self.weight, clause, reason)

    def ends(self, value: Value) -> tuple[Decimal, Decimal]:
        """Give the least and greatest points of a value."""
        if value.worth in ("full", "keep"):
            whole = self.base()
            return whole, whole
        if value.worth == "share":
            return number.multiply(value.low, self.weight), number.multiply(value.high, self.weight)
        if value.worth == "deduct":
            return number.add(self.base(), -value.high), number.add(self.base(), -value.low)
        if value.worth == "vague":
            return ZERO, self.weight
        return value.low, value.high

    def base(self) -> Decimal:
        """Give the points that deductions start from: 基准分, or the weight."""
        return self.weight if self.limits.base is None else self.limits.base

    def give(self, clause: Clause, value: Value, reason: OpenReason | None = None) -> Award:
        """Give what a clause gives.

        Args:
            clause: the clause. value: its points. reason: why they are open, where they are.
        """
        low, high = self.ends(value)
        if low < high and reason is None:
            reason = "vague"
        if value.worth == "deduct":
            return self.limited(clause, low, high, self.base(), reason)
        return Award(low, high, clause, reason)

    def limited(self, clause: Clause, low: Decimal, high: Decimal, base: Decimal, reason: OpenReason | None) -> Award:
        """Hold points within the limits that the text prints."""
        limits = self.limits
        if limits.most_deducted is not None:
            least = number.add(base, -limits.most_deducted)
            low, high = max(low, least), max(high, least)
        least = limits.least or ZERO
        if low < least and not limits.unlimited:
            reason = reason or (None if limits.floored else "no_cap")
            low, high = max(low, least), max(high, least)
        most = limits.most
        if limits.most_added is not None:
            most = number.add(base, limits.most_added)
        elif most is None and limits.capped:
            most = self.weight
        if most is not None:
            low, high = min(low, most), min(high, most)
        over_full = limits.most_added is not None and base >= self.weight and high > self.weight
        if high > self.weight and (most is None or over_full):
            low, reason = min(low, self.weight), reason or "no_cap"
        if low == high and reason != "no_cap":
            reason = None
        return Award(low, high, clause, reason)

    def banded(self, hits: Sequence[Band]) -> Award:
        """Give what the bands give that hold a number; several of them have to agree."""
        awards = [self.give(band, band.value) for band in hits]
        low, high = min(award.low for award in awards), max(award.high for award in awards)
        if len({(award.low, award.high) for award in awards}) == 1:
            return awards[0]
        return Award(low, high, hits[0], "shared_bound")


def within(actual: Named, interval: Interval) -> bool | None:
    """Say whether a number lies in an interval; None where it measures something else."""
    value = in_unit(actual, interval.unit)
    return None if value is None else interval.holds(value)


def in_unit(actual: Named, unit_name: str) -> Decimal | None:
    """Bring a number to a unit; None where it measures something else. A bare number fits any unit but a rate."""
    if unit_name in RATES:
        if actual.unit in RATES:
            return actual.value
        return actual.value if not actual.unit and (actual.value > ONE or not actual.value) else None
    if actual.unit in RATES:
        return None if unit_name else actual.value
    if not unit_name or not actual.unit:
        return actual.value
    mine, other = unit(actual.unit), unit(unit_name)
    if mine.dimension != other.dimension:
        return None
    return number.divide(number.multiply(actual.value, mine.factor), other.factor)

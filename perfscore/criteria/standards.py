"""The numbers of a criterion that 达到, 未达到 and its steps are measured against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from perfscore.criteria import lexicon
from perfscore.criteria.phrases import same_measure
from perfscore.criteria.statements import Amount, Measure, Misread
from perfscore.criteria.tree import Band, Clause, Direction, Interval


class Standard(NamedTuple):
    """A number that steps count from. Args: amount: the number. band: index of the clause it ends, or None."""

    amount: Amount
    band: int | None = None


class Standards:
    """Knows the standard that a criterion names, or else the bands before.

    Args:
        clauses: of the criterion, which grow while it is read.
    """

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = clauses
        self._named: tuple[Amount, Direction | None] | None = None
        self._used = False

    def name(self, amount: Amount) -> None:
        """Take a number that the criterion calls its standard."""
        self._named = amount, None

    def keep(self, measures: Sequence[Measure]) -> None:
        """Keep a number without points as the standard of the steps that follow: 应达到98%。每低…

        Raises:
            Misread: where it may be anything else.
        """
        measure, *more = measures
        if more or self._named is not None or measure.bare or len(measure.amounts) != 1:
            raise Misread("no_points", measure.start)
        self._named = measure.amounts[0], "down" if measure.low else "up"

    def refers(self, words: str, kind: str) -> bool:
        """Say whether words say no more than that the standard is ``met`` or ``missed``."""
        known = self._named is not None or any(isinstance(clause, Band) for clause in self._clauses)
        return known and words in lexicon.listed(kind)

    def interval(self, met: bool, start: int) -> Interval:
        """Give what 达到 and 未达到 mean beside the standard that was named before.

        Raises:
            Misread: the standard has two ends, or none.
        """
        if self._named is not None:
            amount, direction = self._named
            self._used = True
            whole = Interval(amount.value, None, amount.unit, True)
            if direction == "up":
                whole = Interval(None, amount.value, amount.unit, None, True)
        else:
            whole = next(clause.interval for clause in reversed(self._clauses) if isinstance(clause, Band))
        if (whole.low is None) == (whole.high is None):
            raise Misread("which_standard", start)
        if met:
            return whole
        if whole.low is not None:
            return Interval(None, whole.low, whole.unit, None, not whole.low_closed if whole.low_closed else False)
        return Interval(whole.high, None, whole.unit, whole.high_closed is False, None)

    def of_steps(self) -> Amount | None:
        """Give the standard that was named, for steps to count from."""
        if self._named is None:
            return None
        self._used = True
        return self._named[0]

    def before(self, direction: Direction, unit: str, gain: str, start: int) -> Standard | None:
        """Find the band that a step goes on from: the last one with an end on the side where the step counts."""
        for index in range(len(self._clauses) - 1, -1, -1):
            band = self._clauses[index]
            if not isinstance(band, Band) or not same_measure(unit, band.interval.unit):
                continue
            above = direction in ("up", "count") and gain == "deduct"
            end = band.interval.high if above else band.interval.low
            bounded = band.interval.low is not None and band.interval.high is not None
            if end is not None and not (bounded and gain == "deduct" and band.value.worth == "none"):
                return Standard(Amount(end, band.interval.unit, start, start), index)
        return None

    def check_used(self) -> None:
        """Refuse a named standard that nothing is measured against.

        Raises:
            Misread: there is one.
        """
        if self._named is not None and not self._used:
            raise Misread("no_points", self._named[0].start)

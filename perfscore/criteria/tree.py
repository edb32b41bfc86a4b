"""What a printed criterion says: its clauses, as records that travel."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from attrs import frozen

from perfscore import number
from perfscore.criteria.formulas import Formula
from perfscore.keys import OpenReason

Worth = Literal["points", "share", "full", "none", "keep", "deduct", "vague"]
"""What a clause gives: points, a share of the weight, all, nothing, no deduction, less than all, or a judgement."""

Direction = Literal["down", "up", "both", "count"]
"""Which way a number has to differ for a step to count; ``count``: the number itself is counted."""


@frozen
class Clause:
    """A part of a criterion that decides.

    Args:
        text: as printed. start: where it begins in the criterion.
    """

    text: str
    start: int


@frozen
class Value:
    """What is given.

    Args:
        worth: how it is told. low: least points, or a share. high: greatest.
    """

    worth: Worth
    low: Decimal = number.ZERO
    high: Decimal = number.ZERO


@frozen
class Interval:
    """Where a number has to lie.

    Args:
        low: lower end, or None. high: upper end, or None. unit: of both.
        low_closed: whether the lower end belongs to it; None where nothing says so. high_closed: the same of the upper.
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    low_closed: bool | None = None
    high_closed: bool | None = None

    def holds(self, value: Decimal) -> bool:
        """Say whether a number lies in it; ends of which nothing is said belong to it."""
        if self.low is not None and (value < self.low or (value == self.low and self.low_closed is False)):
            return False
        return self.high is None or value < self.high or (value == self.high and self.high_closed is not False)


@frozen
class Band(Clause):
    """Points for a number that lies somewhere."""

    interval: Interval
    value: Value


@frozen
class State(Clause):
    """Points for something that is so or not. ``words``: what is so."""

    words: str
    value: Value


@frozen
class Otherwise(Clause):
    """Points for everything else."""

    value: Value


@frozen
class Step(Clause):
    """So many points for every so much.

    Args:
        direction: which way a number has to differ. words: what is counted, as printed.
        size: how much makes one step. unit: of it.
        points: for one step, negative where they are taken.
        standard: from where it is counted, or None where that is not printed. standard_unit: of it.
        base: what it starts from, or None for the weight (or nothing, where points are given).
        domain: where it counts, or None everywhere.
        band: the band that it goes on from, by its number among the clauses, or None.
        free: how many are free.
        most: the most points that all its steps take or give, or None.
        implied: whether the standard is only the end of its domain, which the text does not call one.
    """

    direction: Direction
    words: str
    size: Decimal
    unit: str
    points: Decimal
    standard: Decimal | None = None
    standard_unit: str = ""
    base: Value | None = None
    domain: Interval | None = None
    band: int | None = None
    free: Decimal = number.ZERO
    most: Decimal | None = None
    implied: bool = False


@frozen
class Ratio(Clause):
    """Points in proportion. ``by_completion``: to the completed share; else nobody says to what."""

    by_completion: bool
    domain: Interval | None = None


@frozen
class Calculated(Clause):
    """A formula. ``name``: what it gives. ``scores``: whether that are the points. ``domain``: where it counts."""

    name: str
    formula: Formula
    scores: bool
    domain: Interval | None = None


@frozen
class Item(Clause):
    """One item of a checklist. ``label``: its number. ``points``: what it gives."""

    label: int
    points: Decimal


@frozen
class Limits:
    """What holds for the whole criterion.

    Args:
        base: 基准分, or None. floored: whether it says that nothing goes below 0. unlimited: that it may.
        least: least points, or None. most: greatest points, or None.
        most_deducted: the most that is taken, or None. most_added: the most that is added, or None.
        capped: whether more than all counts as all.
        rounding: how a part of a step counts, or None.
        clamped: the share above which shares count as this one, or None.
    """

    base: Decimal | None = None
    floored: bool = False
    unlimited: bool = False
    least: Decimal | None = None
    most: Decimal | None = None
    most_deducted: Decimal | None = None
    most_added: Decimal | None = None
    capped: bool = False
    rounding: Literal["up", "down", "half"] | None = None
    clamped: Decimal | None = None


@frozen
class Award:
    """What an actual is worth.

    Args:
        low: least points. high: greatest points, equal to ``low`` where the criterion decides.
        clause: the clause that gave them, or None where none does.
        reason: why they stay open, or None.
        formula: the calculation with its numbers, or empty.
    """

    low: Decimal
    high: Decimal
    clause: Clause | None = None
    reason: OpenReason | None = None
    formula: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the object that ``perfscore parse --criterion --actual`` prints."""
        return {
            "low": number.plain(self.low),
            "high": number.plain(self.high),
            "clause": None if self.clause is None else self.clause.text,
            "reason": self.reason,
            "formula": self.formula or None,
        }

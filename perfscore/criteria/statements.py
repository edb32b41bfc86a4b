"""The statements of a printed criterion, as the grammar takes them one by one."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import attrs
from attrs import frozen
from lark import Token

from perfscore.criteria.formulas import Formula

Gain = Literal["give", "deduct", "add", "none", "full", "keep", "unsigned"]
"""What points do: they are given, taken, added, are none, all, left as they are, or stand without a verb."""


class Misread(Exception):  # noqa: N818 - a mistake of the text, never seen by a caller
    """The statements are known but do not go together.

    Args:
        key: which mistake. start: where in the folded text.
    """

    def __init__(self, key: str, start: int) -> None:
        super().__init__(key)
        self.key = key
        self.start = start


@frozen
class Amount:
    """A number with its unit."""

    value: Decimal
    unit: str
    start: int
    end: int


@frozen
class Bound:
    """One end of an interval. ``closed``: whether the number belongs to it, or None where nothing says so."""

    amount: Amount
    closed: bool | None = None


@frozen
class Measure:
    """What a number has to be.

    Args:
        low: the lower end, or None. high: the upper end, or None.
        start: where it begins. end: where it ends.
        bare: whether it is a number without any comparison.
        inclusion: what brackets behind it say of numbers: (不含5天,含10天).
    """

    low: Bound | None
    high: Bound | None
    start: int
    end: int
    bare: bool = False
    inclusion: Token | None = None

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """Its numbers, from low to high; a bare one once."""
        ends = (self.low,) if self.bare else (self.low, self.high)
        return tuple(end.amount for end in ends if end is not None)


@frozen
class Score:
    """Points as printed: one number, two of a range, a share of the weight, or all of them."""

    low: Decimal
    high: Decimal
    share: bool = False
    end: int = attrs.field(default=0, eq=False)


@frozen
class Points:
    """What is given, taken or added. ``score`` is None for all and nothing."""

    gain: Gain
    score: Score | None
    start: int
    end: int


@frozen
class Text:
    """Words without a number."""

    text: str
    start: int
    end: int


@frozen
class Every:
    """A step: so many points for every so much.

    Args:
        words: the words of it. measures: its numbers, the last one is the step unless the unit stands alone.
        unit: the unit right behind 每. points: what it costs or gives.
    """

    words: str
    measures: tuple[Measure, ...]
    unit: str
    points: Points
    start: int
    end: int


@frozen
class Mark:
    """A statement that is only a word or a sign, with its numbers: a separator, a limit, a base, a rounding.

    Args:
        kind: the terminal or the rule. text: as written. start: where it begins. end: where it ends.
        score: its points. amounts: its numbers.
    """

    kind: str
    text: str
    start: int
    end: int
    score: Score | None = None
    amounts: tuple[Amount, ...] = ()


@frozen
class Calculation:
    """A formula: what is calculated and how."""

    name: str
    formula: Formula
    start: int
    end: int


Statement = Measure | Points | Text | Every | Mark | Calculation

"""The typed trees that a target or an actual is read into, their normal notation and their JSON.

Trees compare by what they say, not by how it was written: ``≥ 95％`` equals ``>=95%``. ``str(tree)`` is the normal
notation, and parsing it gives an equal tree.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Final, Literal

from attrs import field, frozen

from perfscore import number, wording
from perfscore.expression import units
from perfscore.mapping import FrozenMapping, frozen_mapping

Operator = Literal[">=", "<=", "=", ">", "<"]
Grade = Literal["full", "partial", "failed"]
Every = Literal["month", "year"]
Json = dict[str, Any]

_EVERY: Final = {"month": "每月", "year": "每年"}


@frozen
class Base:
    """A quantity in the base unit of its dimension.

    Args:
        value: the converted number.
        unit: the base unit, empty for a bare number (``2230.86万``).
    """

    value: Decimal
    unit: str


@frozen
class Quantity:
    """One number, with or without a comparison and a unit: ``<=8.90万元``.

    Args:
        text: as written.
        operator: the comparison, or None where there is none.
        value: the number, trailing zeros kept.
        unit: as written without blanks; empty for a bare number.
    """

    kind: ClassVar[str] = "quantity"
    text: str = field(eq=False)
    operator: Operator | None
    value: Decimal
    unit: str

    @property
    def base(self) -> Base | None:
        """The quantity in its base unit, or None where nothing is converted."""
        converted = units.base(self.value, self.unit)
        return None if converted is None else Base(*converted)

    def __str__(self) -> str:
        return f"{self.operator or ''}{number.plain(self.value)}{self.unit}"

    def to_json(self) -> Json:
        """Return the object that ``perfscore parse --format json`` prints."""
        result: Json = {
            "text": self.text,
            "kind": self.kind,
            "operator": self.operator,
            "value": number.plain(self.value),
            "unit": self.unit,
        }
        if (base := self.base) is not None:
            result["base"] = {"value": number.plain(base.value), "unit": base.unit}
        return result


@frozen
class Range:
    """Two bounds on one quantity: ``80%-90%``, ``≥80%且<90%``, ``±10%``.

    Args:
        text: as written.
        low: lower bound. high: upper bound, not below ``low``.
        low_closed: whether ``low`` itself belongs to it. high_closed: whether ``high`` does.
        unit: unit of both bounds; empty for bare numbers.
    """

    kind: ClassVar[str] = "range"
    text: str = field(eq=False)
    low: Decimal
    high: Decimal
    low_closed: bool = True
    high_closed: bool = True
    unit: str = ""

    def __str__(self) -> str:
        left, right = "[" if self.low_closed else "(", "]" if self.high_closed else ")"
        return f"{left}{number.plain(self.low)},{number.plain(self.high)}{right}{self.unit}"

    def to_json(self) -> Json:
        """Return the object that ``perfscore parse --format json`` prints."""
        return {
            "text": self.text,
            "kind": self.kind,
            "low": number.plain(self.low),
            "high": number.plain(self.high),
            "low_closed": self.low_closed,
            "high_closed": self.high_closed,
            "unit": self.unit,
        }


@frozen
class Deadline:
    """A day, month or year by which something is to be done, or was.

    The end of a month or a year is its last day (12月底 is 12-31). The end of February is only a day where the year
    is known; without it the day stays open.

    Args:
        text: as written.
        year: the year, or None. month: 1 to 12, or None. day: 1 to 31, or None.
        every: ``month`` or ``year`` for a deadline that recurs; then day 31 of every month is its last day.
    """

    kind: ClassVar[str] = "deadline"
    text: str = field(eq=False)
    year: int | None = None
    month: int | None = None
    day: int | None = None
    every: Every | None = None

    @property
    def date(self) -> datetime.date | None:
        """The calendar day, or None where year, month or day is open."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return datetime.date(self.year, self.month, self.day)

    def __str__(self) -> str:
        parts = ((self.year, "年"), (self.month, "月"), (self.day, "日"))
        named = "".join(f"{count}{name}" for count, name in parts if count is not None)
        return f"{_EVERY[self.every] if self.every else ''}{named}前"

    def to_json(self) -> Json:
        """Return the object that ``perfscore parse --format json`` prints."""
        result: Json = {"text": self.text, "kind": self.kind}
        if self.date is not None:
            result["date"] = self.date.isoformat()
        else:
            named = {"year": self.year, "month": self.month, "day": self.day}
            result |= {name: count for name, count in named.items() if count is not None}
        if self.every is not None:
            result["every"] = self.every
        return result


@frozen
class Availability:
    """A service that is there for so many days and hours: ``7×24小时``.

    Args:
        text: as written.
        days: days, of a week up to 7, of a year above.
        hours: hours of a day, 1 to 24.
    """

    kind: ClassVar[str] = "availability"
    text: str = field(eq=False)
    days: int
    hours: int

    def __str__(self) -> str:
        # 24×7小时 is what people write for seven days, so 24 days have to be called days.
        return f"{self.days}{'天' if self.days == 24 else ''}×{self.hours}小时"

    def to_json(self) -> Json:
        """Return the object that ``perfscore parse --format json`` prints."""
        return {"text": self.text, "kind": self.kind, "days": self.days, "hours": self.hours}


def _folded(text: str) -> str:
    """Drop what does not tell words apart: blanks, line breaks, widths."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@frozen
class Words:
    """Text without a number to compare: ``不断提升``.

    Args:
        text: as written; the one tree that compares by its text, blanks and widths aside.
        grade: the grade that the words name, or None.
    """

    kind: ClassVar[str] = "words"
    text: str = field(eq=_folded)
    grade: Grade | None = None

    def __str__(self) -> str:
        return "".join(self.text.split())

    def to_json(self) -> Json:
        """Return the object that ``perfscore parse --format json`` prints."""
        result: Json = {"text": self.text, "kind": self.kind}
        if self.grade is not None:
            result["grade"] = self.grade
        return result


@frozen
class Absent:
    """Nothing: an empty cell, a dash, 无.

    Args:
        text: as written.
    """

    kind: ClassVar[str] = "absent"
    text: str = field(eq=False, default="")

    def __str__(self) -> str:
        return ""

    def to_json(self) -> Json:
        """Return the object that ``perfscore parse --format json`` prints."""
        return {"text": self.text, "kind": self.kind}


@frozen
class Unreadable:
    """A text that holds digits or an operator and still cannot be read.

    Args:
        text: as written.
        position: index of the offending character in ``text``, from 0; the text's length where its end is missing.
        problem: key of what is wrong and what to do. values: what fills its words.
    """

    kind: ClassVar[str] = "error"
    text: str
    position: int
    problem: str
    values: Mapping[str, str] = field(factory=FrozenMapping, converter=frozen_mapping)

    @property
    def message(self) -> str:
        """What is wrong and what to do, in Chinese."""
        return self.in_words("zh")

    def in_words(self, language: wording.Language) -> str:
        """Say what is wrong and what to do."""
        words = wording.label(f"value.problem.{self.problem}", language, **self.values)
        return f"{words}{'.' if language == 'en' else '。'}"

    def __str__(self) -> str:
        return self.text

    def pointer(self) -> str:
        """Return two lines: the text, and a caret under the offending character.

        A Chinese character is two columns wide, a combining or invisible one none. Line breaks are shown as blanks.
        """
        shown = "".join(" " if letter.isspace() else letter for letter in self.text)
        return f"{shown}\n{' ' * sum(map(_columns, shown[: self.position]))}^"

    def to_json(self) -> Json:
        """Return the object that ``perfscore parse --format json`` prints."""
        return {"text": self.text, "kind": self.kind, "position": self.position, "message": self.message}


def _columns(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


Part = Quantity | Range | Deadline | Availability | Words


@frozen
class Conditions:
    """Several conditions in one cell: ``2个；≥95%``.

    Args:
        text: as written.
        parts: the conditions in order, two or more.
    """

    kind: ClassVar[str] = "conditions"
    text: str = field(eq=False)
    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return "；".join(str(part) for part in self.parts)

    def to_json(self) -> Json:
        """Return the object that ``perfscore parse --format json`` prints."""
        return {"text": self.text, "kind": self.kind, "parts": [part.to_json() for part in self.parts]}


Expression = Part | Conditions | Absent | Unreadable

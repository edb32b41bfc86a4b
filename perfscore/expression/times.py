"""Dates as far as they are given, deadlines, and hours of availability."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from attrs import evolve
from lark import Token

from perfscore import number
from perfscore.expression import units
from perfscore.expression.mistakes import Mistake
from perfscore.expression.tree import Deadline, Every

_TENTHS = {"上旬": 10, "中旬": 20}
_QUARTERS = {**dict(zip("一二三四", (3, 6, 9, 12), strict=True)), **dict(zip("1234", (3, 6, 9, 12), strict=True))}
_RECURRING: dict[str, Every] = {"月": "month", "个月": "month", "年": "year", "年度": "year"}
_WEEK = 7
_YEAR = 366
_DAY = 24
_OFFICE_HOURS = (8, 12, _DAY)
_LEAP_YEAR = 2000
"""Stands in for an unknown year, so that 2月29日 is possible."""


class When(NamedTuple):
    """A date as written.

    Args:
        start: where it begins in the folded text.
        year: or None. month: as written, 1 to 12 if it exists, or None. day: or None.
        last: whether the end of the month or year is named (底, 季度).
        every: set for 每月底, which is one word.
        marked: whether 前 or its like says that it is a deadline.
    """

    start: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last: bool = False
    every: Every | None = None
    marked: bool = False

    def is_duration(self, *, signed: bool) -> bool:
        """Tell a number of months from a month: ``≤12月`` and ``18月`` are lengths, ``12月`` and ``12月前`` dates."""
        if self.month is None or self.year or self.day or self.last or self.marked:
            return False
        return signed or self.month > 12

    def deadline(self) -> Deadline:
        """Make the deadline; the end of a month is its last day, except in a February of an unknown year.

        Raises:
            Mistake: for a month or a day that does not exist.
        """
        month = 1 if self.month is None else self.month
        day = 1 if self.day is None else self.day
        if not 1 <= month <= 12:
            raise Mistake("no_month", self.start, month=str(month))
        if not 1 <= day <= calendar.monthrange(self.year or _LEAP_YEAR, month)[1]:
            named = (self.year, "年"), (self.month, "月"), (self.day, "日")
            date = "".join(f"{count}{name}" for count, name in named if count is not None)
            raise Mistake("no_day", self.start, date=date)
        day_given = self.day
        if self.last and (self.year is not None or month != 2):
            day_given = calendar.monthrange(self.year or _LEAP_YEAR, month)[1]
        return Deadline("", self.year, self.month, day_given, self.every)


class Hours(NamedTuple):
    """Days times hours, and where they begin in the folded text."""

    days: int
    hours: int
    start: int


def when(tokens: Sequence[Token]) -> When:
    """Read the tokens of a date."""
    date = When(tokens[0].start_pos or 0)
    for token in tokens:
        date = _with(date, token)
    return date


def _with(date: When, token: Token) -> When:
    digits = "".join(letter for letter in token if letter.isdecimal())
    if token.type in ("CALENDAR", "YEAR_MONTH"):
        day, _, _clock = token.partition(" ")
        year, month, *rest = day.split(day[4])
        return date._replace(year=int(year), month=int(month), day=int(rest[0][:2]) if rest else None)
    if token.type == "YEAR":
        return date._replace(year=int(digits))
    if token.type == "MONTH":
        return date._replace(month=int(digits))
    if token.type == "DAY" or (token.type == "DAY_ALONE" and digits):
        return date._replace(day=int(digits))
    if token.type == "DAY_ALONE":
        return date._replace(day=31, every="month" if token.startswith("每") else None)
    if token.type == "PART_OF_MONTH":
        return date._replace(day=_TENTHS.get(str(token)), last=str(token) not in _TENTHS)
    if token.type in ("PART_OF_YEAR", "QUARTER", "END_OF_YEAR"):
        quarter = next((month for name, month in _QUARTERS.items() if name in token), 12)
        return date._replace(month=6 if token.startswith("上") else quarter, last=True)
    return date


def recurring(tree: Deadline, names: Sequence[str], position: int) -> Deadline:
    """Make a deadline recur: 每月25日前, 每年12月底前.

    Raises:
        Mistake: where it recurs otherwise than by month or year, or names more than fits.
    """
    every = _RECURRING.get(names[0])
    if every is None or len(names) > 1 or tree.year is not None or (every == "month" and tree.month is not None):
        raise Mistake("deadline_every", position, unit=names[0])
    return evolve(tree, every=every)


def hours(amounts: Sequence[tuple[Decimal, str]], start: int) -> Hours:
    """Read days times hours in either order, or one of them beside 全天候.

    Args:
        amounts: none, one or two numbers with their units. start: where they begin.

    Raises:
        Mistake: where the numbers are no days and hours.
    """
    kinds = tuple(_kind(unit) for _, unit in amounts)
    values = [value for value, _ in amounts]
    days, length = Decimal(_WEEK), Decimal(_DAY)
    if len(amounts) == 1:
        days, length = (days, values[0]) if kinds[0] == "hours" else (values[0], length)
    elif amounts:
        turned = (
            kinds[0] == "hours" or kinds[1] == "days" or (not kinds[0] and values[0] == _DAY and values[1] <= _WEEK)
        )
        days, length = reversed(values) if turned else values
    # 2*3 without a unit may be anything; 7*24 and 5*8 are not.
    bare = kinds == ("", "") and (days > _WEEK or length not in _OFFICE_HOURS)
    whole = days == int(days) and length == int(length)
    if "?" in kinds or bare or not whole or not (1 <= days <= _YEAR and 1 <= length <= _DAY):
        shown = "×".join(f"{number.plain(value)}{unit}" for value, unit in amounts)
        raise Mistake("availability", start, shown=shown)
    return Hours(int(days), int(length), start)


def side_by_side(first: tuple[Decimal, str], second: tuple[Decimal, str]) -> tuple[int, int] | None:
    """Read 7天24小时; None where the units are not days and hours.

    Raises:
        Mistake: where no week has so many days, or no day so many hours.
    """
    if (_kind(first[1]), _kind(second[1])) != ("days", "hours"):
        return None
    available = hours((first, second), 0)
    return available.days, available.hours


def _kind(name: str) -> str:
    """Name what a unit counts: ``days``, ``hours``, nothing for a bare number, ``?`` for anything else."""
    if not name:
        return ""
    known, hour, day = units.unit(name), units.unit("小时"), units.unit("天")
    if known.dimension != hour.dimension:
        return "?"
    return {hour.factor: "hours", day.factor: "days"}.get(known.factor, "?")

"""Dates as far as they are given, deadlines, and hours of availability."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from decimal import Decimal

from attrs import evolve, frozen
from lark import Token

from perfscore.expression import units
from perfscore.expression.mistakes import Mistake
from perfscore.expression.tree import Deadline, Every

_TENTHS = {"上旬": 10, "中旬": 20}
_QUARTERS = {**dict(zip("一二三四", (3, 6, 9, 12), strict=True)), **dict(zip("1234", (3, 6, 9, 12), strict=True))}
_RECURRING: dict[str, Every] = {"月": "month", "个月": "month", "年": "year", "年度": "year"}
_WEEK = 7
_YEAR = 366
_DAY = 24


@frozen
class When:
    """A date as written; ``whole`` where its end was named (底, 旬, 季度)."""

    start: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last: bool = False
    every: Every | None = None


def when(tokens: Sequence[Token]) -> When:
    """Read the tokens of a date.

    Raises:
        Mistake: for a month or a day that does not exist.
    """
    found = When(tokens[0].start_pos or 0)
    for token in tokens:
        found = _with(found, token)
    _check(found)
    return found


def _with(found: When, token: Token) -> When:
    digits = "".join(letter for letter in token if letter.isdecimal())
    if token.type == "CALENDAR":
        day, _, _clock = token.partition(" ")
        year, month, *rest = day.split(day[4])
        return evolve(found, year=int(year), month=int(month), day=int(rest[0][:2]) if rest else None)
    if token.type == "YEAR":
        return evolve(found, year=int(digits))
    if token.type == "MONTH":
        return evolve(found, month=int(digits))
    if token.type == "DAY" or token.type == "DAY_ALONE" and digits:
        return evolve(found, day=int(digits))
    if token.type == "DAY_ALONE":
        return evolve(found, day=31, every="month" if token.startswith("每") else None)
    if token.type == "PART_OF_MONTH":
        return evolve(found, day=_TENTHS.get(str(token)), last=str(token) not in _TENTHS)
    if token.type in ("PART_OF_YEAR", "QUARTER", "END_OF_YEAR"):
        quarter = next((month for name, month in _QUARTERS.items() if name in token), 12)
        return evolve(found, month=6 if token.startswith("上") else quarter, last=True)
    return found


def _check(found: When) -> None:
    if found.month is not None and found.day is None and found.year is None and not found.last:
        return  # 18月 may still be a length of time
    month, day = found.month or 1, found.day or 1
    if not 1 <= month <= 12:
        raise Mistake("no_month", found.start, month=str(month))
    # The year of a date without one is unknown, so 2月29日 is possible.
    if not 1 <= day <= calendar.monthrange(found.year or 2000, month)[1]:
        date = f"{found.year}年" * bool(found.year) + f"{month}月" * bool(found.month) + f"{day}日"
        raise Mistake("no_day", found.start, date=date)


def is_duration(found: When, *, marked: bool, signed: bool) -> bool:
    """Tell a number of months from a month: ``≤12月`` and ``18月`` are lengths, ``12月`` and ``12月前`` dates."""
    if found.month is None or found.year or found.day or found.last or marked:
        return False
    return signed or found.month > 12


def deadline(found: When) -> Deadline:
    """Make the deadline; the end of a month is its last day, except in a February of an unknown year.

    Raises:
        Mistake: for a month that does not exist.
    """
    if found.month is not None and not 1 <= found.month <= 12:
        raise Mistake("no_month", found.start, month=str(found.month))
    day = found.day
    if found.last and found.month is not None and (found.year is not None or found.month != 2):
        day = calendar.monthrange(found.year or 2001, found.month)[1]
    return Deadline("", found.year, found.month, day, found.every)


def recurring(tree: Deadline, names: Sequence[str], position: int) -> Deadline:
    """Make a deadline recur: 每月25日前, 每年12月底前.

    Raises:
        Mistake: where it recurs otherwise than by month or year, or names a year as well.
    """
    every = _RECURRING.get(names[0])
    if every is None or len(names) > 1 or tree.year is not None or (every == "month" and tree.month is not None):
        raise Mistake("deadline_every", position, unit=names[0])
    return evolve(tree, every=every)


def availability(
    first: tuple[Decimal, str], second: tuple[Decimal, str] | None, times_sign: bool
) -> tuple[int, int] | None:
    """Read days times hours in either order.

    Args:
        first: number and unit. second: number and unit, or None where 全天候 stands for it.
        times_sign: whether × stands between them; without it both need their unit (7天24小时).

    Returns:
        Days and hours, or None where the numbers are no such thing.
    """
    kinds = _kind(first[1]), _kind(second[1]) if second else ""
    if "?" in kinds or (not times_sign and second and kinds != ("days", "hours")):
        return None
    if second is None:
        days, hours = (Decimal(_WEEK), first[0]) if kinds[0] == "hours" else (first[0], Decimal(_DAY))
    else:
        turned = kinds[0] == "hours" or kinds[1] == "days" or first[0] == _DAY and second[0] <= _WEEK
        days, hours = (second[0], first[0]) if turned else (first[0], second[0])
        if kinds == ("", "") and (days > _WEEK or hours not in (8, 12, _DAY)):
            return None
    if days != int(days) or hours != int(hours) or not (1 <= days <= _YEAR and 1 <= hours <= _DAY):
        return None
    return int(days), int(hours)


def _kind(name: str) -> str:
    if not name:
        return ""
    known, hour, day = units.unit(name), units.unit("小时"), units.unit("天")
    if known.dimension != hour.dimension:
        return "?"
    return {hour.factor: "hours", day.factor: "days"}.get(known.factor, "?")

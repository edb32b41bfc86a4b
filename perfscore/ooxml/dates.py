"""Serial numbers of days as dates and times, in the words of a Chinese office."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from attrs import frozen

from perfscore import number

_LAST_SERIAL: Final = 2_958_465  # 31 December 9999
_SECONDS: Final = Decimal(86_400)
_MONTHS: Final = ("January", "February", "March", "April", "May", "June",
                  "July", "August", "September", "October", "November", "December")  # fmt: skip
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS: Final = "一二三四五六日"
_NUMERALS: Final = "〇一二三四五六七八九"


@frozen
class Moment:
    """A date and time taken apart; ``day_count`` is the whole days since the first day."""

    year: int
    month: int
    day: int
    weekday: int
    hour: int
    minute: int
    second: int
    fraction: str
    day_count: int


def moment(serial: Decimal, since_1904: bool, decimals: int = 0) -> Moment | None:
    """Take a serial number apart.

    Args:
        serial: days since the workbook's first day, with the time as fraction.
        since_1904: whether that day is 1 January 1904 (files from a Macintosh) instead of 1900.
        decimals: decimals of a second that are shown; the time is rounded to them.

    Returns:
        The moment, or None where no date has that number.
    """
    seconds = number.half_up(number.multiply(serial, _SECONDS), decimals)
    if seconds < 0:
        return None
    days, rest = divmod(seconds, _SECONDS)
    count = int(days)
    if count > _LAST_SERIAL - (1462 if since_1904 else 0):
        return None
    whole = int(rest)
    fraction = number.plain(rest).partition(".")[2]
    clock = (whole // 3600, whole // 60 % 60, whole % 60, fraction, count)
    if since_1904:
        day = date(1904, 1, 1) + timedelta(days=count)
    elif count == 60:
        # Spreadsheets count a 29 February 1900 that never was.
        return Moment(1900, 2, 29, 2, *clock)
    elif count == 0:
        return Moment(1900, 1, 0, 5, *clock)
    else:
        day = date(1899, 12, 31 if count < 60 else 30) + timedelta(days=count)
    return Moment(day.year, day.month, day.day, day.weekday(), *clock)


def serial_number(text: str, since_1904: bool) -> Decimal | None:
    """Turn an ISO 8601 date, as strict files may store it, into a serial number; None where it is none."""
    from datetime import datetime

    try:
        when = datetime.fromisoformat(text.strip().removesuffix("Z"))
    except ValueError:
        return None
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
    gap = when.replace(tzinfo=None) - start
    seconds = number.divide(Decimal(gap.seconds) + Decimal(gap.microseconds).scaleb(-6), _SECONDS)
    return number.add(Decimal(gap.days), seconds)


def date_part(when: Moment, sign: str, minutes: bool, elapsed: bool, half_day: bool, chinese: bool) -> str:
    """Show one part of a moment.

    Args:
        when: the moment.
        sign: the letters of the format, such as ``yyyy``.
        minutes: whether ``m`` means minutes.
        elapsed: whether the letters stood in brackets and count on past a day.
        half_day: whether hours run to 12.
        chinese: whether digits are Chinese numerals.
    """
    letter, width = sign[0], len(sign)
    if letter in "ye":
        year = f"{when.year:04d}" if width > 2 or letter == "e" else f"{when.year % 100:02d}"
        return "".join(_NUMERALS[int(digit)] for digit in year) if chinese else year
    if letter == "b":
        return str(when.year + 543)
    if letter == "g":
        return ""
    if letter == "a":
        return ("星期" if width == 4 else "") + _WEEKDAYS[when.weekday]
    if letter == "d" and width > 2:
        return _DAYS[when.weekday][: None if width > 3 else 3]
    if letter == "m" and not minutes and width > 2:
        name = _MONTHS[when.month - 1]
        return name[0] if width == 5 else name[: None if width == 4 else 3]
    hours = when.day_count * 24 + when.hour
    if letter == "h":
        value = hours if elapsed else (when.hour + 11) % 12 + 1 if half_day else when.hour
    elif letter == "m" and (minutes or elapsed):
        value = hours * 60 + when.minute if elapsed else when.minute
    elif letter == "s":
        value = hours * 3600 + when.minute * 60 + when.second if elapsed else when.second
    else:
        value = when.month if letter == "m" else when.day
    if chinese and value < 100:
        tens, units = divmod(value, 10)
        return (
            ("" if tens < 2 else _NUMERALS[tens])
            + ("十" if tens else "")
            + (_NUMERALS[units] if units or not tens else "")
        )
    return f"{value:0{min(width, 2)}d}"

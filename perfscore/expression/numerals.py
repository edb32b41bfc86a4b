"""Read Chinese numerals: 两, 十二, 一百二十, 九十五点五, 半."""

from __future__ import annotations

from decimal import Decimal

from perfscore import number

_DIGITS = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}


def read(text: str) -> Decimal | None:
    """Read a number written in Chinese numerals.

    Args:
        text: the numerals alone.

    Returns:
        The number, or None where the numerals are no single number (三五 is three to five).
    """
    if text == "半":
        return Decimal("0.5")
    whole, point, fraction = text.partition("点")
    value = _whole(whole)
    if value is None or (point and not fraction) or any(letter not in _DIGITS for letter in fraction):
        return None
    digits = "".join(str(_DIGITS[letter]) for letter in fraction)
    return number.read(f"{value}.{digits}" if digits else str(value))


def _whole(text: str) -> int | None:
    """Add up groups of four digits: 一亿|二千零三万|五百."""
    total, limit = 0, None
    while text:
        mark = next((letter for letter in "亿万" if letter in text), "")
        head, _, text = text.partition(mark) if mark else (text, "", "")
        value, scale = _group(head), _GROUPS.get(mark, 1)
        if value is None or (limit is not None and scale >= limit):
            return None
        total, limit = total + value * scale, scale
    return None if limit is None else total


def _group(text: str) -> int | None:
    """Read up to 9999: 三千零五, 一百二十, 十二. Places must fall, and two digits never stand side by side."""
    total, digit, last = 0, None, 10_000
    for index, letter in enumerate(text):
        if letter in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[letter]
            continue
        magnitude = _TENS.get(letter)
        if magnitude is None or magnitude >= last or (digit is None and index > 0) or (digit == 0 and magnitude != 10):
            return None
        total, digit, last = total + (digit or 1) * magnitude, None, magnitude
    if not text or (digit is None and last == 10_000):
        return None
    return total + (digit or 0)

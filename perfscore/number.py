"""The only door to ``Decimal``: reading numbers, rounding them half up, printing them plainly.

Absent is ``None`` everywhere and is never zero. No float enters a score.
"""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

# Our own context, so that a caller's precision or traps cannot change a score.
_CONTEXT = Context(prec=40, rounding=ROUND_HALF_UP)
# Wide enough for any product of stored numbers: rounding to cents never fails, however long a number is.
_WIDE = Context(prec=4096)
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)\Z", re.ASCII)
_STORED = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?\Z", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?\Z", re.ASCII)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，＋－−", "0123456789.,+--")
_STORED_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
_LONGEST = 64
_LARGEST_EXPONENT = 308  # of a binary float, which is what spreadsheets calculate with

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)
CENT = Decimal("0.01")


@lru_cache(maxsize=8192)
def read(text: str) -> Decimal | None:
    """Read a number as a person writes it: ``1,875.00``, ``１００``, ``-5``.

    Args:
        text: the number alone, without unit; outer blanks are ignored, digits may be full-width and
            thousands may be separated by commas.

    Returns:
        The number exactly as written (trailing zeros kept), or None where the text is no plain number.
    """
    text = text.strip().translate(_FULL_WIDTH)
    if len(text) > _LONGEST:
        return None
    if _PLAIN.match(text):
        return Decimal(text)
    if _GROUPED.match(text):
        return Decimal(text.replace(",", ""))
    return None


@lru_cache(maxsize=8192)
def read_stored(text: str) -> Decimal | None:
    """Read a number as a spreadsheet stores it, without the noise of binary floats.

    Args:
        text: the stored value, for example ``7.000000000000001`` or ``1E-3``.

    Returns:
        The number rounded to the 15 digits that a spreadsheet keeps, without trailing zeros (``7``), or None
        where the text is no number.
    """
    if len(text) > _LONGEST or not _STORED.match(text):
        return None
    value = _STORED_DIGITS.create_decimal(text)
    if value.adjusted() > _LARGEST_EXPONENT:
        return None
    if not value or value.adjusted() < -_LARGEST_EXPONENT:
        return ZERO
    value = value.normalize(_STORED_DIGITS)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and 0 < exponent <= _LONGEST:
        return value.quantize(ONE, context=_WIDE)
    return value


def half_up(value: Decimal, decimals: int = 2) -> Decimal:
    """Round half up, the way an office rounds: 12.875 is 12.88.

    Args:
        value: any finite number.
        decimals: decimals to keep.

    Returns:
        The number with exactly that many decimals.
    """
    return value.quantize(_step(decimals), rounding=ROUND_HALF_UP, context=_WIDE)


def truncate(value: Decimal, decimals: int = 2) -> Decimal:
    """Cut the decimals off, the way some units do: 12.875 is 12.87.

    Args:
        value: any finite number.
        decimals: decimals to keep.

    Returns:
        The number with exactly that many decimals.
    """
    return value.quantize(_step(decimals), rounding=ROUND_DOWN, context=_WIDE)


def _step(decimals: int) -> Decimal:
    return CENT if decimals == 2 else Decimal(1).scaleb(-decimals)


def multiply(*factors: Decimal) -> Decimal:
    """Multiply with 40 digits, whatever the caller's decimal context is."""
    product = ONE
    for factor in factors:
        product = _CONTEXT.multiply(product, factor)
    return product


def divide(dividend: Decimal, divisor: Decimal) -> Decimal:
    """Divide with 40 digits, whatever the caller's decimal context is.

    Raises:
        decimal.DivisionByZero: when the divisor is zero; callers decide that case first.
    """
    return _CONTEXT.divide(dividend, divisor)


def add(*terms: Decimal) -> Decimal:
    """Add with 40 digits, whatever the caller's decimal context is."""
    total = ZERO
    for term in terms:
        total = _CONTEXT.add(total, term)
    return total


def plain(value: Decimal) -> str:
    """Print without exponent: ``1E+3`` is ``1000``; trailing zeros stay as they are."""
    return format(value, "f")


def short(value: Decimal) -> str:
    """Print without exponent and without trailing zeros after the point: ``8.90`` is ``8.9``."""
    text = plain(value)
    return text.rstrip("0").rstrip(".") if "." in text else text

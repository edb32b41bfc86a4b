"""How single cells are read into the texts of a record."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from perfscore.expression import units
from perfscore.number import plain
from perfscore.sheets.grid import GridCell
from perfscore.sheets.words import sign_of
from perfscore.text import fold, is_blank, printed

_OPERATORS: Final = tuple("≥≤=<>≧≦")
_DIGITS: Final = frozenset("0123456789零一二两三四五六七八九十百千万亿")


def claimed_text(cell: GridCell) -> str:
    """Give a claimed score as a text.

    A text stays as printed (``8.62 分``). A number stays as displayed where the display shows at least two decimals;
    otherwise its stored value counts: 8.5 displayed as 9 was claimed as 8.5, 7.000000000000001 as 7.
    """
    text = printed(cell.text)
    if cell.kind != "number" or cell.number is None:
        return text
    decimals = text.partition(".")[2]
    if len(decimals) >= 2 and decimals[:2].isdigit() and not text.endswith("%"):
        return text
    return plain(cell.number)


@lru_cache(maxsize=4096)
def joined(sign: str, value: str, unit: str) -> str:
    """Join a value with the sign and the unit that stand in columns of their own.

    Args:
        sign: ``≥``, ``小于等于`` and the like; what compares nothing (定性, 正向) is left out.
        value: the value as printed; a sign or unit that it has already is not repeated.
        unit: the unit as printed; words without a number take none.

    Returns:
        ``≥95%``, ``显著提升``; empty where there is no value.
    """
    if is_blank(value):
        return value
    unit = _without_remark(unit)
    counts = bool(_DIGITS.intersection(fold(value)))
    if is_blank(unit) or not counts or fold(value).endswith(fold(unit)):
        unit = ""
    before = sign_of(sign)
    # Forms of the budget platform print = beside words too; any other sign beside words stays to be seen.
    if fold(value).startswith(_OPERATORS) or (before == "=" and not counts):
        before = ""
    return before + value + unit


def _without_remark(unit: str) -> str:
    """Leave out what explains a unit in brackets: ``%(百分比)``; ``台(套)`` is a unit as it stands."""
    bare, _, _ = unit.replace("（", "(").partition("(")
    if not bare or bare == unit:
        return unit
    known = units.leading(bare) == bare and units.leading(fold(unit)) != fold(unit) and not units.has_second(fold(unit))
    return bare if known else unit

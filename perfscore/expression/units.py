"""Units of measurement: which can be compared, and by which factor; the knowledge itself is ``units.toml``."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from perfscore import datafile, number
from perfscore.number import ONE

_DATA = Path(__file__).with_name("units.toml")
_ENDLESS = 40
"""Digits of a quotient that did not come out even."""


class Unit(NamedTuple):
    """A unit as far as comparing goes: quantities fit if their dimensions are equal.

    Args:
        text: the unit as shown, such as ``万元/家``; empty for a bare number.
        dimension: what is measured; equal for units that convert into each other.
        factor: two quantities of one dimension compare as value times factor.
        money: whether it is an amount of money, also per something (``万元/家``).
    """

    text: str
    dimension: str
    factor: Decimal
    money: bool


class _Entry(NamedTuple):
    dimension: str
    factor: Decimal
    money: bool
    name: str


class _Knowledge(NamedTuple):
    known: dict[str, _Entry]
    bases: dict[str, Decimal]
    renamed: dict[str, str]
    multiples: dict[str, Decimal]
    second: str
    idioms: frozenset[str]
    never: frozenset[str]
    per_year: dict[str, Decimal]


@cache
def _knowledge() -> _Knowledge:
    data = datafile.load(_DATA)
    known = {"": _Entry("", ONE, False, "")}
    bases = {}
    for names in data["counters"]:
        for name in names:
            known[name] = _Entry(names[0], ONE, False, names[0])
    for dimension in data["dimension"]:
        base = dimension["base"]
        for factor, *names in dimension["units"]:
            for name in names:
                known[name] = _Entry(base, Decimal(factor), dimension.get("money", False), names[0])
        bases[base] = known[base].factor
    multiples = {name: Decimal(factor) for name, factor in data["multiples"].items()}
    idioms, never = frozenset(data["idioms"]), frozenset(data["never"])
    per_year = {name: Decimal(times) for name, times in data["per_year"].items()}
    return _Knowledge(known, bases, data["renamed"], multiples, data["second"], idioms, never, per_year)


@lru_cache(maxsize=4096)
def unit(text: str) -> Unit:
    """Look a unit up.

    Args:
        text: the unit as a tree holds it: ``万元``, ``元/人/场次``, ``万``, or empty. One that nobody listed is
            a counter of its own.

    Returns:
        Its dimension and factor. In a compound unit each part converts, below a stroke only where the factor can
        be written as a decimal number (元/公里 against 元/米, but not 元/年 against 元/月).
    """
    shown = _knowledge().renamed.get(text, text)
    whole = _known(shown)
    if whole is not None or "/" not in shown:
        entry = whole or _Entry(shown, ONE, False, shown)
        return Unit(shown, entry.dimension, entry.factor, entry.money)
    # 元/人·月 is by person and month; in front of the stroke 人·天 is a counter of its own.
    first, _, rest = shown.partition("/")
    names = [first, *rest.replace("·", "/").split("/")]
    top, *below = (_known(name) or _Entry(name, ONE, False, name) for name in names)
    dimension, factor = top.dimension, top.factor
    for part in below:
        share = _quotient(ONE, part.factor)
        dimension += f"/{part.name if share is None else part.dimension}"
        factor = factor if share is None else number.multiply(factor, share)
    return Unit(shown, dimension, factor, top.money)


@lru_cache(maxsize=4096)
def in_a_year(text: str) -> Unit:
    """Look a unit up as what comes together in one year: 次/月 is twelve 次; any other unit is itself."""
    counted, stroke, period = text.rpartition("/")
    times = _knowledge().per_year.get(period)
    if not stroke or times is None:
        return unit(text)
    whole = unit(counted)
    return Unit(text, whole.dimension, number.multiply(whole.factor, times), whole.money)


def base(value: Decimal, text: str) -> tuple[Decimal, str] | None:
    """Convert a quantity to the base unit of its dimension.

    Args:
        value: the number. text: its unit.

    Returns:
        Number and unit (8.90, 万元 → 89000, 元), or None where the unit converts to nothing, is the base unit itself,
        is compound, or where the result could only be rounded.
    """
    knowledge, known = _knowledge(), _known(text)
    if known is None:
        return None
    target = known.dimension
    divisor = knowledge.bases.get(target, ONE)
    if known.factor == divisor:
        return None
    # 万亩 has no exact figure in square metres; without its 万 it still is a conversion.
    for name, factor in ((target, divisor), (known.name, _factor(known.name))):
        converted = _quotient(number.multiply(value, known.factor), factor)
        if factor != known.factor and converted is not None:
            # The zeros that a conversion leaves behind the point say nothing: 89000.00 is 89000.
            return Decimal(number.short(converted)), name
    return None


def _factor(name: str) -> Decimal:
    entry = _knowledge().known.get(name)
    return entry.factor if entry else ONE


def _known(text: str) -> _Entry | None:
    """Find a unit, listed or a listed or unlisted one behind 万 and its like; None for an unlisted counter."""
    knowledge = _knowledge()
    if text in knowledge.known:
        return knowledge.known[text]
    rest, multiple = text, ONE
    while rest and rest[0] in knowledge.multiples:
        multiple = number.multiply(multiple, knowledge.multiples[rest[0]])
        rest = rest[1:]
        if rest in knowledge.known:
            entry = knowledge.known[rest]
            return _Entry(entry.dimension, number.multiply(entry.factor, multiple), entry.money, entry.name)
    if rest == text or "/" in rest or not rest:
        return None
    return _Entry(rest, multiple, False, rest)


@lru_cache(maxsize=4096)
def may_be(text: str) -> bool:
    """Say whether a short word behind a number can be a unit: one that is listed, or one without a verb or particle."""
    knowledge = _knowledge()
    for name in re.split(r"[/·]", text):
        counter = name.lstrip("".join(knowledge.multiples))
        known = name in knowledge.known or counter in knowledge.known
        letters = counter.replace("(", "").replace(")", "")
        if not known and not (letters.isalnum() and knowledge.never.isdisjoint(letters)):
            return False
    return True


@lru_cache(maxsize=8192)
def leading(text: str, counted: bool = False) -> str:
    """Give the longest listed unit that a text begins with, also behind 万 and its like; empty where there is none.

    Args:
        text: what stands behind a number.
        counted: whether the number is a Chinese numeral; units that make an idiom with one do not count then (一线).
    """
    knowledge = _knowledge()
    multiples = "".join(knowledge.multiples)
    for end in range(len(text), 0, -1):
        name = text[:end]
        counter = name if name in knowledge.known else name.lstrip(multiples)
        if counter in knowledge.known and not (counted and counter in knowledge.idioms):
            return name
    return ""


@lru_cache(maxsize=4096)
def in_brackets(text: str) -> str:
    """Give the listed unit that stands alone in brackets: (%), (元/人); empty for any other remark."""
    if not (text.startswith("(") and text.endswith(")")):
        return ""
    names = text[1:-1].replace("×", "·")
    return names if all(name and leading(name) == name for name in re.split("[/·]", names)) else ""


def has_second(text: str) -> bool:
    """Say whether a unit names a second counter in brackets: 台(套)."""
    first, bracket, second = text.partition("(")
    return bool(bracket) and leading(first) == first and second.removesuffix(")") in _knowledge().second


def is_share(name: str) -> bool:
    """Say whether a unit is that of a share of a whole: %, ‰."""
    return unit(name).dimension == unit("%").dimension


def is_multiple(text: str) -> bool:
    """Say whether a unit is nothing but 万 and its like."""
    return set(text) <= _knowledge().multiples.keys()


def terminal() -> str:
    """Write the terminal ``UNIT`` for the grammar: a listed unit, also with a second counter in brackets (台(套))."""
    knowledge = _knowledge()
    names = _pattern(list(knowledge.known), "".join(knowledge.multiples))
    # 册次, 间次: what is counted by the time is a counter of its own.
    times = r"(?:次(?=\Z|[^\u4e00-\u9fff]|[及或]?以[上下内]|之?内|[至到]))?"
    return f"UNIT.6: /{names}{times}(?:\\([{knowledge.second}]\\))?/\n"


def counted() -> str:
    """Build the regular expression of the units that a Chinese numeral can count (两家, but not 一线)."""
    knowledge = _knowledge()
    countable = [name for name in knowledge.known if name not in knowledge.idioms and not name.isascii()]
    return _pattern(countable, "万亿")


def _pattern(names: list[str], multiples: str) -> str:
    """Match the longest of the listed units, also behind 万 and its like, or one of these alone."""
    listed = [name for name in names if name and not set("/·(") & set(name)]
    # A Latin unit ends where the word ends: m is no unit in Mbps.
    latin = [name for name in listed if name.isascii() and name[-1].isalpha()]
    names = [_alternatives([name for name in listed if name not in latin])]
    names += [f"{_alternatives(latin)}(?![A-Za-z])"] if latin else []
    multiple = f"[{multiples}]"
    # Alone only where no further word makes it part of an unlisted unit: 万蒲式耳.
    alone = r"(?=\Z|[^\u4e00-\u9fffA-Za-z]|[及或]?以|之?内|[余多至到且并和]|左右|上下)"
    return f"(?:{multiple}*?(?:{'|'.join(names)})|{multiple}+{alone})"


def _alternatives(names: list[str]) -> str:
    """Match the longest of the names: 个月, else 个. One letter after another in one set compiles fastest."""
    longer = sorted((name for name in names if len(name) > 1), key=len, reverse=True)
    letters = "".join(name for name in names if len(name) == 1)
    parts = [re.escape(name) for name in longer] + ([f"[{re.escape(letters)}]"] if letters else [])
    return f"(?:{'|'.join(parts)})"


def _quotient(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """Divide, or return None where the result has no end."""
    quotient = number.divide(dividend, divisor)
    return quotient if len(quotient.as_tuple().digits) < _ENDLESS else None

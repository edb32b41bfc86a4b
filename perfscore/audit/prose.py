"""Read figures, years and clauses from the prose of a sheet: goal, completion, reasons."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from perfscore import number
from perfscore.expression import numerals, units
from perfscore.text import fold

CLAUSE: Final = re.compile(r"[^,，。;；!！?？、]+")
"""What stands between two commas or stops of a folded text."""

COUNTLESS: Final = frozenset({"%", "小时", "个月", "年", "分"})
"""Dimensions of shares, times and points: a quantity of theirs counts no work."""

_SENTENCES = re.compile(r"[^。;；!！?？]+")
_NUMBERS = re.compile(
    r"(?<![\d.A-Za-z第])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d.]*[、.](?!\d))|(?<![第一-龥])"
    r"([一二两三四五六七八九十百千]+)|(?<=[到加成开了办展织仅计共有近过购为分])([一二两三四五六七八九十百千]+)"
)
_YEARS = re.compile(r"(?<!\d)(20\d\d)(?=年)")
_QUOTED = re.compile(r"《[^》]*》|〔[^〕]*〕|\[[^\]]*\]")
_LONGEST_UNIT = 6
# A year, a month or a day is mostly a date in prose, not an amount.
_CALENDAR = frozenset({"年", "年度", "月", "月份", "日", "号"})


class Mention(NamedTuple):
    """A quantity in prose.

    Args:
        text: as printed, such as ``900套``.
        value: the number. unit: its unit as printed.
        size: the number in the unit in which its dimension is compared. dimension: what it measures.
        before: the clause up to the number. after: the clause behind the unit.
    """

    text: str
    value: Decimal
    unit: str
    size: Decimal
    dimension: str
    before: str
    after: str


class Year(NamedTuple):
    """A year in prose, outside titles and document numbers.

    Args:
        year: such as 2021. before: the clause up to it. after: the clause behind it, beginning with 年.
    """

    year: int
    before: str
    after: str


@lru_cache(maxsize=8192)
def mentions(text: str) -> tuple[Mention, ...]:
    """List the quantities of a text that carry a listed unit, in order.

    Args:
        text: prose as printed. Numbers of lists, dates and standards carry no such unit; Chinese numerals count
            before a counter (两次), but not in 第一次 or 一次性.
    """
    quantities = []
    for clause in clauses(text):
        for match in _NUMBERS.finditer(clause):
            numeral = match[2] or match[3]
            unit = units.leading(clause[match.end() : match.end() + _LONGEST_UNIT], counted=bool(numeral))
            value = numerals.read(numeral) if numeral else number.read(match[1].replace(",", ""))
            if not unit or value is None or unit in _CALENDAR:
                continue
            end = match.end() + len(unit)
            if numeral and clause[end : end + 1] == "性":
                continue
            known = units.unit(unit)
            size = number.multiply(value, known.factor)
            quantities.append(
                Mention(
                    clause[match.start() : end],
                    value,
                    unit,
                    size,
                    known.dimension,
                    clause[: match.start()],
                    clause[end:],
                )
            )
    return tuple(quantities)


def unasked(told: Iterable[Mention], asked: Container[tuple[Decimal, str] | None]) -> list[Mention]:
    """List the quantities that no target asks for, neither alone nor as parts of it.

    Args:
        told: quantities of a goal. asked: the targets, each as its size and what it measures.
    """
    rest = [mention for mention in told if (mention.size, mention.dimension) not in asked]
    sums = {
        dimension: number.add(*(mention.size for mention in rest if mention.dimension == dimension))
        for dimension in {mention.dimension for mention in rest}
    }
    return [mention for mention in rest if (sums[mention.dimension], mention.dimension) not in asked]


@lru_cache(maxsize=8192)
def years(text: str) -> tuple[Year, ...]:
    """List the years of a text; what stands in 《》 or in a document number is a name, not a time."""
    return tuple(
        Year(int(match[1]), clause[: match.start()], clause[match.end() :])
        for clause in clauses(_QUOTED.sub("", fold(text)))
        for match in _YEARS.finditer(clause)
    )


@lru_cache(maxsize=8192)
def clauses(text: str) -> tuple[str, ...]:
    """Cut a text at its commas and stops, blanks removed; a comma inside a number stays."""
    folded = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", fold(text))
    return tuple(match[0] for match in CLAUSE.finditer(folded))


@lru_cache(maxsize=8192)
def sentences(text: str) -> tuple[str, ...]:
    """Cut a text at its stops and semicolons, blanks removed."""
    return tuple(match[0] for match in _SENTENCES.finditer(fold(text)))

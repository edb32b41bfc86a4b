"""Names of projects, units and indicators, folded to what tells them apart, and how alike two of them are."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, Literal

from attrs import frozen

from perfscore.text import letters, unspaced

UnitRelation = Literal["same", "partial", "missing", "related", "other"]

ALIKE: Final = 0.7
"""Likeness from which two project names are worth a look; never enough to match them."""

_LONGEST: Final = 200
_SHORTEST_PART: Final = 4
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?:年度|年|度)?(?!\d)")
_CHINESE_YEAR: Final = re.compile(r"二[〇○零]([〇○零一二三四五六七八九]{2})年")
_CHINESE_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_NUMBERING: Final = re.compile(
    r"(?:指标)?(?:[①-⑳]|[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[.、．](?!\d)|[)）]))"
)
_UNIT_CODE: Final = re.compile(r"\d{3,}")
_OWN_LEVEL: Final = re.compile(r"\(本级\)")
_DIGITS: Final = re.compile(r"\d+")


@frozen
class ProjectName:
    """A project's name as it is compared.

    Args:
        full: folded, without the year of the table.
        core: ``full`` without 项目 at its end.
        other_years: years in the name that are not the table's year: 2022年…项目 in a table of 2023 is not
            2023年…项目.
        year: the table's year, or the first one in the name where the table prints none.
    """

    full: str
    core: str
    other_years: frozenset[int]
    year: int | None


@lru_cache(maxsize=4096)
def project_name(name: str, year: int | None) -> ProjectName:
    """Fold a project's name.

    Args:
        name: 项目名称 as printed.
        year: the year of its table, or None.
    """
    text = unicodedata.normalize("NFKC", name[:_LONGEST])
    text = _OWN_LEVEL.sub("", unspaced(text))
    text = _CHINESE_YEAR.sub(lambda match: f"20{match[1].translate(_CHINESE_DIGITS)}年", text)
    years = [int(digits) for digits in _YEAR.findall(text)]
    if year is None and years:
        year = years[0]
    full = letters(_YEAR.sub(lambda match: "" if int(match[1]) == year else match[0], text))
    core = full.removesuffix("项目") or full
    return ProjectName(full, core, frozenset(years) - {year}, year)


@lru_cache(maxsize=4096)
def unit_name(name: str) -> str:
    """Fold a unit's name: without its code in front and 本级 behind."""
    folded = letters(name)
    code = _UNIT_CODE.match(folded)
    if code:
        folded = folded[code.end() :]
    return folded.removesuffix("本级") or folded


def unit_relation(unit: str, department: str, other_unit: str, other_department: str) -> UnitRelation:
    """Say how the units of two tables stand to each other.

    Args:
        unit: 实施单位 or 预算单位 of the one table. department: its 主管部门.
        other_unit: the unit of the other table. other_department: its department.

    Returns:
        ``same``; ``partial``, where one is printed without the place in front (工业和信息化局); ``missing``
        on one side; ``related``, where one is the other's department or part of it; ``other``.
    """
    first, second = unit_name(unit), unit_name(other_unit)
    if first and second:
        if first == second:
            return "same"
        shorter, longer = sorted((first, second), key=len)
        if len(shorter) >= _SHORTEST_PART:
            if longer.endswith(shorter):
                return "partial"
            if longer.startswith(shorter):
                return "related"
        below = unit_name(department) == second or unit_name(other_department) == first
        return "related" if below else "other"
    first, second = first or unit_name(department), second or unit_name(other_department)
    return "missing" if not first or not second or first == second else "other"


@lru_cache(maxsize=8192)
def indicator_name(level3: str, level2: str) -> str:
    """Fold an indicator's name without its numbering; where a form leaves it blank, its group names it."""
    text = unspaced(level3) or unspaced(level2)
    numbering = _NUMBERING.match(text)
    if numbering and numbering.end() < len(text):
        text = text[numbering.end() :]
    return letters(text)


def contains(first: str, second: str) -> bool:
    """Say whether one name is a part of the other, and not too short to mean anything."""
    shorter, longer = sorted((first, second), key=len)
    return len(shorter) >= _SHORTEST_PART and shorter in longer


def likeness(first: str, second: str, least: float) -> float:
    """Measure how alike two folded names are.

    Args:
        first: a name. second: another.
        least: the likeness below which the exact figure does not matter.

    Returns:
        0 to 1; 0 where it is below ``least``, where both hold other numbers (750型, 850型), or one is empty.
    """
    numbers = _DIGITS.findall(first), _DIGITS.findall(second)
    if not first or not second or (all(numbers) and numbers[0] != numbers[1]):
        return 0.0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= least else 0.0

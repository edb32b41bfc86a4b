"""Tell which tables of a call belong together: projects of one unit and year, years of one project."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from perfscore.model import Table
from perfscore.scoring.lexicon import fold

_YEAR = re.compile(r"(?:20)?\d\d年度?")
_SHORTEST = 6


def by_unit_and_year(tables: Sequence[Table]) -> list[list[int]]:
    """Group the indices of tables of one kind, unit and year; groups of one are left out."""
    groups: dict[tuple[str, str, int], list[int]] = {}
    for index, table in enumerate(tables):
        if table.year is not None and (table.unit or table.department) and table.project:
            groups.setdefault((table.kind, _unit(table), table.year), []).append(index)
    return [indices for indices in groups.values() if len(indices) > 1]


def is_same(table: Table, other: Table) -> bool:
    """Say whether two tables are about one project; one name may leave out a word in front of the other."""
    return _is_same(project_name(table.project), project_name(other.project))


def earlier_evaluation(tables: Sequence[Table], index: int) -> Table | None:
    """Find the latest evaluation of the same unit and project in an earlier year.

    Args:
        tables: all tables of a call. index: of the table in question.
    """
    table = tables[index]
    if table.year is None or not table.project:
        return None
    candidates = [
        other
        for other in tables
        if other.kind == "project_evaluation"
        and other.year is not None
        and other.year < table.year
        and other.project
        and _unit(other) == _unit(table)
        and is_same(table, other)
    ]
    return max(candidates, key=lambda other: other.year or 0, default=None)


@lru_cache(maxsize=4096)
def project_name(text: str) -> str:
    """Fold a project's name without its year."""
    return _YEAR.sub("", fold(text))


def _unit(table: Table) -> str:
    return fold(table.unit or table.department)


@lru_cache(maxsize=8192)
def _is_same(name: str, other: str) -> bool:
    if name == other:
        return True
    short, long = sorted((name, other), key=len)
    return len(short) >= _SHORTEST and short in long

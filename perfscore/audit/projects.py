"""Tell which tables of a call belong together: projects of one unit and year, years of one project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from perfscore.audit.rows import Row, joint, row_of
from perfscore.model import Remark, Table
from perfscore.names import unit_name
from perfscore.text import fold

_YEAR = re.compile(r"(?:20)?\d\d年度?")
_SHORTEST = 6
_MOST_PROJECTS = 300


def by_unit_and_year(tables: Sequence[Table]) -> list[list[int]]:
    """Group the indices of tables of one kind, unit and year; groups of one are left out.

    So are groups of hundreds: they are copies or tests, and comparing each with each would take minutes.
    """
    groups: dict[tuple[str, str, int], list[int]] = {}
    for index, table in enumerate(tables):
        if table.year is not None and (table.unit or table.department) and table.project:
            groups.setdefault((table.kind, owner(table), table.year), []).append(index)
    return [indices for indices in groups.values() if 1 < len(indices) <= _MOST_PROJECTS]


def is_same(table: Table, other: Table) -> bool:
    """Say whether two tables are about one project; one name may leave out a word in front of the other."""
    return _is_same(project_name(table.project), project_name(other.project))


def earlier_evaluations(tables: Sequence[Table]) -> Iterator[tuple[int, Table]]:
    """Find for each table the latest evaluation of the same unit and project in an earlier year.

    Args:
        tables: all tables of a call.

    Yields:
        The table's index and the earlier evaluation; nothing for a table without one.
    """
    by_unit: dict[str, list[Table]] = {}
    for table in tables:
        if table.kind == "project_evaluation" and table.year is not None and table.project:
            by_unit.setdefault(owner(table), []).append(table)
    for index, table in enumerate(tables):
        year = table.year
        if year is None or not table.project:
            continue
        earlier = [
            other
            for other in by_unit.get(owner(table), ())
            if other.year is not None and other.year < year and is_same(table, other)
        ]
        if earlier:
            yield index, max(earlier, key=lambda other: other.year or 0)


def rows_of_two_years(tables: Sequence[Table]) -> Iterator[tuple[int, Table, list[tuple[Row, Row]]]]:
    """Pair the rows of a table with those of the same name in the latest earlier evaluation of the project.

    Args:
        tables: all tables of a call.

    Yields:
        The table's index, the earlier evaluation, and each row with the earlier one.
    """
    for index, before in earlier_evaluations(tables):
        table = tables[index]
        earlier = {fold(row.level3): row_of(row, before.year) for row in before.indicators}
        named = ((row, earlier.get(fold(row.level3))) for row in table.indicators)
        yield index, before, [(row_of(row, table.year), last) for row, last in named if last is not None]


def against_earlier(code: str, pairs: Sequence[tuple[Row, Row]], before: Table) -> Remark:
    """Remark once on the targets of several rows, with the first of them and its earlier actual as the example.

    Args:
        code: the finding code. pairs: at least one row with the earlier one. before: the earlier evaluation.
    """
    row, last = pairs[0]
    values = {"last_year": str(before.year), "target": row.indicator.target, "actual": last.indicator.actual}
    return joint(code, [row for row, _ in pairs], "target", **values)


@lru_cache(maxsize=4096)
def project_name(text: str) -> str:
    """Fold a project's name without its year."""
    return _YEAR.sub("", fold(text))


def owner(table: Table) -> str:
    """Fold the unit of a table, or its department where it names no unit; 局本级 and 局 are one."""
    return unit_name(table.unit or table.department)


@lru_cache(maxsize=8192)
def _is_same(name: str, other: str) -> bool:
    if name == other:
        return True
    short, long = sorted((name, other), key=len)
    return len(short) >= _SHORTEST and short in long

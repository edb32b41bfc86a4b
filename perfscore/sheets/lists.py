"""A list of many projects, with the project's name in a column: one table for each project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import evolve

from perfscore.model import Indicator, Remark, Table
from perfscore.place import cell_name, column_letters, split_cell
from perfscore.sheets.grid import Grid
from perfscore.sheets.header import Header
from perfscore.text import printed

# Columns of a list that stand above the indicators in other forms, with the name of the table's field.
_COLUMNS: Final = {"project": "project", "unit_name": "unit", "department": "department", "goal": "goal"}


def by_project(grid: Grid, header: Header, table: Table) -> list[Table]:
    """Divide a table whose header has a column for the project; any other is given back as it is."""
    if "project" not in header.columns or not table.indicators:
        return [table]
    groups: list[tuple[dict[str, str], dict[str, str], list[Indicator]]] = []
    for indicator, texts, addresses in _with_owners(grid, header, table.indicators):
        if not groups or any(groups[-1][0].get(name) != texts.get(name) for name in ("project", "unit")):
            groups.append((dict(texts), dict(addresses), []))
        groups[-1][2].append(indicator)
    return list(_tables(table, groups))


def _with_owners(
    grid: Grid, header: Header, indicators: tuple[Indicator, ...]
) -> Iterator[tuple[Indicator, dict[str, str], dict[str, str]]]:
    """Give each indicator its project and unit: a name holds until the next one."""
    columns = {name: header.columns[column][0] for column, name in _COLUMNS.items() if column in header.columns}
    texts: dict[str, str] = {}
    addresses: dict[str, str] = {}
    row = header.bottom
    for indicator in indicators:
        while row < indicator.row:
            row += 1
            for name, column in columns.items():
                cell = grid.rows.get(row, {}).get(column)
                if cell is not None and printed(cell.text):
                    texts[name] = printed(cell.text)
                    addresses[name] = cell_name(row, column)
        yield indicator, texts, addresses


def _tables(table: Table, groups: list[tuple[dict[str, str], dict[str, str], list[Indicator]]]) -> Iterator[Table]:
    left, right = (column_letters(split_cell(corner)[1]) for corner in table.range.split(":"))
    stop = split_cell(table.range.split(":")[1])[0]
    for number, (texts, addresses, indicators) in enumerate(groups):
        first = indicators[0].row
        last = groups[number + 1][2][0].row - 1 if number + 1 < len(groups) else stop
        yield evolve(
            table,
            project=texts.get("project", table.project),
            unit=texts.get("unit", table.unit),
            department=texts.get("department", table.department),
            goal=texts.get("goal", table.goal),
            cells={**table.cells, **addresses},
            range=f"{left}{first}:{right}{last}",
            indicators=tuple(indicators),
            remarks=tuple(remark for remark in table.remarks if _belongs(remark, first if number else 1, last)),
        )


def _belongs(remark: Remark, first: int, last: int) -> bool:
    return remark.cell is None or first <= split_cell(remark.cell)[0] <= last

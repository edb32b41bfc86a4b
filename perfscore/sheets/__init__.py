"""From a file to its tables: any grid in, records of :mod:`perfscore.model` out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from perfscore.model import Remark, Table
from perfscore.ooxml import LIMITS, Limits, PackageError, Workbook, is_review_sheet, read_workbook
from perfscore.place import cell_name
from perfscore.sheets.filling import fill
from perfscore.sheets.grid import Grid
from perfscore.sheets.header import headers
from perfscore.sheets.lists import by_project
from perfscore.sheets.marking import Candidate, closest, mark
from perfscore.sheets.regions import regions
from perfscore.sheets.words import vocabulary
from perfscore.text import printed

__all__ = ["Grid", "Reading", "read", "read_grids", "tables_of"]


class Reading(NamedTuple):
    """What a file holds.

    Args:
        tables: its tables, sheet by sheet and from top to bottom.
        remarks: what was noticed about the file as a whole.
    """

    tables: tuple[Table, ...]
    remarks: tuple[Remark, ...] = ()


def read(source: Path | str | bytes, limits: Limits = LIMITS, name: str = "") -> Reading:
    """Read every table of a workbook or document.

    Args:
        source: the file, or its content.
        limits: bounds on what is unpacked and kept.
        name: of the file where its content is given; the year is looked for there last.

    Raises:
        PackageError: the file is nothing that is read here, encrypted, over a limit or damaged.
    """
    context = Path(name if isinstance(source, bytes) else source).stem
    try:
        workbook = read_workbook(source, limits)
    except PackageError as error:
        # Non-xlsx files are detected by content; import their readers only then.
        from perfscore.sheets.documents import read_other

        return read_other(source, error, context=context)
    return tables_of(workbook, context)


def tables_of(workbook: Workbook, context: str = "") -> Reading:
    """Find every table of a workbook that has been read already; ``context`` is the file's name."""
    grids = (
        Grid.of(sheet.name, sheet.cells, sheet.merges, sheet.state, sheet.hidden_rows, sheet.hidden_columns)
        for sheet in workbook.sheets
        if not is_review_sheet(sheet)
    )
    return read_grids(grids, context)


def read_grids(grids: Iterable[Grid], context: str = "") -> Reading:
    """Find every table of some grids, whatever file they came from.

    Args:
        grids: the sheets in order.
        context: the file's name, where the year is looked for last.
    """
    tables: list[Table] = []
    nearest: Candidate | None = None
    names: list[str] = []
    for grid in grids:
        names.append(grid.name)
        marks, unreadable = mark(grid)
        heads = headers(grid, marks)
        before = len(tables)
        for region in regions(grid, marks, heads):
            table = fill(grid, marks, unreadable, region, context)
            if table is not None:
                tables.extend(by_project(grid, region.headers[0], table))
        if not tables and len(tables) == before:
            candidate = closest(grid, marks)
            if candidate is not None and (nearest is None or len(candidate.found) > len(nearest.found)):
                nearest = candidate
    if tables:
        return Reading(tuple(tables))
    return Reading((), (_no_table(names, nearest),))


def _no_table(sheets: list[str], nearest: Candidate | None) -> Remark:
    """Say what was looked for and what came closest."""
    names = vocabulary().names
    fields = ("level3", "target", "actual", "weight", "claimed")
    values = {"looked_for": "、".join(names[field] for field in fields), "sheet": "、".join(sheets)}
    if nearest is None:
        return Remark("PS126", None, values)
    address = cell_name(nearest.cell.row, nearest.cell.column)
    values |= {
        "sheet": nearest.sheet,
        "closest": f"{address}“{printed(nearest.cell.text)}”",
        "found": "、".join(names[field] for field in nearest.found),
        "missing": "、".join(names[field] for field in fields if field not in nearest.found),
    }
    return Remark("PS105", address, values)

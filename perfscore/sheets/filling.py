"""From a region of a grid to a filled table, with everything that was noticed on the way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attrs import evolve

from perfscore.model import Remark, Table
from perfscore.place import cell_name, range_name
from perfscore.sheets.funds import Funds, read_funds, read_labelled_funds
from perfscore.sheets.grid import Grid, GridCell, printed
from perfscore.sheets.header import Marks
from perfscore.sheets.indicators import FIELDS, Body, read_body
from perfscore.sheets.labels import find_year, read_labels
from perfscore.sheets.layout import Layout, choose
from perfscore.sheets.regions import Region
from perfscore.sheets.words import vocabulary

_LABELS: Final = ("project", "department", "unit", "manager", "goal", "completion")


def fill(grid: Grid, marks: Marks, region: Region, context: str) -> Table | None:
    """Fill the records of one table.

    Args:
        grid: the sheet. marks: its marked cells. region: the table's rectangle.
        context: the file's name, for the year.

    Returns:
        The table, or None where no layout fits what stands there.
    """
    labels = read_labels(grid, marks, region)
    columns = frozenset(region.headers[0].columns)
    layout = choose(region.title, columns, labels.present)
    if layout is None:
        return None
    body = read_body(grid, marks, region)
    header = region.headers[0]
    funds = read_funds(grid, marks, region, region.first, header.top - 1)
    if not funds.rows:
        funds = read_labelled_funds(grid, marks, region)
    year, year_place = find_year(grid, region, labels, context)
    cells = {name: cell_name(*place) for name, place in labels.places.items()}
    if year_place is not None:
        cells["year"] = cell_name(*year_place)
    claimed_total = labels.texts.get("claimed_total", "")
    if body.total is not None:
        claimed_total = body.total.claimed
        cells.pop("claimed_total", None)
        cells.update(body.total.places)
    table = Table(
        kind=layout.kind,
        sheet=grid.name,
        range=_range(grid, region, body),
        layout=layout.id,
        year=year,
        funds=funds.rows,
        indicators=body.indicators,
        columns=frozenset(field for field in FIELDS if field in columns),
        claimed_total=claimed_total,
        total_weight=body.total.weight if body.total is not None else "",
        cells=cells,
        **{name: labels.texts.get(name, "") for name in _LABELS},
    )
    return evolve(table, remarks=tuple(_remarks(grid, region, layout, table, body, funds)))


def _range(grid: Grid, region: Region, body: Body) -> str:
    """Name the rectangle that a table fills, merged cells included."""
    left, right = region.headers[0].left, region.headers[0].right
    rows = grid.rows
    for row in range(region.first, body.last + 1):
        content = rows.get(row)
        if not content:
            continue
        if region.next_to:
            inside = [column for column in content if region.left <= column <= region.right]
            first, last = (inside[0], inside[-1]) if inside else (left, right)
        else:
            first, last = next(iter(content)), next(reversed(content))
        if first < left:
            left = first
        if last > right:
            right = last
    for merge in grid.merges:
        if region.first <= merge[0] <= body.last and region.left <= merge[1] and merge[3] <= region.right:
            if merge[1] < left:
                left = merge[1]
            if merge[3] > right:
                right = merge[3]
    return range_name(region.first, left, body.last, right)


def _remarks(
    grid: Grid, region: Region, layout: Layout, table: Table, body: Body, funds: Funds
) -> Iterable[Remark]:
    yield from body.remarks
    yield from _hidden(grid, region, body)
    missing = [field for field in layout.needs if field not in table.columns]
    if missing:
        names = vocabulary().names
        yield Remark(
            "PS113",
            cell_name(region.headers[0].top, region.headers[0].left),
            {"columns": "、".join(names[field] for field in missing), "fields": ",".join(missing)},
        )
    yield from _bad_cells((*funds.cells, *body.cells))
    if table.kind != "project_target":
        if body.total is None and not table.claimed_total:
            yield Remark("PS116")
        if not funds.rows:
            yield Remark("PS117")
    if table.year is None:
        yield Remark("PS119")


def _hidden(grid: Grid, region: Region, body: Body) -> Iterable[Remark]:
    """Say what of a table a person does not see; it is read like the rest."""
    if grid.state != "visible":
        yield Remark("PS111", None, {"what": "sheet", "sheet": grid.name})
    rows = [row for row in sorted(grid.hidden_rows) if region.first <= row <= body.last and row in grid.rows]
    if rows:
        yield Remark("PS111", cell_name(rows[0], region.headers[0].left), {"what": "rows", "rows": "、".join(map(str, rows))})


def _bad_cells(cells: Iterable[GridCell]) -> Iterable[Remark]:
    seen: set[tuple[int, int]] = set()
    for cell in cells:
        if cell.kind == "error" or cell.formula is not None and not cell.text:
            place = (cell.row, cell.column)
            if place in seen:
                continue
            seen.add(place)
            if cell.kind == "error":
                yield Remark("PS115", cell_name(*place), {"text": printed(cell.text)})
            else:
                yield Remark("PS114", cell_name(*place), {"formula": "=" + (cell.formula or "")})

"""From a region of a grid to a filled table, with everything that was noticed on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from perfscore import number
from perfscore.model import INDICATOR_FIELDS, Fund, Remark, Table
from perfscore.number import HUNDRED
from perfscore.place import cell_name, column_letters, range_name
from perfscore.sheets.contents import FITS, Contents
from perfscore.sheets.funds import read_funds, read_labelled_funds
from perfscore.sheets.grid import Grid, GridCell
from perfscore.sheets.indicators import Body, read_body
from perfscore.sheets.labels import find_year, read_labels
from perfscore.sheets.layout import Layout, choose
from perfscore.sheets.marking import Marks
from perfscore.sheets.regions import Region
from perfscore.sheets.words import vocabulary
from perfscore.text import printed

_FIELDS: Final = frozenset(INDICATOR_FIELDS)
_LONGEST_QUOTE: Final = 20
_MOST_QUOTES: Final = 3


def fill(grid: Grid, marks: Marks, unreadable: tuple[GridCell, ...], region: Region, context: str) -> Table | None:
    """Fill the records of one table.

    Args:
        grid: the sheet. marks: its marked cells. region: the table's rectangle.
        unreadable: its cells with an error or without a stored value.
        context: the file's name, for the year.

    Returns:
        The table, or None where no layout fits what stands there.
    """
    labels = read_labels(grid, marks, region)
    year, year_place = find_year(grid, region, labels, context)
    region.headers = [header.of_year(year) if header.dated else header for header in region.headers]
    header = region.headers[0]
    layout = choose(region.title, frozenset(header.columns), labels.present)
    if layout is None:
        return None
    body = read_body(grid, marks, region)
    funds = read_funds(grid, marks, region, region.first, header.top - 1)
    funds = funds or body.funds or read_labelled_funds(grid, marks, region)
    cells = {name: cell_name(*position) for name, position in labels.positions.items()}
    if year_place is not None:
        cells["year"] = cell_name(*year_place)
    texts = labels.texts
    claimed_total = texts.get("claimed_total", "")
    if body.total is not None:
        claimed_total = body.total.claimed
        cells.pop("claimed_total", None)
        cells.update(body.total.addresses)
    columns = _FIELDS.intersection(header.columns)
    if any(indicator.weight for indicator in body.indicators):
        # Also where each indicator's cell prints its own.
        columns |= {"weight"}
    remarks = [*body.remarks, *_hidden(grid, region, body)]
    remarks.extend(_missing(region, layout, columns))
    remarks.extend(_unread_columns(grid, region, body))
    if unreadable:
        remarks.extend(_unreadable(unreadable, cells, body, funds))
    if layout.scores:
        if body.total is None and not claimed_total:
            remarks.append(Remark("PS116"))
        if not funds and not _fills_the_table(body):
            remarks.append(Remark("PS117"))
    if year is None:
        remarks.append(Remark("PS119"))
    return Table(
        kind=layout.kind,
        sheet=grid.name,
        range=_range(grid, region, body),
        layout=layout.id,
        year=year,
        project=texts.get("project", ""),
        department=texts.get("department", ""),
        unit=texts.get("unit", ""),
        manager=texts.get("manager", ""),
        goal=texts.get("goal", ""),
        completion=texts.get("completion", ""),
        funds=funds,
        indicators=body.indicators,
        columns=columns,
        claimed_total=claimed_total,
        total_weight=body.total.weight if body.total is not None else "",
        cells=cells,
        remarks=tuple(remarks),
    )


def _fills_the_table(body: Body) -> bool:
    """Say whether the indicators alone weigh 100 points, so that the form has no score for execution."""
    weights = [number.read(indicator.weight) for indicator in body.indicators]
    return number.add(*(weight for weight in weights if weight is not None)) == HUNDRED


def _range(grid: Grid, region: Region, body: Body) -> str:
    """Name the rectangle that a table fills, merged cells included."""
    left, right = region.headers[0].left, region.headers[0].right
    rows = grid.rows
    for row in range(region.first, body.last + 1):
        content = region.content(rows, row)
        if not content:
            continue
        first, last = next(iter(content)), next(reversed(content))
        if first < left:
            left = first
        if last > right:
            right = last
    for merge in region.merges:
        if region.first <= merge[0] <= body.last and region.left <= merge[1] and merge[3] <= region.right:
            if merge[1] < left:
                left = merge[1]
            if merge[3] > right:
                right = merge[3]
    return range_name(region.first, left, body.last, right)


def _missing(region: Region, layout: Layout, columns: frozenset[str]) -> Iterator[Remark]:
    """Name the columns without which the rows of this kind of table cannot be scored."""
    missing = [field for field in layout.needs if field not in columns]
    if missing:
        names = vocabulary().names
        values = {"columns": "、".join(names[field] for field in missing), "fields": ",".join(missing)}
        yield Remark("PS113", cell_name(region.headers[0].top, region.headers[0].left), values)


def _unread_columns(grid: Grid, region: Region, body: Body) -> Iterator[Remark]:
    """Name the columns whose cells are not what their header says: signs that are none, weights without a number."""
    header = region.headers[0]
    if header.columns.keys().isdisjoint(FITS):
        return
    shown = [*range(header.top, header.bottom + 1), *(indicator.row for indicator in body.indicators)]
    rows = {row: grid.rows[row] for row in shown if row in grid.rows}
    contents = Contents(rows, header.top, header.bottom, body.last)
    for field, span in header.columns.items():
        texts = contents.unread(field, span[0]) if field in FITS and len(span) == 1 else []
        if texts:
            cell = contents.head(span[0])
            row, column = (cell.row, cell.column) if cell is not None else (header.top, span[0])
            values = {
                "what": "sign" if field.endswith("sign") else "number",
                "header": printed(cell.text) if cell is not None else "",
                "column": column_letters(column),
                "texts": "、".join(dict.fromkeys(text[:_LONGEST_QUOTE] for text in texts[:_MOST_QUOTES])),
            }
            yield Remark("PS137", cell_name(row, column), values)


def _hidden(grid: Grid, region: Region, body: Body) -> Iterator[Remark]:
    """Say what of a table a person does not see; it is read like the rest."""
    if grid.state != "visible":
        yield Remark("PS111", None, {"what": "hidden_sheet", "sheet": grid.name})
    if not grid.hidden_rows and not grid.hidden_columns:
        return
    header, last = region.headers[0], body.last
    rows = [row for row in range(region.first, last + 1) if row in grid.hidden_rows and row in grid.rows]
    if rows:
        values = {"what": "hidden_rows", "sheet": grid.name, "rows": "、".join(map(str, rows))}
        yield Remark("PS111", cell_name(rows[0], header.left), values)
    columns = [column for column in range(header.left, header.right + 1) if column in grid.hidden_columns]
    if columns:
        letters = "、".join(map(column_letters, columns))
        values = {"what": "hidden_columns", "sheet": grid.name, "columns": letters}
        yield Remark("PS111", cell_name(header.top, columns[0]), values)


def _unreadable(
    cells: tuple[GridCell, ...], addresses: Mapping[str, str], body: Body, funds: tuple[Fund, ...]
) -> Iterator[Remark]:
    """Name the cells that a record was to be read from and that hold an error or no value."""
    read = set(addresses.values())
    for indicator in body.indicators:
        read.update(indicator.cells.values())
    for fund in funds:
        read.update(fund.cells.values())
    for cell in cells:
        address = cell_name(cell.row, cell.column)
        if address not in read:
            continue
        if cell.kind == "error":
            yield Remark("PS115", address, {"cell": address, "text": printed(cell.text)})
        else:
            yield Remark("PS114", address, {"cell": address, "formula": f"={cell.formula}"})

"""The funds block of a table: under column headers, or as labels with an amount beside each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from perfscore.model import Fund
from perfscore.place import cell_name
from perfscore.sheets.cells import claimed_text
from perfscore.sheets.grid import Grid, GridCell, Row, printed
from perfscore.sheets.header import Mark, Marks
from perfscore.sheets.regions import Region, is_funds_header
from perfscore.sheets.words import word

FIELDS: Final = ("initial", "full_year", "executed", "weight", "rate", "score")
_AMOUNTS: Final = ("initial", "full_year", "executed")
_LONGEST_AMOUNT: Final = 24


@frozen
class Funds:
    """The rows of a funds block.

    Args:
        rows: the funds, the row over which execution is measured first.
        cells: the cells that were read.
        last: the last row of the block.
    """

    rows: tuple[Fund, ...] = ()
    cells: tuple[GridCell, ...] = ()
    last: int = 0


def read_funds(grid: Grid, marks: Marks, region: Region, first: int, last: int) -> Funds:
    """Read the funds block that stands under a header of its own.

    Args:
        grid: the sheet. marks: its marked cells. region: the table's rectangle.
        first: the first row in which the block can stand. last: the last one.
    """
    blocks = []
    row = first
    while row <= last:
        if row in marks and is_funds_header(region.line(marks, row)):
            block, tasks = _block(grid, marks, region, row, last)
            if block.rows:
                if not tasks:
                    return block
                blocks.append(block)
            row = max(row, block.last)
        row += 1
    return blocks[0] if blocks else Funds()


def _block(grid: Grid, marks: Marks, region: Region, top: int, last: int) -> tuple[Funds, bool]:
    line = [entry for entry in region.line(marks, top) if entry[1].fund]
    if _is_labels(line, grid):
        return Funds(last=top), False
    columns = _columns(line)
    tasks = any(entry[1].fund == "task" for entry in line)
    left = min(columns[name] for name in _AMOUNTS if name in columns)
    first = next((entry[0] for entry in line if entry[1].fund in ("task", "source")), region.left)
    funds: list[Fund] = []
    totals: list[bool] = []
    cells: list[GridCell] = []
    bottom = top
    for row in range(top + 1, last + 1):
        content = grid.rows.get(row)
        if content is None:
            continue
        name = content.get(first) or _name(content, region.left, left)
        if name is None or not _is_fund(name, content, columns, tasks):
            if row == top + 1 and name is None:
                continue
            break
        bottom = row
        known = word(name.text)
        texts: dict[str, str] = {}
        for field, column in columns.items():
            cell = content.get(column)
            if cell is not None:
                cells.append(cell)
                texts[field] = claimed_text(cell) if field == "score" else printed(cell.text)
        places = {field: cell_name(row, column) for field, column in columns.items()}
        places["name"] = cell_name(row, name.column)
        funds.append(Fund(name=printed(name.text).rstrip(":："), **texts, cells=places))
        totals.append(known is not None and known.fund_row == "execution")
    return Funds(_total_first(funds, totals), tuple(cells), bottom), tasks


def _is_labels(line: list[Mark], grid: Grid) -> bool:
    """Tell whether the words are labels with their amounts beside them: 预算数：| 100 | 执行数：| 90."""
    for column, _, cell in line:
        beside = grid.rows[cell.row].get(column + 1)
        if beside is not None and printed(beside.text)[:1].isdigit():
            return True
    return False


def _columns(line: list[Mark]) -> dict[str, int]:
    """Give each field its column; the better word wins where a form has two."""
    best: dict[str, tuple[int, int]] = {}
    for column, meaning, _ in line:
        if meaning.fund in FIELDS and (
            meaning.fund not in best or meaning.fund_rank < best[meaning.fund][0]
        ):
            best[meaning.fund] = (meaning.fund_rank, column)
    return {field: best[field][1] for field in FIELDS if field in best}


def _name(content: Row, left: int, right: int) -> GridCell | None:
    """Find a fund's name: the last text left of the amounts."""
    found: GridCell | None = None
    for column, cell in content.items():
        if column >= right:
            break
        if column >= left and printed(cell.text):
            found = cell
    return found


def _is_fund(name: GridCell, content: Row, columns: dict[str, int], tasks: bool) -> bool:
    """Tell whether a row belongs to the block: a fund by its name, or any row with nothing but amounts."""
    known = word(name.text)
    if known is not None and known.fund_row:
        return True
    if known is not None and (known.label or known.column or known.title):
        return False
    texts = [printed(content[column].text) for column in columns.values() if column in content]
    if any(len(text) > _LONGEST_AMOUNT for text in texts):
        return False
    return tasks or any(text[:1].isdigit() for text in texts) or bool(texts) and all(text in "—-–/" for text in texts)


def _total_first(funds: list[Fund], totals: list[bool]) -> tuple[Fund, ...]:
    """Put the row over which execution is measured first; the others keep their order."""
    if not funds:
        return ()
    if True in totals:
        at = totals.index(True)
    else:
        at = next((place for place, fund in enumerate(funds) if fund.score[:1].isdigit()), 0)
    return (funds[at], *funds[:at], *funds[at + 1 :])


def read_labelled_funds(grid: Grid, marks: Marks, region: Region) -> Funds:
    """Read funds printed as labels with an amount beside each: 年度预算总额：| 2180 | 其中：财政拨款 | 2180."""
    funds: list[Fund] = []
    cells: list[GridCell] = []
    last = 0
    for row in range(region.first, region.headers[0].top):
        line = [entry for entry in region.line(marks, row) if entry[1].fund_row]
        for entry in line:
            name, amount, cell = _labelled(entry, grid, region)
            if cell is not None:
                cells.append(cell)
            funds.append(
                Fund(
                    name=name,
                    initial=amount,
                    cells={"name": cell_name(row, entry[0])}
                    | ({"initial": cell_name(row, cell.column)} if cell is not None else {}),
                )
            )
            last = row
    return Funds(tuple(funds), tuple(cells), last)


def _labelled(entry: Mark, grid: Grid, region: Region) -> tuple[str, str, GridCell | None]:
    column, meaning, cell = entry
    if meaning.inline:
        text = printed(cell.text)
        return text.removesuffix(meaning.inline).rstrip(":： "), meaning.inline, cell
    name = printed(cell.text).rstrip(":：")
    for at, other in _right_of(grid, cell.row, column, region.right):
        known = word(other.text)
        if known is not None:
            break
        return name, printed(other.text), grid.rows[cell.row][at]
    return name, "", None


def _right_of(grid: Grid, row: int, column: int, last: int) -> Iterator[tuple[int, GridCell]]:
    return ((at, cell) for at, cell in grid.rows[row].items() if column < at <= last and printed(cell.text))

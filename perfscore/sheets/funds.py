"""The funds block of a table: under column headers, or as labels with an amount beside each."""

from __future__ import annotations

from typing import Final, TypeGuard

from perfscore.model import FUND_AMOUNTS, FUND_FIELDS, Fund
from perfscore.place import cell_name, column_letters
from perfscore.sheets.cells import claimed_text
from perfscore.sheets.grid import Grid, GridCell, Row
from perfscore.sheets.marking import Mark, Marks
from perfscore.sheets.regions import Region, is_funds_header
from perfscore.sheets.words import weight_inside, word
from perfscore.text import fold, is_blank, printed

_FIELDS: Final = frozenset(FUND_FIELDS) - {"name"}
_LONGEST_AMOUNT: Final = 24
# A funds block as read: the rows, which of them is a total by its name, and the last row in the sheet.
_Block = tuple[list[Fund], list[bool], int]


def read_funds(grid: Grid, marks: Marks, region: Region, first: int, last: int) -> tuple[Fund, ...]:
    """Read the funds that stand under a header of their own.

    Args:
        grid: the sheet. marks: its marked cells. region: the table's rectangle.
        first: the first row in which they can stand. last: the last one.

    Returns:
        The funds, the row over which execution is measured first. A block of tasks with their money is taken only
        where the form has no other.
    """
    tasks: tuple[Fund, ...] = ()
    row = first
    while row <= last:
        if row in marks:
            line = region.line(marks, row)
            if is_funds_header(line):
                funds, row = funds_below(grid, region, line, row, last)
                if funds and not any(entry.meaning.fund == "task" for entry in line):
                    return funds
                tasks = tasks or funds
        row += 1
    return tasks


def funds_below(grid: Grid, region: Region, line: list[Mark], row: int, last: int) -> tuple[tuple[Fund, ...], int]:
    """Read the funds below one header.

    Args:
        grid: the sheet. region: the table's rectangle.
        line: the words of the header. row: its row. last: the last row in which a fund can stand.

    Returns:
        The funds, the row over which execution is measured first; and the last row of the block.
    """
    if _is_labels(line, grid):
        return (), row
    funds, totals, bottom = _block(grid, region, line, row, last)
    return _total_first(funds, totals), bottom


def _is_labels(line: list[Mark], grid: Grid) -> bool:
    """Tell whether the words are labels with their amounts beside them: 预算数：| 100 | 执行数：| 90."""
    return any(_holds_amount(grid.rows[cell.row].get(column + 1)) for column, _, cell in line)


def _block(grid: Grid, region: Region, line: list[Mark], top: int, last: int) -> _Block:
    columns = _columns(line)
    letters = [(field, column_letters(column)) for field, column in columns.items()]
    left = min(columns[field] for field in FUND_AMOUNTS if field in columns)
    named = next((entry.column for entry in line if entry.meaning.fund in ("task", "source")), 0)
    beside = None if "weight" in columns else _weight_beside(region.content(grid.rows, top) or {})
    funds: list[Fund] = []
    totals: list[bool] = []
    bottom = top
    for row in range(top + 1, last + 1):
        content = region.content(grid.rows, row)
        if content is None:
            continue
        name = content.get(named) or _name(content, left)
        if name is None and row == top + 1:
            if not _holds_amount(content.get(left)):
                # The second row of the header: 总额, 财政拨款, 其他资金 under 预算数.
                continue
            # The only row of a block that names none: its header stands for its name.
            name = _name(grid.rows[top], left) or grid.rows[top][left]
        if name is None or (name.row == row and not _is_fund(name, content, columns)):
            break
        texts = {field: printed(content[column].text) for field, column in columns.items() if column in content}
        if "score" in texts:
            texts["score"] = claimed_text(content[columns["score"]])
        addresses = {field: f"{letter}{row}" for field, letter in letters}
        addresses["name"] = cell_name(name.row, name.column)
        if beside is not None and not is_blank(texts.get("score", "")):
            texts["weight"], addresses["weight"] = weight_inside(beside.text), cell_name(beside.row, beside.column)
        funds.append(Fund(name=printed(name.text).rstrip(":："), **texts, cells=addresses))
        known = word(name.text)
        totals.append(known is not None and known.fund_row == "execution")
        bottom = row
    return funds, totals, bottom


def _columns(line: list[Mark]) -> dict[str, int]:
    """Give each field its column; the better word wins where a form has two."""
    best: dict[str, tuple[int, int]] = {}
    for column, meaning, _ in line:
        field = meaning.fund
        if field in _FIELDS and (field not in best or meaning.fund_rank < best[field][0]):
            best[field] = (meaning.fund_rank, column)
    return {field: column for field, (_, column) in best.items()}


def _weight_beside(header: Row) -> GridCell | None:
    """Find the cell of a header that prints the points beside its words: ``得分（20分*执行率）``."""
    return next((cell for cell in reversed(header.values()) if weight_inside(cell.text)), None)


def _name(content: Row, amounts: int) -> GridCell | None:
    """Find a fund's name: the last text left of the amounts."""
    heading: GridCell | None = None
    for column, cell in content.items():
        if column >= amounts:
            break
        if printed(cell.text):
            heading = cell
    return heading


def _is_fund(name: GridCell, content: Row, columns: dict[str, int]) -> bool:
    """Tell whether a row belongs to the block: by the name of a fund, or with nothing but amounts in the columns."""
    known = word(name.text)
    if known is not None:
        return bool(known.fund_row) or known.total == "subtotal"
    texts = (printed(content[column].text) for column in columns.values() if column in content)
    return all(len(text) <= _LONGEST_AMOUNT and (is_blank(text) or text[:1].isdigit()) for text in texts)


def _total_first(funds: list[Fund], totals: list[bool]) -> tuple[Fund, ...]:
    """Put the row over which execution is measured first; the others keep their order."""
    if not funds:
        return ()
    if True in totals:
        index = totals.index(True)
    else:
        index = next((number for number, fund in enumerate(funds) if fund.score[:1].isdigit()), 0)
    return (funds[index], *funds[:index], *funds[index + 1 :])


def read_labelled_funds(grid: Grid, marks: Marks, region: Region) -> tuple[Fund, ...]:
    """Read funds printed as labels with an amount beside each.

    Either each label names a fund (年度预算总额：| 2180 | 其中：财政拨款 | 2180) or each names an amount of one fund
    (全年预算数 | 600 | 全年执行数 | 540).
    """
    funds: list[Fund] = []
    amounts: dict[str, GridCell] = {}
    for row in range(region.first, region.headers[0].top):
        for mark in region.line(marks, row):
            if mark.meaning.fund_row:
                funds.append(_labelled(mark, grid, region))
            elif mark.meaning.fund in _FIELDS:
                beside = grid.rows[row].get(mark.column + 1)
                if _holds_amount(beside):
                    amounts.setdefault("name", mark.cell)
                    amounts.setdefault(mark.meaning.fund, beside)
    if "executed" not in amounts or amounts.keys().isdisjoint(("initial", "full_year")):
        return tuple(funds)
    texts = {field: printed(cell.text) for field, cell in amounts.items()}
    if "score" in amounts:
        texts["score"] = claimed_text(amounts["score"])
    return (Fund(**texts, cells={field: cell_name(cell.row, cell.column) for field, cell in amounts.items()}),)


def _holds_amount(cell: GridCell | None) -> TypeGuard[GridCell]:
    return cell is not None and fold(cell.text)[:1].isdigit() and word(cell.text) is None


def _labelled(mark: Mark, grid: Grid, region: Region) -> Fund:
    column, meaning, cell = mark
    name = printed(cell.text)
    addresses = {"name": cell_name(cell.row, column)}
    amount = meaning.inline
    if amount:
        name = name.removesuffix(amount)
        addresses["initial"] = addresses["name"]
    else:
        for position, other in grid.rows[cell.row].items():
            if column < position <= region.right and printed(other.text):
                if word(other.text) is None:
                    amount = printed(other.text)
                    addresses["initial"] = cell_name(cell.row, position)
                break
    return Fund(name=name.rstrip(":： "), initial=amount, cells=addresses)

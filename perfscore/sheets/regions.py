"""Which part of a grid belongs to which table: side by side, one below the other, broken by a page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from attrs import define, field

from perfscore.model import FUND_AMOUNTS
from perfscore.sheets.grid import Grid, Merge, Row
from perfscore.sheets.header import Header
from perfscore.sheets.marking import Mark, Marks
from perfscore.sheets.neighbours import limits, overlap
from perfscore.sheets.words import word
from perfscore.text import fold

# Labels with which a table can begin; a manager may also sign below one.
_OPENING: Final = frozenset({"project", "department", "unit"})
# A repeated header may be followed by a placeholder before the next level is printed.
_ROWS_TO_LEVEL: Final = 3
_AMOUNTS: Final = frozenset({*FUND_AMOUNTS, "rate"})


@define
class Region:
    """The rectangle of one table; it grows while the headers of a sheet are walked through.

    Args:
        first: its first row: title, label or header. last: the last row that can belong to it.
        left: its first column. right: its last column.
        headers: its header and the repetitions of it at page breaks, from top to bottom.
        next_to: whether another table stands in the same rows.
        resumes: for each repeated header the first row of what is printed with it (a title again).
        title: the folded title, or empty.
        merges: the merged rectangles that begin in its rows.
    """

    first: int
    last: int
    left: int
    right: int
    headers: list[Header]
    next_to: bool
    resumes: list[int] = field(factory=list)
    title: str = ""
    merges: Sequence[Merge] = ()

    def line(self, marks: Marks, row: int) -> list[Mark]:
        """Give the marked cells of a row that stand inside the region."""
        line = marks.get(row)
        if line is None:
            return []
        if not self.next_to:
            return line
        return [entry for entry in line if self.left <= entry.column <= self.right]

    def content(self, rows: dict[int, Row], row: int) -> Row | None:
        """Give the cells of a row that stand inside the region, or None where there are none."""
        cells = rows.get(row)
        if cells is None or not self.next_to:
            return cells
        return {column: cell for column, cell in cells.items() if self.left <= column <= self.right} or None


def regions(grid: Grid, marks: Marks, heads: list[Header]) -> list[Region]:
    """Give each table of a grid its rectangle, from top to bottom and from left to right.

    Args:
        grid: the sheet.
        marks: its marked cells.
        heads: the headers of its indicator blocks, from top to bottom.
    """
    if not heads:
        return []
    last_row = max(grid.rows)
    tables: list[Region] = []
    growing: list[Region] = []
    for header, (left, right, next_to) in zip(heads, limits(grid, heads), strict=True):
        above = [table for table in growing if overlap(table.headers[-1], header)]
        before = max(above, key=lambda table: table.headers[-1].top, default=None)
        floor = before.headers[-1].bottom + 1 if before is not None else 1
        table = Region(floor, header.top - 1, left, right, [header], next_to)
        closed: int | None = None
        if before is not None:
            closed = _closing(before, grid, marks, header.top)
            table.first = closed or floor
        first, table.title = _opening(table, grid, marks, before is not None and closed is None)
        if before is not None and closed is None and _continues(before, table, first, grid, marks):
            before.headers.append(header)
            before.resumes.append(first)
            continue
        for earlier in above:
            earlier.last = first - 1
            growing.remove(earlier)
        table.first, table.last = first, last_row
        tables.append(table)
        growing.append(table)
    _share_merges(grid, tables)
    tables.sort(key=lambda table: (table.first, table.left))
    return tables


def _share_merges(grid: Grid, tables: list[Region]) -> None:
    """Give each table the merged rectangles that begin in its rows."""
    if len(tables) == 1:
        tables[0].merges = grid.merges
        return
    merges = sorted(grid.merges)
    tops = [merge[0] for merge in merges]
    for table in tables:
        table.merges = merges[bisect_left(tops, table.first) : bisect_right(tops, table.last)]


def _opening(probe: Region, grid: Grid, marks: Marks, after_another: bool) -> tuple[int, str]:
    """Find the row with which a table begins, and its folded title.

    A heading inside a form may look like a title: the last title that is followed by a label or by the funds is
    taken, else the first.

    Args:
        probe: the rows in which it can begin, the last one being that above its header.
        grid: the sheet.
        marks: its marked cells.
        after_another: whether rows of another table, whose end is not known, stand among them.
    """
    titles: list[tuple[int, str]] = []
    best = -1
    opening = 0
    for row in _rows_between(marks, probe.first, probe.last):
        line = probe.line(marks, row)
        title = _title(line, grid.rows[row], probe)
        if title:
            titles.append((row, title))
        elif _opens(line):
            opening = opening or row
            best = len(titles) - 1
    if titles:
        return titles[max(best, 0)]
    if opening:
        return opening, ""
    if after_another:
        return probe.headers[0].top, ""
    first = probe.headers[0].top
    while first - 1 >= probe.first and first - 1 in grid.rows:
        first -= 1
    return first, ""


def _title(line: list[Mark], cells: Row, probe: Region) -> str:
    """Give the folded title that a row holds; a title stands alone or beside a small remark."""
    if len(line) > 2:
        return ""
    for _, meaning, cell in line:
        if meaning.title and sum(1 for column in cells if probe.left <= column <= probe.right) <= 2:
            return fold(cell.text)
    return ""


def _opens(line: list[Mark]) -> bool:
    """Tell whether a row can stand at the head of a table: a label, or the header of the funds."""
    for _, meaning, _ in line:
        if meaning.label in _OPENING:
            return True
    return is_funds_header(line)


def is_funds_header(line: list[Mark]) -> bool:
    """Tell whether the words of a row head the columns of a funds block."""
    return len(line) > 1 and len({entry.meaning.fund for entry in line} & _AMOUNTS) > 1


def _rows_between(rows: Mapping[int, object], first: int, last: int) -> Iterator[int]:
    if last - first > len(rows):
        return iter([row for row in rows if first <= row <= last])
    return (row for row in range(first, last + 1) if row in rows)


def _closing(table: Region, grid: Grid, marks: Marks, stop: int) -> int | None:
    """Find the row below the total of a table, or None where no total stands above the next header.

    A total with indicators below it was a sum in between.
    """
    header = table.headers[-1]
    closing: int | None = None
    for row in _rows_between(grid.rows, header.bottom + 1, stop - 1):
        line = table.line(marks, row)
        if line:
            if _title(line, grid.rows[row], table) or _opens(line):
                break
            if any(meaning.total in ("total", "sum") and column <= header.name_column for column, meaning, _ in line):
                closing = row + 1
                continue
        if closing is not None:
            cells = grid.rows[row]
            weights = header.columns.get("weight", header.columns.get("target", ()))
            if header.name_column in cells and any(column in cells for column in weights):
                closing = None
    return closing


def _continues(before: Region, probe: Region, first: int, grid: Grid, marks: Marks) -> bool:
    """Tell whether a header repeats the one before it at a page break."""
    header = before.headers[0]
    again = probe.headers[0]
    if {field: span[0] for field, span in header.columns.items()} != {
        field: span[0] for field, span in again.columns.items()
    }:
        return False
    lines = [probe.line(marks, row) for row in _rows_between(marks, max(first, probe.first), probe.last)]
    if any(is_funds_header(line) or any(entry.meaning.fund_row for entry in line) for line in lines):
        return False
    if probe.title and probe.title != before.title:
        return False
    names = [entry for line in lines for entry in line if entry.meaning.label == "project"]
    if names and _project(names[0], grid) != _project_of(before, grid, marks):
        return False
    return not (probe.title and not names and _starts_again(header, again, grid))


def _project_of(table: Region, grid: Grid, marks: Marks) -> str:
    for row in _rows_between(marks, table.first, table.headers[0].top - 1):
        for entry in table.line(marks, row):
            if entry.meaning.label == "project":
                return _project(entry, grid)
    return ""


def _project(entry: Mark, grid: Grid) -> str:
    column, meaning, cell = entry
    if meaning.inline:
        return fold(meaning.inline)
    cells = grid.rows[cell.row]
    value = next((cells[position] for position in cells if position > column), None)
    return fold(value.text) if value is not None and word(value.text) is None else ""


def _starts_again(header: Header, again: Header, grid: Grid) -> bool:
    """Tell whether the levels begin anew below a repeated header instead of going on."""
    level = next((header.columns[level][0] for level in ("level1", "level2") if level in header.columns), 0)
    if not level:
        return False

    def levels(rows: range) -> Iterator[str]:
        for row in rows:
            content = grid.rows.get(row, {})
            # A title or a repeated header may stand in the column of the levels too.
            if level in content and header.name_column in content and word(content[level].text) is None:
                yield fold(content[level].text)

    first = next(levels(range(header.bottom + 1, again.top)), "")
    last = next(levels(range(again.top - 1, header.bottom, -1)), "")
    later = next(levels(range(again.bottom + 1, again.bottom + 1 + _ROWS_TO_LEVEL)), "")
    return bool(first) and later == first != last

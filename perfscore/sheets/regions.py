"""Which part of a grid belongs to which table: side by side, one below the other, broken by a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import evolve, frozen

from perfscore.sheets.grid import Grid, Row, fold
from perfscore.sheets.header import Header
from perfscore.sheets.marking import Mark, Marks
from perfscore.sheets.neighbours import limits, overlap
from perfscore.sheets.words import word

# Labels with which a table can begin; a manager may also sign below one.
_OPENING: Final = frozenset({"project", "department", "unit"})
_AMOUNTS: Final = frozenset({"executed", "rate", "full_year", "initial"})


@frozen
class Region:
    """The rectangle of one table.

    Args:
        first: its first row: title, label or header. last: the last row that can belong to it.
        left: its first column. right: its last column.
        headers: its header and the repetitions of it at page breaks, from top to bottom.
        resumes: for each repeated header the first row of what is printed with it (a title again).
        title: the folded title, or empty.
        next_to: whether another table stands in the same rows.
    """

    first: int
    last: int
    left: int
    right: int
    headers: tuple[Header, ...]
    resumes: tuple[int, ...] = ()
    title: str = ""
    next_to: bool = False

    def line(self, marks: Marks, row: int) -> list[Mark]:
        """Give the marked cells of a row that stand inside the region."""
        line = marks.get(row)
        if line is None:
            return []
        if not self.next_to:
            return line
        return [entry for entry in line if self.left <= entry[0] <= self.right]

    def content(self, rows: dict[int, Row], row: int) -> Row | None:
        """Give the cells of a row that stand inside the region, or None where there are none."""
        cells = rows.get(row)
        if cells is None or not self.next_to:
            return cells
        return {at: cell for at, cell in cells.items() if self.left <= at <= self.right} or None


def regions(grid: Grid, marks: Marks, found: list[Header]) -> list[Region]:
    """Give each table of a grid its rectangle, from top to bottom and from left to right.

    Args:
        grid: the sheet.
        marks: its marked cells.
        found: the headers of its indicator blocks, from top to bottom.
    """
    if not found:
        return []
    last_row = max(grid.rows)
    tables: list[Region] = []
    open_tables: list[int] = []
    for header, (left, right, next_to) in zip(found, limits(grid, found), strict=True):
        above = [at for at in open_tables if overlap(tables[at].headers[-1], header)]
        previous = max(above, key=lambda at: tables[at].headers[-1].top, default=None)
        floor = tables[previous].headers[-1].bottom + 1 if previous is not None else 1
        probe = Region(floor, header.top - 1, left, right, (header,), next_to=next_to)
        if previous is None:
            first, title = _opening(probe, grid, marks, after_another=False)
        else:
            before = tables[previous]
            closed = _closing(before, grid, marks, header.top)
            probe = evolve(probe, first=closed or floor)
            first, title = _opening(probe, grid, marks, after_another=closed is None)
            if closed is None and _continues(before, probe, first, title, grid, marks):
                tables[previous] = evolve(
                    before,
                    headers=(*before.headers, header),
                    resumes=(*before.resumes, first),
                )
                continue
            for at in above:
                tables[at] = evolve(tables[at], last=first - 1)
            open_tables = [at for at in open_tables if at not in above]
        tables.append(Region(first, last_row, left, right, (header,), (), title, next_to))
        open_tables.append(len(tables) - 1)
    tables.sort(key=lambda table: (table.first, table.left))
    return tables


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
    return len(line) > 1 and len({entry[1].fund for entry in line} & _AMOUNTS) > 1


def _rows_between(rows: Mapping[int, object], first: int, last: int) -> Iterator[int]:
    if last - first > len(rows):
        return iter([row for row in rows if first <= row <= last])
    return (row for row in range(first, last + 1) if row in rows)


def _closing(table: Region, grid: Grid, marks: Marks, stop: int) -> int | None:
    """Find the row below the total of a table, or None where no total stands above the next header.

    A total with indicators below it was a sum in between.
    """
    header = table.headers[-1]
    names = header.columns["level3"] if "level3" in header.columns else header.columns["level2"]
    closing: int | None = None
    for row in _rows_between(grid.rows, header.bottom + 1, stop - 1):
        line = table.line(marks, row)
        if line:
            if _title(line, grid.rows[row], table) or _opens(line):
                break
            if any(meaning.total in ("total", "sum") and at <= header.name_column for at, meaning, _ in line):
                closing = row + 1
                continue
        if closing is not None:
            cells = grid.rows[row]
            weights = header.columns.get("weight", header.columns.get("target", ()))
            if any(at in cells for at in names) and any(at in cells for at in weights):
                closing = None
    return closing


def _continues(before: Region, probe: Region, first: int, title: str, grid: Grid, marks: Marks) -> bool:
    """Tell whether a header repeats the one before it at a page break."""
    header = before.headers[0]
    again = probe.headers[0]
    if {field: span[0] for field, span in header.columns.items()} != {
        field: span[0] for field, span in again.columns.items()
    }:
        return False
    lines = [probe.line(marks, row) for row in _rows_between(marks, max(first, probe.first), probe.last)]
    if any(is_funds_header(line) or any(entry[1].fund_row for entry in line) for line in lines):
        return False
    if title and title != before.title:
        return False
    names = [entry for line in lines for entry in line if entry[1].label == "project"]
    if names and _project(names[0], grid) != _project_of(before, grid, marks):
        return False
    return not (title and not names and _starts_again(header, again, grid))


def _project_of(table: Region, grid: Grid, marks: Marks) -> str:
    for row in _rows_between(marks, table.first, table.headers[0].top - 1):
        for entry in table.line(marks, row):
            if entry[1].label == "project":
                return _project(entry, grid)
    return ""


def _project(entry: Mark, grid: Grid) -> str:
    column, meaning, cell = entry
    if meaning.inline:
        return fold(meaning.inline)
    cells = grid.rows[cell.row]
    value = next((cells[at] for at in cells if at > column), None)
    return fold(value.text) if value is not None and word(value.text) is None else ""


def _starts_again(header: Header, again: Header, grid: Grid) -> bool:
    """Tell whether the levels begin anew below a repeated header instead of going on."""
    level = next((header.columns[level][0] for level in ("level1", "level2") if level in header.columns), 0)
    if not level:
        return False

    def levels(first: int, last: int) -> Iterator[str]:
        for row in _rows_between(grid.rows, first, last):
            content = grid.rows[row]
            # A title or a repeated header may stand in the column of the levels too.
            if level in content and header.name_column in content and word(content[level].text) is None:
                yield fold(content[level].text)

    earlier = list(levels(header.bottom + 1, again.top - 1))
    later = next(levels(again.bottom + 1, again.bottom + 3), "")
    return bool(earlier and later) and later == earlier[0] and later != earlier[-1]

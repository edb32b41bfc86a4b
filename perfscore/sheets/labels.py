"""What stands above the indicators beside a label: project, department, unit, goal, year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from perfscore.sheets.grid import Grid, GridCell
from perfscore.sheets.marking import Mark, Marks
from perfscore.sheets.regions import Region, is_funds_header
from perfscore.sheets.words import Word, word, year_alone, year_inside
from perfscore.text import printed

_LONGEST_YEAR: Final = 16
# A year may stand above the title, as it does in some forms.
_ROWS_ABOVE: Final = 2
_BESIDE: Final = frozenset({"project", "department", "unit", "manager", "year", "claimed_total"})


class Labels(NamedTuple):
    """What the labels of a table name.

    Args:
        texts: the value of each label, as printed; ``claimed_total`` is a total printed above the indicators.
        positions: the cell in which each value stands (row and column).
        present: names of the labels that the form prints, with or without a value.
    """

    texts: Mapping[str, str]
    positions: Mapping[str, tuple[int, int]]
    present: frozenset[str]


def read_labels(grid: Grid, marks: Marks, region: Region) -> Labels:
    """Read the labels above the indicators of a table."""
    texts: dict[str, str] = {}
    positions: dict[str, tuple[int, int]] = {}
    ranks: dict[str, int] = {}
    present: set[str] = set()
    goals: list[tuple[str, Mark]] = []
    for row in range(region.first, region.headers[0].top):
        line = marks.get(row)
        if line is None:
            continue
        if region.next_to:
            line = region.line(marks, row)
        if is_funds_header(line):
            continue
        for entry in line:
            name = "claimed_total" if entry.meaning.total == "total" else entry.meaning.label
            if not name or name == "other":
                continue
            if name in _BESIDE:
                if not entry.meaning.total:
                    present.add(name)
                if name not in texts or entry.meaning.label_rank < ranks[name]:
                    value = _beside(grid, region, entry)
                    if value is not None and value[0]:
                        texts[name], positions[name] = value
                        ranks[name] = entry.meaning.label_rank
            else:
                goals.append((name, entry))
    _goals(goals, grid, region, marks, texts, positions)
    return Labels(texts, positions, frozenset(present))


def _beside(grid: Grid, region: Region, entry: Mark) -> tuple[str, tuple[int, int]] | None:
    """Read the value of a label: behind its colon, else in the next cell to the right that is no label."""
    column, meaning, cell = entry
    if meaning.inline:
        return meaning.inline, (cell.row, column)
    for position, other in grid.rows[cell.row].items():
        if position <= column:
            continue
        if position > region.right:
            break
        text = printed(other.text)
        if not text:
            continue
        known = word(other.text)
        if known is not None and known.label and not known.inline:
            return None
        return text, (cell.row, position)
    return None


def _goals(
    goals: list[tuple[str, Mark]],
    grid: Grid,
    region: Region,
    marks: Marks,
    texts: dict[str, str],
    positions: dict[str, tuple[int, int]],
) -> None:
    """Read goal and completion: behind the colon, to the right, or below where headings stand side by side.

    年度总体目标 in the margin heads both 预期目标 and 实际完成情况: it has no value of its own, the later heading has.
    """
    headings: dict[int, list[int]] = {}
    for _, entry in goals:
        if entry.meaning.inline:
            continue
        headings.setdefault(entry.cell.row, []).append(entry.column)
    # A goal's own text may begin with 总体绩效目标：; a heading of the form goes before it.
    for name, entry in sorted(goals, key=lambda goal: bool(goal[1].meaning.inline)):
        if texts.get(name):
            continue
        row = entry.cell.row
        side = _beside(grid, region, entry) if _has_own_value(entry, grid) else None
        if side is not None:
            texts[name], positions[name] = side
            continue
        later = [column for column in headings.get(row, ()) if column > entry.column]
        right = min(later) - 1 if later else region.right
        parts = list(_below(grid, region, marks, row, entry.column, right))
        if parts:
            texts[name] = "".join(text for text, _ in parts)
            positions[name] = parts[0][1]


def _has_own_value(entry: Mark, grid: Grid) -> bool:
    if entry.meaning.inline:
        return True
    beside = next((cell for column, cell in grid.rows[entry.cell.row].items() if column > entry.column), None)
    return beside is not None and not _is_heading(word(beside.text))


def _is_heading(known: Word | None) -> bool:
    return known is not None and bool(known.label or known.title or known.column)


def _below(
    grid: Grid, region: Region, marks: Marks, row: int, left: int, right: int
) -> Iterator[tuple[str, tuple[int, int]]]:
    """Read the texts below a heading, down to the next row with a label or a header."""
    for lower in range(row + 1, region.headers[0].top):
        if any(_is_heading(entry.meaning) and not entry.meaning.inline for entry in region.line(marks, lower)):
            return
        cell = _first(grid.rows.get(lower, {}), left, right)
        if cell is not None and printed(cell.text):
            yield printed(cell.text), (cell.row, cell.column)


def _first(cells: Mapping[int, GridCell], left: int, right: int) -> GridCell | None:
    return next((cell for column, cell in cells.items() if left <= column <= right), None)


def find_year(grid: Grid, region: Region, labels: Labels, context: str) -> tuple[int | None, tuple[int, int] | None]:
    """Find the year that a table is about.

    Args:
        grid: the sheet.
        region: the table's rectangle.
        labels: what its labels name.
        context: the file's name, used last.

    Returns:
        The year and the cell in which it stands; the cell is None where the name of the sheet or file says it.
    """
    own = range(region.first, region.headers[0].top)
    alone = _year_alone(grid, region, own)
    if alone is not None:
        return alone
    if "year" in labels.texts:
        year = year_inside(labels.texts["year"])
        if year is not None:
            return year, labels.positions["year"]
    if region.title:
        for column, cell in (region.content(grid.rows, region.first) or {}).items():
            year = year_inside(cell.text)
            if year is not None:
                return year, (region.first, column)
    above = range(region.first - 1, max(0, region.first - 1 - _ROWS_ABOVE), -1)
    alone = _year_alone(grid, region, above)
    return alone or (year_inside(grid.name) or year_inside(context), None)


def _year_alone(grid: Grid, region: Region, rows: range) -> tuple[int, tuple[int, int]] | None:
    """Find a cell that holds a year and nothing else."""
    for row in rows:
        for column, cell in (region.content(grid.rows, row) or {}).items():
            if cell.kind == "text" and len(cell.text) <= _LONGEST_YEAR:
                year = year_alone(cell.text)
                if year is not None:
                    return year, (row, column)
    return None

"""Headers of indicator blocks: where they stand in a grid and which column holds which field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen

from perfscore.sheets.grid import Grid, GridCell, Merge
from perfscore.sheets.words import Word, word

Mark = tuple[int, Word, GridCell]
Marks = Mapping[int, list[Mark]]

_LEVELS: Final = ("level1", "level2", "level3")
_VALUES: Final = frozenset({"target", "target_adjusted", "actual", "weight", "claimed", "rule"})
_DEEPEST_HEADER: Final = 4
# Fields of the actual, where its sign, value and unit stand in columns under one header.
_PARTS_OF_ACTUAL: Final = {"sign": "actual_sign", "unit": "actual_unit", "target": "actual"}


@frozen
class Header:
    """The header of one indicator block.

    Args:
        top: its first row. bottom: its last row.
        left: its first column with a word. right: its last column, merged cells included.
        columns: for each field the columns in which its value may stand, the first non-empty one counting.
        cell: the cell of its first word.
    """

    top: int
    bottom: int
    left: int
    right: int
    columns: Mapping[str, tuple[int, ...]]
    cell: GridCell

    @property
    def name_column(self) -> int:
        """The column up to which a row's name may stand."""
        return max(self.columns[field][-1] for field in ("level1", "level2", "level3") if field in self.columns)


@frozen
class Candidate:
    """A row that has some words of a header, for the message when no table is found.

    Args:
        grid: the sheet's name. cell: its first such cell.
        found: fields whose words it has.
    """

    sheet: str
    cell: GridCell
    found: tuple[str, ...]


def mark(grid: Grid) -> dict[int, list[Mark]]:
    """Find every cell of a grid whose text means something in a form, by row."""
    marks: dict[int, list[Mark]] = {}
    for row, cells in grid.rows.items():
        for column, cell in cells.items():
            if cell.kind == "text":
                meaning = word(cell.text)
                if meaning is not None:
                    try:
                        marks[row].append((column, meaning, cell))
                    except KeyError:
                        marks[row] = [(column, meaning, cell)]
    return marks


def headers(grid: Grid, marks: Marks) -> list[Header]:
    """Find the headers of all indicator blocks of a grid, from top to bottom and left to right."""
    found: list[Header] = []
    merges: dict[tuple[int, int], Merge] | None = None
    for row, line in marks.items():
        words = [entry for entry in line if entry[1].column]
        if len(words) < 2 or not any(_names(entry) for entry in words):
            continue
        if any(header.top <= row <= header.bottom for header in found[-4:] if _inside(header, words)):
            continue
        if merges is None:
            merges = {(merge[0], merge[1]): merge for merge in grid.merges}
        for segment in _segments(row, words, merges, grid):
            header = _header(row, _trimmed(row, segment, line, grid, merges), grid, marks, merges)
            if header is not None:
                found.append(header)
    return found


def closest(grid: Grid, marks: Marks) -> Candidate | None:
    """Find the row that comes closest to a header, to say what is missing."""
    best: Candidate | None = None
    for line in marks.values():
        words = [entry for entry in line if entry[1].column and entry[1].column != "ignored"]
        found = tuple(dict.fromkeys(entry[1].column for entry in words))
        if found and (best is None or len(found) > len(best.found)):
            best = Candidate(grid.name, words[0][2], found)
    return best


def _names(entry: Mark) -> bool:
    return entry[1].column in ("level1", "level2", "level3", "name")


def _inside(header: Header, words: list[Mark]) -> bool:
    return all(header.left <= column <= header.right for column, _, _ in words)


def _segments(
    row: int, words: list[Mark], merges: Mapping[tuple[int, int], Merge], grid: Grid
) -> Iterator[list[Mark]]:
    """Split a row of header words where several tables stand side by side."""
    counts = [sum(1 for entry in words if entry[1].column == level) for level in (*_LEVELS, "name")]
    times = max(counts[:3]) or counts[3]
    if times < 2:
        yield words
        return
    # A column without anything in it parts two tables.
    parts: list[list[Mark]] = [[]]
    reach = words[0][0] - 1
    cells = grid.rows[row]
    for entry in words:
        column = entry[0]
        if any(between not in cells for between in range(reach + 1, column)):
            parts.append([])
        parts[-1].append(entry)
        reach = max(reach, merges[row, column][3] if (row, column) in merges else column)
    if len(parts) == times and all(any(map(_names, part)) for part in parts):
        yield from parts
        return
    # Equal halves, else a new table at each repeated level.
    size, rest = divmod(len(words), times)
    fields = [entry[1].column for entry in words]
    if not rest and all(fields[:size] == fields[at : at + size] for at in range(0, len(words), size)):
        for at in range(0, len(words), size):
            yield words[at : at + size]
        return
    part: list[Mark] = []
    for entry in words:
        if _names(entry) and any(entry[1].column == other[1].column for other in part):
            yield part
            part = []
        part.append(entry)
    yield part


def _trimmed(
    row: int, words: list[Mark], line: list[Mark], grid: Grid, merges: Mapping[tuple[int, int], Merge]
) -> list[Mark]:
    """Leave out words of a table beside this one that happen to stand in the same row.

    Such are the header of its funds (分值, 得分) or of its goals (实际完成情况): parted by a gap or by a label.
    """
    cells = grid.rows[row]
    labels = {column for column, meaning, _ in line if meaning.label and not meaning.column}
    groups: list[list[Mark]] = [[]]
    reach = words[0][0] - 1
    for entry in words:
        if any(at not in cells or at in labels for at in range(reach + 1, entry[0])):
            groups.append([])
        groups[-1].append(entry)
        reach = merges[row, entry[0]][3] if (row, entry[0]) in merges else entry[0]
    if len(groups) == 1:
        return words
    have = {entry[1].column for group in groups if any(map(_names, group)) for entry in group}
    kept: list[Mark] = []
    for group in groups:
        fields = {entry[1].column for entry in group}
        funds = {entry[1].fund for entry in line if group[0][0] - 2 <= entry[0] <= group[-1][0]}
        foreign = fields <= have or "executed" in funds or all(entry[1].label for entry in group)
        if any(map(_names, group)) or not foreign:
            kept.extend(group)
    return kept


def _header(
    row: int, words: list[Mark], grid: Grid, marks: Marks, merges: Mapping[tuple[int, int], Merge]
) -> Header | None:
    has_levels = any(entry[1].column in _LEVELS for entry in words)
    if has_levels:
        first = next(entry[0] for entry in words if entry[1].column in _LEVELS)
        # 绩效指标 in front of the levels is the block's label in the margin, not a column.
        words = [entry for entry in words if entry[1].column != "name" or entry[0] > first]
    elif _levels_below(row, words, marks, merges):
        return None
    left = words[0][0]
    right = max(merges[row, column][3] if (row, column) in merges else column for column, _, _ in words)
    below = _row_below(row, left, right, words, grid, marks, merges)
    above = _row_above(row, left, right, words, grid, marks, merges)
    top = row - 1 if above else row
    bottom = row if below is None else below
    placed = _placed(row, bottom, words, above, marks, merges, left, right)
    columns = _columns(placed)
    values = _VALUES & columns.keys()
    if not {"target", "actual", "target_adjusted"} & values and not {"weight", "claimed"} <= values:
        return None
    if len(columns.keys() - {"ignored", "unit", "sign", "project", "department", "unit_name"}) < 3:
        return None
    if not any(level in columns for level in _LEVELS):
        return None
    return Header(
        top,
        bottom,
        min(span[0] for _, span in placed),
        max(span[-1] for _, span in placed),
        columns,
        words[0][2],
    )


def _levels_below(
    row: int, words: list[Mark], marks: Marks, merges: Mapping[tuple[int, int], Merge]
) -> bool:
    """Tell whether 绩效指标 stands over the level columns of a header in the next row."""
    spans = [merges.get((row, entry[0]), (row, entry[0], row, entry[0])) for entry in words if _names(entry)]
    return any(
        meaning.column in _LEVELS and any(span[1] <= column <= span[3] for span in spans)
        for column, meaning, _ in marks.get(row + 1, ())
    )


def _row_below(
    row: int,
    left: int,
    right: int,
    words: list[Mark],
    grid: Grid,
    marks: Marks,
    merges: Mapping[tuple[int, int], Merge],
) -> int | None:
    """Find the last row of a header of more than one row, or None where it has one."""
    bottom = max(merges[row, column][2] if (row, column) in merges else row for column, _, _ in words)
    if row < bottom < row + _DEEPEST_HEADER:
        return bottom
    cells = grid.rows.get(row + 1, {})
    below = [entry for entry in marks.get(row + 1, ()) if left <= entry[0] <= right and entry[1].column]
    if not below or any(_names(entry) for entry in below):
        return None
    if sum(1 for column in cells if left <= column <= right) == len(below):
        return row + 1
    return None


def _row_above(
    row: int,
    left: int,
    right: int,
    words: list[Mark],
    grid: Grid,
    marks: Marks,
    merges: Mapping[tuple[int, int], Merge],
) -> list[Mark]:
    """Find words of the row above that head columns in which this row has no word of its own."""
    line = marks.get(row - 1)
    if line is None:
        return []
    cells = grid.rows[row]
    have = {entry[1].column for entry in words}
    above: list[Mark] = []
    for entry in line:
        column, meaning, _ = entry
        if not meaning.column or not left <= column <= right + 1 or _names(entry):
            continue
        merge = merges.get((row - 1, column))
        last = merge[3] if merge else column
        if column in cells and last == column:
            continue
        if merge is None or merge[2] >= row or last > column:
            above.append(entry)
            right = max(right, last)
    return above if any(entry[1].column not in have for entry in above) else []


def _placed(
    row: int,
    bottom: int,
    words: list[Mark],
    above: list[Mark],
    marks: Marks,
    merges: Mapping[tuple[int, int], Merge],
    left: int,
    right: int,
) -> list[tuple[Word, tuple[int, ...]]]:
    """Give each column word its columns: a word below divides the span of the word above it."""

    def span(at: int, entry: Mark) -> tuple[int, ...]:
        merge = merges.get((at, entry[0]))
        return tuple(range(entry[0], (merge[3] if merge else entry[0]) + 1))

    lines = [[(span(row, entry), entry) for entry in words]]
    if above:
        lines.insert(0, [(span(row - 1, entry), entry) for entry in above])
    for at in range(row + 1, bottom + 1):
        inside = [entry for entry in marks.get(at, ()) if entry[1].column and left <= entry[0] <= right]
        if inside:
            lines.append([(span(at, entry), entry) for entry in inside])
    placed: list[tuple[Word, tuple[int, ...]]] = []
    for depth, line in enumerate(lines):
        lower = {column for later in lines[depth + 1 :] for columns, _ in later for column in columns}
        for columns, entry in line:
            free = tuple(column for column in columns if column not in lower)
            if free:
                placed.append((_under(entry[1], columns, lines[:depth]), free))
    placed.sort(key=lambda item: item[1])
    return placed


def _under(
    meaning: Word, columns: tuple[int, ...], upper: list[list[tuple[tuple[int, ...], Mark]]]
) -> Word:
    """Read a word below a wider one: 单位 under 实际完成值 is the unit of the actual."""
    if meaning.column in _PARTS_OF_ACTUAL:
        for line in upper:
            for span, entry in line:
                if entry[1].column == "actual" and columns[0] in span:
                    return Word(column=_PARTS_OF_ACTUAL[meaning.column])
    return meaning


def _columns(placed: list[tuple[Word, tuple[int, ...]]]) -> dict[str, tuple[int, ...]]:
    """Choose the columns of each field where a form has several of a kind."""
    deepest = max((span[0] for meaning, span in placed if meaning.column in ("level3", "name")), default=0)
    best: dict[str, tuple[tuple[int, bool, int], tuple[int, ...]]] = {}
    before = ""
    for meaning, span in placed:
        name = meaning.column
        if name == "unit" and "unit" in best and before == "actual":
            name = "actual_unit"
        before = name
        if name == "ignored":
            continue
        rank = (meaning.column_rank, span[0] < deepest, span[0])
        if name not in best or rank < best[name][0]:
            best[name] = (rank, span)
    columns = {name: span for name, (_, span) in best.items()}
    named = columns.pop("name", None)
    if named is not None and "level3" not in columns:
        _name_as_levels(columns, named)
    return columns


def _name_as_levels(columns: dict[str, tuple[int, ...]], named: tuple[int, ...]) -> None:
    """Use one header over all level columns: its last column holds the name, those before it the levels."""
    if any(level in columns for level in _LEVELS):
        columns["level3"] = named
        return
    for level, column in zip(("level3", "level2", "level1"), reversed(named), strict=False):
        columns[level] = (column,)
    if len(named) == 2:
        columns["level1"] = columns.pop("level2")

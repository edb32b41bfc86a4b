"""Headers of indicator blocks: in which rows of a grid they stand, also side by side and in several rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final, NamedTuple

from perfscore.model import INDICATOR_FIELDS
from perfscore.sheets.columns import LEVELS, Corners, Heading, choose_columns, place_words
from perfscore.sheets.contents import Contents
from perfscore.sheets.grid import Grid
from perfscore.sheets.marking import Mark, Marks
from perfscore.sheets.words import guessed_column

_VALUES: Final = frozenset({"target", "target_adjusted", "actual", "weight", "claimed"})
# Columns that many other tables have too.
_WEAK: Final = frozenset({"ignored", "unit", "sign", "project", "department", "unit_name", "goal"})
# Fields that a header of two rows may name in the upper one alone.
_HEADS: Final = _VALUES.union(INDICATOR_FIELDS, {"ignored"}) - {"level1", "level2", "level3"}
_FEWEST_COLUMNS: Final = 3
# Beside another block the levels may be printed once for both: 三级指标 | 指标值 of the year behind several years'.
_FEWEST_BESIDE: Final = 2
_MOST_ROWS: Final = 4
# Between the goals and the header stand the goals' texts.
_ROWS_TO_PERIODS: Final = 12
# What is merged further is no header's cell; it bounds the work on a hostile sheet.
_WIDEST_CELL: Final = 64


class Header(NamedTuple):
    """The header of one indicator block.

    Args:
        top: its first row. bottom: its last row.
        left: its first column with a word. right: its last column, merged cells included.
        columns: for each field the columns in which its value may stand, the first non-empty one counting.
        name_column: the last column in which a row's name may stand.
        dated: the headings that name a year.
    """

    top: int
    bottom: int
    left: int
    right: int
    columns: Mapping[str, tuple[int, ...]]
    name_column: int
    dated: tuple[Heading, ...] = ()

    def of_year(self, year: int | None) -> Header:
        """Read the columns that name years by the year of the table.

        Of several targets that of the year counts, of several actuals the latest; one of an earlier year is the last
        year's (2021年实际实现值 beside 预期2022年实现值).

        Args:
            year: the table's year, or None where only the headings say it.
        """
        targets = {heading.year: heading.columns for heading in self.dated if heading.meaning.column == "target"}
        actuals = {heading.year: heading.columns for heading in self.dated if heading.meaning.column == "actual"}
        columns = dict(self.columns)
        if year in targets:
            columns["target"] = targets[year]
        if actuals and columns.get("actual") in actuals.values():
            *earlier, latest = sorted(actuals)
            columns["actual"] = actuals[latest]
            if latest < max((year or 0, *targets)):
                earlier.append(latest)
                del columns["actual"]
            if earlier:
                columns.setdefault("last_year", actuals[earlier[-1]])
        return self._replace(columns=columns)


def headers(grid: Grid, marks: Marks) -> list[Header]:
    """Find the headers of all indicator blocks of a grid, from top to bottom and left to right."""
    finder = _Finder(grid, marks)
    heads: list[Header] = []
    for row, line in marks.items():
        if len(line) < 2 or not any(map(_names, line)):
            continue
        words = _headings(line)
        if len(words) < 2 or _within(heads, row, words):
            continue
        segments = list(finder.segments(row, words))
        fewest = _FEWEST_COLUMNS if len(segments) == 1 else _FEWEST_BESIDE
        side_by_side = [finder.header(row, finder.trimmed(row, segment, line), fewest) for segment in segments]
        heads.extend(finder.in_force([header for header in side_by_side if header is not None]))
    return heads


def _headings(line: list[Mark]) -> list[Mark]:
    """Give the words of a row that can head columns of an indicator block."""
    words = [entry for entry in line if entry.meaning.column]
    if words and not any(entry.meaning.column == "project" for entry in words):
        # Only a list of projects has its goals in a column; elsewhere they stand in the margin.
        words = [entry for entry in words if entry.meaning.column != "goal"]
    # 实际完成情况 behind 预期目标 heads the goals of a table beside.
    goals = {cell for (_, meaning, _), (cell, _, _) in pairwise(line) if meaning.label == "goal" and not meaning.column}
    if goals:
        words = [entry for entry in words if entry.column not in goals or entry.meaning.label != "completion"]
    return words


def _names(entry: Mark) -> bool:
    return entry.meaning.column in LEVELS or entry.meaning.column == "name"


def _within(heads: list[Header], row: int, words: list[Mark]) -> bool:
    """Tell whether a row belongs to a header that was found in the rows above."""
    for header in reversed(heads):
        if header.bottom < row - _MOST_ROWS:
            return False
        if header.top <= row <= header.bottom and header.left <= words[0].column and words[-1].column <= header.right:
            return True
    return False


class _Finder:
    """Reads headers out of one grid.

    Args:
        grid: the sheet. marks: its marked cells.
    """

    def __init__(self, grid: Grid, marks: Marks) -> None:
        self._rows = grid.rows
        self._marks = marks
        self._corners: Corners = {(merge[0], merge[1]): merge for merge in grid.merges}

    def _last_column(self, row: int, column: int) -> int:
        merge = self._corners.get((row, column))
        return min(merge[3], column + _WIDEST_CELL) if merge is not None else column

    def segments(self, row: int, words: list[Mark]) -> Iterator[list[Mark]]:
        """Divide a row of header words where several tables stand side by side."""
        fields = [entry.meaning.column for entry in words]
        times = max(map(fields.count, LEVELS)) or fields.count("name")
        if times < 2:
            yield words
            return
        parts = self._parts(row, words, set())
        if len(parts) == times and all(any(map(_names, part)) for part in parts):
            yield from parts
            return
        size, rest = divmod(len(words), times)
        starts = range(0, len(words), size)
        if not rest and all(fields[:size] == fields[start : start + size] for start in starts):
            for start in starts:
                yield words[start : start + size]
            return
        part: list[Mark] = []
        for entry in words:
            if _names(entry) and any(entry.meaning.column == other.meaning.column for other in part):
                yield part
                part = []
            part.append(entry)
        yield part

    def _parts(self, row: int, words: list[Mark], barriers: set[int]) -> list[list[Mark]]:
        """Divide words at empty columns and at barriers."""
        cells = self._rows[row]
        parts: list[list[Mark]] = [[]]
        reach = words[0].column - 1
        for entry in words:
            if any(column not in cells or column in barriers for column in range(reach + 1, entry.column)):
                parts.append([])
            parts[-1].append(entry)
            reach = self._last_column(row, entry.column)
        return parts

    def trimmed(self, row: int, words: list[Mark], line: list[Mark]) -> list[Mark]:
        """Leave out words of a table beside this one that happen to stand in the same row.

        Such are the header of its funds (分值, 得分) or of its goals (实际完成情况): parted by a gap or by a label.
        """
        heads = {entry.column for entry in words}
        labels = {column for column, meaning, _ in line if meaning.label and column not in heads}
        parts = self._parts(row, words, labels)
        if len(parts) == 1:
            return words
        have = {entry.meaning.column for part in parts if any(map(_names, part)) for entry in part}
        kept: list[Mark] = []
        for part in parts:
            funds = {entry.meaning.fund for entry in line if part[0].column - 2 <= entry.column <= part[-1].column}
            repeated = {entry.meaning.column for entry in part} <= have
            foreign = repeated or "executed" in funds or all(entry.meaning.label for entry in part)
            if any(map(_names, part)) or not foreign:
                kept.extend(part)
        return kept

    def header(self, row: int, words: list[Mark], fewest: int) -> Header | None:
        """Read the header of which some words stand in a row, or None where they head fewer columns."""
        levels = [entry.column for entry in words if entry.meaning.column in LEVELS]
        if levels:
            words = [
                entry
                for entry in words
                if entry.meaning.column != "name" or entry.column > levels[0] or not self._is_margin(row, entry, words)
            ]
        elif self._levels_below(row, words):
            return None
        words = self._with_guesses(row, words)
        left = words[0].column
        right = max(self._last_column(row, entry.column) for entry in words)
        above = self._above(row, words, left, right)
        bottom, below = self._below(row, words, left, right)
        lines = [self._spans(row - 1, above), self._spans(row, words)]
        lines.extend(self._spans(lower, line) for lower, line in below)
        placed = place_words(lines)
        top = row - 1 if above else row
        contents = Contents(self._rows, top, bottom)
        columns = choose_columns(placed, contents)
        # One cell over the levels is one word of a header: 目标内容 beside 完成情况 heads the goals.
        if len(placed) < fewest or not _is_header(columns, fewest):
            return None
        return Header(
            top,
            bottom,
            min(heading.columns[0] for heading in placed),
            max(heading.columns[-1] for heading in placed),
            columns,
            max(columns[level][-1] for level in LEVELS if level in columns),
            tuple(heading for heading in placed if heading.year),
        )

    def in_force(self, blocks: list[Header]) -> list[Header]:
        """Leave out the goals of several years that stand beside those of the year: 中期目标 | 年度目标.

        A level that is printed once for both blocks holds for the one that is kept.
        """
        periods = self._periods(blocks) if len(blocks) > 1 else []
        if not {"medium", "annual"} <= set(periods):
            return blocks
        levels = {level: span for block in blocks for level, span in block.columns.items() if level in LEVELS}
        return [
            block._replace(
                columns={**{level: span for level, span in levels.items() if level != "level3"}, **block.columns},
                left=min(block.left, *(span[0] for span in levels.values())),
            )
            for block, period in zip(blocks, periods, strict=True)
            if period == "annual"
        ]

    def _periods(self, blocks: list[Header]) -> list[str]:
        """Find the row above that says of each block which years its goals are for."""
        top = blocks[0].top
        for row in range(top - 1, max(0, top - 1 - _ROWS_TO_PERIODS), -1):
            periods = [mark.meaning.period for mark in self._marks.get(row, ()) if mark.meaning.period]
            if len(periods) == len(blocks):
                return periods
        return []

    def _is_margin(self, row: int, entry: Mark, words: list[Mark]) -> bool:
        """Tell whether 绩效指标 in front of the levels labels the block in the margin instead of heading a column."""
        merge = self._corners.get((row, entry.column))
        fields = {word.meaning.column for word in words}
        if merge is not None and merge[2] > row + 1:
            return True
        if "level3" in fields:
            return not {"level1", "level2"}.isdisjoint(fields)
        return entry.column not in self._rows.get(row + 1, {})

    def _with_guesses(self, row: int, words: list[Mark]) -> list[Mark]:
        """Add what the unknown texts between the words probably head, and those next to the last one.

        Next to the last word all texts up to the gap must look like headers: they may belong to a table beside.
        """
        cells = self._rows[row]
        known = {entry.column for entry in self._marks[row]}
        last = words[-1].column
        inside: list[Mark] = []
        outside: list[Mark] = []
        for column, cell in cells.items():
            if column <= words[0].column or column in known:
                continue
            if column > last + len(outside) + 1 and column > self._last_column(row, last) + 1:
                break
            meaning = guessed_column(cell.text)
            if meaning is not None:
                (inside if column < last else outside).append(Mark(column, meaning, cell))
            elif column > last:
                outside.clear()
                break
        if not inside and not outside:
            return words
        return sorted([*words, *inside, *outside], key=lambda entry: entry.column)

    def _spans(self, row: int, line: list[Mark]) -> list[tuple[tuple[int, ...], Mark]]:
        return [(tuple(range(entry.column, self._last_column(row, entry.column) + 1)), entry) for entry in line]

    def _levels_below(self, row: int, words: list[Mark]) -> bool:
        """Tell whether 绩效指标 stands over the level columns of a header in the next row."""
        return any(
            meaning.column in LEVELS and entry.column <= column <= self._last_column(row, entry.column)
            for column, meaning, _ in self._marks.get(row + 1, ())
            for entry in words
            if _names(entry)
        )

    def _below(self, row: int, words: list[Mark], left: int, right: int) -> tuple[int, list[tuple[int, list[Mark]]]]:
        """Find the last row of a header and the words in its rows below the first."""
        corners = self._corners
        bottom = max(corners[row, entry.column][2] if (row, entry.column) in corners else row for entry in words)
        if not row < bottom < row + _MOST_ROWS:
            bottom = row
            below = self._headings(row + 1, left, right)
            filled = sum(1 for column in self._rows.get(row + 1, ()) if left <= column <= right)
            if below and len(below) == filled and not any(map(_names, below)):
                bottom = row + 1
        return bottom, [(lower, self._with_guesses_below(lower, left, right)) for lower in range(row + 1, bottom + 1)]

    def _with_guesses_below(self, row: int, left: int, right: int) -> list[Mark]:
        """Give the words in a lower row of a header, and what the unknown texts beside them probably head."""
        words = self._headings(row, left, right)
        known = {mark.column for mark in self._marks.get(row, ())}
        for column, cell in self._rows.get(row, {}).items():
            if left <= column <= right and column not in known:
                meaning = guessed_column(cell.text)
                if meaning is not None:
                    words.append(Mark(column, meaning, cell))
        return sorted(words, key=lambda mark: mark.column)

    def _headings(self, row: int, left: int, right: int) -> list[Mark]:
        line = self._marks.get(row, ())
        return [mark for mark in line if (mark.meaning.column or mark.meaning.period) and left <= mark.column <= right]

    def _above(self, row: int, words: list[Mark], left: int, right: int) -> list[Mark]:
        """Find words of the row above that head columns in which this row has no word of its own."""
        line = self._marks.get(row - 1)
        if line is None or any(entry.meaning.fund in ("executed", "rate") for entry in line):
            return []
        cells = self._rows[row]
        above: list[Mark] = []
        for entry in line:
            column = entry.column
            field = entry.meaning.column
            if field not in _HEADS or not left <= column <= right + 1:
                continue
            merge = self._corners.get((row - 1, column), (row - 1, column, row - 1, column))
            spans_columns, spans_rows = merge[3] > column, merge[2] >= row
            if spans_columns or (column not in cells and (spans_rows or merge[2] == merge[0])):
                above.append(entry)
                right = max(right, merge[3])
        have = {entry.meaning.column for entry in words}
        return above if any(entry.meaning.column not in have for entry in above) else []


def _is_header(columns: Mapping[str, tuple[int, ...]], fewest: int) -> bool:
    """Tell whether columns make an indicator block: a name, a value of it, and something besides."""
    values = _VALUES & columns.keys()
    compared = values & {"target", "target_adjusted", "actual"}
    return (
        any(level in columns for level in LEVELS)
        and (bool(compared) or {"weight", "claimed"} <= values or {"rule", "claimed"} <= columns.keys())
        and len(columns.keys() - _WEAK) >= fewest
    )

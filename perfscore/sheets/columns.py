"""Which column of an indicator block holds which field, from the words in its header."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from perfscore.sheets.grid import Merge
from perfscore.sheets.marking import Mark
from perfscore.sheets.words import Word

# Merged rectangles by their first cell.
Corners = Mapping[tuple[int, int], Merge]
# The words of one row of a header, each with the columns over which its cell is merged.
Line = list[tuple[tuple[int, ...], Mark]]
# The words of a header, each with the columns that it heads alone.
Placed = list[tuple[Word, tuple[int, ...]]]

LEVELS: Final = ("level1", "level2", "level3")
# Fields of the actual, where its sign, value and unit stand in columns under one header.
_PARTS_OF_ACTUAL: Final = {"sign": "actual_sign", "unit": "actual_unit", "target": "actual"}


def place_words(lines: list[Line]) -> Placed:
    """Give each word of a header its columns, from left to right.

    Args:
        lines: its rows from top to bottom; a word below divides the span of the word above it.
    """
    placed: Placed = []
    divided: set[int] = set()
    for depth in range(len(lines) - 1, -1, -1):
        for span, entry in lines[depth]:
            free = tuple(column for column in span if column not in divided) if divided else span
            if free:
                placed.append((_under(entry.meaning, span, lines[:depth]), free))
        divided.update(column for span, _ in lines[depth] for column in span)
    placed.sort(key=lambda item: item[1])
    return placed


def _under(meaning: Word, span: tuple[int, ...], upper: list[Line]) -> Word:
    """Read a word below a wider one: 单位 under 实际完成值 is the unit of the actual."""
    if meaning.column in _PARTS_OF_ACTUAL:
        for line in upper:
            for columns, entry in line:
                if entry.meaning.column == "actual" and span[0] in columns:
                    return Word(column=_PARTS_OF_ACTUAL[meaning.column])
    return meaning


def choose_columns(placed: Placed) -> dict[str, tuple[int, ...]]:
    """Choose the columns of each field where a form has several of a kind.

    The word that is the better name wins (分值 before 权重); between equals the one right of the indicator's name,
    then the one further left.
    """
    name_column = max((span[0] for meaning, span in placed if meaning.column in ("level3", "name")), default=0)
    best: dict[str, tuple[tuple[int, bool, int], tuple[int, ...]]] = {}
    before = ""
    for meaning, span in placed:
        field = meaning.column
        if field == "unit" and "unit" in best and before == "actual":
            field = "actual_unit"
        before = field
        if field == "ignored":
            continue
        rank = (meaning.column_rank, span[0] < name_column, span[0])
        if field not in best or rank < best[field][0]:
            best[field] = (rank, span)
    columns = {field: span for field, (_, span) in best.items()}
    named = columns.pop("name", None)
    if named is not None and "level3" not in columns:
        _name_as_levels(columns, named)
    return columns


def _name_as_levels(columns: dict[str, tuple[int, ...]], named: tuple[int, ...]) -> None:
    """Use a header over all level columns: its last column holds the name, those before it the levels."""
    if any(level in columns for level in LEVELS):
        columns["level3"] = named
    elif len(named) == 2:
        columns["level1"], columns["level3"] = named[:1], named[1:]
    else:
        for level, column in zip(reversed(LEVELS), reversed(named), strict=False):
            columns[level] = (column,)

"""The one look at every cell of a grid: which texts mean something in a form, and what cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from perfscore.sheets.grid import Grid, GridCell
from perfscore.sheets.words import Word, word


class Mark(NamedTuple):
    """A cell whose text means something in a form.

    Args:
        column: its column. meaning: what the text means. cell: the cell itself.
    """

    column: int
    meaning: Word
    cell: GridCell


Marks = Mapping[int, list[Mark]]


def mark(grid: Grid) -> tuple[dict[int, list[Mark]], tuple[GridCell, ...]]:
    """Look at every cell of a grid once.

    Returns:
        By row, the cells whose text means something in a form; and the cells that hold an error or a formula without
        a stored value.
    """
    marks: dict[int, list[Mark]] = {}
    unreadable: list[GridCell] = []
    for row, cells in grid.rows.items():
        for column, cell in cells.items():
            text = cell.text
            if cell.kind == "text" and text:
                meaning = word(text)
                if meaning is not None:
                    try:
                        marks[row].append(Mark(column, meaning, cell))
                    except KeyError:
                        marks[row] = [Mark(column, meaning, cell)]
            elif cell.kind == "error" or (not text and cell.kind == "number"):
                unreadable.append(cell)
    return marks, tuple(unreadable)


class Candidate(NamedTuple):
    """A row that has some words of a header, for the message when no table is found.

    Args:
        sheet: the sheet's name. cell: its first such cell.
        found: fields whose words it has.
    """

    sheet: str
    cell: GridCell
    found: tuple[str, ...]


def closest(grid: Grid, marks: Marks) -> Candidate | None:
    """Find the row that comes closest to a header, to say what is missing."""
    best: Candidate | None = None
    for line in marks.values():
        words = [entry for entry in line if entry.meaning.column and entry.meaning.column != "ignored"]
        columns = tuple(dict.fromkeys(entry.meaning.column for entry in words))
        if columns and (best is None or len(columns) > len(best.found)):
            best = Candidate(grid.name, words[0].cell, columns)
    return best

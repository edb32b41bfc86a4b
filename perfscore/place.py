"""Where something stands: file, sheet, cell."""

from __future__ import annotations

import re
from functools import lru_cache

from attrs import frozen

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})\Z", re.ASCII)


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Name a column: 1 is ``A``, 27 is ``AA``.

    Args:
        column: 1 to 16384.
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """Number a column: ``A`` is 1, ``AA`` is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=65536)
def cell_name(row: int, column: int) -> str:
    """Name a cell: row 13, column 8 is ``H13``. Both count from 1."""
    return f"{column_letters(column)}{row}"


def split_cell(name: str) -> tuple[int, int]:
    """Take a cell's name apart: ``H13`` is ``(13, 8)``.

    Raises:
        ValueError: when the text is no cell name or stands outside a worksheet.
    """
    match = _REFERENCE.match(name)
    if match is None:
        raise ValueError(f"not a cell name: {name!r}")
    column, row = column_number(match[1]), int(match[2])
    if row > LAST_ROW or column > LAST_COLUMN:
        raise ValueError(f"outside a worksheet: {name!r}")
    return row, column


def range_name(top: int, left: int, bottom: int, right: int) -> str:
    """Name a rectangle of cells: ``A1:J27``. All bounds count from 1 and are included."""
    return f"{cell_name(top, left)}:{cell_name(bottom, right)}"


@frozen
class Spot:
    """Where a row stood in a document that has no cells with names.

    Args:
        page: the page, from 1; None where the format has no pages of its own.
        table: number of the table: on its page where there are pages, else in the document; 0 for running text.
        row: row in that table, from 1.
    """

    page: int | None
    table: int
    row: int

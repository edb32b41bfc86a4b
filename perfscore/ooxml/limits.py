"""How much of a file is read before it is refused: files come from strangers."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from perfscore.place import LAST_COLUMN, LAST_ROW

MEGABYTE: Final = 1024 * 1024


@frozen(kw_only=True)
class Limits:
    """Upper bounds, checked before or while a file is unpacked, never after.

    The largest table published by a unit has some hundred rows; a workbook whose blank rows were all given a
    border has a million of them and still has to be read.

    Args:
        file_bytes: size of the file.
        entries: files inside the package.
        part_bytes: size of one unpacked part.
        total_bytes: size of all parts unpacked for one reading.
        ratio: unpacked size against packed size, for parts of more than 8 MB.
        elements: XML elements of one part.
        cells: cells that hold something, in the whole workbook.
        strings: shared strings.
        text_length: characters of one cell; Excel itself stops at 32,767.
        formula_length: characters of a shared formula; Excel itself stops at 8,192.
        formula_text: characters of all shared formulas written out for each of their cells.
        merges: merged areas of one sheet.
        sheets: worksheets.
        depth: elements inside one another.
        last_row: last row that a cell may stand in.
        last_column: last column that a cell may stand in.
    """

    file_bytes: int = 64 * MEGABYTE
    entries: int = 4096
    part_bytes: int = 128 * MEGABYTE
    total_bytes: int = 256 * MEGABYTE
    ratio: int = 200
    elements: int = 2_500_000
    cells: int = 300_000
    strings: int = 300_000
    text_length: int = 100_000
    formula_length: int = 8192
    formula_text: int = 4_000_000
    merges: int = 100_000
    sheets: int = 1024
    depth: int = 100
    last_row: int = LAST_ROW
    last_column: int = LAST_COLUMN


LIMITS: Final = Limits()

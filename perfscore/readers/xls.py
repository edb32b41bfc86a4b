"""Read an .xls or .et workbook (BIFF): every cell that holds something, as a person sees it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from struct import Struct
from typing import TYPE_CHECKING, Any, Final

from perfscore import number
from perfscore.ooxml.errors import ENCRYPTED, PackageError, over
from perfscore.ooxml.markup import well_formed
from perfscore.ooxml.numberformats import BUILTIN, display
from perfscore.ooxml.records import Area, Cell, CellKind, State
from perfscore.readers.limits import LIMITS, DocumentLimits
from perfscore.readers.records import Document, DocumentSheet

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR, _BLANK = range(7)
_NOTHING: Final = frozenset({_EMPTY, _BLANK})
_STATES: Final[tuple[State, ...]] = ("visible", "hidden", "veryHidden")
_LAST_WITHOUT_GLOBALS: Final = 40  # BIFF4, Excel 4: the file is one sheet
_SHEETS_IN_GLOBALS: Final = 45  # workbooks of Excel 4
_FIRST_UNICODE: Final = 80  # BIFF8, Excel 97
_LATIN: Final = (None, 1252, 367, 0)

# [MS-XLS] 2.4: the records that hold cells, and where a range of them ends.
_HEAD: Final = Struct("<HH")
_FORMULA_HEAD: Final = Struct("<HH16xH")
_SPAN: Final = Struct("<4H")
_BOFS: Final = frozenset({0x0809, 0x0409, 0x0209, 0x0009})
_EOF: Final = 0x000A
_FORMULAS: Final = frozenset({0x0006, 0x0206, 0x0406})
_RUNS: Final = {0x00BD: 6, 0x00BE: 2}  # MULRK, MULBLANK: bytes of each cell
# COLINFO and HLINK: the offsets of what they span, columns, or first and last row and column.
_COLUMNS: Final = 0x007D
_LINK: Final = 0x01B8
_SINGLE: Final = frozenset({0x0201, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E})
# [MS-XLS] 2.5.198: the pieces of a formula that is a typed number such as =100%.
_INTEGER, _FLOAT, _PLUS, _MINUS, _PERCENT = 0x1E, 0x1F, 0x12, 0x13, 0x14


def read_xls(data: bytes, limits: DocumentLimits = LIMITS) -> Document:
    """Read all worksheets.

    Args:
        data: the whole file.
        limits: bounds on what is kept.

    Raises:
        PackageError: encrypted, over a limit or damaged.
    """
    from xlrd.biffh import XLRDError

    try:
        book = _opened(data)
        if book.biff_version < _FIRST_UNICODE and book.codepage in _LATIN:
            # Written by a program that left out its code page; in these tables it was a Chinese one.
            try:
                return _read(_opened(data, "gb18030"), limits)
            except UnicodeDecodeError:
                book = _opened(data)
    except XLRDError as error:
        if "encrypted" in str(error).lower():
            raise PackageError(ENCRYPTED) from error
        raise
    return _read(book, limits)


def _opened(data: bytes, encoding: str | None = None) -> Book:
    """Open a workbook so that its records can be counted before a sheet is built from them.

    Names are left out: nothing here needs them, and each can double the text of another.
    """
    from xlrd import book as xlrd_book
    from xlrd.biffh import XL_WORKBOOK_GLOBALS, XLRDError

    class NamelessBook(xlrd_book.Book):  # type: ignore[misc]
        def handle_name(self, data: bytes) -> None:
            pass

        def names_epilogue(self) -> None:
            pass

    book = NamelessBook()
    book.biff2_8_load(
        file_contents=data,
        formatting_info=True,
        on_demand=True,
        ragged_rows=True,
        encoding_override=encoding,
        logfile=io.StringIO(),
    )
    book.biff_version = book.getbof(XL_WORKBOOK_GLOBALS)
    if book.biff_version not in xlrd_book.SUPPORTED_VERSIONS:
        raise XLRDError("unsupported version")
    if book.biff_version <= _LAST_WITHOUT_GLOBALS:
        book.on_demand = False
        book.fake_globals_get_sheet()
    else:
        book.on_demand = book.biff_version > _SHEETS_IN_GLOBALS
        book.parse_globals()
        if book.on_demand:
            book._sheet_list = [None] * len(book._sheet_names)
    book.nsheets = len(book._sheet_list)
    return book


def _read(book: Book, limits: DocumentLimits) -> Document:
    if book.nsheets > limits.package.sheets:
        raise over("sheets", limits.package.sheets, book.nsheets)
    left = limits.package.cells
    sheets = []
    for index in range(book.nsheets):
        typed = _typed_numbers(book, index, limits.package.elements)
        sheet = _Reader(book, book.sheet_by_index(index), typed, limits).sheet(left)
        left -= len(sheet.cells)
        sheets.append(sheet)
        book.unload_sheet(index)
    return Document("xls", tuple(sheets))


class _Reader:
    """Turns one sheet of xlrd into ours."""

    def __init__(self, book: Book, sheet: Sheet, typed: dict[tuple[int, int], str], limits: DocumentLimits) -> None:
        self._book = book
        self._sheet = sheet
        self._typed = typed
        self._limits = limits.package
        self._codes: dict[int, str] = {}
        self._shown: dict[tuple[float, int], tuple[Decimal | None, str]] = {}

    def sheet(self, most_cells: int) -> DocumentSheet:
        """Read the sheet; more cells than given are refused."""
        sheet = self._sheet
        cells: dict[tuple[int, int], Cell] = {}
        longest = self._limits.text_length
        for row in range(sheet.nrows):
            types, values = sheet.row_types(row), sheet.row_values(row)
            for column, sort in enumerate(types):
                if sort in _NOTHING:
                    continue
                cell = self._cell(row, column, sort, values[column])
                if cell is None:
                    continue
                if len(cell.text) > longest:
                    raise over("text_length", longest, len(cell.text))
                if len(cells) == most_cells:
                    raise over("cells", self._limits.cells, "more")
                cells[row + 1, column + 1] = cell
        if len(sheet.merged_cells) > self._limits.merges:
            raise over("merges", self._limits.merges, len(sheet.merged_cells))
        merges: tuple[Area, ...] = tuple(
            (top + 1, left + 1, bottom, right)
            for top, bottom, left, right in sheet.merged_cells
            if (bottom - top) * (right - left) > 1
        )
        return DocumentSheet(
            well_formed(sheet.name),
            cells,
            merges,
            _STATES[sheet.visibility] if 0 <= sheet.visibility < len(_STATES) else "visible",
            frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
            frozenset(row + 1 for row, info in sheet.colinfo_map.items() if info.hidden and row < sheet.ncols),
        )

    def _cell(self, row: int, column: int, sort: int, value: Any) -> Cell | None:
        kind: CellKind = "text"
        figure: Decimal | None = None
        formula = self._typed.get((row, column))
        if formula is not None:
            text = f"={formula}"
        elif sort in (_NUMBER, _DATE):
            kind = "number"
            figure, text = self._number(row, column, value)
        elif sort == _BOOLEAN:
            kind, text = "boolean", "TRUE" if value else "FALSE"
        elif sort == _ERROR:
            from xlrd.biffh import error_text_from_code

            kind, text = "error", error_text_from_code.get(value, "#N/A")
        else:
            text = well_formed(value)
            if not text:
                return None
        return Cell(row + 1, column + 1, kind, text, figure, formula)

    def _number(self, row: int, column: int, value: float) -> tuple[Decimal | None, str]:
        """Show a stored number under its format."""
        style = self._sheet.cell_xf_index(row, column)
        key = value, style
        if key not in self._shown:
            figure = number.read_stored(repr(value))
            code = self._code(style)
            if figure is None:
                text = repr(value)
            else:
                text = display(figure, code, bool(self._book.datemode)) if code else number.plain(figure)
            self._shown[key] = figure, text
        return self._shown[key]

    def _code(self, style: int) -> str:
        if style not in self._codes:
            key = self._book.xf_list[style].format_key
            code = BUILTIN.get(key)
            if code is None and key:
                format = self._book.format_map.get(key)
                code = format.format_str if format is not None else None
            self._codes[style] = "" if code is None or code.lower() == "general" else code
        return self._codes[style]


def _records(book: Book, index: int) -> Iterator[tuple[int, int, int]]:
    """Walk the records of a sheet's part of the stream: kind, start and length of the data."""
    memory = book.mem
    position = book._sh_abs_posn[index]
    end = min(len(memory), book.base + book.stream_len)
    depth = 0
    while 0 <= position <= end - _HEAD.size:
        kind, length = _HEAD.unpack_from(memory, position)
        if kind in _BOFS:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        start = position + _HEAD.size
        if depth == 1 and start + length <= end:
            yield kind, start, length
        position = start + length


def _typed_numbers(book: Book, index: int, most: int) -> dict[tuple[int, int], str]:
    """Find the cells whose formula is a typed number: ``=100%`` was meant as a target.

    Counts the cells, blank ones too, on the way: each costs memory as soon as xlrd builds the sheet.

    Raises:
        PackageError: more cells than allowed.
    """
    typed: dict[tuple[int, int], str] = {}
    cells = 0
    for kind, start, length in _records(book, index):
        if kind in _FORMULAS:
            cells += 1
            if length >= _FORMULA_HEAD.size:
                row, column, size = _FORMULA_HEAD.unpack_from(book.mem, start)
                text = _typed_number(bytes(book.mem[start + _FORMULA_HEAD.size : start + _FORMULA_HEAD.size + size]))
                if text is not None:
                    typed[row, column] = text
        elif kind in _SINGLE:
            cells += 1
        elif kind in _RUNS:
            cells += max(0, length - 6) // _RUNS[kind]
        elif kind == _COLUMNS and length >= 4:
            first, last = _HEAD.unpack_from(book.mem, start)
            cells += max(0, last - first)
        elif kind == _LINK and length >= 8:
            top, bottom, first, last = _SPAN.unpack_from(book.mem, start)
            cells += max(0, bottom - top + 1) * max(0, last - first + 1)
        if cells > most:
            raise over("elements", most, "more")
    return typed


def _typed_number(tokens: bytes) -> str | None:
    """Write a formula that is one number with signs and percent as it was typed; None for any other."""
    if len(tokens) >= 3 and tokens[0] == _INTEGER:
        text, rest = str(int.from_bytes(tokens[1:3], "little")), tokens[3:]
    elif len(tokens) >= 9 and tokens[0] == _FLOAT:
        (value,) = Struct("<d").unpack_from(tokens, 1)
        figure = number.read_stored(repr(value))
        if figure is None:
            return None
        text, rest = number.plain(figure), tokens[9:]
    else:
        return None
    for token in rest:
        if token == _PERCENT and not text.endswith("%"):
            text += "%"
        elif token in (_PLUS, _MINUS) and text[0].isdigit():
            text = ("+" if token == _PLUS else "-") + text
        else:
            return None
    return text

"""Read one worksheet part in a single pass, keeping only the cells that hold something."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from perfscore import number
from perfscore.ooxml.errors import damaged, over
from perfscore.ooxml.markup import MAIN, STRICT_MAIN, counted, new_parser, run, unescape
from perfscore.ooxml.records import Area, Cell, CellKind, Listed, Sheet
from perfscore.ooxml.shared import Context
from perfscore.place import LAST_COLUMN, LAST_ROW, column_number, split_cell

# A merge of whole columns (B:D) or rows (2:3) leaves the other bounds out.
_AREA = re.compile(r"\$?([A-Za-z]{0,3})\$?([1-9]\d{0,6}|):\$?([A-Za-z]{0,3})\$?([1-9]\d{0,6}|)\Z", re.ASCII)
_TRUE: Final = ("1", "true")
_NAMES: Final = {
    space: tuple(f"{space} {local}" for local in ("c", "v", "t", "is", "row", "f", "rPh", "mergeCell"))
    for space in (MAIN, STRICT_MAIN)
}
_KNOWN: Final = tuple(name for names in _NAMES.values() for name in names)


def read_sheet(context: Context, listed: Listed) -> Sheet:
    """Read a worksheet.

    Args:
        context: what the sheets of the workbook share.
        listed: the sheet as the workbook lists it.

    Raises:
        PackageError: the part is missing, broken or over a limit.
    """
    part = context.package.name(listed.relationship.target)
    if part is None:
        raise damaged(listed.relationship.target, "missing")
    limits = context.package.limits
    frame = _Frame(part, limits.merges)
    maker = _CellMaker(context, part)
    cells = maker.cells
    text_length = limits.text_length
    depth_left = limits.depth

    # One call per tag of the part: the state lives in local variables, and names are compared as objects.
    cell_name = value_name = text_name = inline_name = ""
    row_name = formula_name = phonetic_name = merge_name = ""
    columns: dict[str, int] = {}
    pieces: list[str] = []
    row = column = 0
    digits = ""
    skipped: str | None = None  # reference of the last blank cell: a cell without one stands behind it
    cell: dict[str, str] | None = None
    value: str | None = None
    formula: dict[str, str] | None = None
    formula_text = ""
    phonetic = False
    in_row = False

    def first(name: str, _: dict[str, str]) -> None:
        nonlocal cell_name, value_name, text_name, inline_name
        nonlocal row_name, formula_name, phonetic_name, merge_name
        space = name.removesuffix(" worksheet")
        if space not in _NAMES:
            raise damaged(part, "root")
        (cell_name, value_name, text_name, inline_name, row_name, formula_name, phonetic_name,
         merge_name) = _NAMES[space]  # fmt: skip
        parser.StartElementHandler = start

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal cell, value, formula, phonetic, row, column, digits, skipped, in_row, depth_left
        if name is cell_name:
            if cell is not None:
                raise damaged(part, "nesting")
            cell = attributes
            value = formula = None
        elif name is value_name or name is text_name:
            pieces.clear()
        elif name is inline_name:
            value = ""
        elif name is row_name:
            if in_row:
                raise damaged(part, "nesting")
            in_row = True
            digits = attributes.get("r") or str(row + 1)
            row = frame.row(digits, attributes)
            column = 0
            skipped = None
        elif name is merge_name:
            frame.merge(attributes.get("ref", ""))
        elif name is formula_name:
            pieces.clear()
            formula = attributes
        elif name is phonetic_name:
            phonetic = True
        else:
            depth_left -= 1
            if not depth_left:
                raise over("depth", limits.depth, limits.depth)
            frame.other(name, attributes)

    def end(name: str) -> None:
        nonlocal cell, value, formula_text, phonetic, column, skipped, in_row, depth_left
        if name is cell_name:
            attributes = cell or {}
            cell = None
            reference = attributes.get("r")
            if value is None and formula is None:
                if reference is None:
                    if skipped is not None:
                        column, skipped = split_name(skipped)[1], None
                    column += 1
                else:
                    skipped = reference
                return
            own_row = row
            if reference is None:
                if skipped is not None:
                    column, skipped = split_name(skipped)[1], None
                column += 1
            else:
                skipped = None
                known = columns.get(reference[: -len(digits)]) if reference.endswith(digits) else None
                if known is None:
                    own_row, known = split_name(reference)
                    if own_row == row:
                        columns[reference[: -len(digits)]] = known
                column = known
            if formula is None:
                maker.add(own_row, column, attributes, value or "", None)
            else:
                text = maker.formula(own_row, column, formula, formula_text)
                maker.add(own_row, column, attributes, value, text)
        elif name is value_name:
            value = pieces[0] if len(pieces) == 1 else "".join(pieces)
            if len(value) > text_length:
                raise over("text_length", text_length, len(value))
        elif name is text_name:
            if not phonetic and value is not None:
                value += pieces[0] if len(pieces) == 1 else "".join(pieces)
                if len(value) > text_length:
                    raise over("text_length", text_length, len(value))
        elif name is row_name:
            in_row = False
        elif name is formula_name:
            formula_text = "".join(pieces)
        elif name is phonetic_name:
            phonetic = False
        elif name is not inline_name and name is not merge_name:
            depth_left += 1

    def split_name(reference: str) -> tuple[int, int]:
        try:
            return split_cell(reference)
        except ValueError as error:
            raise damaged(part, "reference") from error

    parser = new_parser(_KNOWN)
    parser.StartElementHandler = first
    parser.EndElementHandler = end
    parser.CharacterDataHandler = pieces.append
    run(parser, counted(context.package, part), part)
    return Sheet(
        listed.name,
        listed.state,
        cells,
        tuple(frame.merges),
        frozenset(frame.hidden_rows),
        frozenset(frame.hidden_columns),
        part,
    )


class _Frame:
    """What stands around the cells: merges, hidden rows and columns."""

    def __init__(self, part: str, most_merges: int) -> None:
        self.part = part
        self.merges: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self._most_merges = most_merges
        self._columns_left = 4 * LAST_COLUMN

    def row(self, digits: str, attributes: dict[str, str]) -> int:
        """Read a row's number and whether it is hidden."""
        row = int(digits) if digits.isdecimal() else 0
        if not 0 < row <= LAST_ROW:
            raise damaged(self.part, "reference")
        if attributes.get("hidden") in _TRUE:
            self.hidden_rows.add(row)
        return row

    def merge(self, reference: str) -> None:
        """Read a merged area; one of a single cell is none."""
        match = _AREA.match(reference)
        if match is None:
            if ":" in reference:
                raise damaged(self.part, "reference")
            return
        left, right = column_number(match[1] or "A"), column_number(match[3]) or LAST_COLUMN
        top, bottom = int(match[2] or 1), int(match[4] or LAST_ROW)
        if not (left <= right <= LAST_COLUMN and top <= bottom <= LAST_ROW):
            raise damaged(self.part, "reference")
        if len(self.merges) == self._most_merges:
            raise over("merges", self._most_merges, "more")
        self.merges.append((top, left, bottom, right))

    def other(self, name: str, attributes: dict[str, str]) -> None:
        """Read hidden columns."""
        if name.endswith(" col") and attributes.get("hidden") in _TRUE:
            try:
                low, high = max(1, int(attributes["min"])), min(LAST_COLUMN, int(attributes["max"]))
            except (KeyError, ValueError) as error:
                raise damaged(self.part, "reference") from error
            self._columns_left -= high - low
            if self._columns_left < 0:  # columns overlap over and over
                raise damaged(self.part, "reference")
            self.hidden_columns.update(range(low, high + 1))


class _CellMaker:
    """Turns what stands in a cell's element into a record."""

    def __init__(self, context: Context, part: str) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self._context = context
        self._part = part
        self._shared: dict[str, tuple[str, int, int]] = {}

    def formula(self, row: int, column: int, attributes: dict[str, str], text: str) -> str | None:
        """Find a cell's formula; one that shares another cell's is that formula, moved."""
        from perfscore.ooxml.formula import shift

        kind = attributes.get("t")
        if kind == "shared":
            key = attributes.get("si", "")
            if text:
                self._shared[key] = text, row, column
            elif key in self._shared:
                master, master_row, master_column = self._shared[key]
                self._context.spend_formula(len(master))
                return shift(master, row - master_row, column - master_column)
            return text
        return text if text or kind in ("array", "dataTable") else None

    def add(self, row: int, column: int, attributes: dict[str, str], value: str | None, formula: str | None) -> None:
        """Keep a cell, if it holds anything."""
        kind: CellKind = "text"
        figure: Decimal | None = None
        sort = attributes.get("t", "n")
        if formula is not None and _is_typed_text(formula, value):
            text = "=" + formula
        elif not value:
            text = ""
            if formula is not None and (sort != "str" or value is None):
                # No result was stored; an empty text is stored as one (t="str" with an empty value).
                kind = "number"
        elif sort == "inlineStr" or sort == "str":
            text = unescape(value)
        elif sort == "s":
            text = self._context.string(value)
        elif sort == "b":
            kind, text = "boolean", "TRUE" if value.strip() in _TRUE else "FALSE"
        elif sort == "e":
            kind, text = "error", value
        else:
            figure, text = self._number(sort, value, attributes.get("s"))
            if figure is not None:
                kind = "number"
            elif not text and formula is None:
                return
        if not text and figure is None and formula is None:
            return
        position = row, column
        if position in self.cells:
            raise damaged(self._part, "duplicate")
        self.cells[position] = Cell(row, column, kind, text, figure, formula)
        self._context.cells_left -= 1
        if self._context.cells_left < 0:
            most = self._context.package.limits.cells
            raise over("cells", most, "more")

    def _number(self, sort: str, value: str, style: str | None) -> tuple[Decimal | None, str]:
        """Read a stored number or ISO date and show it under its format."""
        context = self._context
        code = context.code(style)
        if sort == "d":
            from perfscore.ooxml.dates import serial_number

            figure = serial_number(value, context.since_1904)
            code = code or "yyyy/m/d"
        else:
            figure = number.read_stored(value.strip())
        if figure is None:
            return None, value.strip()
        if not code:
            return figure, number.plain(figure)
        from perfscore.ooxml.numberformats import display

        return figure, display(figure, code, context.since_1904)


def _is_typed_text(formula: str, value: str | None) -> bool:
    """Tell whether a person typed a target, such as ``=100%`` or ``=35台``, that was taken for a formula."""
    from perfscore.ooxml.formula import is_constant, is_no_formula

    return is_constant(formula) or (not value and is_no_formula(formula))

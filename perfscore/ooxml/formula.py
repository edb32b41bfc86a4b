"""Formulas as text: where they point, and the same formula one cell further.

Grammar: ISO/IEC 29500-1, 18.17.2. Only as much of it as is needed to find references; formulas are never run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from perfscore.place import LAST_COLUMN, LAST_ROW, column_letters, column_number

_TOKEN = re.compile(
    r"""
      (?P<string>"(?:[^"]|"")*")
    | (?P<sheet>(?:'(?:[^']|'')+'|(?:\[\d+\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!)
    | (?P<cell>\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}(?![\w.(!\[]))
    | (?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w.(!]))
    | (?P<rows>\$?[1-9][0-9]{0,6}:\$?[1-9][0-9]{0,6}(?![\w.(!]))
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<error>\#(?:N/A|[A-Z]+[0-9]?[!?/0A-Z]*))
    | (?P<function>[^\W\d][\w.]*(?=\())
    | (?P<name>[^\W\d][\w.?\\]*|\\[\w.]*)
    | (?P<structured>\[(?:[^\[\]]|\[[^\[\]]*\])*\])
    | (?P<blank>\s+)
    | (?P<operator><=|>=|<>|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]+)\Z")
_CONSTANT = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?%?\Z")
# A number that runs on into a word: an ordinary target (=35台, =7×24小时) that a program took for a formula.
_NO_FORMULA = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?%?\s*[^\W\d_a-zA-Z]|[0-9]+\s*×")


@frozen
class Token:
    """One piece of a formula.

    Args:
        kind: ``string``, ``sheet`` (with its ``!``), ``cell``, ``columns``, ``rows``, ``number``, ``error``,
            ``function``, ``name``, ``structured``, ``blank`` or ``operator``.
        text: as written.
    """

    kind: str
    text: str


@frozen
class Area:
    """A rectangle that a formula points at; bounds count from 1 and are included.

    Args:
        sheet: the sheet's name, or None for the formula's own.
    """

    sheet: str | None
    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Tell whether a cell lies inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def tokens(formula: str) -> Iterator[Token]:
    """Split a formula, without its equals sign, into tokens that join to the same text."""
    for match in _TOKEN.finditer(formula):
        yield Token(match.lastgroup or "operator", match[0])


def is_constant(formula: str) -> bool:
    """Tell whether someone typed a target such as ``=100%``, which a spreadsheet keeps as a formula."""
    return _CONSTANT.match(formula) is not None


def is_no_formula(formula: str) -> bool:
    """Tell whether no spreadsheet could calculate this, as with ``35台`` or ``7×24小时``."""
    return _NO_FORMULA.match(formula) is not None


def shift(formula: str, rows: int, columns: int) -> str:
    """Write a formula as it reads some cells further, the way a shared formula is meant.

    Args:
        formula: the formula of the first cell, without its equals sign.
        rows: how many rows further down.
        columns: how many columns further right.
    """
    return "".join(_shifted(token, rows, columns) for token in tokens(formula))


def _shifted(token: Token, rows: int, columns: int) -> str:
    if token.kind == "cell":
        return _shifted_cell(token.text, rows, columns)
    if token.kind in ("columns", "rows"):
        return ":".join(_shifted_edge(edge, rows, columns) for edge in token.text.split(":"))
    return token.text


def _shifted_cell(text: str, rows: int, columns: int) -> str:
    match = _CELL.match(text)
    if match is None:
        return text
    fixed_column, letters, fixed_row, digits = match.groups()
    # Past an edge a reference goes on at the other side.
    column, row = column_number(letters), int(digits)
    if not fixed_column:
        column = (column + columns - 1) % LAST_COLUMN + 1
    if not fixed_row:
        row = (row + rows - 1) % LAST_ROW + 1
    return f"{fixed_column}{column_letters(column)}{fixed_row}{row}"


def _shifted_edge(edge: str, rows: int, columns: int) -> str:
    if edge.startswith("$"):
        return edge
    if edge.isdigit():
        return str((int(edge) + rows - 1) % LAST_ROW + 1)
    return column_letters((column_number(edge) + columns - 1) % LAST_COLUMN + 1)


def areas(formula: str) -> tuple[list[Area], bool]:
    """Find what a formula points at.

    Returns:
        Its areas, and whether they are all of it: a name, a structured reference, another workbook or a
        function that makes references (INDIRECT, OFFSET) leaves that open.
    """
    listed: list[Area] = []
    complete = True
    sheet: str | None = None
    corner: Area | None = None
    colon = False
    for token in tokens(formula):
        if token.kind == "sheet":
            name = token.text[:-1]
            if "[" in name or (":" in name and not name.startswith("'")):
                complete = False
            sheet = name[1:-1].replace("''", "'") if name.startswith("'") else name
            continue
        if token.kind in ("cell", "columns", "rows"):
            area = _area(token, sheet)
            if colon and corner is not None and token.kind == "cell":
                listed[-1] = _around(corner, area)
            else:
                listed.append(area)
            corner = area if token.kind == "cell" else None
        elif token.kind in ("name", "structured"):
            complete = complete and token.text.upper() in ("TRUE", "FALSE")
        elif token.kind == "function" and token.text.upper() in ("INDIRECT", "OFFSET"):
            complete = False
        colon = token.text == ":"
        if not colon and token.kind != "cell":
            corner = None
        if token.kind != "operator" or token.text != ":":
            sheet = None
    return listed, complete


def _area(token: Token, sheet: str | None) -> Area:
    if token.kind == "cell":
        match = _CELL.match(token.text)
        assert match is not None  # the token's pattern is a cell's
        row, column = int(match[4]), column_number(match[2])
        return Area(sheet, row, column, row, column)
    first, second = token.text.replace("$", "").split(":")
    if token.kind == "columns":
        low, high = sorted((column_number(first), column_number(second)))
        return Area(sheet, 1, low, LAST_ROW, high)
    low, high = sorted((int(first), int(second)))
    return Area(sheet, low, 1, high, LAST_COLUMN)


def _around(first: Area, second: Area) -> Area:
    """Take two corners as one area, in whatever order they stand."""
    rows, columns = sorted((first.top, second.top)), sorted((first.left, second.left))
    return Area(first.sheet, rows[0], columns[0], rows[1], columns[1])

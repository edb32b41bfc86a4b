"""Formulas that depend on changed cells: the plain ones calculated, the others left to the spreadsheet."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, DecimalException
from typing import Final

from attrs import frozen

from perfscore import number
from perfscore.ooxml.formula import Area, Token, areas, is_constant, tokens
from perfscore.ooxml.records import Sheet

CellKey = tuple[str, int, int]
Value = Decimal | str
_DEEPEST = 32
_SMALL_AREA = 256  # cells
_MOST_WORK = 2_000_000  # cells looked at: a second or two
_COMPARISONS: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_OF_NUMBERS: Final[Mapping[str, Callable[[Sequence[Decimal]], Decimal]]] = {
    "SUM": lambda figures: number.add(*figures),
    "COUNT": lambda figures: Decimal(len(figures)),
    "MIN": lambda figures: min(figures, default=number.ZERO),
    "MAX": lambda figures: max(figures, default=number.ZERO),
}


class _Unknown(Exception):  # noqa: N818 - a signal, not a mistake
    """The formula holds something that is not calculated here."""


@frozen
class Recalculation:
    """What the formulas of a workbook give after some cells changed.

    Args:
        values: new stored value of each formula that depends on a changed cell and could be calculated.
        unknown: formulas that depend on a changed cell and could not.
        complete: whether all could; otherwise a spreadsheet has to calculate the rest.
    """

    values: dict[CellKey, Decimal]
    unknown: frozenset[CellKey]
    complete: bool


def recalculate(sheets: Mapping[str, Sheet], changed: Mapping[CellKey, Value]) -> Recalculation:
    """Calculate the formulas that depend on changed cells, directly or through others.

    Args:
        sheets: the worksheets by name.
        changed: new content by sheet, row and column; a formula there is taken as replaced.
    """
    if not changed:
        return Recalculation({}, frozenset(), True)
    graph = _Graph()
    for sheet in sheets.values():
        for (row, column), cell in sheet.cells.items():
            key = sheet.name, row, column
            if cell.formula is not None and key not in changed and not is_constant(cell.formula):
                graph.add(key, cell.formula)
    try:
        waiting = graph.dependents(changed)
    except _Unknown:
        return Recalculation({}, frozenset(graph.keys), False)
    unknown: set[CellKey] = set()
    calculator = _Calculator(sheets, changed, waiting)
    values = {}
    for key in waiting:
        try:
            values[key] = calculator.value(key)
        except (_Unknown, DecimalException, RecursionError):
            unknown.add(key)
    return Recalculation(values, frozenset(unknown), graph.complete and not unknown)


class _Graph:
    """Which formula points at which cell."""

    def __init__(self) -> None:
        self.complete = True
        self.keys: list[CellKey] = []
        self._by_cell: dict[CellKey, list[CellKey]] = {}
        self._by_area: list[tuple[str, Area, CellKey]] = []

    def add(self, key: CellKey, formula: str) -> None:
        """Note where a formula points; small areas cell by cell."""
        named, whole = areas(formula)
        self.complete = self.complete and whole
        self.keys.append(key)
        for area in named:
            sheet = (area.sheet or key[0]).lower()
            if (area.bottom - area.top + 1) * (area.right - area.left + 1) > _SMALL_AREA:
                self._by_area.append((sheet, area, key))
                continue
            for row in range(area.top, area.bottom + 1):
                for column in range(area.left, area.right + 1):
                    self._by_cell.setdefault((sheet, row, column), []).append(key)

    def dependents(self, changed: Iterable[CellKey]) -> list[CellKey]:
        """List every formula that a change reaches, in the order of the sheets."""
        reached: set[CellKey] = set()
        news = list(changed)
        work = 0
        while news:
            name, row, column = news.pop()
            sheet = name.lower()
            work += len(self._by_area) + 1
            if work > _MOST_WORK:
                raise _Unknown
            pointing = [
                key for area_sheet, area, key in self._by_area if area_sheet == sheet and area.holds(row, column)
            ]
            for key in (*self._by_cell.get((sheet, row, column), ()), *pointing):
                if key not in reached:
                    reached.add(key)
                    news.append(key)
        return [key for key in self.keys if key in reached]


class _Calculator:
    """Calculates what totals of scores are made of, in decimal; whatever else a formula holds leaves it unknown."""

    def __init__(
        self, sheets: Mapping[str, Sheet], changed: Mapping[CellKey, Value], waiting: Iterable[CellKey]
    ) -> None:
        self._sheets = {name.lower(): sheet for name, sheet in sheets.items()}
        self._changed = {(sheet.lower(), row, column): value for (sheet, row, column), value in changed.items()}
        self._waiting = {(sheet.lower(), row, column) for sheet, row, column in waiting}
        self._known: dict[CellKey, Decimal] = {}
        self._busy: set[CellKey] = set()
        self._work = 0

    def value(self, cell: CellKey) -> Decimal:
        """Calculate a formula cell; a stored value has 15 digits."""
        key = cell[0].lower(), cell[1], cell[2]
        if key in self._known:
            return self._known[key]
        sheet = self._sheets[key[0]]
        formula = sheet.cells[key[1:]].formula
        if key in self._busy or len(self._busy) > _DEEPEST or formula is None:
            raise _Unknown
        self._busy.add(key)
        try:
            result = _Expression(self, key[0], formula).result()
        finally:
            self._busy.discard(key)
        stored = number.read_stored(number.plain(result)) if abs(result) < 10**15 else None
        if stored is None:
            raise _Unknown
        self._known[key] = stored
        return stored

    def scalar(self, sheet: str, row: int, column: int, compared: bool) -> Decimal:
        """Take a cell as an operand: blank is 0, a text must be a number, and none where it is compared."""
        content = self._content(sheet, row, column)
        if content is None:
            return number.ZERO
        # A spreadsheet calculates with a text of a number, but takes it for greater than any number.
        figure = content if isinstance(content, Decimal) else None if compared else number.read(content)
        if figure is None:
            raise _Unknown
        return figure

    def numbers(self, sheet: str, area: Area) -> list[Decimal]:
        """List the numbers of an area; texts and blanks do not count."""
        if sheet not in self._sheets:
            raise _Unknown
        positions = set(self._sheets[sheet].cells) | {key[1:] for key in self._changed if key[0] == sheet}
        self._work += len(positions)
        if self._work > _MOST_WORK:
            raise _Unknown
        inside = sorted(position for position in positions if area.holds(*position))
        contents = (self._content(sheet, row, column) for row, column in inside)
        return [content for content in contents if isinstance(content, Decimal)]

    def _content(self, sheet: str, row: int, column: int) -> Value | None:
        key = sheet, row, column
        if key in self._changed:
            return self._changed[key]
        if key in self._waiting:
            return self.value(key)
        if sheet not in self._sheets:
            raise _Unknown
        cell = self._sheets[sheet].cells.get((row, column))
        if cell is None:
            return None
        if cell.kind == "error" or (cell.kind == "number" and cell.number is None):
            raise _Unknown
        if cell.kind == "boolean":
            return cell.text
        if cell.formula is not None and is_constant(cell.formula):
            figure = number.read(cell.formula.rstrip("%"))
            if figure is None:
                raise _Unknown
            return number.divide(figure, number.HUNDRED) if cell.formula.endswith("%") else figure
        return cell.number if cell.number is not None else cell.text


class _Expression:
    """One formula, read from left to right by its grammar: sum, product, factor."""

    def __init__(self, calculator: _Calculator, sheet: str, formula: str) -> None:
        self._calculator = calculator
        self._sheet = sheet
        self._tokens = [token for token in tokens(formula) if token.kind != "blank"]
        self._at = 0
        self._depth = 0
        self._compared = False

    def result(self) -> Decimal:
        value = self._sum()
        if self._at < len(self._tokens):
            raise _Unknown
        return value

    def _peek(self) -> Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else Token("end", "")

    def _take(self, text: str) -> bool:
        if self._peek().text == text:
            self._at += 1
            return True
        return False

    def _sum(self) -> Decimal:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Unknown
        value = self._product()
        while True:
            if self._take("+"):
                value = number.add(value, self._product())
            elif self._take("-"):
                value = number.add(value, -self._product())
            else:
                self._depth -= 1
                return value

    def _product(self) -> Decimal:
        value = self._factor()
        while True:
            if self._take("*"):
                value = number.multiply(value, self._factor())
            elif self._take("/"):
                value = number.divide(value, self._factor())
            else:
                return value

    def _factor(self) -> Decimal:
        negative = False
        while self._peek().text in ("+", "-"):
            negative ^= self._peek().text == "-"
            self._at += 1
        token = self._peek()
        self._at += 1
        if token.text == "(":
            value = self._sum()
            self._expect(")")
        elif token.kind == "number":
            value = Decimal(token.text)
        elif token.kind in ("sheet", "cell"):
            self._at -= 1
            area = self._area()
            if (area.top, area.left) != (area.bottom, area.right):
                raise _Unknown
            value = self._calculator.scalar((area.sheet or self._sheet).lower(), area.top, area.left, self._compared)
        elif token.kind == "function":
            value = self._function(token.text.upper())
        else:
            raise _Unknown
        while self._take("%"):
            value = number.divide(value, number.HUNDRED)
        return -value if negative else value

    def _function(self, name: str) -> Decimal:
        self._expect("(")
        if name in _OF_NUMBERS:
            figures = self._numbers()
            while self._take(","):
                figures += self._numbers()
            value = _OF_NUMBERS[name](figures)
        elif name == "ROUND":
            value = self._sum()
            self._expect(",")
            decimals = self._sum()
            if decimals != int(decimals) or not 0 <= decimals <= 15:
                raise _Unknown
            value = number.half_up(value, int(decimals))
        elif name == "ROWS":
            area = self._area()
            value = Decimal(area.bottom - area.top + 1)
        elif name == "IF":
            value = self._choice()
        elif name == "IFERROR":
            # What is no number here, an error among it, leaves the formula unknown: the other value is never taken.
            value = self._sum()
            self._expect(",")
            self._skip()
        else:
            raise _Unknown
        self._expect(")")
        return value

    def _choice(self) -> Decimal:
        """Calculate the branch that holds; the other one may be a text."""
        outer, self._compared = self._compared, True
        left = self._sum()
        compare = _COMPARISONS.get(self._peek().text)
        if compare is None:
            raise _Unknown
        self._at += 1
        holds = compare(left, self._sum())
        self._compared = outer
        self._expect(",")
        if not holds:
            self._skip()
            self._expect(",")
            return self._sum()
        value = self._sum()
        if self._take(","):
            self._skip()
        return value

    def _skip(self) -> None:
        """Go to the end of an argument."""
        depth = 0
        while depth or self._peek().text not in (",", ")"):
            token = self._peek()
            if token.kind == "end":
                raise _Unknown
            depth += (token.text == "(") - (token.text == ")")
            self._at += 1

    def _numbers(self) -> list[Decimal]:
        """Take an argument of SUM: the numbers of an area, or anything that can be calculated."""
        mark = self._at
        if self._peek().kind in ("sheet", "cell", "columns", "rows"):
            area = self._area()
            if self._peek().text in (",", ")"):
                return self._calculator.numbers((area.sheet or self._sheet).lower(), area)
            self._at = mark
        return [self._sum()]

    def _area(self) -> Area:
        pieces = []
        if self._peek().kind == "sheet":
            pieces.append(self._tokens[self._at].text)
            self._at += 1
        if self._peek().kind not in ("cell", "columns", "rows"):
            raise _Unknown
        pieces.append(self._tokens[self._at].text)
        self._at += 1
        if self._peek().text == ":":
            pieces += (":", self._tokens[self._at + 1].text if self._at + 1 < len(self._tokens) else "")
            self._at += 2
        named, complete = areas("".join(pieces))
        if len(named) != 1 or not complete:
            raise _Unknown
        return named[0]

    def _expect(self, text: str) -> None:
        if not self._take(text):
            raise _Unknown

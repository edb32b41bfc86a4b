"""What the cells below a header say about it: a column of signs, of numbers, of units or of words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from perfscore.expression import units
from perfscore.number import read
from perfscore.sheets.grid import GridCell, Row
from perfscore.sheets.words import sign_of, vocabulary
from perfscore.text import fold, is_blank, printed

_ROWS_READ: Final = 60
_LONGEST_UNIT: Final = 10
_NUMBERS_END: Final = ("分", "%", "％")


def is_number(text: str) -> bool:
    """Tell whether a cell holds a number, as weights and scores do: ``10``, ``8.5分``, ``20%``."""
    return read(printed(text).rstrip("".join(_NUMBERS_END)).strip()) is not None


def is_sign(text: str) -> bool:
    """Tell whether a cell holds a comparison: ``≥``, ``大于等于``."""
    return bool(sign_of(text))


def names_no_sign(text: str) -> bool:
    """Tell whether a cell of a sign column says that there is none: 定性, 正向."""
    return fold(text) in vocabulary().unsigned


# What the cells of a field hold, where that can be told.
FITS: Final[Mapping[str, Callable[[str], bool]]] = {
    "sign": is_sign,
    "actual_sign": is_sign,
    "weight": is_number,
    "claimed": is_number,
}


class Contents:
    """The cells below one header.

    Args:
        rows: the grid's rows. top: the header's first row. bottom: its last row.
        last: the last row of the table, where it is known.
    """

    def __init__(self, rows: Mapping[int, Row], top: int, bottom: int, last: int | None = None) -> None:
        self._rows = rows
        self._top = top
        self._first = bottom + 1
        self._last = bottom + _ROWS_READ if last is None else last

    def texts(self, column: int) -> list[str]:
        """List what a column holds, blank cells aside."""
        cells = (self._rows.get(row, {}).get(column) for row in range(self._first, self._last + 1))
        return [cell.text for cell in cells if cell is not None and not is_blank(cell.text)]

    def fit(self, field: str, span: tuple[int, ...]) -> bool:
        """Tell whether a column holds what its field needs; one that is blank or whose field takes any text does."""
        fits = FITS.get(field)
        if fits is None:
            return True
        texts = [text for column in span for text in self.texts(column)]
        return not texts or any(map(fits, texts))

    def unread(self, field: str, column: int) -> list[str]:
        """List what a column holds that its field cannot use: what is no sign; all of it where nothing is a number."""
        fits = FITS[field]
        texts = [printed(text) for text in self.texts(column)]
        if fits is is_sign:
            strange = [text for text in texts if not is_sign(text) and not names_no_sign(text)]
            directed = [text for text in texts if fold(text) in vocabulary().directions]
            return strange or ([] if any(map(is_sign, texts)) else directed)
        return [] if any(map(fits, texts)) else texts

    def head(self, column: int) -> GridCell | None:
        """Give the cell of the header that stands right above a column."""
        rows = range(self._first - 1, self._top - 1, -1)
        cells = (self._rows.get(row, {}).get(column) for row in rows)
        return next((cell for cell in cells if cell is not None and not is_blank(cell.text)), None)

    def is_headless(self, column: int) -> bool:
        """Tell whether a column holds something below a header that prints nothing over it."""
        above = (self._rows.get(row, {}).get(column) for row in range(self._top, self._first))
        return all(cell is None or is_blank(cell.text) for cell in above) and bool(self.texts(column))

    def is_blank(self, span: tuple[int, ...]) -> bool:
        """Tell whether columns hold nothing."""
        return not any(map(self.texts, span))

    def are_signs(self, column: int) -> bool:
        """Tell whether a column holds signs and nothing else."""
        texts = self.texts(column)
        return any(map(is_sign, texts)) and all(is_sign(text) or names_no_sign(text) for text in texts)

    def are_units_by_name(self, column: int) -> bool:
        """Tell whether a column holds units that are known, and nothing else."""
        texts = [fold(text) for text in self.texts(column)]
        return bool(texts) and all(units.leading(text) == text for text in texts)

    def parts_of_value(self, span: tuple[int, ...]) -> tuple[int, int, int] | None:
        """Tell sign, value and unit apart where one header is printed over all of them.

        Args:
            span: the columns under the header.

        Returns:
            The columns of sign, value and unit, 0 for one that is not there; None where they hold something else.
        """
        sign = span[0] if self.are_signs(span[0]) else 0
        rest = span[1:] if sign else span
        unit = rest[-1] if len(rest) == 2 and self._are_units(*rest) else 0
        if not sign and not unit:
            return None
        return sign, rest[0] if rest else 0, unit

    def _are_units(self, values: int, unit_column: int) -> bool:
        """Tell whether a column holds the units of the numbers in the one before it."""
        if not any(map(is_number, self.texts(values))):
            return False
        texts = self.texts(unit_column)
        return bool(texts) and all(len(text) <= _LONGEST_UNIT and not is_number(text) for text in texts)

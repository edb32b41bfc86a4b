"""The grid of a sheet, whatever file it came from, and how its texts are printed and compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple, Protocol

# Characters without width that copying from web pages and PDF files leaves behind.


class GridCell(Protocol):
    """A cell as every reader yields it: its text as a person sees it, and what lies behind the text."""

    @property
    def row(self) -> int:
        """Row, from 1."""

    @property
    def column(self) -> int:
        """Column, from 1."""

    @property
    def kind(self) -> str:
        """``text``, ``number``, ``boolean`` or ``error``."""

    @property
    def text(self) -> str:
        """The text as a person sees it: ``95%`` for 0.95 shown as a percentage."""

    @property
    def number(self) -> Decimal | None:
        """The stored number, or None."""

    @property
    def formula(self) -> str | None:
        """The formula, or None."""


Row = dict[int, GridCell]
Merge = tuple[int, int, int, int]


class Grid(NamedTuple):
    """The cells of one sheet by row and column.

    Args:
        name: the sheet's name.
        state: ``visible``, ``hidden`` or ``veryHidden``.
        rows: the cells that hold something, by row and then by column, both ascending.
        merges: merged rectangles as top, left, bottom, right.
        hidden_rows: rows that are not shown.
        hidden_columns: columns that are not shown.
    """

    name: str
    rows: dict[int, Row]
    merges: tuple[Merge, ...] = ()
    state: str = "visible"
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @classmethod
    def of(
        cls,
        name: str,
        cells: Mapping[tuple[int, int], GridCell],
        merges: Iterable[Merge] = (),
        state: str = "visible",
        hidden_rows: frozenset[int] = frozenset(),
        hidden_columns: frozenset[int] = frozenset(),
    ) -> Grid:
        """Arrange cells by row.

        Args:
            name: the sheet's name.
            cells: cells by row and column, in any order.
            merges: merged rectangles as top, left, bottom, right.
            state: ``visible``, ``hidden`` or ``veryHidden``.
            hidden_rows: rows that are not shown.
            hidden_columns: columns that are not shown.
        """
        rows: dict[int, dict[int, GridCell]] = {}
        last = (0, 0)
        ordered = True
        for position, cell in cells.items():
            if position < last:
                ordered = False
            last = position
            row, column = position
            try:
                rows[row][column] = cell
            except KeyError:
                rows[row] = {column: cell}
        if not ordered:
            rows = {row: dict(sorted(rows[row].items())) for row in sorted(rows)}
        return cls(name, rows, tuple(merges), state, hidden_rows, hidden_columns)

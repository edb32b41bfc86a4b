"""What to change in a workbook, and what was changed: plain data."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from attrs import field, frozen

# title, heading, plain (running text) and foot (small), alone in a row, cover all columns; header is a column's head;
# change and judged carry the fills of the corrected cells; input cells are for a person, hidden ones for the program.
ReviewStyle = Literal[
    "title", "heading", "plain", "foot", "header", "text", "center", "number", "change", "judged", "link", "input",
    "hidden",
]  # fmt: skip


@frozen
class CellChange:
    """One cell to change; in a merged area the top left cell is meant.

    Args:
        sheet: the sheet's name.
        cell: the cell's name, such as ``H13``.
        value: a Decimal is written as a number, a str as a text; None leaves the content as it is.
        fill: the cell's new fill as RGB, such as ``FFF2CC``; None leaves it.
        note: text of the note; None for none. An existing note's text is kept above it.
        keep_formula: a formula stays where, after all changes, it gives exactly ``value``; its stored value
            is then refreshed. Where it does not, or cannot be calculated here, ``value`` replaces it.
    """

    sheet: str
    cell: str
    value: Decimal | str | None = None
    fill: str | None = None
    note: str | None = None
    keep_formula: bool = False


@frozen
class Picture:
    """A picture that lies over a cell. Args: png: its content. width, height: as it is shown, points."""

    png: bytes = field(repr=False)
    width: float
    height: float


@frozen
class ReviewCell:
    """A cell of the added sheet.

    Args:
        text: a text, or a number.
        style: how it looks; Decimals are shown with two decimals under ``number``, ``change`` and ``judged``.
        link: sheet and cell that a click leads to, or None.
        span: how many columns it covers; the next cell of the row stands behind them.
        picture: what lies over it, or None; its row is made as high.
    """

    text: str | Decimal
    style: ReviewStyle = "text"
    link: tuple[str, str] | None = None
    span: int = 1
    picture: Picture | None = None


@frozen
class ReviewSheet:
    """The sheet to add at the end of the workbook.

    Args:
        name: its name; where another sheet has it already, a number is added.
        columns: widths of all its columns, in characters of the standard font (a Chinese one takes two).
        rows: its rows, which may be made while they are taken; an empty one leaves a gap.
        frozen_rows: how many rows at the top stay in view and are repeated on each printed page.
        choices: a column whose ``input`` cells offer a list, and what they offer.
        hidden_columns: columns that are not shown.
        change_fill: fill of ``change`` cells, RGB. judged_fill: fill of ``judged`` cells, RGB.
        foot: what its last line says behind the mark by which the sheet is known again.
        page_foot: what stands below each printed page; ``&P`` is its number and ``&N`` how many there are.
    """

    name: str
    columns: tuple[float, ...] = ()
    rows: Iterable[tuple[ReviewCell, ...]] = ()
    frozen_rows: int = 0
    choices: tuple[int, tuple[str, ...]] | None = None
    hidden_columns: frozenset[int] = frozenset()
    change_fill: str = "FFF2CC"
    judged_fill: str = "DDEBF7"
    foot: str = ""
    page_foot: str = ""


@frozen
class Refreshed:
    """A formula whose stored value was calculated anew.

    Args:
        sheet: the sheet's name. cell: the cell's name.
        old: the stored number before, or None. new: the stored number now.
    """

    sheet: str
    cell: str
    old: Decimal | None
    new: Decimal


@frozen
class PatchReport:
    """What a correction did to the package.

    Args:
        changed_parts: parts that differ. added_parts: new parts. removed_parts: parts that are gone (a chain
            of formulas that became empty).
        refreshed: formulas that depend on a changed cell and were calculated anew.
        recalculates: whether a spreadsheet is asked to calculate everything when it opens the file, because
            some formula could not be calculated here.
        kept_formulas: cells changed with ``keep_formula`` whose formula stays.
        without_note: cells that got no note because people discuss them in a thread that is left alone; their
            explanation belongs on the added sheet.
        review_sheet: name of the added sheet, None where none was asked for.
    """

    changed_parts: tuple[str, ...] = ()
    added_parts: tuple[str, ...] = ()
    removed_parts: tuple[str, ...] = ()
    refreshed: tuple[Refreshed, ...] = ()
    kept_formulas: tuple[tuple[str, str], ...] = ()
    recalculates: bool = False
    without_note: tuple[tuple[str, str], ...] = ()
    review_sheet: str | None = None

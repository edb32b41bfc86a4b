"""The records that reading a workbook yields."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from attrs import frozen

from perfscore.ooxml.package import Relationship

CellKind = Literal["text", "number", "boolean", "error"]
State = Literal["visible", "hidden", "veryHidden"]
Area = tuple[int, int, int, int]


@frozen
class Cell:
    """A cell that holds something.

    Args:
        row: from 1. column: from 1.
        kind: what the stored value is; a date is a number, and so is a formula whose value is not stored.
        text: as a person sees it, line breaks kept; empty for a formula whose value is empty or not stored.
        number: the stored number to 15 digits (0.95 for 95%), None where the value is no number.
        formula: without its equals sign, None where there is none.
    """

    row: int
    column: int
    kind: CellKind
    text: str
    number: Decimal | None
    formula: str | None


@frozen
class Sheet:
    """A worksheet.

    Args:
        name: as on its tab.
        state: whether a person can see it.
        cells: its cells by row and column.
        merges: merged areas as top, left, bottom, right, in the file's order.
        hidden_rows: rows that are not shown. hidden_columns: columns that are not shown.
        part: its part in the package.
    """

    name: str
    state: State
    cells: dict[tuple[int, int], Cell]
    merges: tuple[Area, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    part: str


@frozen
class Workbook:
    """A workbook's worksheets, in the order of their tabs; chart sheets are left out.

    Args:
        sheets: the worksheets.
    """

    sheets: tuple[Sheet, ...]


@frozen
class Listed:
    """A sheet as the workbook part lists it.

    Args:
        name: as on its tab. state: whether a person can see it.
        relationship: where its part is.
    """

    name: str
    state: State
    relationship: Relationship

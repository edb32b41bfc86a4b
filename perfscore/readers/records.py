"""What reading a document yields: sheets of cells, where each row stood, and what about them is in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import frozen

from perfscore.mapping import FrozenMapping
from perfscore.ooxml.records import Area, Cell, State
from perfscore.place import Spot
from perfscore.recognition import Recognition

NOTHING: Final[Mapping[Any, Any]] = FrozenMapping()


@frozen
class DocumentSheet:
    """Cells that belong together: a worksheet, or tables that run on below one another with the text above them.

    Args:
        name: as a person finds it.
        cells: by row and column.
        merges: merged areas as top, left, bottom, right.
        state: whether a person can see it.
        hidden_rows: rows that are not shown. hidden_columns: columns that are not shown.
        spots: where each row stood; empty where the cell's name says it (worksheets).
        doubts: by row and column, why a text may not be what the document shows: ``clipped`` (runs past what is
            visible), ``crossing`` (runs over a rule), ``overlapping`` (printed over another), ``cut`` (put together
            from two pages), ``broken`` (a number broken over lines that had room), ``spaced`` (digits apart),
            ``unmapped`` (a character without a meaning), ``outline`` (the rules around it are incomplete), ``unsure``
            (recognised without certainty), ``unstable`` (read in two ways), ``stray`` (a mark that may be dust),
            ``ink`` (more is printed than was read).
        recognitions: by row and column, how a text was recognised; empty where none had to be.
        follows: whether its first table may be the rest of the last one of the sheet before.
        around: running text from which a year or a unit may be taken where the table has none, nearest first.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[Area, ...] = ()
    state: State = "visible"
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    spots: Mapping[int, Spot] = NOTHING
    doubts: Mapping[tuple[int, int], tuple[str, ...]] = NOTHING
    recognitions: Mapping[tuple[int, int], Recognition] = NOTHING
    follows: bool = False
    around: tuple[str, ...] = ()


@frozen
class Document:
    """A document.

    Args:
        format: ``xls``, ``docx``, ``pdf``, ``html`` or ``scan``.
        sheets: in the document's order.
        notes: what was noticed about the file as a whole: finding codes with their values.
    """

    format: str
    sheets: tuple[DocumentSheet, ...]
    notes: tuple[tuple[str, Mapping[str, str]], ...] = ()

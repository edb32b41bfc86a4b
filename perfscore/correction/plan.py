"""What a correction will change in one file, as data that can be read without writing anything."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from attrs import frozen

from perfscore.actions import Apply, replaces, settle, standing
from perfscore.changes import changes
from perfscore.correction.explain import note, total_note
from perfscore.keys import ChangeKind
from perfscore.model import CLAIMED_IS_TEXT, File, Table
from perfscore.ooxml import CellChange
from perfscore.wording import Language

WRITTEN: Final = "FFE699"
WAITING: Final = "F8CBAD"
FILLS: Final[dict[ChangeKind, str]] = {
    "differs": WRITTEN,
    "rounding": WRITTEN,
    "filled": WRITTEN,
    "confirm": WAITING,
    "judged": WAITING,
    "unscored": WAITING,
}
"""Fill of a changed cell, and of one that waits for a person, as RGB."""


@frozen
class Step:
    """One cell that changes, or that a person must look at.

    Args:
        kind: why.
        change: what happens to the cell. A plan gives its new value in points, whatever the cell holds.
        before: its text before; empty until the workbook is at hand.
    """

    kind: ChangeKind
    change: CellChange
    before: str = ""

    @property
    def sheet(self) -> str:
        """The sheet's name."""
        return self.change.sheet

    @property
    def cell(self) -> str:
        """The cell's name."""
        return self.change.cell

    @property
    def after(self) -> str:
        """The cell's text afterwards."""
        return self.before if self.change.value is None else str(self.change.value)

    @property
    def note(self) -> str:
        """The note that explains it."""
        return self.change.note or ""


@frozen
class Plan:
    """All steps of one file, and the tables that they belong to.

    Args:
        file: the evaluated file.
        steps: in the order of the sheets.
    """

    file: File
    steps: tuple[Step, ...]

    @property
    def writes_scores(self) -> bool:
        """Whether any cell gets another content; fills and notes alone do not count."""
        return any(step.change.value is not None for step in self.steps)


def plan(file: File, language: Language = "zh", apply: Apply = "certain") -> Plan:
    """Plan the correction of one file.

    Args:
        file: evaluated, without error.
        language: of the notes.
        apply: which scores are replaced.

    Returns:
        A step for every score that is replaced or filled in, and for every one that waits for a person.
    """
    steps = [step for table in file.tables for step in _steps(table, language, apply)]
    return Plan(file, tuple(steps))


def _steps(table: Table, language: Language, apply: Apply) -> Iterator[Step]:
    for change in changes(table):
        score = change.score
        if score.cell is None or change.score is table.total:
            continue
        value = standing(score, apply) if replaces(score, apply) else None
        if value is not None and change.kind == "confirm":
            change = change._replace(kind="differs" if score.claimed is not None else "filled")
        yield _step(table, score.cell, change.kind, value, note(change, language))
    yield from _total(table, language, apply)


def _total(table: Table, language: Language, apply: Apply) -> Iterator[Step]:
    """Make the total fit the cells above it as they stand after the correction."""
    total, settled = table.total, settle(table, apply)
    if total is None or total.cell is None or settled is None or settled == total.claimed or apply == "none":
        return
    if total.claimed is None and CLAIMED_IS_TEXT in total.trace.notes:
        return
    kind: ChangeKind = "filled" if total.claimed is None else "differs"
    yield _step(table, total.cell, kind, settled, total_note(table, settled, language))


def _step(table: Table, cell: str, kind: ChangeKind, value: Decimal | None, note: str) -> Step:
    return Step(kind, CellChange(table.sheet, cell, value, FILLS[kind], note, keep_formula=True))

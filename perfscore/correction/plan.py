"""What a correction will change in one file, as data that can be read without writing anything."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from perfscore.changes import Change, ChangeKind, changes
from perfscore.correction.explain import note
from perfscore.model import File, Table
from perfscore.wording import Language


@frozen
class Step:
    """One cell that changes, or that a person must look at.

    Args:
        sheet: the sheet's name. cell: the cell's name.
        kind: why.
        value: the score to write, in points; None where the cell keeps its content.
        note: the note for the cell.
        change: the score behind it.
    """

    sheet: str
    cell: str
    kind: ChangeKind
    value: Decimal | None
    note: str
    change: Change


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
        return any(step.value is not None for step in self.steps)


def plan(file: File, language: Language = "zh") -> Plan:
    """Plan the correction of one file.

    Args:
        file: evaluated, without error.
        language: of the notes.

    Returns:
        A step for every score that is replaced or filled in, and for every one that waits for a person.
    """
    steps = [step for table in file.tables for step in _steps(table, language)]
    return Plan(file, tuple(steps))


def _steps(table: Table, language: Language) -> list[Step]:
    found = []
    for change in changes(table):
        score = change.score
        if score.cell is not None:
            value = score.recomputed if score.recomputed != score.claimed else None
            found.append(Step(table.sheet, score.cell, change.kind, value, note(change, language), change))
    return found

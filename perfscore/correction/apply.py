"""Apply a plan to a workbook: the official's own file back, with the scores right and every change explained."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from attrs import evolve, frozen

from perfscore import number
from perfscore.changes import ChangeKind
from perfscore.correction.plan import Plan, Step, plan
from perfscore.correction.review_sheet import FILLS, review_sheet
from perfscore.model import File, PerfscoreError
from perfscore.ooxml import (
    Cell,
    CellChange,
    PackageError,
    Workbook,
    correct_workbook,
    is_review_sheet,
    kept_formulas,
    recall_workbook,
)
from perfscore.place import split_cell
from perfscore.readers import readable
from perfscore.wording import Language, label


@frozen
class CellReceipt:
    """What was done to one cell.

    Args:
        sheet: the sheet's name. cell: the cell's name. kind: why.
        before: its text before. after: its text afterwards.
        note: the note that explains it.
    """

    sheet: str
    cell: str
    kind: ChangeKind
    before: str
    after: str
    note: str


@frozen
class Receipt:
    """What a correction wrote.

    Args:
        destination: the file written.
        cells: every cell that was changed or marked, in order.
        changed_parts: parts of the package that differ from the source or are new; empty for a plain copy.
    """

    destination: str
    cells: tuple[CellReceipt, ...]
    changed_parts: tuple[str, ...]


def correct_file(source: Path, destination: Path, file: File, language: Language = "zh") -> Receipt:
    """Write the corrected copy of one workbook.

    Args:
        source: the workbook that was evaluated; never changed.
        destination: the file to write, whole or not at all.
        file: the evaluation of the source.
        language: of notes and 复核说明.

    Returns:
        What was changed, cell by cell.

    Raises:
        PerfscoreError: the source could not be read or cannot be patched safely, or the destination not be written.
    """
    if file.error is not None:
        raise PerfscoreError("PS123", path=str(source), reason=file.error)
    try:
        try:
            workbook = recall_workbook(source)
        except PackageError as error:
            if readable(error) is None:
                raise
            from perfscore.correction.from_document import correct_document

            return correct_document(source, destination, file, language)
        steps = plan(file, language)
        corrected_before = any(is_review_sheet(sheet) for sheet in workbook.sheets)
        if corrected_before and not steps.writes_scores:
            correct_workbook(source, destination, (), None)
            return Receipt(str(destination), (), ())
        return _write(source, destination, steps, workbook, language)
    except PackageError as error:
        raise PerfscoreError(error.code, **{"file": str(source), "path": str(destination), **error.values}) from error


def _write(source: Path, destination: Path, steps: Plan, workbook: Workbook, language: Language) -> Receipt:
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    cells = [sheets[step.sheet].cells.get(split_cell(step.cell)) for step in steps.steps]
    changes = [cell_change(step, cell) for step, cell in zip(steps.steps, cells, strict=True)]
    kept = kept_formulas(workbook, changes)
    changes = [_say_kept(change, language) if (change.sheet, change.cell) in kept else change for change in changes]
    report = correct_workbook(source, destination, changes, review_sheet(steps, language), workbook=workbook)
    receipts = [
        cell_receipt(step, change, cell.text if cell is not None else "")
        for step, change, cell in zip(steps.steps, changes, cells, strict=True)
    ]
    return Receipt(str(destination), tuple(receipts), (*report.changed_parts, *report.added_parts))


def _say_kept(change: CellChange, language: Language) -> CellChange:
    return evolve(change, note=f"{change.note}\n{label('note.formula_kept', language)}")


def cell_change(step: Step, cell: Cell | None) -> CellChange:
    """Turn a step into the change of its cell, written the way the cell held its score."""
    return CellChange(
        sheet=step.sheet,
        cell=step.cell,
        value=None if step.value is None else _like(cell, step.value),
        fill=FILLS[step.kind],
        note=step.note,
        keep_formula=True,
    )


def cell_receipt(step: Step, change: CellChange, before: str) -> CellReceipt:
    """Say what was done to a cell."""
    after = before if change.value is None else str(change.value)
    return CellReceipt(step.sheet, step.cell, step.kind, before, after, change.note or "")


def _like(cell: Cell | None, value: Decimal) -> Decimal | str:
    """Write points the way the cell held them: a number stays a number, ``87.44分`` stays a text with 分."""
    if cell is None or cell.kind == "number" or (cell.formula is not None and not cell.text):
        return number.read_stored(number.plain(value)) or value
    text = cell.text.strip()
    if text.endswith("分"):
        blank = " " if text[:-1] != text[:-1].rstrip() else ""
        return f"{number.plain(value)}{blank}分"
    return number.plain(value)

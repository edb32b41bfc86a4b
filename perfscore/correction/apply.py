"""Apply a plan to a workbook: the official's own file back, with the scores right and every change explained."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from attrs import evolve, field, frozen

from perfscore import number
from perfscore.actions import Apply
from perfscore.correction.fingerprint import fingerprint
from perfscore.correction.plan import Plan, Step, plan
from perfscore.correction.review_sheet import FILLS, review_sheet
from perfscore.keys import ChangeKind
from perfscore.model import File, PerfscoreError
from perfscore.ooxml import (
    Cell,
    CellChange,
    PackageError,
    Workbook,
    is_review_sheet,
    kept_formulas,
    patch_workbook,
    read_workbook,
)
from perfscore.ooxml.package import has_macros
from perfscore.ooxml.watchdog import bounded
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
    """What a correction made.

    Args:
        content: the corrected workbook.
        cells: every cell that was changed or marked, in order.
        changed_parts: parts of the package that differ from the source or are new; empty for a plain copy.
        destination: the file written; empty where none was.
    """

    content: bytes = field(repr=False)
    cells: tuple[CellReceipt, ...] = ()
    changed_parts: tuple[str, ...] = ()
    destination: str = ""


def correct_content(data: bytes, file: File, language: Language = "zh", apply: Apply = "certain") -> Receipt:
    """Correct one workbook in memory.

    Args:
        data: the content that was evaluated.
        file: its evaluation.
        language: of notes and 复核说明.
        apply: which scores are replaced.

    Returns:
        The corrected workbook, and what was changed, cell by cell.

    Raises:
        PerfscoreError: the source could not be read, is not what was evaluated (PS128), or cannot be patched safely.
    """
    if file.error is not None:
        raise PerfscoreError("PS123", path=file.path, reason=file.error)
    if file.sha256 and file.sha256 != sha256(data).hexdigest():
        raise PerfscoreError("PS128", path=file.path)
    try:
        with bounded():
            return _correct(data, file, language, apply)
    except PackageError as error:
        raise PerfscoreError(error.code, **{"file": file.path, "path": file.path, **error.values}) from error


def _correct(data: bytes, file: File, language: Language, apply: Apply) -> Receipt:
    try:
        workbook = read_workbook(data)
    except PackageError as error:
        if readable(error) is None:
            raise
        from perfscore.correction.from_document import correct_document

        return correct_document(file, language, apply)
    steps = plan(file, language, apply)
    corrected_before = any(is_review_sheet(sheet) for sheet in workbook.sheets)
    if corrected_before and not steps.writes_scores:
        return Receipt(data)
    return _corrected(data, steps, workbook, language)


def destination_fits(destination: Path, data: bytes, source: Path) -> None:
    """Refuse a name whose ending does not say what the corrected copy is.

    Args:
        destination: the file to write. data: content of the source. source: its name.

    Raises:
        PerfscoreError: the copy keeps its macros and its ending has to be .xlsm, or it is none and has to be .xlsx.
    """
    ending = ".xlsm" if has_macros(data) else ".xlsx"
    kept = source.suffix.lower() if data[:2] == b"PK" and source.suffix.lower() in (".xlsx", ".xlsm") else ending
    if destination.suffix.lower() not in (ending, kept):
        raise PerfscoreError("PS122", problem=f"copy_is_{ending[1:]}")


def _corrected(data: bytes, steps: Plan, workbook: Workbook, language: Language) -> Receipt:
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    cells = [sheets[step.sheet].cells.get(split_cell(step.cell)) for step in steps.steps]
    changes = [cell_change(step, cell) for step, cell in zip(steps.steps, cells, strict=True)]
    kept = kept_formulas(workbook, changes)
    changes = [_say_kept(change, language) if (change.sheet, change.cell) in kept else change for change in changes]
    content, report = patch_workbook(data, changes, review_sheet(steps, language, fingerprint(workbook, changes)))
    receipts = [
        cell_receipt(step, change, cell.text if cell is not None else "")
        for step, change, cell in zip(steps.steps, changes, cells, strict=True)
    ]
    return Receipt(content, tuple(receipts), (*report.changed_parts, *report.added_parts))


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
    """Write points the way the cell held them: a number stays a number, ``总分：87.44分`` keeps label and 分."""
    if cell is None or cell.kind == "number" or (cell.formula is not None and not cell.text):
        return number.read_stored(number.plain(value)) or value
    text = cell.text.strip()
    printed = text[max(text.rfind(":"), text.rfind("：")) + 1 :]
    label = text.removesuffix(printed.lstrip())
    if text.endswith("分"):
        blank = " " if text[:-1] != text[:-1].rstrip() else ""
        return f"{label}{number.plain(value)}{blank}分"
    return f"{label}{number.plain(value)}"

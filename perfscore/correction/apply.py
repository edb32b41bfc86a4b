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
from perfscore.correction.review_sheet import review_sheet
from perfscore.errors import PerfscoreError
from perfscore.model import File
from perfscore.ooxml import (
    Cell,
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
class Receipt:
    """What a correction made.

    Args:
        content: the corrected workbook.
        cells: every cell that was changed or marked, in order.
        changed_parts: parts of the package that differ from the source or are new; empty for a plain copy.
        destination: the file written; empty where none was.
    """

    content: bytes = field(repr=False)
    cells: tuple[Step, ...] = ()
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
    planned = plan(file, language, apply)
    corrected_before = any(is_review_sheet(sheet) for sheet in workbook.sheets)
    if corrected_before and not planned.writes_scores:
        return Receipt(data)
    return _corrected(data, planned, workbook, language)


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


def _corrected(data: bytes, plan: Plan, workbook: Workbook, language: Language) -> Receipt:
    steps = written(plan, workbook)
    kept = kept_formulas(workbook, [step.change for step in steps])
    steps = [_say_kept(step, language) if (step.sheet, step.cell) in kept else step for step in steps]
    changes = [step.change for step in steps]
    content, report = patch_workbook(data, changes, review_sheet(plan, language, fingerprint(workbook, changes)))
    return Receipt(content, tuple(steps), (*report.changed_parts, *report.added_parts))


def _say_kept(step: Step, language: Language) -> Step:
    return evolve(step, change=evolve(step.change, note=f"{step.note}\n{label('note.formula_kept', language)}"))


def written(plan: Plan, workbook: Workbook) -> list[Step]:
    """Write the points of each step of a plan the way its cell holds its score."""
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    steps = []
    for step in plan.steps:
        cell, value = sheets[step.sheet].cells.get(split_cell(step.cell)), step.change.value
        if isinstance(value, Decimal):
            step = evolve(step, change=evolve(step.change, value=_like(cell, value)))
        steps.append(evolve(step, before=cell.text if cell is not None else ""))
    return steps


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

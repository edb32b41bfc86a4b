"""Correct what was no .xlsx: the official form filled with what was read, each value's place noted, then corrected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from attrs import evolve

from perfscore.actions import Apply, doubts_reading
from perfscore.correction.apply import Receipt, written
from perfscore.correction.fingerprint import fingerprint
from perfscore.correction.plan import WAITING, plan
from perfscore.correction.review_sheet import review_sheet
from perfscore.errors import PerfscoreError
from perfscore.forms.filled import FilledTable, filled
from perfscore.model import File, Indicator, Table
from perfscore.ooxml import CellChange, ReviewCell, patch_workbook, read_workbook
from perfscore.place import split_cell
from perfscore.wording import Language, label

_VALUES: Final = ("target", "actual", "weight", "claimed")


def correct_document(file: File, language: Language = "zh", apply: Apply = "certain") -> Receipt:
    """Put what was read from a document on the official forms, with the corrections.

    Args:
        file: the evaluation of the document.
        language: of notes and 复核说明.
        apply: which scores are replaced.

    Returns:
        The workbook, and what was changed, cell by cell, with the addresses of the new workbook.

    Raises:
        PerfscoreError: no table was found.
    """
    if not file.tables:
        raise PerfscoreError("PS123", path=file.path, reason="no_table")
    content, moved, tables = filled(file)
    planned = plan(moved, language, apply)
    workbook = read_workbook(content)
    steps = {(step.sheet, step.cell): step for step in written(planned, workbook)}
    changes = {cell: step.change for cell, step in steps.items()}
    for extra in (change for table in tables for change in _places(table, language)):
        cell = extra.sheet, extra.cell
        known = changes.get(cell)
        if known is not None:
            note = "\n".join(text for text in (known.note, extra.note) if text)
            extra = evolve(known, note=note, fill=extra.fill or known.fill)
        changes[cell] = extra
    review = review_sheet(planned, language, fingerprint(workbook, changes.values()))
    heading = ReviewCell(label("review.from_document", language, file=Path(file.path).name), "plain")
    untouched = label("review.untouched", language)
    rows = [row for row in review.rows if not (len(row) == 1 and row[0].text == untouched)]
    review = evolve(review, rows=(rows[0], (heading,), *rows[1:]))
    corrected, report = patch_workbook(content, tuple(changes.values()), review)
    cells = tuple(evolve(step, change=changes[cell]) for cell, step in steps.items())
    return Receipt(corrected, cells, (*report.changed_parts, *report.added_parts))


def _places(entry: FilledTable, language: Language) -> Iterator[CellChange]:
    """Note on the form where each value was read, and mark what is in doubt."""
    before, after = entry.original, entry.table
    doubts: dict[str, list[str]] = {}
    for finding in before.findings:
        if doubts_reading(finding) and finding.cell is not None:
            doubts.setdefault(finding.cell, []).append(finding.message)
    for cell, messages in doubts.items():
        address = entry.moved.get(cell)
        if address is not None:
            yield CellChange(after.sheet, address, fill=WAITING, note="\n".join(messages))
    for old, new in zip(before.indicators, after.indicators, strict=True):
        lines = [label("note.read_from", language, place=_where(before, old, language))]
        for name, text in entry.left_over.get(new.row, ()):
            lines.append(label("note.left_over", language, name=label(f"field.{name}", language), text=text))
        # What has a cell of its own on the form is marked there; the name stands for the rest of the row.
        elsewhere = any(cell in doubts and cell not in entry.moved for cell in old.cells.values())
        fill = WAITING if elsewhere else None
        yield CellChange(after.sheet, new.cells["level3"], fill=fill, note="\n".join(lines))
    for old_fund, new_fund in zip(before.funds, after.funds, strict=True):
        if "name" in new_fund.cells and old_fund.cells and new_fund is not old_fund:
            address = _spot(before, next(iter(old_fund.cells.values())), language)
            note = label("note.read_from", language, place=address)
            yield CellChange(after.sheet, new_fund.cells["name"], note=note)
    for name, new_cell in after.cells.items():
        old_cell = before.cells.get(name)
        if old_cell is not None and name in ("claimed_total", "project", "unit", "goal", "completion"):
            note = label("note.read_from", language, place=_spot(before, old_cell, language))
            yield CellChange(after.sheet, new_cell, note=note)


def _where(table: Table, indicator: Indicator, language: Language) -> str:
    """Say where the values of a row stood: one place where the document has rows, else each cell."""
    if table.spots:
        rows = dict.fromkeys(
            _spot(table, indicator.cells[name], language) for name in _VALUES if name in indicator.cells
        )
        return "、".join(rows) or _spot(table, f"A{indicator.row}", language)
    named = [
        f"{label(f'field.{name}', language)} {indicator.cells[name]}" for name in _VALUES if name in indicator.cells
    ]
    return f"{table.sheet}!{'、'.join(named)}"


def _spot(table: Table, cell: str, language: Language) -> str:
    if not table.spots:
        return f"{table.sheet}!{cell}"
    spot = table.spots.get(split_cell(cell)[0])
    if spot is None:
        return table.sheet
    values = {"page": str(spot.page), "table": str(spot.table), "row": str(spot.row)}
    if not spot.table:
        return label("spot.text" if spot.page else "spot.document_text", language, **values)
    return label("spot.page" if spot.page else "spot.document", language, **values)

"""Correct a workbook: patch the XML of the cells that change, and copy all else as it is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from functools import partial
from pathlib import Path

from attrs import evolve

from perfscore.ooxml import container
from perfscore.ooxml.changes import CellChange, PatchReport, Refreshed, ReviewSheet
from perfscore.ooxml.draft import Draft
from perfscore.ooxml.errors import unpatchable
from perfscore.ooxml.formula import areas, is_constant
from perfscore.ooxml.limits import LIMITS, Limits
from perfscore.ooxml.notes import add_notes
from perfscore.ooxml.package import Package, content_of, open_package
from perfscore.ooxml.pictures import add_drawing
from perfscore.ooxml.read import is_review_sheet, read_workbook
from perfscore.ooxml.recalculate import CellKey, Recalculation, Value, recalculate
from perfscore.ooxml.records import Sheet, Workbook
from perfscore.ooxml.reviewsheet import review_xml
from perfscore.ooxml.sheetpatch import SheetPart, Write
from perfscore.ooxml.styles import Stylesheet
from perfscore.ooxml.workbookpatch import add_sheet, drop_from_chain, free_sheet_name, recalculate_on_load
from perfscore.outputs import Outputs
from perfscore.place import cell_name, split_cell

# A text that begins so would become a formula when someone edits the cell, were it not marked as text.
_LIKE_A_FORMULA = ("=", "+", "-", "@")


def correct_workbook(
    source: Path | str,
    destination: Path | str,
    changes: Sequence[CellChange],
    review: ReviewSheet | None,
    limits: Limits = LIMITS,
) -> PatchReport:
    """Write a corrected copy of a workbook to a file that is not the workbook itself; as `patch_workbook` else.

    Raises:
        PatchRefused: a safe patch is impossible (PS108).
        PackageError: the source cannot be read.
        PerfscoreError: the destination is the source (PS109) or cannot be written (PS121).
        OSError: the source cannot be opened.
    """
    outputs = Outputs([source])
    outputs.check(destination)
    data, report = patch_workbook(content_of(source, limits), changes, review, limits)
    outputs.write(destination, data)
    return report


def patch_workbook(
    data: bytes, changes: Sequence[CellChange], review: ReviewSheet | None, limits: Limits = LIMITS
) -> tuple[bytes, PatchReport]:
    """Change the named cells of a workbook, and add the sheet 复核说明 at its end.

    Args:
        data: the content of the workbook.
        changes: the cells to change.
        review: the sheet to add; it takes the place of one that an earlier correction added. None adds none.
        limits: bounds on what is unpacked.

    Returns:
        The content of the corrected workbook, and what was done to the package; with no changes and no sheet it is
        the same to the byte.

    Raises:
        PatchRefused: a safe patch is impossible (PS108).
        PackageError: the workbook cannot be read.
    """
    package = open_package(data, limits)
    if not changes and review is None:
        return package.data, PatchReport()
    correction = _Correction(package)
    correction.change(changes)
    if review is not None:
        correction.add_review(review)
    return correction.finish()


def settle(
    sheets: Mapping[str, Sheet], contents: Mapping[CellKey, Value], keep: Iterable[CellKey]
) -> tuple[Recalculation, frozenset[CellKey]]:
    """Find out which formulas can stay because after all changes they give the value that is wanted anyway.

    Args:
        sheets: the worksheets by name.
        contents: new content by sheet, row and column.
        keep: those whose formula is to stay if it can.

    Returns:
        What the other formulas give then, and the cells whose formula stays.
    """
    trial: dict[CellKey, str] = {}
    for key in keep:
        cell = sheets[key[0]].cells.get(key[1:])
        if cell is not None and cell.formula is not None and key in contents and not is_constant(cell.formula):
            trial[key] = cell.formula
    while True:
        result = recalculate(sheets, {key: value for key, value in contents.items() if key not in trial})
        wrong = [key for key in trial if _given(sheets, result, key) != contents[key]]
        if not wrong:
            return result, frozenset(trial)
        # A total may only be wrong because a subtotal still is: those that hang on no other one go first.
        first = [key for key in wrong if not _points_at(trial[key], key, wrong)]
        for key in first or wrong:
            del trial[key]


def kept_formulas(workbook: Workbook, changes: Sequence[CellChange]) -> frozenset[tuple[str, str]]:
    """Tell before a correction which of its formula cells would keep their formula.

    Args:
        workbook: as read. changes: as for :func:`correct_workbook`.

    Returns:
        Sheet and cell of each.
    """
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    planned = _planned(sheets, changes)
    contents = {key: change.value for key, change in planned.items() if change.value is not None}
    _, kept = settle(sheets, contents, [key for key, change in planned.items() if change.keep_formula])
    return frozenset((sheet, cell_name(row, column)) for sheet, row, column in kept)


def _given(sheets: Mapping[str, Sheet], result: Recalculation, key: CellKey) -> Decimal | None:
    if key in result.values:
        return result.values[key]
    if key in result.unknown:
        return None
    return sheets[key[0]].cells[key[1:]].number


def _points_at(formula: str, key: CellKey, keys: Iterable[CellKey]) -> bool:
    named, _ = areas(formula)
    return any(
        (area.sheet or key[0]) == sheet and area.holds(row, column)
        for area in named
        for sheet, row, column in keys
        if (sheet, row, column) != key
    )


def _planned(sheets: Mapping[str, Sheet], changes: Sequence[CellChange]) -> dict[CellKey, CellChange]:
    """Find the cells that are meant: in a merged area its first one."""
    planned: dict[CellKey, CellChange] = {}
    first_cells = {name: _first_cells(sheet, changes) for name, sheet in sheets.items() if sheet.merges}
    for change in changes:
        sheet = sheets.get(change.sheet)
        if sheet is None:
            raise unpatchable("no_such_sheet", change.sheet, change.cell)
        try:
            row, column = split_cell(change.cell)
        except ValueError as error:
            raise unpatchable("no_such_cell", change.sheet, change.cell) from error
        row, column = first_cells.get(sheet.name, {}).get((row, column), (row, column))
        key = sheet.name, row, column
        if key in planned:
            change = _together(planned[key], change)
        planned[key] = change
    return planned


def _first_cells(sheet: Sheet, changes: Sequence[CellChange]) -> dict[tuple[int, int], tuple[int, int]]:
    """Find for each change inside a merged area the area's first cell; areas and changes may both be thousands."""
    columns: dict[int, list[int]] = {}
    for change in changes:
        if change.sheet == sheet.name:
            with suppress(ValueError):
                row, column = split_cell(change.cell)
                columns.setdefault(row, []).append(column)
    rows = sorted(columns)
    return {
        (row, column): (top, left)
        for top, left, bottom, right in sheet.merges
        for row in rows[bisect_left(rows, top) : bisect_right(rows, bottom)]
        for column in columns[row]
        if left <= column <= right
    }


def _together(first: CellChange, second: CellChange) -> CellChange:
    """Join two wishes for one cell; two different values cannot be joined."""
    values = {value for value in (first.value, second.value) if value is not None}
    if len(values) > 1:
        raise unpatchable("two_values", first.sheet, first.cell)
    notes = [note for note in (first.note, second.note) if note]
    return evolve(
        first,
        value=next(iter(values), None),
        fill=first.fill or second.fill,
        note="\n\n".join(dict.fromkeys(notes)) or None,
        keep_formula=first.keep_formula or second.keep_formula,
    )


class _Correction:
    """One correction under way."""

    def __init__(self, package: Package) -> None:
        if any(entry.name.lower().startswith("_xmlsignatures/") for entry in package.entries):
            raise unpatchable("signed")
        self._package = package
        self._sheets = {sheet.name: sheet for sheet in read_workbook(package.data, package.limits).sheets}
        self._draft = Draft(package, package.workbook_part())
        self._styles: Stylesheet | None = None
        self._report = PatchReport()

    def change(self, changes: Sequence[CellChange]) -> None:
        """Change cells, and refresh the formulas that depend on them."""
        planned = _planned(self._sheets, changes)
        contents = {key: change.value for key, change in planned.items() if change.value is not None}
        keep = [key for key, change in planned.items() if change.keep_formula]
        result, kept = settle(self._sheets, contents, keep)
        refreshed = self._refreshed(result)
        stored = {(line.sheet, *split_cell(line.cell)): line.new for line in refreshed}
        keys = planned.keys() | stored.keys()
        lost: set[tuple[str, str]] = set()
        without: list[tuple[str, str]] = []
        for name, sheet in self._sheets.items():
            positions = sorted(key[1:] for key in keys if key[0] == name)
            if not positions:
                continue
            part = SheetPart(self._package.read(sheet.part), sheet, set(positions), self._package.limits)
            self._draft.adopt(part)
            writes: dict[tuple[int, int], Write] = {}
            for position in positions:
                change = planned.get((name, *position))
                new = stored.get((name, *position))
                writes[position] = self._write(part, position, change, new, (name, *position) in kept)
            lost |= {(name, cell) for cell in part.write(writes)}
            notes = {cell: planned[name, *cell].note for cell in positions if (name, *cell) in planned}
            texts = {position: note for position, note in notes.items() if note}
            left = add_notes(self._draft, part, texts, sheet.merges)
            without += [(name, cell_name(*position)) for position in sorted(left)]
            self._draft.close(part)
        drop_from_chain(self._draft, lost)
        if not result.complete:
            recalculate_on_load(self._draft)
        self._report = evolve(
            self._report,
            refreshed=tuple(refreshed),
            kept_formulas=tuple(sorted((sheet, cell_name(row, column)) for sheet, row, column in kept)),
            recalculates=not result.complete,
            without_note=tuple(without),
        )

    def add_review(self, review: ReviewSheet) -> None:
        """Add the sheet at the end, or write the one of an earlier correction anew."""
        old = next((sheet for sheet in self._sheets.values() if is_review_sheet(sheet)), None)
        name = old.name if old is not None else free_sheet_name(self._draft, review.name)
        part = old.part if old is not None else add_sheet(self._draft, name, review.frozen_rows)
        draw = partial(add_drawing, self._draft, part)
        self._draft.put(part, review_xml(review, self._stylesheet(), self._draft.strict, draw))
        self._report = evolve(self._report, review_sheet=name)

    def finish(self) -> tuple[bytes, PatchReport]:
        """Put the new package together."""
        if self._styles is not None:
            self._styles.finish()
        changed = self._draft.changes()
        present = {entry.name for entry in self._package.entries}
        report = evolve(
            self._report,
            changed_parts=tuple(name for name, data in changed.items() if data is not None and name in present),
            added_parts=tuple(name for name in changed if name not in present),
            removed_parts=tuple(name for name, data in changed.items() if data is None),
        )
        return container.rewrite(self._package.data, self._package.entries, changed), report

    def _stylesheet(self) -> Stylesheet:
        if self._styles is None:
            self._styles = Stylesheet(self._draft)
            for sheet in self._sheets.values():
                self._styles.cover(self._package.read(sheet.part))
        return self._styles

    def _refreshed(self, result: Recalculation) -> list[Refreshed]:
        lines = []
        for (name, row, column), new in result.values.items():
            old = self._sheets[name].cells[row, column].number
            if old != new:
                lines.append(Refreshed(name, cell_name(row, column), old, new))
        return lines

    def _write(
        self,
        part: SheetPart,
        position: tuple[int, int],
        change: CellChange | None,
        stored: Decimal | None,
        kept: bool,
    ) -> Write:
        """Say what happens to one cell."""
        if change is None:
            return Write(stored, keep_formula=True)
        content: Value | None = stored if kept or change.value is None else change.value
        quoted = isinstance(content, str) and content.startswith(_LIKE_A_FORMULA)
        style = None
        if change.fill is not None or quoted:
            style = self._stylesheet().clone(part.base_style(position), change.fill, quoted)
        return Write(content, style, keep_formula=kept or change.value is None)

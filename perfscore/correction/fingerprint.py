"""Tell whether a person changed a corrected workbook: a hash over its cells, kept in its sheet 复核说明.

The hash is over what the cells hold, not over the file: another program that only saved the workbook changed nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Final

from perfscore import number
from perfscore.ooxml import CellChange, Workbook, is_review_sheet
from perfscore.place import split_cell
from perfscore.text import unspaced

MARK: Final = "perfscore:"


def fingerprint(workbook: Workbook, changes: Iterable[CellChange] = ()) -> str:
    """Hash the cells of a workbook as they are after some changes, 复核说明 left out.

    Args:
        workbook: as read. changes: what is written into it.
    """
    changed: Mapping[tuple[str, int, int], Decimal | str] = {
        (change.sheet, *split_cell(change.cell)): change.value for change in changes if change.value is not None
    }
    lines: list[str] = []
    for sheet in workbook.sheets:
        if is_review_sheet(sheet):
            continue
        held = {(sheet.name, row, column): _held(cell.number, cell.text) for (row, column), cell in sheet.cells.items()}
        held |= {key: _written(value) for key, value in changed.items() if key[0] == sheet.name}
        lines.extend(f"{name}\t{row}\t{column}\t{text}" for (name, row, column), text in sorted(held.items()) if text)
    return MARK + sha256("\n".join(lines).encode("utf-8", "backslashreplace")).hexdigest()


def is_unchanged(workbook: Workbook) -> bool:
    """Say whether a corrected workbook holds what was written into it; False where its fingerprint is lost."""
    expected = fingerprint(workbook)
    return any(
        cell.text == expected
        for sheet in workbook.sheets
        if is_review_sheet(sheet)
        for cell in sheet.cells.values()
        if cell.text.startswith(MARK)
    )


def _held(value: Decimal | None, text: str) -> str:
    # The same number is shown in other ways by other programs.
    return number.short(value) if value is not None else unspaced(text)


def _written(value: Decimal | str) -> str:
    return number.short(value) if isinstance(value, Decimal) else unspaced(value)

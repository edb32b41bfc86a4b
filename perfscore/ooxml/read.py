"""Read a workbook: every cell that holds something, as a person sees it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from perfscore.ooxml.limits import LIMITS, Limits
from perfscore.ooxml.package import open_package
from perfscore.ooxml.records import Sheet, Workbook
from perfscore.ooxml.shared import open_context
from perfscore.ooxml.sheetdata import read_sheet

# Stands in the first column of the sheet that a correction adds; its name alone would prove nothing.
REVIEW_MARK: Final = "本页由 perfscore 生成"
_last: list[tuple[tuple[int, ...] | None, Workbook]] = []


def read_workbook(path: Path | str, limits: Limits = LIMITS) -> Workbook:
    """Read all worksheets of an .xlsx or .xlsm file.

    Args:
        path: the file; only read.
        limits: bounds on what is unpacked and kept.

    Returns:
        The workbook.

    Raises:
        PackageError: the file is no workbook (PS101, PS106), encrypted (PS102), over a limit (PS103) or
            damaged (PS104).
        OSError: it cannot be opened at all.
    """
    state = _state(path)
    package = open_package(path, limits)
    listed, context = open_context(package)
    workbook = Workbook(str(path), tuple(read_sheet(context, sheet) for sheet in listed), package.checksum)
    _last[:] = [(state, workbook)]
    return workbook


def recall_workbook(path: Path | str) -> Workbook:
    """Give the workbook that was read last, if it is this file and the file has not changed since; else read it.

    A correction follows an evaluation of the same file: so the file is read once. Args and errors as for
    `read_workbook`.
    """
    state = _state(path)
    for known, workbook in _last:
        if state is not None and known == state:
            return workbook
    return read_workbook(path)


def _state(path: Path | str) -> tuple[int, ...] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def is_review_sheet(sheet: Sheet) -> bool:
    """Tell whether a correction of ours added this sheet, whatever it is called by now."""
    return any(cell.column == 1 and cell.text.startswith(REVIEW_MARK) for cell in reversed(sheet.cells.values()))

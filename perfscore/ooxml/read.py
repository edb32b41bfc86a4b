"""Read a workbook: every cell that holds something, as a person sees it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from perfscore.ooxml.limits import LIMITS, Limits
from perfscore.ooxml.package import content_of, open_package
from perfscore.ooxml.records import Sheet, Workbook
from perfscore.ooxml.shared import open_context
from perfscore.ooxml.sheetdata import read_sheet

# Stands in the first column of the sheet that a correction adds; its name alone would prove nothing.
REVIEW_MARK: Final = "本页由 perfscore 生成"


def read_workbook(source: Path | str | bytes, limits: Limits = LIMITS) -> Workbook:
    """Read all worksheets of an .xlsx or .xlsm file.

    Args:
        source: the file, or its content.
        limits: bounds on what is unpacked and kept.

    Returns:
        The workbook.

    Raises:
        PackageError: the file is no workbook (PS101, PS106), encrypted (PS102), over a limit (PS103) or
            damaged (PS104).
        OSError: it cannot be opened at all.
    """
    return _workbook(content_of(source, limits), limits)


# A correction follows an evaluation of the same content: so it is read once.
@lru_cache(maxsize=1)
def _workbook(data: bytes, limits: Limits) -> Workbook:
    package = open_package(data, limits)
    listed, context = open_context(package)
    return Workbook(tuple(read_sheet(context, sheet) for sheet in listed))


def is_review_sheet(sheet: Sheet) -> bool:
    """Tell whether a correction of ours added this sheet, whatever it is called by now."""
    return any(cell.column == 1 and cell.text.startswith(REVIEW_MARK) for cell in reversed(sheet.cells.values()))

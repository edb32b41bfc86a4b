"""What can be wrong with a package, as finding codes with values."""

from __future__ import annotations

from typing import Final

from perfscore.errors import PerfscoreError

# PS101, values: found = html, xml, text, rtf, empty, zip, pptx, ole
NOT_A_WORKBOOK: Final = "PS101"
ENCRYPTED: Final = "PS102"
OVER_A_LIMIT: Final = "PS103"  # values: what (a key of Limits), limit, found
DAMAGED: Final = "PS104"  # values: part, reason
OTHER_FORMAT: Final = "PS106"  # values: format = xls, doc, docx, pdf, ods, xlsb
UNPATCHABLE: Final = "PS108"  # values: spot = workbook, sheet, cell; sheet, cell, reason

CONTENT: Final = "content"
"""The part that is damaged in a file that has no parts."""


class PackageError(PerfscoreError):
    """A file that cannot be read, or a result that cannot be written."""


class PatchRefused(PackageError):  # noqa: N818 - it says what happened
    """A change that cannot be made without a risk for the rest of the workbook (code PS108)."""


def damaged(part: str, reason: str) -> PackageError:
    """Make the error for a part that is missing or broken."""
    return PackageError(DAMAGED, part=part, reason=reason)


def over(what: str, limit: int, found: int | str) -> PackageError:
    """Make the error for a file that is larger than is safe to read."""
    return PackageError(OVER_A_LIMIT, what=what, limit=str(limit), found=str(found))


def unpatchable(reason: str, sheet: str = "", cell: str = "") -> PatchRefused:
    """Make the error for a change that would put the rest of the workbook at risk.

    Args:
        reason: a key in ``reason`` of the labels.
        sheet: the sheet that is concerned; empty for the workbook as a whole.
        cell: the cell; empty for the sheet as a whole.
    """
    spot = "cell" if cell else "sheet" if sheet else "workbook"
    return PatchRefused(UNPATCHABLE, spot=spot, sheet=sheet, cell=cell, reason=reason)

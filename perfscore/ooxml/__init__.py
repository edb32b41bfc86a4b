"""An .xlsx package: cells out with type, value, formula and format; single changes in, all else untouched.

The work of correcting stands in :mod:`perfscore.ooxml.patch`, which is imported where it is used.
"""

from perfscore.ooxml.changes import CellChange, PatchReport, Refreshed, ReviewCell, ReviewSheet
from perfscore.ooxml.errors import PackageError, PatchRefused
from perfscore.ooxml.limits import LIMITS, Limits
from perfscore.ooxml.read import is_review_sheet, read_workbook
from perfscore.ooxml.records import Cell, Sheet, Workbook

__all__ = [
    "LIMITS",
    "Cell",
    "CellChange",
    "Limits",
    "PackageError",
    "PatchRefused",
    "PatchReport",
    "Refreshed",
    "ReviewCell",
    "ReviewSheet",
    "Sheet",
    "Workbook",
    "is_review_sheet",
    "read_workbook",
]

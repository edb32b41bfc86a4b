"""An .xlsx package: cells out with type, value, formula and format; single changes in, all else untouched.

Reading stands here; correcting stands in :mod:`perfscore.ooxml.patch`, which is imported where it is used.
"""

from perfscore.ooxml.errors import PackageError
from perfscore.ooxml.limits import LIMITS, Limits
from perfscore.ooxml.read import is_review_sheet, read_workbook
from perfscore.ooxml.records import Cell, Sheet, Workbook

__all__ = [
    "LIMITS",
    "Cell",
    "Limits",
    "PackageError",
    "Sheet",
    "Workbook",
    "is_review_sheet",
    "read_workbook",
]

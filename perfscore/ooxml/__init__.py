"""An .xlsx package: cells out with type, value, formula and format; single changes in, all else untouched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfscore.ooxml.errors import PackageError, PatchRefused
from perfscore.ooxml.limits import LIMITS, Limits
from perfscore.ooxml.read import is_review_sheet, read_workbook
from perfscore.ooxml.records import Cell, Sheet, Workbook

if TYPE_CHECKING:
    from perfscore.ooxml.changes import CellChange, PatchReport, Refreshed, ReviewCell, ReviewSheet
    from perfscore.ooxml.patch import correct_workbook, kept_formulas, patch_workbook

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
    "correct_workbook",
    "is_review_sheet",
    "kept_formulas",
    "patch_workbook",
    "read_workbook",
]


def __getattr__(name: str) -> object:
    """Load the modules that correct when they are first asked for: most runs only read."""
    if name in ("correct_workbook", "kept_formulas", "patch_workbook"):
        from perfscore.ooxml import patch

        return getattr(patch, name)
    if name in ("CellChange", "PatchReport", "Refreshed", "ReviewCell", "ReviewSheet"):
        from perfscore.ooxml import changes

        return getattr(changes, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

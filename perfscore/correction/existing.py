"""Judge a file that stands where an output is to go: what perfscore did not write is not replaced."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from perfscore.correction.fingerprint import is_unchanged
from perfscore.ooxml import is_review_sheet, read_workbook
from perfscore.outputs import Objection

AUTHOR: Final = "perfscore"
"""Creator in the properties of workbooks that are made from nothing."""
_PROPERTIES: Final = "docProps/core.xml"
_MOST_BYTES: Final = 64 * 1024**2
_FOOTER: Final = 1024**2


def objection(path: Path) -> Objection | None:
    """Say why a file must not be replaced.

    Args:
        path: an existing file of a format that is no text, such as .xlsx, .docx or .parquet.

    Returns:
        None where perfscore wrote it and its cells are as they were: a corrected workbook has its sheet 复核说明 (what
        a reviewer decides there is read and kept), a workbook made from nothing its
        creator, a Parquet file an entry in its metadata.
    """
    try:
        if path.suffix.lower() == ".parquet":
            with open(path, "rb") as file:
                file.seek(max(0, path.stat().st_size - _FOOTER))
                return None if AUTHOR.encode() in file.read() else "foreign"
        with zipfile.ZipFile(path) as package:
            for info in package.infolist():
                small = info.filename == _PROPERTIES and info.file_size <= _MOST_BYTES
                if small and f">{AUTHOR}<".encode() in package.read(info):
                    return None
        # Read like any workbook: another program that saved it has written its texts in its own way.
        workbook = read_workbook(path)
        if any(is_review_sheet(sheet) for sheet in workbook.sheets):
            return None if is_unchanged(workbook) else "changed"
    except Exception:  # no package, or a damaged one: whatever it is, perfscore did not leave it so
        return "foreign"
    return "foreign"

"""Judge a file that stands where an output is to go: what perfscore did not write is not replaced."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from perfscore.ooxml.read import REVIEW_MARK
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
        None where perfscore wrote it: a corrected workbook has its sheet 复核说明, a workbook made from nothing its
        creator, a Parquet file an entry in its metadata.
    """
    try:
        if path.suffix.lower() == ".parquet":
            with open(path, "rb") as file:
                file.seek(max(0, path.stat().st_size - _FOOTER))
                return None if AUTHOR.encode() in file.read() else "foreign"
        with zipfile.ZipFile(path) as package:
            for info in package.infolist():
                named = info.filename == _PROPERTIES or info.filename.startswith("xl/worksheets/")
                if named and info.file_size <= _MOST_BYTES:
                    content = package.read(info)
                    if REVIEW_MARK.encode() in content or f">{AUTHOR}<".encode() in content:
                        return None
    except Exception:  # no package, or a damaged one: whatever it is, perfscore did not leave it so
        return "foreign"
    return "foreign"

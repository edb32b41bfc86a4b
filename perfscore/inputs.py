"""The content of one input file, read once and within the limits."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from perfscore import outputs
from perfscore.errors import PerfscoreError
from perfscore.ooxml import PackageError
from perfscore.ooxml.package import content_of


class Content(NamedTuple):
    """A file in memory. Args: name: as messages show it. data: its content."""

    name: str
    data: bytes


def load(path: Path, shown: str = "") -> Content:
    """Read a file into memory.

    Args:
        path: the file. shown: its name as messages show it, where that is not the path.

    Raises:
        PerfscoreError: it cannot be opened (PS107) or is too large (PS103).
    """
    shown = shown or str(path)
    try:
        if path.is_file():
            return Content(shown, content_of(path))
        if path.is_dir():
            os.listdir(path)  # says why, where a folder cannot be opened
        reason = "not_a_file" if os.path.lexists(path) else "no_such_file"
    except PackageError as error:
        raise PerfscoreError.of(error, shown) from error
    except (OSError, ValueError) as error:
        reason = outputs.reason(error)
    raise PerfscoreError("PS107", path=shown, reason=reason)

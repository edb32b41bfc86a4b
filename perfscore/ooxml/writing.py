"""Write a file whole or not at all, and never over an input."""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_hex

from perfscore.ooxml.errors import OUTPUT_REFUSED, PackageError


def refuse_same(source: Path, destination: Path) -> None:
    """Refuse a destination that is the source, by whatever name or link.

    Raises:
        PackageError: it is.
    """
    try:
        same = destination.exists() and source.samefile(destination)
    except OSError:
        same = False
    if same or source.resolve() == destination.resolve():
        raise PackageError(OUTPUT_REFUSED, path=str(destination), reason="same_file")


def write_whole(destination: Path, data: bytes) -> None:
    """Write beside the destination, then rename.

    Raises:
        OSError: it cannot be written; nothing is left behind then.
    """
    if destination.is_dir():
        raise IsADirectoryError(f"{destination}")
    beside = destination.with_name(f".{destination.name}.{token_hex(4)}.tmp")
    try:
        with open(beside, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, destination)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise

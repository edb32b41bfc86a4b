"""Approved target tables for a whole batch, read once."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from os import PathLike

from perfscore import engine, sheets
from perfscore.batch.items import content_hash
from perfscore.errors import PerfscoreError
from perfscore.ooxml.watchdog import bounded
from perfscore.outputs import reason
from perfscore.targets import TargetTable


def read_approved(paths: Iterable[str | PathLike[str]] | None) -> tuple[tuple[TargetTable, ...] | None, str]:
    """Read target tables.

    Args:
        paths: files or folders; None or nothing for none.

    Returns:
        Every target table in them, or None where no path was given; and a hash over the files, which tells whether
        other target tables are in force.

    Raises:
        PerfscoreError: one of them cannot be read. A batch that runs for an hour without the tables that it was
            given would be worth nothing.
    """
    tables: list[TargetTable] = []
    digest = sha256()
    listed = list(paths or ())
    for path in engine.expand(listed):
        try:
            with bounded():
                found = sheets.read(path).tables
        except OSError as error:
            raise PerfscoreError("PS107", path=str(path), reason=reason(error)) from error
        except Exception as error:  # whatever a strange file raises, it is named
            raise PerfscoreError.of(error, str(path)) from error
        digest.update(f"{path}\0{content_hash(path)}\0".encode("utf-8", "surrogateescape"))
        tables.extend(TargetTable(str(path), table) for table in found if table.kind == "project_target")
    return (tuple(tables), digest.hexdigest()) if listed else (None, "")

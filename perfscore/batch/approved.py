"""Approved target tables for a whole batch, read once."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike

from perfscore import engine, sheets
from perfscore.model import PerfscoreError
from perfscore.ooxml import PackageError
from perfscore.targets import TargetTable


def read_approved(paths: Iterable[str | PathLike[str]] | None) -> tuple[TargetTable, ...] | None:
    """Read target tables.

    Args:
        paths: files or folders; None or nothing for none.

    Returns:
        Every target table in them; None where no path was given.

    Raises:
        PerfscoreError: one of them cannot be read. A batch that runs for an hour without the tables that it was
            given would be worth nothing.
    """
    tables: list[TargetTable] = []
    given = list(paths or ())
    for path in engine.expand(given):
        try:
            found = sheets.read(path).tables
        except (PackageError, PerfscoreError) as error:
            raise PerfscoreError(error.code, **{"file": str(path), "path": str(path), **error.values}) from error
        except OSError as error:
            raise PerfscoreError("PS107", path=str(path), reason=error.strerror or str(error)) from error
        tables.extend(TargetTable(str(path), table) for table in found if table.kind == "project_target")
    return tuple(tables) if given else None

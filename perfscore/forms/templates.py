"""The blank official tables: where they are, and handing out a copy."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from perfscore.model import PerfscoreError

KINDS: Final = ("target", "evaluation", "department")

_HERE: Final = Path(__file__).parents[1]
# In an installed package the forms lie inside it, in a checkout beside it.
_FOLDERS: Final = (_HERE / "templates", _HERE.parent / "templates")


def blank(kind: str) -> Path:
    """Find a blank official table.

    Args:
        kind: ``target`` (项目支出绩效目标表), ``evaluation`` (项目支出绩效自评表) or ``department``
            (部门（单位）整体支出绩效自评表).

    Returns:
        The path of the .xlsx file that ships with the package; read it, do not write to it.

    Raises:
        PerfscoreError: when there is no such kind.
        FileNotFoundError: when the installation is incomplete.
    """
    if kind not in KINDS:
        raise PerfscoreError("PS122", problem=f"没有“{kind}”这种空白表，可选{'、'.join(KINDS)}")
    for folder in _FOLDERS:
        path = folder / f"{kind}.xlsx"
        if path.is_file():
            return path
    raise FileNotFoundError(f"{kind}.xlsx is missing from the installation of perfscore")


def write_blank(kind: str, destination: str | os.PathLike[str]) -> Path:
    """Write a copy of a blank official table, whole or not at all.

    Args:
        kind: which table, as for `blank`.
        destination: the file to make; it must not exist yet, since it could be a form already filled in.

    Returns:
        The path written.

    Raises:
        PerfscoreError: when there is no such kind, when the destination exists or cannot be written.
    """
    return write_new(destination, blank(kind).read_bytes())


def write_new(destination: str | os.PathLike[str], content: bytes) -> Path:
    """Write a form to a file that does not exist yet, whole or not at all.

    Args:
        destination: the file to make.
        content: what it holds.

    Returns:
        The path written.

    Raises:
        PerfscoreError: when the destination exists or cannot be written.
    """
    path = Path(destination)
    try:
        file = path.open("xb")
    except OSError as error:
        raise _refused(path, error) from error
    try:
        with file:
            file.write(content)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _refused(path, error) from error
    return path


def _refused(path: Path, error: OSError) -> PerfscoreError:
    reasons = {FileExistsError: "file_exists", FileNotFoundError: "no_such_folder"}
    return PerfscoreError("PS121", path=str(path), reason=reasons.get(type(error), error.strerror or str(error)))

"""Walk folders: the files below them in order of their names, and the folders that cannot be opened."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

_HIDDEN: Final = ("~$", ".")
"""Temporary files of Excel and WPS, and hidden files, are no workbooks."""


class Entry(NamedTuple):
    """A file below a folder, or a folder that could not be opened.

    Args:
        path: of the file or the folder. error: why the folder could not be opened; None for a file.
    """

    path: Path
    error: OSError | None = None


def is_hidden(name: str) -> bool:
    """Tell whether a file is hidden, or the lock file of an open workbook."""
    return name.startswith(_HIDDEN)


def walk(folder: Path, outputs: Iterable[str | os.PathLike[str]] = ()) -> Iterator[Entry]:
    """List all files below a folder, links included, each real folder once.

    Args:
        folder: where to begin.
        outputs: files and folders that the call writes: never inputs.
    """
    own = {os.path.realpath(path) for path in outputs} - {os.path.realpath(folder)}
    visited: set[tuple[int, int]] = set()
    waiting = [(folder, True)]  # a stack: deep trees would exhaust Python's own
    while waiting:
        path, is_folder = waiting.pop()
        if not is_folder:
            yield Entry(path)
            continue
        try:
            state = os.stat(path)
            if (state.st_dev, state.st_ino) in visited:
                continue
            visited.add((state.st_dev, state.st_ino))
            with os.scandir(path) as listed:
                entries = sorted(listed, key=lambda entry: os.fsencode(entry.name), reverse=True)
        except OSError as error:
            yield Entry(path, error)
            continue
        for entry in entries:
            if not is_hidden(entry.name) and not (own and os.path.realpath(entry.path) in own):
                waiting.append((path / entry.name, _is_folder(entry)))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle
        return False

"""What is to be assessed below some folders: workbooks, members of archives, and what stands in the way."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from attrs import Factory, define, frozen

from perfscore import outputs
from perfscore.batch import archives
from perfscore.batch.items import Failure, content_hash, printable
from perfscore.errors import PerfscoreError
from perfscore.folders import is_hidden, walk
from perfscore.formats import ARCHIVE_SUFFIXES, KNOWN_SUFFIXES

_EACH: Final = 200
"""Files after which the caller is asked whether to go on."""


@frozen
class Source:
    """A file to assess, before the store has given it a key.

    Args:
        path: absolute. place: below the folder that was given. size: bytes.
        member: index inside an archive, or None. name: the member's name.
        source_sha256: hash of the archive; empty for a plain file.
    """

    path: Path
    place: str
    size: int
    member: int | None = None
    name: str = ""
    source_sha256: str = ""

    @property
    def shown(self) -> str:
        """Its path as the store has it; a member's stands below its archive."""
        path = f"{self.path}/{self.name}" if self.member is not None else str(self.path)
        return printable(path)


@frozen
class Obstacle:
    """A folder or an archive that could not be looked into."""

    path: str
    place: str
    failure: Failure
    size: int = 0
    sha256: str = ""


@define
class Discovery:
    """Everything found, in the order of the names.

    Args:
        files: to assess. obstacles: what could not be looked into. others: number of files of other kinds.
    """

    files: list[Source] = Factory(list)
    obstacles: list[Obstacle] = Factory(list)
    others: int = 0


def discover(discovery: Discovery, inputs: Sequence[Path], own: Iterable[Path] = ()) -> Iterator[int]:
    """Walk the folders.

    Args:
        discovery: takes what is found. inputs: files and folders of the call.
        own: what the batch itself writes: never an input.

    Yields:
        The number of files found so far, now and then, so that the caller can stop.
    """
    own = list(own)
    known: set[Path] = set()
    for root, prefix in zip(inputs, _prefixes(inputs), strict=True):
        path = Path(os.path.abspath(root))
        if not os.path.isdir(path):
            _add(discovery, path, f"{prefix}{path.name}", asked=True)
            continue
        for number, (entry, error) in enumerate(walk(path, own)):
            place = f"{prefix}{entry.relative_to(path).as_posix()}"
            if error is not None:
                failure = Failure("folder", "PS107", {"path": printable(str(entry)), "reason": outputs.reason(error)})
                discovery.obstacles.append(Obstacle(printable(str(entry)), printable(place), failure))
            elif entry not in known:
                known.add(entry)
                _add(discovery, entry, place)
            if number % _EACH == 0:
                yield len(discovery.files)
    discovery.files.sort(key=lambda file: (os.fsencode(file.path), file.member or 0))


def _prefixes(inputs: Sequence[Path]) -> list[str]:
    """Put the folder's name before the places where several folders are given, so that they stay apart."""
    if len(inputs) == 1:
        return [""]
    taken: set[str] = set()
    return [
        f"{outputs.distinct(Path(Path(os.path.abspath(path)).name), taken)}/" if os.path.isdir(path) else ""
        for path in inputs
    ]


def _add(discovery: Discovery, path: Path, place: str, asked: bool = False) -> None:
    """Take in one file; one that was named in the call is assessed whatever its name ends with."""
    suffix = path.suffix.lower()
    if suffix in ARCHIVE_SUFFIXES:
        _archive(discovery, path, place)
    elif asked or suffix in KNOWN_SUFFIXES:
        discovery.files.append(Source(path, place, _size(path)))
    else:
        discovery.others += 1


def _archive(discovery: Discovery, path: Path, place: str) -> None:
    digest = content_hash(path)
    taken: set[str] = set()
    inside = []
    try:
        for member in archives.members(path):
            name = str(outputs.distinct(Path(member.name), taken))
            if Path(name).suffix.lower() in KNOWN_SUFFIXES | ARCHIVE_SUFFIXES and not is_hidden(Path(name).name):
                inside.append(Source(path, f"{place}/{name}", member.size, member.index, name, digest))
    except PerfscoreError as error:
        failure = Failure("unreadable", error.code, {"path": printable(str(path)), **error.values})
        discovery.obstacles.append(Obstacle(printable(str(path)), printable(place), failure, _size(path), digest))
        return
    discovery.files.extend(inside)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0

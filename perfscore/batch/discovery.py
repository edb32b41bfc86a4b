"""What is to be assessed below some folders: workbooks, members of archives, and what stands in the way."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from attrs import Factory, define, evolve, frozen

from perfscore import engine
from perfscore.batch import archives
from perfscore.batch.assess import content_hash, printable
from perfscore.batch.items import Failure
from perfscore.model import PerfscoreError

_ARCHIVES: Final = frozenset({".zip"})
# Formats in which tables are kept and that are not read here: each gets its row with the reason, none is passed over.
_DOCUMENTS: Final = frozenset(
    {".xls", ".xlsb", ".et", ".ods", ".doc", ".docx", ".wps", ".pdf", ".rar", ".7z", ".xlsx", ".xlsm"}
)
_HIDDEN: Final = ("~$", ".")


@frozen
class Found:
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

    files: list[Found] = Factory(list)
    obstacles: list[Obstacle] = Factory(list)
    others: int = 0


def discover(found: Discovery, given: Sequence[Path], outputs: Iterable[Path] = ()) -> Iterator[int]:
    """Walk the folders, links included, each real folder once.

    Args:
        found: takes what is found. given: files and folders of the call.
        outputs: what the batch itself writes: never an input.

    Yields:
        The number of files found so far, after each folder, so that the caller can stop.
    """
    seen: set[tuple[int, int]] = set()
    own = {os.path.realpath(path) for path in outputs}
    prefixes = _prefixes(given)
    for root, prefix in zip(given, prefixes, strict=True):
        path = Path(os.path.abspath(root))
        if not path.is_dir():
            _add(found, path, f"{prefix}{path.name}", asked=True)
            yield len(found.files)
            continue
        folders = [(path, prefix)]
        while folders:
            folder, place = folders.pop()
            below = _folder(found, folder, place, seen, own)
            folders.extend(reversed(below))
            yield len(found.files)
    found.files.sort(key=lambda file: (os.fsencode(file.path), file.member or 0))


def _prefixes(given: Sequence[Path]) -> list[str]:
    """Put the folder's name before the places where several folders are given, so that they stay apart."""
    if len(given) == 1:
        return [""]
    names: list[str] = []
    for path in given:
        name = Path(os.path.abspath(path)).name if path.is_dir() else ""
        unique, number = name, 1
        while name and unique in names:
            number += 1
            unique = f"{name} ({number})"
        names.append(unique)
    return [f"{name}/" if name else "" for name in names]


def _folder(
    found: Discovery, folder: Path, place: str, seen: set[tuple[int, int]], own: set[str]
) -> list[tuple[Path, str]]:
    """Take in the files of one folder; give the folders below it."""
    try:
        state = os.stat(folder)
        if (state.st_dev, state.st_ino) in seen or os.path.realpath(folder) in own:
            return []
        seen.add((state.st_dev, state.st_ino))
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        failure = Failure("folder", "PS107", {"path": printable(str(folder)), "reason": error.strerror or str(error)})
        found.obstacles.append(Obstacle(printable(str(folder)), printable(place.rstrip("/")), failure))
        return []
    below = []
    for entry in listed:
        if entry.name.startswith(_HIDDEN):
            continue
        path = folder / entry.name
        try:
            is_folder = entry.is_dir()
        except OSError:
            is_folder = False
        if is_folder:
            below.append((path, f"{place}{entry.name}/"))
        elif os.path.realpath(path) not in own:
            _add(found, path, f"{place}{entry.name}")
    return below


def _add(found: Discovery, path: Path, place: str, asked: bool = False) -> None:
    """Take in one file; one that was named in the call is assessed whatever its name ends with."""
    suffix = path.suffix.lower()
    if suffix in _ARCHIVES:
        _archive(found, path, place)
    elif asked or suffix in _DOCUMENTS or suffix in engine.SUFFIXES:
        found.files.append(Found(path, place, _size(path)))
    else:
        found.others += 1


def _archive(found: Discovery, path: Path, place: str) -> None:
    digest = content_hash(path)
    try:
        inside = [
            Found(path, f"{place}/{member.name}", member.size, member.index, member.name, digest)
            for member in archives.members(path)
            if Path(member.name).suffix.lower() in _DOCUMENTS | engine.SUFFIXES | _ARCHIVES
            and not Path(member.name).name.startswith(_HIDDEN)
        ]
    except PerfscoreError as error:
        failure = Failure("unreadable", error.code, {"path": printable(str(path)), **error.values})
        found.obstacles.append(Obstacle(printable(str(path)), printable(place), failure, _size(path), digest))
        return
    found.files.extend(_apart(inside))


def _apart(files: list[Found]) -> list[Found]:
    """Keep members of the same name apart, as archives may hold them."""
    names: dict[str, int] = {}
    apart = []
    for file in files:
        times = names[file.name] = names.get(file.name, 0) + 1
        if times > 1:
            stem, dot, suffix = file.name.rpartition(".")
            name = f"{stem} ({times}){dot}{suffix}"
            file = evolve(file, name=name, place=f"{file.place[: -len(file.name)]}{name}")
        apart.append(file)
    return apart


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0

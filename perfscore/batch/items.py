"""What goes to a worker and what comes back: plain records that cross processes."""

from __future__ import annotations

import os
import pickle
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Literal

from attrs import frozen

from perfscore.decisions import Ruling
from perfscore.formats import SCANNED_SUFFIXES
from perfscore.readers.limits import LIMITS
from perfscore.rulebook import Rulebook
from perfscore.targets import TargetTable
from perfscore.wording import Language

_SMALLEST_PAGE: Final = 20_000
"""Bytes of a scanned page, at least: one that is compressed best, at a resolution that can be read."""
_SURROGATES: Final = re.compile("[\ud800-\udfff]")

FileStatus = Literal["read", "unreadable", "timeout", "crashed", "folder"]
Columns = dict[str, dict[str, list[Any]]]
"""Rows for the store: table → column → values, as :data:`perfscore.batch.store_rows.COLUMNS` names them."""


@frozen
class Item:
    """One file to assess.

    Args:
        file: its key in the store.
        path: where it is read from; for a member of an archive the archive.
        shown: its path as the store and messages have it.
        place: its path below the folder given to the command.
        size: bytes, as the directory tells.
        member: index inside the archive, or None.
        source_sha256: hash of the archive, or of the content where it is known already; else empty.
        corrected: where the corrected copy goes, or None.
    """

    file: int
    path: str
    shown: str
    place: str
    size: int
    member: int | None = None
    source_sha256: str = ""
    corrected: str | None = None

    @property
    def most_scanned_pages(self) -> int:
        """How many pages of it may have to be recognised, each of which takes seconds; by its ending and its size."""
        if os.path.splitext(self.shown)[1].lower() not in SCANNED_SUFFIXES:
            return 0
        return min(LIMITS.scanned_pages, 1 + self.size // _SMALLEST_PAGE)


Chunk = tuple[Item, ...]


def seconds_allowed(chunk: Chunk, seconds: float) -> float:
    """Say after how long a worker that is silent about a chunk is ended.

    The readers bound their own time; this is for what hangs outside of them.

    Args:
        chunk: files that one worker takes together. seconds: for one ordinary file.
    """
    return seconds + LIMITS.page_seconds * max(item.most_scanned_pages for item in chunk)


def chunked(items: Sequence[Item], size: int, most_bytes: int) -> Iterator[Chunk]:
    """Cut items into chunks of some files or megabytes, whichever is reached first; what may be a scan goes alone."""
    chunk: list[Item] = []
    total = 0
    for item in items:
        alone = item.most_scanned_pages > 0
        if chunk and (alone or len(chunk) >= size or total + item.size > most_bytes):
            yield tuple(chunk)
            chunk, total = [], 0
        if alone:
            yield (item,)
            continue
        chunk.append(item)
        total += item.size
    if chunk:
        yield tuple(chunk)


@frozen
class InForce:
    """What a worker needs to know once.

    Args:
        book: the rule book.
        approved: approved target tables, or None where none were given.
        language: of findings and notes.
        targets_sha256: hash over the files of the target tables; empty without.
        chosen: whether a person chose the rule book. rulings: what a person decided.
        force: whether corrected copies may replace files that perfscore did not write.
    """

    book: Rulebook
    approved: tuple[TargetTable, ...] | None
    language: Language
    targets_sha256: str = ""
    force: bool = False
    chosen: bool = True
    rulings: tuple[Ruling, ...] = ()

    def packed(self) -> bytes:
        """Turn it into bytes for another process."""
        return pickle.dumps(self)


@frozen
class Failure:
    """Why a file has no result of its own.

    Args:
        status: as in the store.
        code: finding code. values: for its words.
    """

    status: FileStatus
    code: str
    values: Mapping[str, str]


def content_hash(path: Path) -> str:
    """Hash a file's content; empty where it is no regular file or cannot be read."""
    try:
        if not os.path.isfile(path):  # opening a pipe would wait for ever
            return ""
        digest = sha256()
        with open(path, "rb", buffering=0) as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()


def printable(text: str) -> str:
    r"""Make a text storable: a byte of a name that is no UTF-8 becomes ``\xNN``, half a character ``\uNNNN``."""
    if not _SURROGATES.search(text):
        return text
    return _SURROGATES.sub(_as_escape, text)


def _as_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"

"""The worker's side: assess one file after another and hand back rows; nothing here knows the store."""

from __future__ import annotations

import os
import re
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

from attrs import evolve

from perfscore import engine, wording
from perfscore.batch import archives
from perfscore.batch.items import Columns, FileStatus, InForce, Item
from perfscore.batch.rows import Rows
from perfscore.model import File, PerfscoreError
from perfscore.outputs import Outputs

_MOST_MEMORY: Final = 4 * 1024**3
"""Address space of a worker: a file that needs more costs itself, not the machine."""
_SURROGATES: Final = re.compile("[\ud800-\udfff]")

_in_force: InForce


def start(packed: bytes) -> None:
    """Prepare a worker process: it ends with its parent, leaves Ctrl-C to it, and its memory is bounded."""
    global _in_force  # a process has one state, set once
    import gc
    import pickle

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_parent()
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    _in_force = pickle.loads(packed)
    # Records hold no cycles; the collector would only walk the caches again and again.
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def assess_here(items: Sequence[Item]) -> Columns:
    """Assess a chunk of files with what :func:`start` put in force."""
    return assess(items, _in_force)


def assess(items: Sequence[Item], in_force: InForce) -> Columns:
    """Assess a chunk of files.

    Args:
        items: the files. in_force: rule book, targets, language.

    Returns:
        Rows for the store; a file that cannot be read has a row with its error.
    """
    rows = Rows(in_force.language)
    for item in items:
        _assess(item, in_force, rows)
    return rows.columns


def _assess(item: Item, in_force: InForce, rows: Rows) -> None:
    started = perf_counter()
    digest = ""
    try:
        with _content(item) as (path, digest):
            file = _shown(engine.evaluate_file(path, in_force.book, in_force.language, in_force.approved), path, item)
            corrected, refused = _correct(path, item, file, in_force)
    except PerfscoreError as error:
        values = {"file": item.shown, "path": item.shown, **error.values}
        file = File(item.shown, wording.sentence(error.code, values, in_force.language))
        corrected = refused = None
    status: FileStatus = "read" if file.error is None else "unreadable"
    took = round((perf_counter() - started) * 1000)
    source = item.source_sha256 if item.member is not None else digest
    rows.file(
        item.file, printable(item.place), item.shown, digest, source, item.size, status, file.error, len(file.tables),
        corrected, refused, took,
    )  # fmt: skip
    rows.findings(item.file, None, file.findings)
    for number, table in enumerate(file.tables, 1):
        rows.table(item.file, number, table)


@contextmanager
def _content(item: Item) -> Iterator[tuple[Path, str]]:
    """Give the file to read and the hash of its content; a member of an archive is unpacked for the while."""
    path = Path(item.path)
    if item.member is None:
        # The hash before the evaluation: a file that changes in between is assessed again next time.
        yield path, content_hash(path)
    else:
        with TemporaryDirectory(prefix="perfscore-") as folder:
            yield archives.unpack(path, item.member, Path(folder))


def _shown(file: File, path: Path, item: Item) -> File:
    """Name the file as the store does where messages name the path that was read."""

    def put(text: str) -> str:
        return printable(text.replace(str(path), item.shown))

    findings = tuple(evolve(found, message=put(found.message)) for found in file.findings)
    return evolve(file, error=None if file.error is None else put(file.error), findings=findings)


def _correct(path: Path, item: Item, file: File, in_force: InForce) -> tuple[str | None, str | None]:
    """Write the corrected copy; give where it stands, or why there is none."""
    if item.corrected is None or file.error is not None or not file.tables:
        return None, None
    from perfscore.correction import correct_content

    destination = Path(item.corrected)
    door = _door(in_force.force)
    try:
        door.protect([item.path])
        door.write(destination, correct_content(path.read_bytes(), file, in_force.language).content)
    except PerfscoreError as error:
        values = {"file": item.shown, "path": printable(str(destination)), **error.values}
        return None, printable(wording.sentence(error.code, values, in_force.language))
    except OSError as error:
        values = {"path": printable(str(destination)), "reason": error.strerror or str(error)}
        return None, wording.sentence("PS121", values, in_force.language)
    except Exception as error:  # a strange file costs its corrected copy, not its scores
        reason = printable(f"{type(error).__name__}: {error}")
        return None, wording.sentence("PS121", {"path": printable(str(destination)), "reason": reason})
    return printable(str(destination)), None


@lru_cache(maxsize=2)
def _door(force: bool) -> Outputs:
    """Give the door of this process; a worker looks for drafts of killed ones once in each folder."""
    return Outputs(force=force)


def content_hash(path: Path) -> str:
    """Hash a file's content; empty where it is no regular file or cannot be read."""
    try:
        if not path.is_file():  # opening a pipe would wait for ever
            return ""
        digest = sha256()
        with open(path, "rb", buffering=0) as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()


def printable(text: str) -> str:
    r"""Print a path whose bytes are no UTF-8: they become ``\xNN``."""
    if not _SURROGATES.search(text):
        return text
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, however that ended."""
    from multiprocessing import connection, parent_process

    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()

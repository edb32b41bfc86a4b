"""The worker's side: assess one file after another and hand back rows; nothing here knows the store."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from time import perf_counter
from typing import Final

from perfscore import engine
from perfscore.batch import archives
from perfscore.batch.items import Columns, FileStatus, InForce, Item, content_hash, printable
from perfscore.batch.store_rows import Rows
from perfscore.errors import PerfscoreError
from perfscore.inputs import Content, load
from perfscore.model import File
from perfscore.ooxml.watchdog import together
from perfscore.outputs import Outputs
from perfscore.wording import Language

_MOST_MEMORY: Final = 4 * 1024**3
"""Address space of a worker: a file that needs more costs itself, not the machine."""

_in_force: InForce


def start(packed: bytes) -> None:
    """Prepare a worker process: it ends with its parent, leaves Ctrl-C to it, and its memory is bounded."""
    global _in_force  # a process has one state, set once
    import gc
    import pickle
    import warnings

    warnings.simplefilter("ignore")  # of libraries, about files that have their error in words
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
        rows.extend(_assess(item, in_force))
    return rows.columns


def _assess(item: Item, in_force: InForce) -> Rows:
    """Assess one file: whatever goes wrong with it becomes its error."""
    started = perf_counter()
    language = in_force.language
    file = File(item.shown)
    try:
        content = _content(item)
        with together():
            file = engine.evaluate_file(
                content, in_force.book, language, in_force.approved, in_force.chosen, in_force.rulings
            )
            corrected, refused = _correct(content, item, file, in_force)
        return _rows(item, file, started, language, corrected, refused)
    except Exception as error:
        reason = PerfscoreError.of(error, item.shown).in_words(language)
    return _rows(item, File(item.shown, reason, sha256=file.sha256), started, language)


def _rows(
    item: Item, file: File, started: float, language: Language, corrected: str | None = None, refused: str | None = None
) -> Rows:
    rows = Rows(language)
    digest = file.sha256 or (content_hash(Path(item.path)) if item.member is None else "")
    source = item.source_sha256 if item.member is not None else digest
    status: FileStatus = "read" if file.error is None else "unreadable"
    took = round((perf_counter() - started) * 1000)
    rows.file(
        item.file, item.place, item.shown, digest, source, item.size, status, file.error, len(file.tables), corrected,
        refused, took,
    )  # fmt: skip
    rows.findings(item.file, None, file.findings)
    for number, table in enumerate(file.tables, 1):
        rows.table(item.file, number, table)
    return rows


def _content(item: Item) -> Content:
    """Give the content of a file, or of a member of an archive, under the name that the store has."""
    path = Path(item.path)
    if item.member is None:
        return load(path, item.shown)
    return Content(item.shown, archives.read(path, item.member))


def _correct(content: Content, item: Item, file: File, in_force: InForce) -> tuple[str | None, str | None]:
    """Write the corrected copy; give where it stands, or why there is none."""
    if item.corrected is None or file.error is not None or not file.tables:
        return None, None
    from perfscore.correction.apply import correct_content

    door = _door(in_force.force)
    try:
        door.protect([item.path])
        door.write(item.corrected, correct_content(content.data, file, in_force.language).content)
    except PerfscoreError as error:
        values = {"file": item.shown, "path": item.corrected, **error.values}
        return None, PerfscoreError(error.code, **values).in_words(in_force.language)
    except (Exception, RecursionError, MemoryError) as error:  # a strange file costs its copy, not its scores
        reason = f"{type(error).__name__}: {error}"
        return None, PerfscoreError("PS121", path=item.corrected, reason=reason).in_words(in_force.language)
    return printable(item.corrected), None


@lru_cache(maxsize=2)
def _door(force: bool) -> Outputs:
    """Give the door of this process; a worker looks for drafts of killed ones once in each folder."""
    from perfscore.correction.existing import objection

    return Outputs(force=force, recognise=objection)


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

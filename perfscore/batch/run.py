"""One run of a batch: find, skip what is done, assess, write; stop cleanly when asked."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Final

from attrs import Factory, define, frozen

from perfscore import wording
from perfscore.batch.discovery import Discovery, Found, Obstacle, discover
from perfscore.batch.items import Columns, Failure, InForce, Item, content_hash, printable
from perfscore.batch.pool import Chunk, Limits, Result, assess_all, chunked
from perfscore.batch.progress import NO_PROGRESS, Progress
from perfscore.batch.store import Done, Store, StoreError
from perfscore.batch.store_rows import Rows, by_file
from perfscore.model import PerfscoreError
from perfscore.outputs import Outputs
from perfscore.version import VERSION
from perfscore.wording import Language

CHUNK: Final = 16
_CHUNK_BYTES: Final = 4 * 1024**2
_FILES_PER_TRANSACTION: Final = 128
_SECONDS_PER_TRANSACTION: Final = 5.0
_AGAIN: Final = frozenset({"timeout", "crashed", "unreadable"})
_WORKBOOKS: Final = frozenset({".xlsx", ".xlsm"})

Assess = Callable[[Iterator[Chunk], InForce, Limits, Callable[[], bool]], Iterator[Result]]
"""Where the work is done: in processes of this machine, or elsewhere."""


@frozen(kw_only=True)
class Options:
    """How a batch is run.

    Args:
        corrected: folder for corrected copies, or None. limits: of the workers.
        retry: whether files without a result are tried again, although they did not change.
        assess: where the work is done; None for processes of this machine.
        progress: is told what is done.
        outputs: the door of the call, which knows what else it reads and writes.
    """

    corrected: Path | None = None
    limits: Limits = Factory(lambda: Limits(workers=os.cpu_count() or 1))
    retry: bool = False
    assess: Assess | None = None
    progress: Progress = NO_PROGRESS
    outputs: Outputs = Factory(Outputs)


@define
class Outcome:
    """What a run did.

    Args:
        found: files to assess. done_before: unchanged since an earlier run. others: files of kinds without tables.
        failed_before: of these, files without a result. statuses: number of files written by this run, by status.
        uncorrected: corrected copies that failed.
        stopped: whether it was stopped before its end. edition: key of what was in force.
    """

    found: int = 0
    done_before: int = 0
    failed_before: int = 0
    others: int = 0
    statuses: Counter[str] = Factory(Counter)
    uncorrected: int = 0
    stopped: bool = False
    edition: int = 0

    @property
    def failed(self) -> bool:
        """Whether an input has no result, or a corrected copy could not be written."""
        results = sum(count for status, count in self.statuses.items() if status != "read")
        return bool(results or self.failed_before or self.uncorrected)


def run(
    given: Sequence[str | os.PathLike[str]], store: Store, in_force: InForce, options: Options, own: Sequence[Path] = ()
) -> Outcome:
    """Assess everything below some folders that is not done already.

    Args:
        given: files and folders. store: open for writing.
        in_force: rule book, approved targets, language.
        options: how. own: further files that the call itself writes, never inputs.

    Returns:
        The counts. After Ctrl-C, ``stopped``: what is written stays, and the same call goes on from there.

    Raises:
        PerfscoreError: a path does not exist (PS107), corrected copies would stand among their inputs (PS109), or
            what is needed is not installed (PS805).
    """
    paths = [Path(path) for path in given]
    for path in paths:
        if not os.path.lexists(path):
            raise PerfscoreError("PS107", path=printable(str(path)), reason="no_such_file")
        if options.corrected is not None and os.path.realpath(options.corrected) == os.path.realpath(path):
            raise PerfscoreError("PS109", path=printable(str(options.corrected)))
    outcome = Outcome(edition=store.edition(in_force))
    with _stop_on_interrupt() as stop:
        key = store.start(outcome.edition)
        outputs = [path for path in (options.corrected, *own) if path is not None]
        discovery = _discover(paths, outputs, stop)
        outcome.others = discovery.others
        known = store.done(outcome.edition)
        options.outputs.protect(found.path for found in discovery.files)
        items, before = _to_do(discovery.files, known, store.next_file(), options, stop)
        for item in items:
            if item.corrected is not None and os.path.lexists(item.corrected):
                _refuse_input(item.corrected, options.outputs)
        obstacles = _new_obstacles(discovery.obstacles, known)
        outcome.found = len(discovery.files)
        outcome.done_before = len(before)
        outcome.failed_before = sum(done.status != "read" or done.refused for done in before)
        if not stop.is_set():
            writer = _Writer(store, outcome, key, {done.file for done in known.values()}, in_force.language)
            _work(items, obstacles, in_force, options, stop, writer)
        outcome.stopped = stop.is_set()
        status = "stopped" if outcome.stopped else "done"
        store.end(key, status, outcome.found, outcome.done_before, outcome.others)
    return outcome


def _work(
    items: list[Item],
    obstacles: list[tuple[Obstacle, int | None]],
    in_force: InForce,
    options: Options,
    stop: threading.Event,
    writer: _Writer,
) -> None:
    key = max([item.file for item in items], default=writer.store.next_file() - 1)
    for obstacle, known in obstacles:
        key += 1
        writer.obstacle(obstacle, known or key)
    assess = options.assess or _in_processes
    options.progress.start(len(items))
    results = assess(chunked(items, CHUNK, _CHUNK_BYTES), in_force, options.limits, stop.is_set)
    try:
        for chunk, result in results if items else ():
            if isinstance(result, Failure):
                writer.failure(chunk[0], result)
            else:
                writer.rows(result)
            options.progress.advance(len(chunk))
    finally:
        close = getattr(results, "close", None)
        if close is not None:
            close()
        options.progress.end()
    writer.flush()


def _in_processes(
    chunks: Iterator[Chunk], in_force: InForce, limits: Limits, stopped: Callable[[], bool]
) -> Iterator[Result]:
    return assess_all(chunks, in_force, limits, CHUNK, stopped)


class _Writer:
    """Collects rows and writes them many files at a time."""

    def __init__(self, store: Store, outcome: Outcome, run: int, known: set[int], language: Language) -> None:
        self.store = store
        self._outcome = outcome
        self._run = run
        self._known = known
        self._language = language
        self._waiting: list[Columns] = []
        self._files = 0
        self._since = monotonic()

    def rows(self, columns: Columns) -> None:
        """Take the rows of a chunk."""
        written = columns["files"]
        self._outcome.statuses.update(written["status"])
        self._outcome.uncorrected += sum(error is not None for error in written["correction_error"])
        self._waiting.append(columns)
        self._files += len(written["file"])
        if self._files >= _FILES_PER_TRANSACTION or monotonic() - self._since > _SECONDS_PER_TRANSACTION:
            self.flush()

    def failure(self, item: Item, failure: Failure) -> None:
        """Record a file that has no result, with its reason."""
        digest = item.source_sha256 or content_hash(Path(item.path))
        self._record(item.file, item.place, item.shown, digest, item.size, failure)

    def obstacle(self, obstacle: Obstacle, file: int) -> None:
        """Record a folder or an archive that could not be looked into."""
        self._record(file, obstacle.place, obstacle.path, obstacle.sha256, obstacle.size, obstacle.failure)

    def _record(self, file: int, place: str, path: str, digest: str, size: int, failure: Failure) -> None:
        rows = Rows(self._language)
        error = wording.sentence(failure.code, {"path": path, **failure.values}, self._language)
        rows.file(file, printable(place), path, digest, digest, size, failure.status, error, 0, None, None, None)
        self.rows(rows.columns)

    def flush(self) -> None:
        """Write what waits; rows that the store does not take cost their file alone."""
        waiting, self._waiting, self._files = self._waiting, [], 0
        try:
            self._store(waiting)
        except StoreError:
            raise
        except Exception:
            for columns in (single for chunk in waiting for single in by_file(chunk)):
                try:
                    self._store([columns])
                except StoreError:
                    raise
                except Exception as error:
                    self._store([self._refused(columns, error)])
        self._since = monotonic()

    def _store(self, waiting: list[Columns]) -> None:
        if waiting:
            keys = {key for columns in waiting for key in columns["files"]["file"]}
            self.store.write(self._outcome.edition, self._run, waiting, keys & self._known)

    def _refused(self, columns: Columns, error: Exception) -> Columns:
        """Give the row of a file whose results could not be written."""
        (row,) = zip(*columns["files"].values(), strict=True)
        known = dict(zip(columns["files"], row, strict=True))
        values = {"path": known["path"], "reason": f"{type(error).__name__}: {error}"}
        reason = printable(wording.sentence("PS124", values, self._language))
        self._outcome.statuses[known["status"]] -= 1
        self._outcome.statuses["unreadable"] += 1
        rows = Rows(self._language)
        changed = {"status": "unreadable", "error": reason, "tables": 0, "corrected": None}
        rows.file(*{**known, **changed}.values())
        return rows.columns


def _discover(paths: Sequence[Path], outputs: Sequence[Path], stop: threading.Event) -> Discovery:
    found = Discovery()
    steps = discover(found, paths, outputs)
    while not stop.is_set() and next(steps, None) is not None:
        pass
    return found


def _to_do(
    files: Sequence[Found], known: Mapping[str, Done], first_key: int, options: Options, stop: threading.Event
) -> tuple[list[Item], list[Done]]:
    """Choose what is to be assessed, each with its key: its old one where the store has it; and what is done."""
    items: list[Item] = []
    taken: set[Path] = set()
    before: list[Done] = []
    key = first_key
    for found in files:
        if stop.is_set():
            break
        corrected = _corrected_place(found, options.corrected, taken)
        done = known.get(found.shown)
        if done is not None and _is_done(found, done, corrected, options.retry):
            before.append(done)
            continue
        items.append(
            Item(
                done.file if done is not None else key,
                str(found.path),
                found.shown,
                found.place,
                found.size,
                found.member,
                found.source_sha256,
                str(corrected) if corrected is not None else None,
            )
        )
        key += done is None
    return items, before


def _is_done(found: Found, done: Done, corrected: Path | None, retry: bool) -> bool:
    if done.perfscore != VERSION or (retry and done.status in _AGAIN):
        return False
    wanted = corrected is not None and done.status == "read" and not done.refused
    if wanted and corrected is not None and not (done.corrected == printable(str(corrected)) and corrected.exists()):
        return False
    return done.source_sha256 == (found.source_sha256 or content_hash(found.path))


def _corrected_place(found: Found, folder: Path | None, taken: set[Path]) -> Path | None:
    """Say where a corrected copy goes: in the same folders below the output folder, a document as a workbook."""
    if folder is None:
        return None
    place = Path(os.path.abspath(folder)) / found.place
    if place.suffix.lower() not in _WORKBOOKS:
        place = place.with_name(f"{place.name}.xlsx")
    while place in taken:
        place = place.with_name(f"{place.stem}_{place.suffix}")
    taken.add(place)
    return place


def _new_obstacles(obstacles: Sequence[Obstacle], known: Mapping[str, Done]) -> list[tuple[Obstacle, int | None]]:
    """Choose the obstacles to record: all, as they cost nothing; each with its old key."""
    return [(obstacle, known[obstacle.path].file if obstacle.path in known else None) for obstacle in obstacles]


def _refuse_input(corrected: str, outputs: Outputs) -> None:
    """Refuse corrected copies over inputs; other objections cost their file alone, when it is written."""
    try:
        outputs.check(corrected)
    except PerfscoreError as error:
        if error.code == "PS109":
            raise


@contextmanager
def _stop_on_interrupt() -> Iterator[threading.Event]:
    """Turn Ctrl-C into a wish to stop; pressed a second time, it interrupts as ever."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def ask(_signal: int, _frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)

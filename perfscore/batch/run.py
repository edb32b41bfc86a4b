"""One run of a batch: find, skip what is done, assess, write; stop cleanly when asked."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from attrs import Factory, frozen

from perfscore.batch.discovery import Discovery, Obstacle, Source, discover
from perfscore.batch.items import Chunk, Failure, InForce, Item, chunked, content_hash, printable
from perfscore.batch.pool import Limits, Result, assess_all
from perfscore.batch.progress import NO_PROGRESS, Progress
from perfscore.batch.relating import relate
from perfscore.batch.store import Done, Store
from perfscore.batch.writer import Outcome, Writer
from perfscore.errors import PerfscoreError
from perfscore.extensions import release
from perfscore.outputs import Outputs, distinct

CHUNK: Final = 16
_CHUNK_BYTES: Final = 4 * 1024**2
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


def run(
    inputs: Sequence[str | os.PathLike[str]],
    store: Store,
    in_force: InForce,
    options: Options,
    own: Sequence[Path] = (),
) -> Outcome:
    """Assess everything below some folders that is not done already.

    Args:
        inputs: files and folders. store: open for writing.
        in_force: rule book, approved targets, language.
        options: how. own: further files that the call itself writes, never inputs.

    Returns:
        The counts. After Ctrl-C, ``stopped``: what is written stays, and the same call goes on from there.

    Raises:
        PerfscoreError: a path does not exist (PS107), corrected copies would stand among their inputs (PS109), or
            what is needed is not installed (PS805).
    """
    paths = [Path(path) for path in inputs]
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
        options.outputs.protect(source.path for source in discovery.files)
        items, before = _to_do(discovery.files, known, store.next_file(), options, stop)
        for item in items:
            if item.corrected is not None and os.path.lexists(item.corrected):
                _refuse_input(item.corrected, options.outputs)
        outcome.found = len(discovery.files)
        outcome.done_before = len(before)
        outcome.failed_before = sum(done.status != "read" or done.refused for done in before)
        if not stop.is_set():
            writer = Writer(store, outcome, key, {done.file for done in known.values()}, in_force.language)
            _record(discovery.obstacles, known, items, writer)
            items, repeats = _apart(items, store, options, outcome.edition)
            _work(items, in_force, options, stop, writer)
            if not stop.is_set():
                again = [item for item, source, digest in repeats if not writer.repeat(source, item, digest)]
                _work(again, in_force, options, stop, writer)
        if not stop.is_set():
            relate(store, outcome.edition, in_force)
        outcome.stopped = stop.is_set()
        status = "stopped" if outcome.stopped else "done"
        store.end(key, status, outcome.found, outcome.done_before, outcome.others)
    return outcome


def _record(obstacles: Sequence[Obstacle], known: Mapping[str, Done], items: Sequence[Item], writer: Writer) -> None:
    """Record the obstacles, all of them, as they cost nothing: each under its old key or one that no file has."""
    first = max([item.file for item in items], default=writer.store.next_file() - 1) + 1
    for key, obstacle in enumerate(obstacles, first):
        writer.obstacle(obstacle, known[obstacle.path].file if obstacle.path in known else key)


def _apart(
    items: Sequence[Item], store: Store, options: Options, edition: int
) -> tuple[list[Item], list[tuple[Item, int, str]]]:
    """Set aside what takes long and has the content of another file: that is recognised once.

    Returns:
        The files to assess, and those that repeat one: each with the key of that one, and the hash of the content.
    """
    kept: list[Item] = []
    repeats: list[tuple[Item, int, str]] = []
    if options.corrected is not None:  # each of them gets a copy of its own
        return list(items), repeats
    known = dict(store.contents(edition)) if any(item.most_scanned_pages for item in items) else {}
    for item in items:
        digest = content_hash(Path(item.path)) if item.most_scanned_pages and item.member is None else ""
        if digest and known.setdefault(digest, item.file) != item.file:
            repeats.append((item, known[digest], digest))
        else:
            kept.append(item)
    return kept, repeats


def _work(
    items: Sequence[Item],
    in_force: InForce,
    options: Options,
    stop: threading.Event,
    writer: Writer,
) -> None:
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


def _discover(paths: Sequence[Path], outputs: Sequence[Path], stop: threading.Event) -> Discovery:
    discovery = Discovery()
    steps = discover(discovery, paths, outputs)
    while not stop.is_set() and next(steps, None) is not None:
        pass
    return discovery


def _to_do(
    files: Sequence[Source], known: Mapping[str, Done], first_key: int, options: Options, stop: threading.Event
) -> tuple[list[Item], list[Done]]:
    """Choose what is to be assessed, each with its key: its old one where the store has it; and what is done."""
    items: list[Item] = []
    taken: set[str] = set()
    before: list[Done] = []
    key = first_key
    for source in files:
        if stop.is_set():
            break
        corrected = _corrected_place(source, options.corrected, taken)
        done = known.get(source.shown)
        if done is not None and _is_done(source, done, corrected, options.retry):
            before.append(done)
            continue
        items.append(
            Item(
                done.file if done is not None else key,
                str(source.path),
                source.shown,
                source.place,
                source.size,
                source.member,
                source.source_sha256,
                str(corrected) if corrected is not None else None,
            )
        )
        key += done is None
    return items, before


def _is_done(source: Source, done: Done, corrected: Path | None, retry: bool) -> bool:
    if done.perfscore != release() or not done.complete or (retry and done.status in _AGAIN):
        return False
    expected = corrected is not None and done.status == "read" and not done.refused
    if (
        expected
        and corrected is not None
        and not (done.corrected == printable(str(corrected)) and os.path.exists(corrected))
    ):
        return False
    return done.source_sha256 == (source.source_sha256 or content_hash(source.path))


def _corrected_place(source: Source, folder: Path | None, taken: set[str]) -> Path | None:
    """Say where a corrected copy goes: in the same folders below the output folder, a document as a workbook."""
    if folder is None:
        return None
    place = Path(os.path.abspath(folder)) / source.place
    if place.suffix.lower() not in _WORKBOOKS:
        place = place.with_name(f"{place.name}.xlsx")
    return distinct(place, taken)


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

"""Worker processes: chunks out, rows in; a file that crashes, hangs or kills its worker costs itself alone."""

from __future__ import annotations

import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing.context import SpawnContext
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from attrs import Factory, define, frozen

from perfscore.batch.assess import assess_here, start
from perfscore.batch.items import Chunk, Columns, Failure, InForce, seconds_allowed
from perfscore.errors import PerfscoreError

if TYPE_CHECKING:
    from pebble import ProcessPool

Result = tuple[Chunk, Columns | Failure]

_AHEAD: Final = 3
"""Chunks that wait for each worker: enough to keep it busy, few enough to keep memory bounded."""
_LOOK: Final = 0.1
_ATTEMPTS: Final = 3
_START_UP: Final = 30.0
_FAREWELL: Final = 5.0


class _LastingLocks(SpawnContext):
    """Fresh processes whose locks exist as long as the pool does.

    A pool that is stopped lets go of its locks before it ends its workers, and the last reference removes a lock's
    name: a worker that is just starting would find none and print a traceback.
    """

    def __init__(self) -> None:
        self._locks: list[object] = []

    def RLock(self) -> Any:  # noqa: N802  # the name in multiprocessing
        """Make a lock and remember it."""
        lock = super().RLock()
        self._locks.append(lock)
        return lock


@frozen
class Limits:
    """How workers are kept.

    Args:
        workers: processes.
        seconds: time for one file.
        renewed_after: files after which a worker is replaced by a fresh one; what it remembers of texts stays small.
    """

    workers: int
    seconds: float = 60.0
    renewed_after: int = 2000


@define
class _Flight:
    """A chunk on its way. Args: chunk. attempts: how often it went down before."""

    chunk: Chunk
    attempts: int = 0


@define
class _Work:
    """Chunks that go first (second attempts), and those that are in the workers."""

    again: deque[_Flight] = Factory(deque)
    flying: dict[Future[Columns], _Flight] = Factory(dict)


def assess_all(
    chunks: Iterator[Chunk],
    in_force: InForce,
    limits: Limits,
    chunk_size: int,
    stopped: Callable[[], bool],
    assess: Callable[[Chunk], Columns] = assess_here,
) -> Iterator[Result]:
    """Assess chunks in worker processes.

    A chunk that fails is taken apart and its files tried one by one, so that only the guilty one is lost.

    Args:
        chunks: taken as workers become free. in_force: rule book and targets. limits: of the workers.
        chunk_size: files in a full chunk.
        stopped: asked all the time; true ends the work at once.
        assess: what a worker does with a chunk; a function of a module.

    Yields:
        Each chunk with its rows, or a single file with its failure; None of those that were stopped.
    """
    work = _Work()
    packed = in_force.packed()
    pool = _new_pool(packed, limits, chunk_size)
    last = monotonic()
    try:
        while not stopped():
            with _interrupts_held_back():  # the pool starts with its first chunk
                _fill(pool, work, chunks, limits, assess)
            if not work.flying:
                return
            finished, _ = wait(work.flying, timeout=_LOOK, return_when="FIRST_COMPLETED")
            for future in finished:
                last = monotonic()
                flight = work.flying.pop(future)
                yield from _settle(future, flight, work, limits)
            # A worker killed just after it took its chunk can leave the pool waiting for ever. Chunks have a time
            # limit: for longer than that, and the start of a worker, nothing is silent.
            flying = [seconds_allowed(flight.chunk, limits.seconds) for flight in work.flying.values()]
            lost = monotonic() - last > max(flying, default=limits.seconds) + _START_UP
            if lost or not pool.active:
                _take_back(work)
                _end(pool)
                pool = _new_pool(packed, limits, chunk_size)
                last = monotonic()
    finally:
        _end(pool, all_done=not work.flying and not stopped())


def _new_pool(packed: bytes, limits: Limits, chunk_size: int) -> ProcessPool:
    try:
        from pebble import ProcessPool
    except ImportError as error:
        raise PerfscoreError("PS805", package="pebble", extra="batch") from error
    return ProcessPool(
        max_workers=limits.workers,
        max_tasks=max(1, limits.renewed_after // chunk_size),
        initializer=start,
        initargs=(packed,),
        context=_LastingLocks(),
    )


def _end(pool: ProcessPool, all_done: bool = False) -> None:
    """End the workers; when nothing is left to do they end themselves: one that only starts would print a traceback."""
    with suppress(TimeoutError):
        if all_done and pool.active:
            pool.close()  # type: ignore[no-untyped-call]  # pebble leaves it without types
            pool.join(_FAREWELL)
            return
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


def _fill(
    pool: ProcessPool, work: _Work, chunks: Iterator[Chunk], limits: Limits, assess: Callable[[Chunk], Columns]
) -> None:
    while len(work.flying) < limits.workers * _AHEAD and pool.active:
        if work.again:
            flight = work.again.popleft()
        else:
            chunk = next(chunks, None)
            if chunk is None:
                return
            flight = _Flight(chunk)
        try:
            future = pool.schedule(assess, args=(flight.chunk,), timeout=seconds_allowed(flight.chunk, limits.seconds))
        except RuntimeError:  # the pool broke in this moment
            work.again.appendleft(flight)
            return
        work.flying[future] = flight


def _settle(future: Future[Columns], flight: _Flight, work: _Work, limits: Limits) -> Iterator[Result]:
    """Hand on what a chunk gave; a chunk of several that failed goes again, file by file."""
    from pebble import ProcessExpired

    try:
        yield flight.chunk, future.result()
        return
    except TimeoutError:
        seconds = seconds_allowed(flight.chunk, limits.seconds)
        failure = Failure("timeout", "PS801", {"seconds": f"{seconds:g}"})
    except ProcessExpired as error:
        failure = Failure("crashed", "PS802", {"reason": _exit(error.exitcode)})
    except (BrokenProcessPool, CancelledError):
        flight.attempts += 1
        if flight.attempts < _ATTEMPTS:
            work.again.extend(_Flight((item,), flight.attempts) for item in flight.chunk)
            return
        failure = Failure("crashed", "PS802", {"reason": "pool_broken"})
    except Exception as error:  # raised in the worker, against all expectation
        failure = Failure("crashed", "PS802", {"reason": f"{type(error).__name__}: {error}"})
    if len(flight.chunk) > 1:
        work.again.extend(_Flight((item,)) for item in flight.chunk)
    elif failure.status == "crashed" and flight.attempts < _ATTEMPTS - 1:
        # The system may have ended the process for reasons of its own, such as another program's memory.
        work.again.append(_Flight(flight.chunk, flight.attempts + 1))
    else:
        yield flight.chunk, failure


def _exit(code: int | None) -> str:
    """Say how a process ended: the number of the signal that killed it, or its status."""
    if code is not None and code < 0:
        try:
            return signal.Signals(-code).name
        except ValueError:
            pass
    return str(code)


def _take_back(work: _Work) -> None:
    for flight in work.flying.values():
        flight.attempts += 1
        work.again.append(flight)
    work.flying.clear()


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Let threads and processes that start now never see Ctrl-C: it is the main process that ends the work.

    The terminal sends Ctrl-C to all processes, and one that is still importing would print a traceback.
    """
    if sys.platform == "win32":
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # once started it lets the signal through again: so it starts before
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)

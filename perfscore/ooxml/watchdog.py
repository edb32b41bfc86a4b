"""Stop reading a file that takes too long or too much memory, whatever library is at work.

A thread looks at the clock and at the memory of the process and interrupts the reading between two steps of the
interpreter; every reader here is Python, so there is always a next step. A process of its own would bound a file as
well, but costs more than reading an ordinary one. Without threads (a browser) the limits of the readers are the bound,
and the time where they look at it themselves.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from perfscore.ooxml.errors import over
from perfscore.ooxml.limits import MEGABYTE

SECONDS = 50  # with what comes before and after, a minute
MEGABYTES = 400  # on top of what the process takes already
_EVERY = 0.01
_AGAIN = 0.25  # an interrupted reading needs a moment to unwind; another interrupt in it could arrive too late
_FREED = 100 * MEGABYTE  # in a second, at least: what it holds is freed first


class _Interrupt(BaseException):
    """Raised in the thread that reads; no library's ``except Exception`` swallows it."""


class _Watch:
    """A reading under way."""

    def __init__(self, seconds: float, megabytes: int) -> None:
        self.seconds = seconds
        self.megabytes = megabytes
        self.thread = threading.get_ident()
        self.stop = time.monotonic() + seconds
        self.most = _memory() + megabytes * MEGABYTE
        self.cause = ""
        self.firing = False
        self.again = 0.0


_watches: dict[int, _Watch] = {}
_shared: dict[int, _Watch] = {}
_wake = threading.Event()
_watcher: threading.Thread | None = None


@contextmanager
def bounded(seconds: float = SECONDS, megabytes: int = MEGABYTES) -> Iterator[None]:
    """Bound what is done inside; within `together`, by what is left of the common bounds.

    Args:
        seconds: time allowed. megabytes: memory allowed on top of what the process takes already.

    Raises:
        PackageError: the time or the memory is used up (PS103).
    """
    thread = threading.get_ident()
    if thread in _watches:
        yield
        return
    _start_watching()
    watch = _shared.get(thread) or _Watch(seconds, megabytes)
    watch.cause = ""
    _watches[thread] = watch
    _wake.set()
    interrupted = False
    try:
        try:
            yield
        finally:
            _disarm(watch)
    except _Interrupt:
        _disarm(watch)  # one that arrived on the way to it
        interrupted = True
    if interrupted:
        raise over(watch.cause, int(watch.seconds) if watch.cause == "seconds" else watch.megabytes, "more")


@contextmanager
def together(seconds: float | None = None) -> Iterator[None]:
    """Give everything that is bounded inside the bounds of one file: its evaluation and its correction.

    Args:
        seconds: what is left of the time, where the file was worked on before.
    """
    thread = threading.get_ident()
    if thread in _shared or thread in _watches:
        yield
        return
    _shared[thread] = _Watch(SECONDS if seconds is None else seconds, MEGABYTES)
    try:
        yield
    finally:
        del _shared[thread]


def seconds_left() -> float:
    """Tell how much of the time of one file is left within `together`."""
    watch = _shared.get(threading.get_ident())
    return SECONDS if watch is None else max(0.0, watch.stop - time.monotonic())


def check_time() -> None:
    """Stop this thread's reading where its time is up; for readers that can wait for no other thread to tell them.

    Raises:
        PackageError: the time is used up (PS103).
    """
    watch = _watches.get(threading.get_ident())
    if watch is not None and time.monotonic() > watch.stop:
        raise over("seconds", int(watch.seconds), "more")


def allow_more(seconds: float = 0, megabytes: int = 0) -> None:
    """Widen the bounds of this thread's reading, for work that is known to take more and is bounded by itself.

    Args:
        seconds: more time. megabytes: more memory.
    """
    watch = _watches.get(threading.get_ident())
    if watch is not None:
        watch.stop += seconds
        watch.seconds += seconds
        watch.most += megabytes * MEGABYTE
        watch.megabytes += megabytes


def _disarm(watch: _Watch) -> None:
    """End a watch so that no interrupt arrives after it."""
    while True:
        with suppress(_Interrupt):
            _watches.pop(watch.thread, None)
            while watch.firing:
                time.sleep(_EVERY / 10)
            # One that is still to come is raised here at the latest. Taking it back instead would leave the
            # interpreter looking for it, and never going on under a tracer (CPython 3.11).
            if watch.again:
                time.sleep(0)
            return


def _start_watching() -> None:
    """Start the thread that watches, once in a process (a fork does not take it along)."""
    global _watcher
    if _watcher is None or not _watcher.is_alive():
        if sys.platform == "emscripten" or sys.implementation.name != "cpython":
            return
        _watches.clear()
        _watcher = threading.Thread(target=_watch, name="perfscore-watchdog", daemon=True)
        _watcher.start()


def _watch() -> None:
    while True:
        if not _watches:
            _wake.clear()
            if not _watches:
                _wake.wait()
        time.sleep(_EVERY)
        now, memory = time.monotonic(), _memory()
        for watch in list(_watches.values()):
            cause = "seconds" if now > watch.stop else "megabytes" if memory > watch.most else ""
            if cause and now > watch.again:
                watch.firing = True
                held = memory - watch.most + watch.megabytes * MEGABYTE
                watch.again = now + _AGAIN + max(0, held) / _FREED
                watch.cause = watch.cause or cause
                # Fires again until it is noticed: one that is raised while an object is being deleted is lost.
                if _watches.get(watch.thread) is watch:
                    _interrupt(watch.thread)
                watch.firing = False


def _interrupt(thread: int) -> None:
    """Raise an interrupt in another thread."""
    import ctypes

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(_Interrupt))


def _memory_reader() -> Callable[[], int]:
    """Find out how the memory of this process is read here; 0 where it cannot be."""
    if sys.platform == "win32":
        return _windows_memory_reader()
    if sys.platform == "emscripten":
        return lambda: 0
    if sys.platform == "linux":
        import os

        page = os.sysconf("SC_PAGE_SIZE")

        def resident() -> int:
            with open("/proc/self/statm", "rb") as file:
                return int(file.read().split()[1]) * page

        with suppress(OSError, ValueError):
            resident()
            return resident
    try:
        import resource
    except ImportError:
        return lambda: 0
    unit = 1 if sys.platform == "darwin" else 1024
    return lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _windows_memory_reader() -> Callable[[], int]:
    """Read the working set by GetProcessMemoryInfo, which every Windows since 7 has in its kernel32.

    What the process has committed would say more, but Windows 7 does not tell it.
    """
    import ctypes

    class Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS: two DWORDs, then eight SIZE_Ts."""

        _fields_ = (("cb", ctypes.c_uint32), ("faults", ctypes.c_uint32), ("peak", ctypes.c_size_t),
                    ("working_set", ctypes.c_size_t), ("others", ctypes.c_size_t * 6))  # fmt: skip

    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined]
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    ask = kernel.K32GetProcessMemoryInfo
    ask.argtypes = ctypes.c_void_p, ctypes.POINTER(Counters), ctypes.c_uint32
    process = kernel.GetCurrentProcess()  # stands for whoever uses it, and is never closed

    def working_set() -> int:
        counters = Counters(cb=ctypes.sizeof(Counters))
        return int(counters.working_set) if ask(process, ctypes.byref(counters), counters.cb) else 0

    return working_set


_memory = _memory_reader()

"""Stop reading a file that takes too long or too much memory, whatever library is at work.

A thread looks at the clock and at the memory of the process and interrupts the reading between two steps of the
interpreter; every reader here is Python, so there is always a next step. A process of its own would bound a file as
well, but costs more than reading an ordinary one. Without threads (a browser) the limits of the readers are the bound.
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


_watches: dict[int, _Watch] = {}
_wake = threading.Event()
_watcher: threading.Thread | None = None


@contextmanager
def bounded(seconds: float = SECONDS, megabytes: int = MEGABYTES) -> Iterator[None]:
    """Bound what is done inside.

    Args:
        seconds: time allowed. megabytes: memory allowed on top of what the process takes already.

    Raises:
        PackageError: the time or the memory is used up (PS103).
    """
    if threading.get_ident() in _watches or not _watching():
        yield
        return
    watch = _Watch(seconds, megabytes)
    _watches[watch.thread] = watch
    _wake.set()
    try:
        yield
    except _Interrupt:
        limit = int(watch.seconds) if watch.cause == "seconds" else watch.megabytes
        raise over(watch.cause, limit, "more") from None
    finally:
        _disarm(watch)


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
            time.sleep(0)
            return


def _watching() -> bool:
    """Start the thread that watches, once in a process (a fork does not take it along)."""
    global _watcher
    if _watcher is None or not _watcher.is_alive():
        if sys.platform == "emscripten" or sys.implementation.name != "cpython":
            return False
        _watches.clear()
        _watcher = threading.Thread(target=_watch, name="perfscore-watchdog", daemon=True)
        _watcher.start()
    return True


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
            if cause:
                watch.firing = True
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
        return _windows_memory
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


def _windows_memory() -> int:
    """Read the working set by GetProcessMemoryInfo."""
    import ctypes

    class Counters(ctypes.Structure):
        _fields_ = (("cb", ctypes.c_ulong), ("faults", ctypes.c_ulong), ("peak", ctypes.c_size_t),
                    ("working_set", ctypes.c_size_t), ("others", ctypes.c_size_t * 6))  # fmt: skip

    counters = Counters(cb=ctypes.sizeof(Counters))
    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined]
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    arguments = ctypes.c_void_p(kernel.GetCurrentProcess()), ctypes.byref(counters), counters.cb
    return int(counters.working_set) if kernel.K32GetProcessMemoryInfo(*arguments) else 0


_memory = _memory_reader()

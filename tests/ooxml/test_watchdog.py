"""The bounds of one file: shared by all that is done with it, read on every system."""

import ctypes
import time
from types import SimpleNamespace

import pytest

from perfscore import engine
from perfscore.model import File
from perfscore.ooxml import PackageError, watchdog
from perfscore.ooxml.watchdog import bounded, check_time, seconds_left, together
from tests.readers.published import workbook


def busy(seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


def test_evaluation_and_correction_of_a_file_have_one_bound_together(monkeypatch):
    monkeypatch.setattr(watchdog, "SECONDS", 0.4)
    with together():
        with bounded():
            busy(0.25)
        with pytest.raises(PackageError) as caught, bounded():
            busy(0.25)
    assert caught.value.values["what"] == "seconds"
    with bounded(seconds=0.4):  # the next file begins anew
        busy(0.25)


def test_what_is_done_again_has_the_time_that_is_left(monkeypatch):
    monkeypatch.setattr(watchdog, "SECONDS", 0.4)
    with together():
        busy(0.25)
        left = seconds_left()
    assert 0 < left < 0.2
    with together(left), pytest.raises(PackageError), bounded():
        busy(0.25)


def test_a_copy_is_made_within_the_bounds_of_its_evaluation(monkeypatch):
    bounds = []

    def note(_file):
        with bounded():
            bounds.append(next(iter(watchdog._watches.values())))

    monkeypatch.setattr(engine, "evaluate_file", lambda *_: note(None) or File("x"))
    engine.evaluate(workbook("2021-13"), each=note)
    assert len(bounds) == 2
    assert bounds[0] is bounds[1]


def test_a_reader_looks_at_the_time_itself_where_no_thread_can_watch(monkeypatch):
    monkeypatch.setattr(watchdog, "_interrupt", lambda _: None)
    check_time()  # nothing bounds
    with bounded(seconds=30):
        check_time()
    with pytest.raises(PackageError) as caught, bounded(seconds=-1):
        check_time()
    assert caught.value.values["what"] == "seconds"


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_size_t) != 8, reason="sizes of 64 bits")
def test_memory_is_asked_of_windows_as_its_documentation_says(monkeypatch):
    seen = {}

    class Ask:
        def __call__(self, process, counters, size):
            # DWORD cb, PageFaultCount; SIZE_T PeakWorkingSetSize, WorkingSetSize and six more.
            assert size == 8 + 8 * 8
            seen["process"] = process
            memory = (ctypes.c_uint64 * 9).from_address(ctypes.addressof(counters._obj))
            assert memory[0] & 0xFFFFFFFF == size
            memory[1], memory[2] = 999, 123_456
            return 1

    class Current:
        def __call__(self):
            return 2**64 - 1

    kernel = SimpleNamespace(GetCurrentProcess=Current(), K32GetProcessMemoryInfo=Ask())
    monkeypatch.setattr(ctypes, "WinDLL", lambda _: kernel, raising=False)
    assert watchdog._windows_memory_reader()() == 123_456
    assert seen["process"] == 2**64 - 1
    assert kernel.GetCurrentProcess.restype is ctypes.c_void_p
    assert kernel.K32GetProcessMemoryInfo.argtypes[0] is ctypes.c_void_p
    kernel.K32GetProcessMemoryInfo = type("Refuses", (), {"__call__": lambda *_: 0})()
    assert watchdog._windows_memory_reader()() == 0


def test_a_reading_that_was_interrupted_is_refused_in_peace(monkeypatch):
    monkeypatch.setattr(watchdog, "over", lambda *_: busy(0.4) or PackageError("PS103"))
    with pytest.raises(PackageError), bounded(seconds=0.05):
        busy(5)

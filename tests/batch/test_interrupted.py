"""Crashes, hangs, kills and Ctrl-C: what is lost is one file at most, and the next run makes it good."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from perfscore.batch.pool import Limits
from tests.batch.stores import assess, content, scores
from tests.batch.strange import assess_strangely

ROOT = Path(__file__).parents[2]
SHEET = ROOT / "tests" / "data" / "sheets" / "2021-13.xlsx"


def command(*arguments):
    code = "from perfscore.cli import main; main()"
    return [sys.executable, "-c", code, *map(str, arguments)]


def start(*arguments, environment=None):
    return subprocess.Popen(
        command(*arguments),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, **(environment or {})},
    )


def wait_for(condition, seconds=20):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)


def workers_of(process):
    """The worker processes: those that were spawned, without the tracker of resources."""
    try:
        below = psutil.Process(process.pid).children(recursive=True)
        return [child for child in below if any("spawn_main" in part for part in child.cmdline())]
    except psutil.Error:
        return []


def test_a_file_that_hangs_or_kills_its_worker_costs_itself_alone(tmp_path):
    folder = tmp_path / "sheets"
    folder.mkdir()
    for name in ("a", "b", "exit", "hang", "kill", "raise", "y", "z"):
        shutil.copy(SHEET, folder / f"{name}.xlsx")
    store = tmp_path / "store.duckdb"
    limits = Limits(workers=2, seconds=2)
    outcome = assess(folder, into=store, assess=lambda c, f, _, s: assess_strangely(c, f, limits, s))
    assert outcome.statuses == {"read": 4, "crashed": 3, "timeout": 1}
    errors = {row[0].rpartition("/")[2]: row for row in content(store)["files"] if "read" not in row}
    assert any("超过2秒" in str(value) for value in errors["hang.xlsx"])
    assert any("SIGKILL" in str(value) for value in errors["kill.xlsx"])
    assert any("（3）" in str(value) for value in errors["exit.xlsx"])
    assert any("RuntimeError: unforeseen" in str(value) for value in errors["raise.xlsx"])
    # Not done again by itself, but when asked for.
    assert assess(folder, into=store).done_before == 8
    assert assess(folder, into=store, retry=True).statuses == {"read": 4}


def test_workers_killed_from_outside_lose_nothing(small_corpus, assessed, tmp_path):
    # A worker killed in the wrong moment makes the pool wait until its time is up; then it is made anew.
    store = tmp_path / "store.duckdb"
    process = start("batch", small_corpus / "sheets", "-o", store, "--workers", 2, "--timeout", 5)
    wait_for(lambda: len(workers_of(process)) == 2)
    for worker in workers_of(process):
        time.sleep(0.3)
        with suppress(psutil.NoSuchProcess):  # on a quick machine the work is over by now
            worker.kill()
    out, err = process.communicate(timeout=180)
    assert process.returncode == 0, err
    assert scores(store) == scores(assessed), out


@pytest.mark.parametrize("moment", ["at work", "at the first write", "after it"])
def test_killed_at_any_moment_and_started_again_the_store_is_the_same(small_corpus, assessed, tmp_path, moment):
    store, corrected = tmp_path / "store.duckdb", tmp_path / "corrected"
    arguments = ["batch", small_corpus / "sheets", "-o", store, "--workers", 1]
    if moment == "at work":
        arguments += ["--corrected", corrected]
    process = start(*arguments)
    wait_for(store.exists)
    log = store.with_name("store.duckdb.wal")
    if moment == "at work":
        wait_for(lambda: corrected.exists())
        time.sleep(0.05)
    else:
        wait_for(lambda: log.exists() and log.stat().st_size > 30_000)
        time.sleep(0.1 if moment == "after it" else 0)
    workers = workers_of(process)
    process.kill()
    process.communicate()
    wait_for(lambda: not any(worker.is_running() for worker in workers), 5)  # none is left behind
    subprocess.run(command(*arguments), cwd=ROOT, check=True, capture_output=True)
    found, undisturbed = content(store), content(assessed)
    assert {table: len(rows) for table, rows in found.items()} == {
        table: len(rows) for table, rows in undisturbed.items()
    }
    assert found["scores"] == undisturbed["scores"]
    assert found["findings"] == undisturbed["findings"]
    assert found["tables"] == undisturbed["tables"]
    if moment == "at work":
        written = {path.relative_to(corrected) for path in corrected.rglob("*.xlsx")}
        wanted = {path.relative_to(assessed.parent / "corrected") for path in assessed.parent.rglob("*.xlsx")}
        assert written == wanted


@pytest.mark.parametrize("seconds", [0, 0.5], ids=["while workers start", "at work"])
def test_ctrl_c_ends_cleanly_within_two_seconds_and_the_rest_follows(small_corpus, assessed, tmp_path, seconds):
    store = tmp_path / "store.duckdb"
    arguments = ("batch", small_corpus / "sheets", "-o", store, "--workers", 2)
    process = start(*arguments)
    wait_for(lambda: workers_of(process))
    time.sleep(seconds)
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)  # as the terminal does: to all processes
    out, err = process.communicate(timeout=20)
    assert time.monotonic() - began < 2
    assert process.returncode == 130
    assert err == ""
    assert "再次运行同一命令" in out
    subprocess.run(command(*arguments), cwd=ROOT, check=True, capture_output=True)
    assert scores(store) == scores(assessed)


def test_workers_that_start_when_the_work_has_ended_print_nothing(small_corpus, tmp_path):
    # On a busy machine a worker reads what it is to do long after its start, when its pool is gone already.
    (tmp_path / "sitecustomize.py").write_text(
        "import signal, sys, time\n"
        "if any('spawn_main' in argument for argument in sys.orig_argv):\n"
        "    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "    time.sleep(0.5)\n",
        encoding="utf-8",
    )
    store = tmp_path / "store.duckdb"
    slow = {"PYTHONPATH": str(tmp_path)}
    process = start("batch", small_corpus / "sheets", "-o", store, "--workers", 2, environment=slow)
    wait_for(lambda: len(workers_of(process)) == 2)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err == ""


def test_only_one_batch_writes_at_a_time(tmp_path, assessed):
    from perfscore.batch.store import Store

    store = tmp_path / "store.duckdb"
    shutil.copy(assessed, store)
    with Store(store):
        result = subprocess.run(command("batch", SHEET, "-o", store), cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 2
    assert "另一个程序正在使用它" in result.stderr

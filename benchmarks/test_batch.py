"""Times batches beside what an office would do without them, and prints the ratios of one run.

    BATCH_FILES=20000 pytest benchmarks/test_batch.py

Without ``BATCH_FILES`` a corpus of 1,000 files is used, which takes a minute; the ratios travel between machines, the
seconds do not.
"""

import os
import shutil
import time
from random import Random
from statistics import median

import corpus
import openpyxl
import psutil
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

import perfscore
from perfscore import ooxml, rulebook
from perfscore.batch.items import InForce
from perfscore.batch.pool import Limits
from perfscore.batch.run import Options, run
from perfscore.batch.store import Store
from tests.batch.stores import scores

FILES = int(os.environ.get("BATCH_FILES", "1000"))
ROUNDS = 1 if FILES > 5000 else 3
"""Medians over rounds, because other work on the machine comes and goes."""
PEERS = min(FILES, 300)
"""openpyxl is slow and its time per file does not depend on their number."""


class Watch:
    """Notes the memory of the worker processes while a batch runs."""

    def __init__(self):
        self.seen = []

    def start(self, _total):
        self.since = time.monotonic()

    def advance(self, _files):
        if time.monotonic() - self.since > 0.5:
            self.since = time.monotonic()
            children = psutil.Process().children()
            workers = [child for child in children if any("spawn_main" in part for part in child.cmdline())]
            self.seen.append(max((worker.memory_info().rss for worker in workers), default=0) / 1e6)

    def end(self):
        pass


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    corpus.write(folder, FILES)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def readable(made):
    """The files that a loop over them gets through."""
    files = []
    for path in sorted((made / "sheets").rglob("*.xlsx")):
        try:
            ooxml.read_workbook(path)
            files.append(path)
        except ooxml.PackageError:
            pass
    return files


@pytest.fixture
def say(capsys):
    def say(what, value, target):
        with capsys.disabled():
            print(f"| {what} | {value:.3g} | {target} |")

    return say


def per_file(work, files):
    started = time.perf_counter()
    for path in files:
        work(path)
    return (time.perf_counter() - started) / len(files)


def batch(sheets, store, workers=1, **options):
    """Run a batch into a store; give seconds a file."""
    started = time.perf_counter()
    with Store(store) as opened:
        outcome = run(
            [sheets], opened, InForce(rulebook.load(), None, "zh"), Options(limits=Limits(workers), **options)
        )
    return (time.perf_counter() - started) / outcome.found


def edit(path, target):
    workbook = openpyxl.load_workbook(path)
    for row in range(1, 4):  # as many scores as are wrong in a sheet, not 10
        cell = workbook.active.cell(row, 20)
        cell.value, cell.comment = row, Comment("原得分 0.03，应得 8.00", "perfscore")
        cell.fill = PatternFill("solid", fgColor="FFEB9C")
    workbook.save(target)


def test_one_worker_and_two_against_loops_and_the_truth(made, readable, tmp_path, say):
    ratios = {}

    def keep(what, value):
        ratios.setdefault(what, []).append(value)

    for number in range(ROUNDS):
        watch = Watch()
        store = tmp_path / f"{number}.duckdb"
        bare = per_file(ooxml.read_workbook, readable)
        one = batch(made / "sheets", store, progress=watch)
        load = per_file(openpyxl.load_workbook, readable[:PEERS])
        two = batch(made / "sheets", tmp_path / f"two{number}.duckdb", workers=2)
        in_process = per_file(perfscore.evaluate, readable)
        keep("bare", bare / one)
        keep("evaluate", bare / in_process)
        keep("load", load / one)
        keep("two", one / two)
        keep("again", batch(made / "sheets", store) / one)
        keep("files", 1 / one)
    say("files/s of one worker against the bare read", median(ratios["bare"]), "≥ 0.4")
    say("a loop of evaluate alone against the bare read", median(ratios["evaluate"]), "")
    say("one worker against openpyxl load", median(ratios["load"]), "≥ 6")
    say("two workers against one", median(ratios["two"]), "≥ 1.6")
    say("a finished batch again, against the first run", median(ratios["again"]), "≤ 0.05")
    say("files/s of one worker", median(ratios["files"]), "")
    say("most memory of a worker, MB", max(watch.seen), "≤ 100")
    assert list(corpus.differences(made, scores(store))) == []


def test_corrected_copies_against_openpyxl(made, readable, tmp_path, say):
    ratios = []
    for number in range(ROUNDS):
        theirs = per_file(lambda path: edit(path, tmp_path / "edited.xlsx"), readable[:PEERS])
        ours = batch(made / "sheets", tmp_path / f"{number}.duckdb", corrected=tmp_path / f"corrected{number}")
        ratios.append(theirs / ours)
    say("with corrected copies, against openpyxl load + edits + save", median(ratios), "≥ 4")


def test_time_per_file_does_not_grow(made, tmp_path, say):
    few = tmp_path / "few"
    for path in sorted((made / "sheets").rglob("*.xlsx"))[: FILES // 4]:
        target = few / path.relative_to(made / "sheets")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    ratios = []
    for number in range(ROUNDS):
        short = batch(few, tmp_path / f"few{number}.duckdb")
        ratios.append(batch(made / "sheets", tmp_path / f"all{number}.duckdb") / short)
    say(f"time per file at {FILES} files against {FILES // 4}", median(ratios), "≤ 1.1")


def test_a_million_rows_against_the_engine_and_group_by(say):
    import duckdb
    import pyarrow

    names = ("level2", "target", "actual", "weight", "rule", "claimed")

    def distinct(unit):
        random = Random(unit)
        rows = [
            ("数量指标", f"≥{random.randint(1, 99999)}{unit}", f"{random.randint(1, 99999)}{unit}",
             str(random.randint(1, 20)), "", str(random.randint(0, 20)))
            for _ in range(20_000)
        ]  # fmt: skip
        return pyarrow.table({name: [row[at] for row in rows] for at, name in enumerate(names)})

    def seconds(work):
        started = time.perf_counter()
        work()
        return time.perf_counter() - started

    some, others = distinct("台"), distinct("册")  # other texts: nothing is remembered from the one for the other
    random = Random(1)
    million = some.take(pyarrow.array([random.randrange(20_000) for _ in range(1_000_000)]))
    engine = seconds(lambda: perfscore.score_rows(others))
    ours = seconds(lambda: perfscore.score_rows(million))
    connection = duckdb.connect()
    connection.register("million", million)
    query = f"CREATE TABLE grouped AS SELECT {', '.join(names)}, count(*) FROM million GROUP BY ALL"
    group_by = seconds(lambda: connection.execute(query))
    say("a million rows of which 20,000 differ, against engine + GROUP BY", ours / (engine + group_by), "≤ 1.5")

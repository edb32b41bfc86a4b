"""A batch on a real Dask scheduler with two worker processes on this machine."""

from __future__ import annotations

import psutil
import pyarrow
import pytest
from pyarrow import parquet

import perfscore
from perfscore import rulebook
from perfscore.batch.cluster import on, score_file_on
from perfscore.errors import PerfscoreError
from perfscore.outputs import Outputs
from tests.batch.stores import assess, scores

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def cluster():
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as made:
        yield made


def test_a_cluster_that_loses_a_worker_half_way_gives_the_same_scores(cluster, small_corpus, assessed, tmp_path):
    store = tmp_path / "store.duckdb"

    class Killer:
        killed = False

        def start(self, total):
            self.left = total

        def advance(self, files):
            self.left -= files
            if self.left < 100 and not self.killed:
                self.killed = True
                pid = next(iter(cluster.workers.values())).process.pid
                psutil.Process(pid).kill()

        def end(self):
            pass

    killer = Killer()
    outcome = assess(small_corpus / "sheets", into=store, assess=on(cluster.scheduler_address), progress=killer)
    assert killer.killed
    assert (outcome.found, outcome.stopped) == (160, False)
    assert scores(store) == scores(assessed)


def test_rows_are_scored_part_by_part_in_their_order(cluster, tmp_path, monkeypatch):
    from perfscore.batch import columns

    monkeypatch.setattr(columns, "_ROWS_AT_ONCE", 100)
    rows = [
        {"level2": "数量指标", "target": f"≥{n}个", "actual": "7个", "weight": "9", "rule": "", "claimed": "9"}
        for n in range(1, 351)
    ]
    source, output = tmp_path / "in.parquet", tmp_path / "out.parquet"
    parquet.write_table(pyarrow.Table.from_pylist(rows), source)
    score_file_on(cluster.scheduler_address, source, output, rulebook.load(), Outputs())
    assert parquet.read_table(output).to_pylist() == perfscore.score_rows(parquet.read_table(source)).to_pylist()


def test_a_cluster_that_is_not_there_is_said(tmp_path, small_corpus):
    with pytest.raises(PerfscoreError) as refused:
        assess(small_corpus / "sheets", into=tmp_path / "store.duckdb", assess=on("nonsense://127.0.0.1"))
    assert "nonsense://127.0.0.1" in str(refused.value)

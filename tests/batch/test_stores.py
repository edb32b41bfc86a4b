"""Stores that cannot be used: told in words, and left as they are."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from perfscore.batch.store import Store
from perfscore.errors import PerfscoreError
from tests.batch.stores import assess

ROOT = Path(__file__).parents[2]
SHEET = ROOT / "tests" / "data" / "sheets" / "2021-13.xlsx"


def refusal(path: Path, read_only: bool = False) -> str:
    with pytest.raises(PerfscoreError) as error, Store(path, read_only) as store:
        store.rows("SELECT settled FROM tables")
    assert "Exception" not in str(error.value)
    return str(error.value)


def test_a_store_of_another_version(tmp_path):
    path = tmp_path / "s.duckdb"
    with duckdb.connect(str(path)) as made:
        made.execute("CREATE TABLE store (schema VARCHAR); INSERT INTO store VALUES ('perfscore.store/1')")
    assert "由另一个版本写出" in refusal(path)


def test_a_database_of_somebody_else(tmp_path):
    path = tmp_path / "s.duckdb"
    with duckdb.connect(str(path)) as made:
        made.execute("CREATE TABLE store (schema VARCHAR); INSERT INTO store VALUES ('shop')")
    assert "不是结果库" in refusal(path)
    with duckdb.connect(str(path)) as made:
        made.execute("DROP TABLE store; CREATE TABLE other (a INTEGER)")
    assert "不是结果库" in refusal(path)


@pytest.mark.parametrize(("offset", "length"), [(0, 4096), (4096, 4096), (12_000, 200_000)])
def test_a_damaged_store(tmp_path, offset, length):
    path = tmp_path / "s.duckdb"
    assess(SHEET, into=path)
    data = bytearray(path.read_bytes())
    data[offset : offset + length] = b"\x5a" * len(data[offset : offset + length])
    path.write_bytes(data)
    before = path.read_bytes()
    words = refusal(path, read_only=True)
    assert "已损坏" in words or "不是结果库" in words
    assert path.read_bytes() == before


def test_a_store_whose_tables_are_not_ours_any_more(tmp_path):
    path = tmp_path / "s.duckdb"
    assess(SHEET, into=path)
    with duckdb.connect(str(path)) as made:
        made.execute("DROP VIEW evaluations; ALTER TABLE tables DROP COLUMN settled")
    assert "已损坏" in refusal(path)


def test_a_store_that_lacks_a_table_or_ends_early(tmp_path):
    path, cut = tmp_path / "s.duckdb", tmp_path / "cut.duckdb"
    assess(SHEET, into=path)
    cut.write_bytes(path.read_bytes()[:5000])
    assert "已损坏" in refusal(cut, read_only=True)
    with duckdb.connect(str(path)) as made:
        made.execute("DROP VIEW evaluations; DROP TABLE files")
    assert "已损坏" in refusal(path, read_only=True)


def test_an_output_over_an_input_the_store_or_a_target_table_is_refused(tmp_path):
    folder, store = tmp_path / "in", tmp_path / "s.duckdb"
    folder.mkdir()
    (folder / "a.xlsx").write_bytes(SHEET.read_bytes())
    (folder / "t.xlsx").write_bytes(SHEET.read_bytes())
    common = ["batch", folder, "-o", store, "--targets", folder / "t.xlsx", "--workers", 1]
    for extra in (
        ["--summary", folder / "t.xlsx"],
        ["--summary", store],
        ["--corrected", folder],
    ):
        command = [sys.executable, "-m", "perfscore", *map(str, [*common, *extra])]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert result.returncode == 2, extra
        assert "覆盖" in result.stderr or "就是被" in result.stderr, result.stderr
    assert (folder / "a.xlsx").read_bytes() == (folder / "t.xlsx").read_bytes() == SHEET.read_bytes()

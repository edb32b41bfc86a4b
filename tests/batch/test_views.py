"""The summary workbook, the page, the comparison and the commands."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import duckdb
import openpyxl
import pyarrow
import pytest
from pyarrow import parquet

from perfscore.batch import page
from perfscore.batch.choosing import choose
from perfscore.batch.compare import MovedScore, MovedTotal, as_csv, compare, lines
from perfscore.batch.digest import digest
from perfscore.batch.overview import overview as from_store
from perfscore.batch.overview import workbook
from perfscore.batch.store import Store
from perfscore.engine import evaluate
from perfscore.errors import PerfscoreError
from perfscore.report.overview import overview
from tests.batch.stores import assess

ROOT = Path(__file__).parents[2]
SHEETS = ROOT / "tests" / "data" / "sheets"
HOSTILE = '=HYPERLINK("http://x","<script>alert(1)</script>")'


def run(*arguments, status=0):
    code = "from perfscore.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Published sheets under two rule books; one with a hostile name, one twice, one that cannot be read."""
    folder = tmp_path_factory.mktemp("views")
    sheets = folder / "sheets"
    sheets.mkdir()
    for name in ("2021-03", "2021-04", "2021-13", "2021-16", "2023gx-00"):
        shutil.copy(SHEETS / f"{name}.xlsx", sheets)
    shutil.copy(SHEETS / "2021-13.xlsx", sheets / "again.xlsx")
    (sheets / "cut.xlsx").write_bytes((SHEETS / "2021-03.xlsx").read_bytes()[:3000])
    book = openpyxl.load_workbook(SHEETS / "2021-07.xlsx")
    cell = next(c for row in book.active for c in row if isinstance(c.value, str) and "政务云平台项目" in c.value)
    cell.value, cell.data_type = HOSTILE, "s"
    book.save(sheets / "hostile.xlsx")
    path = folder / "store.duckdb"
    assess(sheets, into=path, corrected=folder / "更正")
    assess(sheets, into=path, book="xinjiang-practice")
    return path


def test_the_digest_counts_what_the_store_holds(store):
    with Store(store, read_only=True) as opened:
        found = digest(opened, choose(opened, "cn-2020"))
    assert found.files == {"read": 7, "unreadable": 1}
    assert (found.whole.evaluations, found.copies, found.target_tables) == (6, 1, 0)
    assert sum(year.evaluations for year in found.years) == sum(unit.evaluations for unit in found.units) == 6
    assert sum(unit.wrong for unit in found.units) == sum(
        found.reasons.get(why, 0) for why in ("differs", "explained", "confirm")
    )
    assert found.grades[("优", "优")] >= 1
    one = next(one for one in found.evaluated if one.place == "2021-13.xlsx" or one.place == "again.xlsx")
    assert (one.total, one.corrected is not None) == (Decimal("92.03"), True)


@pytest.fixture(scope="module")
def summary(store):
    target = store.with_name("汇总.xlsx")
    with Store(store, read_only=True) as opened:
        target.write_bytes(workbook(opened, choose(opened, "cn-2020"), target.parent))
    return openpyxl.load_workbook(target)


def listed(sheet):
    headers, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(headers, row, strict=True)) for row in rows if any(row)]


def test_the_summary_of_a_store_is_that_of_its_files(store, summary):
    names = ("2021-03", "2021-04", "2021-16", "2023gx-00", "again", "hostile")
    found = overview(evaluate([store.parent / "sheets" / f"{name}.xlsx" for name in names]))
    projects = {item.project: item for item in found.reviewed}
    first = [str(cell.value) for row in summary["总览"] for cell in row]
    assert next(iter(found.to_name())).total in first
    rows = listed(summary["项目一览"])
    assert {row["项目"] for row in rows} == set(projects)
    for row in rows:
        item = projects[row["项目"]]
        for value, column in (
            (item.budget, "预算（万元）"), (item.spent, "执行（万元）"), (item.claimed, "自评总分"),
            (item.settled, "复核总分"), (item.proposed, "全部采用"), (item.corrections, "更正"),
            (item.waiting, "待处理"), (item.errors, "须整改"), (item.warnings, "须说明"),
        ):  # fmt: skip
            assert (None if row[column] is None else Decimal(str(row[column]))) == value, (item.project, column)
    scores = {(line.reviewed.project, line.name, line.target, line.settled, line.reason) for line in found.scores}
    for row in listed(summary["明细"]):
        settled = None if row["复核分"] is None else Decimal(str(row["复核分"]))
        key = (row["项目"], row["三级指标"] or "", row["目标值"] or "", settled, row["扣分理由"] or "")
        assert key in scores
    assert len(listed(summary["明细"])) == len(found.scores)
    remarks = {(line.project, line.subject, line.place, line.message) for line in found.remarks}
    assert {
        (row["项目"] or "", row["三级指标"] or "", row["位置"] or "", row["问题"])
        for row in listed(summary["问题清单"])
    } == remarks


def test_the_summary_links_corrected_copies_and_lists_what_was_handed_in_twice(store, summary):
    cells = [cell for sheet in summary for row in sheet for cell in row]
    assert any(cell.value == HOSTILE for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)
    links = [cell.hyperlink.target for cell in cells if cell.hyperlink]
    assert len(links) == 6
    for link in links:
        assert (store.parent / unquote(link).replace("\\", "/")).is_file()
    (repeated,) = listed(summary["重复报送"])
    assert {Path(path).name for path in repeated["文件"].split("\n")} == {"2021-13.xlsx", "again.xlsx"}
    (unread,) = listed(summary["未能复核的文件"])
    assert unread["文件"] == "cut.xlsx"


def test_a_store_begun_without_budgets_is_read_and_assessed_again(tmp_path):
    path, sheet = tmp_path / "s.duckdb", SHEETS / "2021-13.xlsx"
    assess(sheet, into=path)
    added = {
        "files": ["revision"], "tables": ["budget", "spent", "proposed"], "scores": ["settled", "explanation"],
        "findings": ["subject", "decision"],
    }  # fmt: skip
    with duckdb.connect(str(path)) as older:
        for table, columns in added.items():
            for column in columns:
                older.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        for (view,) in older.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall():
            statement = older.execute("SELECT sql FROM duckdb_views() WHERE view_name = ?", [view]).fetchone()[0]
            older.execute(statement.replace("CREATE VIEW", "CREATE OR REPLACE VIEW"))
    with Store(path, read_only=True) as opened:
        (item,) = from_store(opened, choose(opened)).reviewed
    assert (item.budget, item.claimed) == (None, Decimal("92.03"))
    assert (assess(sheet, into=path).done_before, assess(sheet, into=path).done_before) == (0, 1)
    with Store(path, read_only=True) as opened:
        (item,) = from_store(opened, choose(opened)).reviewed
    assert (item.budget, item.spent) == (Decimal("75.93"), Decimal("75.93"))


def test_the_page_shows_the_same_and_nothing_runs(store, tmp_path):
    with Store(store, read_only=True) as opened:
        found = digest(opened, choose(opened, "cn-2020"))
    text = page.render(found, tmp_path)
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert re.search(r"<dt>自评表（张）</dt><dd>6</dd>", text)
    for unread in found.unread:
        assert unread.place in text
    assert 'lang="en"' in page.render(found, tmp_path, "en")


def test_the_comparison_names_what_moves_and_why(store, tmp_path):
    with Store(store, read_only=True) as opened:
        found = compare(opened, "cn-2020", "xinjiang-practice")
        said = "\n".join(lines(found))
        same = compare(opened, "cn-2020", "cn-2020")
    assert {value.name for value in found.values} >= {"cost_under", "ceiling_under"}
    assert (found.files, found.one_sided) == (8, 0)
    scores = [moved for moved in found.moved if isinstance(moved, MovedScore) and moved.place == "2021-13.xlsx"]
    (cost,) = [score for score in scores if score.target == "<=10万元"]
    assert (cost.before.value, cost.after.value) == (Decimal("8.00"), Decimal("0.34"))
    assert "0.43 ÷ 10 × 8 = 0.34" in said
    assert "成本低于上限" in said
    totals = {moved.place: moved for moved in found.moved if isinstance(moved, MovedTotal)}
    assert totals["2021-16.xlsx"].grade_before == totals["2021-16.xlsx"].grade_after == "优"
    assert same.moved == ()
    (tmp_path / "moved.csv").write_bytes(as_csv(found).encode())
    table = (tmp_path / "moved.csv").read_text(encoding="utf-8-sig")
    assert table.count("\n") == len(found.moved) + 1
    assert '"=HYPERLINK' not in table


def test_an_unknown_rule_book_is_named_with_those_that_are_there(store):
    with Store(store, read_only=True) as opened, pytest.raises(PerfscoreError) as refused:
        choose(opened, "cn-1999")
    assert "cn-1999" in str(refused.value)
    assert "xinjiang-practice@" in str(refused.value)


def test_the_commands_from_folder_to_report(tmp_path):
    sheets, store = tmp_path / "历年", tmp_path / "r.duckdb"
    sheets.mkdir()
    for name in ("2021-04", "2021-13"):
        shutil.copy(SHEETS / f"{name}.xlsx", sheets)
    done = run(
        "batch", sheets, "-o", store, "--corrected", tmp_path / "更正", "--summary", tmp_path / "汇总.xlsx",
        "--parquet", tmp_path / "parquet", "--workers", 1,
    )  # fmt: skip
    assert "本次复核 2 个" in done.stdout
    assert done.stderr == ""
    assert (tmp_path / "汇总.xlsx").is_file()
    scores = parquet.read_table(tmp_path / "parquet" / "scores.parquet")
    assert str(scores.schema.field("recomputed").type) == "decimal128(18, 2)"
    assert run("batch", sheets, "-o", store, "--rulebook", "cn-2021", "--workers", 1).stdout.count("本次复核 2 个") == 1
    run("store", "report", store, "-o", tmp_path / "r.html", "--rulebook", "cn-2020")
    assert "cn-2020" in (tmp_path / "r.html").read_text(encoding="utf-8")
    compared = run("store", "compare", store, "--rulebook", "cn-2020", "--rulebook", "cn-2021", "--lang", "en").stdout
    assert "2 files compared" in compared
    assert "--rulebook 要写两次" in run("store", "compare", store, "--rulebook", "cn-2020", status=2).stderr
    assert "没有这个文件" in run("store", "report", tmp_path / "no.duckdb", "-o", tmp_path / "x.html", status=2).stderr
    assert "没有这个文件" in run("batch", tmp_path / "nowhere", "-o", store, status=2).stderr


def test_the_same_targets_in_another_process_are_the_same_and_others_are_not(tmp_path):
    store, targets = tmp_path / "r.duckdb", tmp_path / "targets.xlsx"
    shutil.copy(SHEETS / "2023t-02.xlsx", targets)
    arguments = ("batch", SHEETS / "2021-03.xlsx", "-o", store, "--targets", targets, "--workers", 1)
    assert "本次复核 1 个" in run(*arguments).stdout
    assert "没有改动 1 个" in run(*arguments).stdout
    shutil.copy(SHEETS / "2023t-04.xlsx", targets)
    assert "本次复核 1 个" in run(*arguments).stdout


def test_rows_of_a_parquet_file(tmp_path):
    texts = {"level2": ["数量指标"], "target": ["≥4次"], "actual": ["3次"], "rule": [""]}
    rows = texts | {"weight": [8], "claimed": [8.0]}
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    parquet.write_table(pyarrow.table(rows), source)
    run("score-rows", source, "-o", target)
    (row,) = parquet.read_table(target).to_pylist()
    assert (row["recomputed"], row["verdict"]) == (Decimal("6.00"), "differs")
    assert "level2、weight" in run("score-rows", _without(source, "level2", "weight"), "-o", target, status=2).stderr
    run("score-rows", source, "-o", source, status=2)
    assert "找不到" in run("score-rows", tmp_path / "no.parquet", "-o", target, status=2).stderr


def _without(source, *names):
    other = source.with_name("less.parquet")
    parquet.write_table(parquet.read_table(source).drop_columns(list(names)), other)
    return other

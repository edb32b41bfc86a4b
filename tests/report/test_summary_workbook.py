"""The summary workbook: its first page, the list of scores, remarks, unread files, and nothing that is live."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from perfscore.cli import app
from perfscore.engine import evaluate, score
from perfscore.model import Evaluation, File, Fund, Indicator, Table
from perfscore.report.as_summary import Basis, render
from perfscore.report.overview import money, overview

SHEETS = Path(__file__).parents[1] / "data" / "sheets"


def run(*arguments, status=0):
    done = CliRunner().invoke(app, ["summary", *map(str, arguments)])
    assert done.exit_code == status, done.output
    return done


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("汇总")
    for name in ("2021-03", "2021-13", "2023t-01"):
        shutil.copy(SHEETS / f"{name}.xlsx", folder)
    (folder / "坏.xlsx").write_bytes(b"PK")
    run(folder, "-o", folder / "汇总.xlsx", status=2)
    return openpyxl.load_workbook(folder / "汇总.xlsx")


def rows(sheet):
    headers, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(headers, line, strict=True)) for line in lines if any(line)]


def test_the_first_page_is_one_page_with_the_figures_of_the_whole(book):
    sheet = book["总览"]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight in (None, "1", 1)
    assert sheet.page_setup.paperSize == 9
    texts = [str(cell.value) for row in sheet for cell in row if cell.value is not None]
    for text in ("绩效自评复核情况汇总", "最突出的问题", "需要关注的项目", "等级变动"):
        assert text in texts


def test_the_list_of_scores_adds_up_to_the_totals(book):
    for project in rows(book["项目一览"]):
        lines = [line for line in rows(book["明细"]) if line["项目"] == project["项目"]]
        for total, name in (("自评总分", "自评分"), ("复核总分", "复核分")):
            assert sum(Decimal(str(line[name] or 0)) for line in lines) == Decimal(str(project[total]))
    assert book["明细"].auto_filter.ref
    line = next(line for line in rows(book["明细"]) if line["三级指标"] == "项目成本" and line["自评分"] == 8)
    assert "16.23 ≤ 18.84" in line["扣分理由"]


def test_unread_files_and_remarks_are_listed(book):
    (unread,) = rows(book["未能复核的文件"])
    assert unread["文件"].endswith("坏.xlsx")
    assert {"须整改", "须说明"} <= {line["要求"] for line in rows(book["问题清单"])}


def test_texts_never_become_formulas_or_links(tmp_path):
    text = '=HYPERLINK("http://x","y")'
    row = Indicator(level3=text, target="=100%", actual="https://x", weight="10", claimed="10")
    table = score(Table(project=text, unit="+1", indicators=(row,), claimed_total="10"))
    path = tmp_path / "x.xlsx"
    path.write_bytes(
        render(overview(Evaluation("0", (File("a", None, (table,)),))), Basis("办法", "1"), date(2024, 1, 1))
    )
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert text in [cell.value for cell in cells]


@pytest.mark.parametrize(
    ("budget", "expected"),
    [("18.86", "18.86"), ("18.86万元", "18.86"), ("188600元", "18.86"), ("1,000.5", "1000.5"), ("0.5亿元", "5000")],
)
def test_amounts_are_added_up_in_one_unit(budget, expected):
    table = Table(funds=(Fund("年度资金总额", full_year=budget, executed=budget),))
    found = overview(Evaluation("0", (File("a", None, (table,)),)))
    assert money(found.reviewed) == (Decimal(expected), Decimal(expected), 1)


def test_an_evaluation_of_nothing_gives_a_summary_of_nothing():
    found = overview(evaluate([]))
    assert (found.units(), found.reviewed, money(found.reviewed)) == ([], (), (0, 0, 0))

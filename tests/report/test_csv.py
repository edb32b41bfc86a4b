"""The CSV of findings: one a row, opened by Excel as it is, and no cell that runs."""

import csv
import io

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from perfscore.engine import evaluate
from perfscore.model import Evaluation, File, Finding, Table
from perfscore.report.as_csv import as_text, render
from perfscore.rulebook import load

BOOK = load()
SHEETS = "tests/data/sheets"
HEADER = ["文件", "工作表", "项目名称", "单元格", "编号", "级别", "问题", "处理建议", "主题", "处理意见"]


def rows(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def of(project, **finding):
    values = {"code": "PS301", "severity": "error", "cell": "H13", "message": "得分有误", "suggestion": "请核对"}
    table = Table(sheet="自评表", project=project, findings=(Finding(**{**values, **finding}),))
    return Evaluation("0", (File("a.xlsx", None, (table,)),))


def test_every_finding_of_the_published_sheets_is_one_row(request):
    evaluation = evaluate(str(request.config.rootpath / SHEETS / "2021-13.xlsx"))
    table = evaluation.tables[0]
    head, *body = rows(render(evaluation, BOOK))
    assert head == HEADER
    assert len(body) == len(table.findings) > 0
    [wrong] = [row for row in body if row[4] == "PS301"]
    assert wrong[1:6] == ["Sheet1", "乌准产业园区开办发展专项资金项目", "H18", "PS301", "须整改"]
    assert "0.43万元" in wrong[6]
    assert "8.00" in wrong[6]


def test_excel_reads_it_as_utf8_with_windows_line_ends():
    text = render(of("安全生产工作经费"), BOOK)
    assert text.encode().startswith(b"\xef\xbb\xbf")
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r\n") == 2


def test_a_file_that_cannot_be_read_has_a_row():
    evaluation = Evaluation("0", (File("坏.xlsx", "文件已损坏"), File("空.xlsx", None, (), ())))
    assert rows(render(evaluation, BOOK))[1:] == [["坏.xlsx", "", "", "", "", "无法读取", "文件已损坏", "", "", ""]]


def test_findings_of_the_file_itself_come_first():
    finding = Finding("PS105", "error", None, "没有找到绩效表", "请检查")
    with_table = of("甲").files[0]
    evaluation = Evaluation("0", (evolve(with_table, findings=(finding,)),))
    assert [row[4] for row in rows(render(evaluation, BOOK))[1:]] == ["PS105", "PS301"]


@pytest.mark.parametrize(
    "hostile",
    [
        '=HYPERLINK("http://example.com","点这里")',
        "=cmd|'/c calc'!A1",
        "+5%",
        "-5%",
        "@SUM(A1)",
        "  =1+1",
        "\t=1+1",
        "\r=1+1",
        '"=1+1',
        "'=1+1",
        "“=1+1",
        "＝1+1",
        "\ufeff=1+1",
    ],
)
def test_no_cell_begins_like_a_formula(hostile):
    row = rows(render(of(hostile, message=hostile, cell=hostile), BOOK))[1]
    for cell in (row[2], row[3], row[6]):
        assert cell.startswith("'")
        assert cell != "'"


def test_a_semicolon_cannot_begin_a_formula_where_it_separates_lists():
    assert as_text("甲;=1+1") == "甲;'=1+1"


def test_ordinary_text_stays_as_it_is():
    for text in ("目标值“=35台”，实际完成值“35台”", "H13", "2023 年项目", "—", "a@b", "80%-90%", ""):
        assert as_text(text) == text


def test_a_line_break_inside_a_text_does_not_end_the_row():
    text = render(of("甲\r\n乙", message="一\n二"), BOOK)
    assert text.count("\r\n") == 2
    assert rows(text)[1][2] == "甲 乙"


@given(st.text())
def test_whatever_a_cell_holds_it_comes_back_as_text(text):
    safe = as_text(text)
    assert safe.strip().strip("\"'")[:1] not in ("=", "+", "-", "@") or safe.startswith("'")
    assert as_text(safe).replace("'", "") == safe.replace("'", ""), "done twice it changes nothing but the apostrophe"
    assert rows(render(of(text), BOOK))[1][2] == safe


def test_english_heads_and_severities():
    head, row = rows(render(of("甲"), BOOK, "en"))
    assert head[0] == "File"
    assert row[5] == "error"

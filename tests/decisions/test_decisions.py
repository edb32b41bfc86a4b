"""A reviewer decides in 复核说明; the decisions last as long as the texts on which they were taken."""

import gc
import json
import os
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

import perfscore
from perfscore.cli import app
from perfscore.decisions import dumps, read
from perfscore.decisions.reading import of_file
from perfscore.ooxml.watchdog import together

SHEETS = Path(__file__).parents[1] / "data" / "sheets"
SHEET = SHEETS / "2021-13.xlsx"
SOFFICE = shutil.which("soffice")


def run(*arguments, status=0):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == status, result.output
    return result


def decide(path, cell, opinion, score="", reason="", kind=None):
    """Fill the reviewer's columns of the row of a cell, as a person does in a spreadsheet."""
    book = openpyxl.load_workbook(path)
    sheet = book["复核说明"]
    heads = {cell.value: cell.column for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    rows = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 2).value == cell]
    row = next(row for row in rows if kind is None or str(sheet.cell(row, 1).value).startswith(kind))
    values = (opinion, score, reason, "王复核", "2022-03-01")
    for head, value in zip(("处理意见", "改判得分", "理由", "复核人", "日期"), values, strict=True):
        sheet.cell(row, heads[head]).value = value
    book.save(path)


@pytest.fixture
def reviewed(tmp_path):
    path = tmp_path / "复核.xlsx"
    perfscore.correct(SHEET, path)
    return path


def row(evaluation):
    (table,) = evaluation.tables
    (score,) = (indicator.score for indicator in table.indicators if "日常运转" in indicator.level3)
    return table, score


def test_the_sheet_offers_the_opinions_and_room_to_sign(reviewed):
    sheet = openpyxl.load_workbook(reviewed)["复核说明"]
    (offered,) = sheet.data_validations.dataValidation
    assert offered.formula1 == '"采纳,不采纳,改判"'
    texts = [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value is not None]
    for words in ("处理意见", "改判得分", "理由", "复核人", "日期"):
        assert texts.count(words) == 1
    assert any("复核人（签字）" in text for text in texts)
    assert any("单位：乌鲁木齐市工业和信息化局本级" in text and "年度：2021" in text for text in texts)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


@pytest.mark.parametrize(
    ("opinion", "score", "reason", "stands", "action"),
    [
        ("采纳", "", "", "8.00", "replace"),
        ("不采纳", "", "资金被收回", "0.03", "keep"),
        ("改判", "4", "完成一半", "4", "replace"),
    ],
)
def test_a_decision_is_put_in_force(tmp_path, reviewed, opinion, score, reason, stands, action):
    decide(reviewed, "H18", opinion, score, reason, kind="待确认")
    table, decided = row(perfscore.evaluate(SHEET, decisions=reviewed))
    assert (decided.status, decided.action) == ("decided", action)
    assert (decided.decision.reviewer, decided.decision.date) == ("王复核", "2022-03-01")
    assert table.settled == Decimal("92.03") - Decimal("0.03") + Decimal(stands)
    final = tmp_path / "定稿.xlsx"
    run("evaluate", SHEET, "--decisions", reviewed, "-o", final)
    sheet = openpyxl.load_workbook(final)["Sheet1"]
    assert Decimal(sheet["H18"].value) == Decimal(stands)
    assert sheet["H24"].value == f"{table.settled}分"
    again = perfscore.evaluate(SHEET, decisions=final)
    assert row(again)[0] == table, "the final workbook carries the decisions on"


def test_what_a_person_refused_is_not_offered_again(reviewed):
    waiting = run("evaluate", SHEET).stdout
    decide(reviewed, "H18", "不采纳", reason="资金被收回", kind="待确认")
    printed = run("evaluate", SHEET, "--decisions", reviewed).stdout
    assert "92.03（待确认1项；全部采用为100.00）" in waiting
    assert "总分：92.03 → 92.03　等级" in printed
    assert "全部采用" not in printed


def test_a_remark_across_tables_keeps_its_decision(tmp_path):
    sheets = [SHEETS / "2021-14.xlsx", SHEETS / "2023t-04.xlsx"]
    run("evaluate", *sheets, "-o", tmp_path / "复核")
    copy = tmp_path / "复核" / "2023t-04.xlsx"
    decide(copy, "D8", "不采纳", reason="任务量减少", kind="PS652")
    tables = perfscore.evaluate(sheets, decisions=copy).tables
    (remark,) = (finding for table in tables for finding in table.findings if finding.code == "PS652")
    assert (remark.severity, remark.decision.state, remark.decision.reason) == ("info", "applied", "任务量减少")


def test_a_remark_that_is_not_adopted_stays_listed_as_information(reviewed):
    (remark,) = (f for f in perfscore.evaluate(SHEET).tables[0].findings if f.code == "PS625")
    assert remark.severity == "warning"
    decide(reviewed, remark.cell, "不采纳", reason="二级指标按上级口径", kind="PS625")
    findings = perfscore.evaluate(SHEET, decisions=reviewed).tables[0].findings
    (remark,) = (finding for finding in findings if finding.code == "PS625")
    assert (remark.severity, remark.decision.reason) == ("info", "二级指标按上级口径")


def test_a_changed_text_overtakes_a_decision_and_both_texts_are_shown(tmp_path, reviewed):
    decide(reviewed, "H18", "采纳", kind="待确认")
    book = openpyxl.load_workbook(SHEET)
    book["Sheet1"]["F18"].value = "0.5万元"
    changed = tmp_path / "自评.xlsx"
    book.save(changed)
    table, score = row(perfscore.evaluate(changed, decisions=reviewed))
    assert (score.decision.state, score.status) == ("overtaken", "scored")
    (said,) = (finding for finding in table.findings if finding.code == "PS319")
    assert "0.43万元" in said.message
    assert "0.5万元" in said.message
    assert said.cell == "H18"


@pytest.mark.parametrize(
    ("score", "reason", "words"),
    [
        ("9", "好", "0 至 8 之间"),
        ("4", "", "没有写明理由"),
        ("", "好", "没有填写改判得分"),
        ("4.005", "好", "最多两位小数"),
    ],
)
def test_another_score_needs_bounds_and_a_reason(reviewed, score, reason, words):
    decide(reviewed, "H18", "改判", score, reason, kind="待确认")
    table, decided = row(perfscore.evaluate(SHEET, decisions=reviewed))
    (said,) = (finding for finding in table.findings if finding.code == "PS318")
    assert words in said.message
    assert (decided.decision.state, decided.action) == ("refused", "confirm")
    assert table.settled == Decimal("92.03")


def test_an_opinion_that_is_none_is_refused_with_its_row(reviewed):
    decide(reviewed, "H18", "同意", kind="待确认")
    said = run("evaluate", SHEET, "--decisions", reviewed, status=2).stderr
    assert "复核.xlsx" in said
    assert "复核说明!" in said
    assert "只能是采纳、不采纳或改判" in said


def test_decisions_survive_a_row_above_another_name_and_the_next_correction(tmp_path, reviewed):
    decide(reviewed, "H18", "改判", "4", "完成一半", kind="待确认")
    book = openpyxl.load_workbook(SHEET)
    sheet = book["Sheet1"]
    merged = [str(area) for area in sheet.merged_cells.ranges]
    for area in merged:
        sheet.unmerge_cells(area)
    sheet.insert_rows(1, 2)
    for area in merged:
        cells = openpyxl.worksheet.cell_range.CellRange(area)
        cells.shift(row_shift=2)
        sheet.merge_cells(cells.coord)
    moved = tmp_path / "另一个名字.xlsx"
    book.save(moved)
    table, score = row(perfscore.evaluate(moved, decisions=reviewed))
    assert (score.cell, score.decision.state) == ("H20", "applied")
    assert table.settled == Decimal("96.00")


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
def test_decisions_survive_being_saved_by_another_program(tmp_path, reviewed):
    decide(reviewed, "H18", "采纳", kind="待确认")
    profile, out = (tmp_path / "profile").as_uri(), tmp_path / "saved"
    command = [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir", out]
    subprocess.run(
        [*map(str, command), str(reviewed)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    _, score = row(perfscore.evaluate(SHEET, decisions=tmp_path / "saved" / "复核.xlsx"))
    assert score.decision.state == "applied"


def test_a_copy_made_again_keeps_what_a_person_wrote(tmp_path):
    copy = tmp_path / "复核.xlsx"
    run("evaluate", SHEET, "-o", copy)
    decide(copy, "H18", "改判", "4", "完成一半", kind="待确认")
    run("evaluate", SHEET, "-o", copy)
    assert openpyxl.load_workbook(copy)["Sheet1"]["H18"].value == "4.00"
    assert [ruling.decision.reason for ruling in read([copy])] == ["完成一半"]


def test_decisions_as_one_file(tmp_path, reviewed):
    decide(reviewed, "H18", "改判", "4", "完成一半", kind="待确认")
    out = tmp_path / "处理意见.json"
    run("decisions", reviewed, "-o", out)
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["schema"] == "perfscore.decisions/1"
    assert written["decisions"][0]["decision"] == {
        "opinion": "改判",
        "score": "4",
        "reason": "完成一半",
        "reviewer": "王复核",
        "date": "2022-03-01",
    }
    out.write_text("\ufeff" + out.read_text(encoding="utf-8"), encoding="utf-8")
    assert row(perfscore.evaluate(SHEET, decisions=[out]))[1].decision.score == 4
    assert dumps(read([out])) == dumps(read([reviewed]))


def test_a_file_that_holds_no_decisions_is_named(tmp_path):
    path = tmp_path / "x.json"
    path.write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(perfscore.PerfscoreError, match=r"x\.json.*不是处理意见文件"):
        read([path])


ENTRY = {
    "subject": {"year": 2023, "unit": "甲", "project": "乙", "levels": [], "code": "score", "texts": {}},
    "decision": {"opinion": "采纳"},
}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\x00", "不是处理意见文件"),
        (b" " * (17 * 1024 * 1024), "文件超过16兆字节"),
        ({"subject": None}, "认不出是哪一项"),
        ({"subject": {**ENTRY["subject"], "year": 2.5}}, "认不出是哪一项"),
        ({"decision": {"opinion": "改判", "score": "NaN"}}, "不是数字"),
        ({"decision": {"opinion": ["采纳"]}}, "处理意见"),
    ],
)
def test_hostile_decisions_are_refused_in_words(content, words):
    if isinstance(content, dict):
        content = json.dumps({"schema": "perfscore.decisions/1", "decisions": [ENTRY | content]}).encode()
    with pytest.raises(perfscore.PerfscoreError, match=rf"意见\.json.*{words}") as caught:
        of_file(content, "意见.json")
    assert caught.value.code == "PS320"


def test_decisions_are_read_within_the_time_of_a_file():
    content = json.dumps({"schema": "perfscore.decisions/1", "decisions": [ENTRY] * 50_000}).encode()
    gc.disable()  # an interrupt that meets a callback of the collector, such as that of Hypothesis, is lost
    try:
        with together(0.2), pytest.raises(perfscore.PerfscoreError, match=r"意见\.json.*时间") as caught:
            of_file(content, "意见.json")
    finally:
        gc.enable()
    assert caught.value.code == "PS103"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_pipe_is_not_waited_for(tmp_path):
    path = tmp_path / "x.json"
    os.mkfifo(path)
    with pytest.raises(perfscore.PerfscoreError, match=r"x\.json.*不是文件"):
        read([path])


def test_an_entry_that_is_none_is_named_by_its_number(tmp_path):
    path = tmp_path / "x.json"
    path.write_text('{"schema": "perfscore.decisions/1", "decisions": [{"subject": 5, "decision": {}}]}', "utf-8")
    with pytest.raises(perfscore.PerfscoreError, match=r"x\.json #1”的处理意见读不出：.*没有选择处理意见"):
        read([path])

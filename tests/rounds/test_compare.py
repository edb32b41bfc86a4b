"""Made resubmissions of a published sheet: each change is told for what it is."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

import perfscore
from perfscore.cli import app
from perfscore.rounds import compare

SHEET = Path(__file__).parents[1] / "data" / "sheets" / "2021-03.xlsx"


@pytest.fixture(scope="module")
def first():
    return perfscore.evaluate(SHEET)


@pytest.fixture
def resubmit(first, tmp_path):
    """Give the comparison with a copy in which cells were changed."""

    def make(change):
        book = openpyxl.load_workbook(SHEET)
        change(book.active)
        path = tmp_path / "重报.xlsx"
        book.save(path)
        (pair,) = compare(first, perfscore.evaluate(path)).tables
        return pair

    return make


def outcomes(pair):
    return {(remark.outcome, remark.finding.code) for remark in pair.remarks}


def test_a_mended_score_is_mended(resubmit):
    def mend(sheet):
        sheet["H19"], sheet["H23"] = 10, 93.91

    pair = resubmit(mend)
    assert ("mended", "PS301") in outcomes(pair)
    assert pair.changes == ()


def test_an_added_reason_explains_what_stands(resubmit):
    pair = resubmit(lambda sheet: sheet.__setitem__("I18", "检查费已于12月支付，评审费按合同次年支付"))
    remark = next(remark for remark in pair.remarks if remark.finding.code == "PS617")
    assert (remark.outcome, remark.reason) == ("explained", "检查费已于12月支付，评审费按合同次年支付")
    assert pair.changes == ()


def test_a_target_lowered_to_fit_was_not_asked_for(resubmit):
    pair = resubmit(lambda sheet: sheet.__setitem__("E13", ">=60次"))
    (change,) = pair.changes
    assert (change.field, change.cell, change.before, change.after) == ("target", "E13", ">=50次", ">=60次")
    assert change.subject == "全年下井检查次数"


def test_spending_made_to_fit_was_not_asked_for(resubmit):
    def raise_spending(sheet):
        sheet["G6"] = 21

    assert [(change.field, change.cell) for change in resubmit(raise_spending).changes] == [("executed", "G6")]


def test_a_remark_about_several_rows_stands_until_the_last_of_them_is_mended(tmp_path):
    def outcome(reasons):
        book = openpyxl.load_workbook(SHEET.with_name("2021-05.xlsx"))
        for row in range(14, 14 + reasons):
            book.active[f"I{row}"] = "市场需求变化，经批准调整"
        book.save(tmp_path / "重报.xlsx")
        rounds = compare(
            perfscore.evaluate(SHEET.with_name("2021-05.xlsx")), perfscore.evaluate(tmp_path / "重报.xlsx")
        )
        (remark,) = (item for item in rounds.tables[0].remarks if item.finding.code == "PS510")
        return remark.outcome, remark.before, remark.after

    assert outcome(2) == ("open", "I14", "I16")
    assert outcome(4)[0] == "mended"


def test_nothing_changed_leaves_everything_open(resubmit):
    pair = resubmit(lambda _: None)
    assert {outcome for outcome, _ in outcomes(pair)} == {"open"}
    assert pair.changes == ()


def test_a_new_row_is_named_and_the_rows_below_it_keep_their_remarks(first):
    from attrs import evolve

    (table,) = first.tables
    row = evolve(table.indicators[0], level3="新增宣传活动次数", cells={})
    table = evolve(table, indicators=(row, *table.indicators))
    new = evolve(first, files=(evolve(first.files[0], tables=(table,)),))
    (pair,) = compare(first, new).tables
    assert [(change.field, change.subject) for change in pair.changes] == [("added", "新增宣传活动次数")]
    assert {outcome for outcome, _ in outcomes(pair)} == {"open"}


def test_a_row_inserted_into_the_sheet_moves_the_others_and_is_the_only_change(resubmit):
    def insert(sheet):
        merged = [str(area) for area in sheet.merged_cells.ranges]
        for area in merged:
            sheet.unmerge_cells(area)
        sheet.insert_rows(14)
        for area in merged:
            first, last = (openpyxl.utils.cell.coordinate_to_tuple(cell) for cell in area.split(":"))
            rows = [row + (row > 13) for row in (first[0], last[0])]
            sheet.merge_cells(start_row=rows[0], end_row=rows[1], start_column=first[1], end_column=last[1])
        for column, text in zip("DEFGH", ("新增宣传活动次数", ">=2次", "2次", 5, 5), strict=True):
            sheet[f"{column}14"] = text

    pair = resubmit(insert)
    assert [change.field for change in pair.changes] == ["added"]
    assert {remark.outcome for remark in pair.remarks if remark.subject} == {"open"}


def test_what_was_not_adopted_is_neither_open_nor_mended_and_a_misplaced_decision_is_not_told_to_the_unit(first):
    from attrs import evolve

    from perfscore.model import Decision, Finding

    (table,) = first.tables
    dropped = next(finding for finding in table.findings if finding.code == "PS301")
    decision = Decision("不采纳", reason="已核对凭证", reviewer="李明", date="2024-03-05")
    refused = Finding("PS318", "warning", "H19", "处理意见没有采用。", "", "score_arithmetic")
    findings = [evolve(item, decision=decision) if item is dropped else item for item in table.findings]
    decided = evolve(table, findings=(*findings, refused))
    new = evolve(first, files=(evolve(first.files[0], tables=(decided,)),))
    (pair,) = compare(first, new).tables
    assert {outcome for outcome, _ in outcomes(pair)} == {"open"}
    assert len(pair.remarks) == len(compare(first, first).tables[0].remarks) - 1


def test_a_table_that_was_not_handed_in_again_leaves_its_remarks_open(first):
    (pair,) = compare(first, perfscore.Evaluation("0", ())).tables
    assert pair.new is None
    assert {outcome for outcome, _ in outcomes(pair)} == {"open"}


@pytest.mark.parametrize("ending", ["xlsx", "html", "json"])
def test_the_command_writes_every_view(tmp_path, ending):
    out = tmp_path / f"对照.{ending}"
    done = CliRunner().invoke(app, ["compare", str(SHEET), str(SHEET), "-o", str(out)])
    assert done.exit_code == 0, done.output
    assert "未改" in done.stdout
    if ending == "xlsx":
        assert openpyxl.load_workbook(out).sheetnames == ["各表", "问题逐条对照", "擅改"]
    elif ending == "json":
        assert json.loads(out.read_text("utf-8"))["schema"] == "perfscore.rounds/1"
    else:
        assert "default-src" in out.read_text("utf-8")

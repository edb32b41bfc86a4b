"""What the reader notices: each code in a form that gives cause for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from sheet_forms import HEADERS, Form, workbook
from sheet_records import differences

from perfscore.model import Remark, Table
from perfscore.ooxml import PackageError
from perfscore.sheets import read

EVALUATION = HEADERS["project_self_evaluation"]


def only(path: Path) -> Table:
    tables = read(path).tables
    assert len(tables) == 1
    return tables[0]


def codes(table: Table) -> list[str]:
    return [remark.code for remark in table.remarks]


def test_a_workbook_without_a_table_says_what_came_closest(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["某局2022年工资表"])
    other = book.create_sheet("指标体系")
    other.append([])
    other.append([None, "一级指标", "三级指标", "指标解释", "分值"])
    path = tmp_path / "none.xlsx"
    book.save(path)
    reading = read(path)
    assert reading.tables == ()
    (remark,) = reading.remarks
    assert (remark.code, remark.cell) == ("PS105", "B2")
    assert remark.values == {
        "looked_for": "三级指标、年度指标值、实际完成值、分值、得分",
        "sheet": "指标体系",
        "closest": "B2“一级指标”",
        "found": "一级指标、三级指标、分值",
        "missing": "年度指标值、实际完成值、得分",
    }


def test_an_empty_workbook_has_nothing_that_came_close(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    Workbook().save(path)
    (remark,) = read(path).remarks
    assert (remark.code, remark.cell, remark.values["sheet"]) == ("PS126", None, "Sheet")
    assert "found" not in remark.values


def test_what_is_no_workbook_is_the_package_s_error(tmp_path: Path) -> None:
    path = tmp_path / "none.xlsx"
    path.write_bytes(b"no workbook")
    with pytest.raises(PackageError):
        read(path)


@pytest.mark.parametrize(
    ("drop", "columns"), [("target", "年度指标值"), ("actual", "实际完成值"), ("weight", "分值"), ("claimed", "得分")]
)
def test_a_missing_column_is_named(tmp_path: Path, drop: str, columns: str) -> None:
    headers = {field: word for field, word in EVALUATION.items() if field != drop}
    table = only(workbook(tmp_path, Form("2021-03", headers=headers)))
    (remark,) = [remark for remark in table.remarks if remark.code == "PS113"]
    assert remark == Remark("PS113", "B13", {"columns": columns, "fields": drop})
    wrong = differences(table, "2021-03", without=frozenset({drop, "claimed_total", "total_weight"}))
    assert wrong == []


def test_a_table_that_calls_itself_self_evaluation_is_one_without_its_columns(tmp_path: Path) -> None:
    headers = {field: word for field, word in EVALUATION.items() if field not in ("actual", "claimed")}
    table = only(workbook(tmp_path, Form("2021-03", headers=headers)))
    assert table.kind == "project_evaluation"
    assert table.remarks[0].values["columns"] == "实际完成值、得分"


def test_no_total_and_no_funds(tmp_path: Path) -> None:
    table = only(workbook(tmp_path, Form("2021-03", total="", funds={})))
    assert codes(table) == ["PS116", "PS117"]
    assert table.claimed_total == ""
    assert "claimed_total" not in table.cells


def test_a_target_table_needs_neither_total_nor_funds(tmp_path: Path) -> None:
    table = only(workbook(tmp_path, Form("2023t-02")))
    assert codes(table) == []


def test_no_year_anywhere(tmp_path: Path) -> None:
    table = only(workbook(tmp_path, Form("2021-03", year="")))
    assert (table.year, codes(table)) == (None, ["PS119"])
    named = only(workbook(tmp_path, Form("2021-03", year=""), name="自评2021.xlsx"))
    assert (named.year, codes(named)) == (2021, [])


def test_errors_and_formulas_without_a_value(tmp_path: Path) -> None:
    path = workbook(tmp_path, Form("2021-03"))
    table = only(path)
    book = load_workbook(path)
    sheet = book.active
    blank = table.indicators[2].cells["claimed"]
    sheet[blank].value = "=G5/G6"
    place = table.indicators[3].cells["actual"]
    sheet[place].value = "#DIV/0!"
    sheet[place].data_type = "e"
    sheet["Z99"].value = "=1/0"
    book.save(path)
    again = only(path)
    assert again.remarks == (
        Remark("PS114", blank, {"cell": blank, "formula": "=G5/G6"}),
        Remark("PS115", place, {"cell": place, "text": "#DIV/0!"}),
    )
    assert again.indicators[2].claimed == ""


def test_hidden_rows_are_read_and_told(tmp_path: Path) -> None:
    path = workbook(tmp_path, Form("2021-03"))
    table = only(path)
    book = load_workbook(path)
    for row in (table.indicators[1].row, table.indicators[4].row, 400):
        book.active.row_dimensions[row].hidden = True
    book.save(path)
    again = only(path)
    assert differences(again, "2021-03") == []
    assert again.remarks == (Remark("PS111", "B15", {"what": "hidden_rows", "sheet": "Sheet1", "rows": "15、18"}),)


def test_a_hidden_column_is_read_and_told(tmp_path: Path) -> None:
    path = workbook(tmp_path, Form("2021-03"))
    book = load_workbook(path)
    book.active.column_dimensions["G"].hidden = True
    book.active.column_dimensions["X"].hidden = True
    book.save(path)
    again = only(path)
    assert differences(again, "2021-03") == []
    assert again.remarks == (Remark("PS111", "G13", {"what": "hidden_columns", "sheet": "Sheet1", "columns": "G"}),)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_table_on_a_hidden_sheet_is_read_and_told(tmp_path: Path, state: str) -> None:
    book = Workbook()
    Form("2021-03").write(book.active)
    hidden = book.create_sheet("旧表")
    Form("2021-04").write(hidden)
    hidden.sheet_state = state
    path = tmp_path / "hidden.xlsx"
    book.save(path)
    first, second = read(path).tables
    assert first.remarks == ()
    assert second.remarks == (Remark("PS111", None, {"what": "hidden_sheet", "sheet": "旧表"}),)
    assert differences(second, "2021-04") == []


def test_a_review_sheet_is_never_read_as_a_table(tmp_path: Path) -> None:
    from perfscore.ooxml.read import REVIEW_MARK

    book = Workbook()
    Form("2021-03").write(book.active)
    review = book.create_sheet("复核说明")
    Form("2021-04").write(review)
    review.cell(60, 1, REVIEW_MARK + "，勿改")
    path = tmp_path / "reviewed.xlsx"
    book.save(path)
    assert [table.sheet for table in read(path).tables] == ["Sheet"]


def test_a_huge_sheet_stays_linear(tmp_path: Path) -> None:
    """Two hundred tables and a hundred thousand cells of something else, in one sheet."""
    import time

    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("大表")
    plain = load_workbook(workbook(tmp_path, Form("2021-13", merge=False))).active
    lines = [[cell.value for cell in row] for row in plain.iter_rows()]

    def text(value: object) -> object:
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, str):
            cell.data_type = "s"
        return cell

    for _ in range(200):
        for line in lines:
            sheet.append([text(value) for value in line])
    for number in range(10_000):
        sheet.append([f"甲{number}", *range(9)])
    path = tmp_path / "huge.xlsx"
    book.save(path)
    from perfscore.ooxml import read_workbook
    from perfscore.sheets import tables_of

    package = read_workbook(path)
    start = time.perf_counter()
    tables = tables_of(package).tables
    assert time.perf_counter() - start < 4
    assert len(tables) == 200
    assert differences(tables[0], "2021-13") == []
    assert differences(tables[-1], "2021-13") == []

"""Texts are compared, printed and told blank in one way everywhere."""

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import perfscore
from perfscore.text import fold, is_blank, letters, printed

PLACEHOLDERS = Path(__file__).parent / "data" / "messy" / "placeholders_2021-05.xlsx"


@pytest.mark.parametrize(
    "text", ["", " ", "—", "——", "－", "--", "―", "/", "\\", "无", "暂无", "不适用", "N/A", "n/a", "ＮＡ", "　"]
)
def test_what_says_nothing_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["0", "0%", "无偏差", "无事故", "暂无偏差", "-5", "10", "NA12"])
def test_what_says_something_is_not(text):
    assert not is_blank(text)


@pytest.mark.parametrize("blank", ["－", "N/A", "暂无", "——"])
def test_a_placeholder_row_never_costs_the_total(blank):
    book = openpyxl.load_workbook(PLACEHOLDERS)
    sheet = book.active
    (row,) = (cell.row for cell in next(sheet.iter_cols(3, 3)) if cell.value == "生态效益指标")
    heads = {cell.value: cell.column for line in sheet.iter_rows() for cell in line if isinstance(cell.value, str)}
    for head in ("年度指标值", "实际完成值", "分值", "得分"):
        sheet.cell(row, heads[head]).value = blank
    data = io.BytesIO()
    book.save(data)
    before = perfscore.evaluate(PLACEHOLDERS).tables[0]
    (table,) = perfscore.evaluate(data.getvalue(), name="placeholders.xlsx").tables
    assert table.total.recomputed == before.total.recomputed
    assert isinstance(table.total.recomputed, Decimal)


def test_folding_unifies_widths_blanks_and_brackets():
    assert fold("得 分（分）：") == fold("得分(分):") == "得分(分):"
    assert letters("（2021）年 项目、A") == "2021年项目a"
    assert printed(" 87.44\n分　") == "87.44分"


@example("t¨")
@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert printed(printed(text)) == printed(text)

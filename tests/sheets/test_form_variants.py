"""Forms of other shapes, printed from the published records: the same records come out."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from sheet_forms import FUNDS, HEADERS, PUBLISHED, TITLES, Form, workbook
from sheet_records import differences

from perfscore.model import Table
from perfscore.sheets import read

EVALUATIONS = [key for key, record in PUBLISHED.items() if record["kind"] == "project_self_evaluation"]
TARGETS = [key for key, record in PUBLISHED.items() if record["kind"] == "project_target"]
EACH_KIND = ("2021-14", "2023gx-00", "2023t-02")
EVALUATION = HEADERS["project_self_evaluation"]


def only(path: Path) -> Table:
    reading = read(path)
    assert len(reading.tables) == 1, reading.remarks
    return reading.tables[0]


@pytest.mark.parametrize("record", PUBLISHED)
def test_the_plain_form_reads_back(tmp_path: Path, record: str) -> None:
    table = only(workbook(tmp_path, Form(record)))
    assert differences(table, record) == []
    assert table.remarks == ()


@pytest.mark.parametrize("record", EACH_KIND)
@pytest.mark.parametrize("levels", ["merged", "blank", "repeated"])
@pytest.mark.parametrize("merge", [True, False])
def test_levels_may_be_merged_blank_below_or_repeated(tmp_path: Path, record: str, levels: str, merge: bool) -> None:
    table = only(workbook(tmp_path, Form(record, levels=levels, merge=merge)))
    assert differences(table, record) == []


@pytest.mark.parametrize("record", PUBLISHED)
def test_columns_may_stand_in_any_order(tmp_path: Path, record: str) -> None:
    headers = list(HEADERS[PUBLISHED[record]["kind"]].items())
    random.Random(record).shuffle(headers)
    table = only(workbook(tmp_path, Form(record, headers=dict(headers), levels="repeated", merge=False, margin=False)))
    assert differences(table, record) == []


@pytest.mark.parametrize("record", EACH_KIND)
@pytest.mark.parametrize(("top", "left"), [(1, 5), (7, 1), (40, 27)])
def test_a_table_may_stand_anywhere(tmp_path: Path, record: str, top: int, left: int) -> None:
    form = Form(record, top=top, left=left)
    table = only(workbook(tmp_path, form))
    assert differences(table, record) == []
    assert [indicator.row for indicator in table.indicators] == list(form.rows.values())


SYNONYMS = {
    "level1": ["一 级 指 标", "一级指标名称", "一级\n指标"],
    "level2": ["二级指标", "二级指标名称"],
    "level3": ["三级指标名称", "三 级指标", "绩效指标", "指标名称", "具体指标"],
    "target": [
        "年初指标值", "预期指标值", "年度目标值", "目标值", "计划完成值", "指 标 值", "年初目标值（A）",
        "预期指标值（包含数字及文字描述）", "2021年目标值", "全年目标值", "绩效目标值", "预期值",
    ],
    "actual": [
        "全年实际完成值", "实际完成指标值", "完成值", "完成情况", "实际值", "实际完成值(B)",
        "实际完成指标值（包含数字及文字描述）", "全年完成值", "指标完成情况", "实际完成情况", "年度实际完成值",
    ],
    "weight": ["权重", "分值（分）", "分 值", "标准分", "分值权重", "指标分值", "权重（%）", "指标权重",
    "分值（90分）", "满分"],
    "claimed": ["自评得分", "得 分", "得分（分）", "评分", "自评分", "实际得分", "单位自评得分", "指标得分"],
    "deviation": [
        "未完成原因分析", "偏差原因分析及改进措施（100字以内）", "未完成原因和改进措施", "偏差原因",
        "原因分析及改进措施", "偏差原因分析\n及改进\n措施", "未完成原因及拟采取的改进措施",
        "偏差原因分析与改进措施",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("field", "word"), [(field, word) for field, words in SYNONYMS.items() for word in words])
def test_a_column_may_be_called_otherwise(tmp_path: Path, field: str, word: str) -> None:
    table = only(workbook(tmp_path, Form("2021-13", headers=EVALUATION | {field: word})))
    assert differences(table, "2021-13") == []


@pytest.mark.parametrize(
    "extra",
    [
        {0: ("序号", "1")},
        {3: ("指标类型", "定量指标")},
        {8: ("备注", "见附件")},
        {0: ("序号", "1"), 4: ("指标属性", "正向指标"), 8: ("完成率", "100%"), 11: ("佐证材料说明情况", "合同")},
        {5: ("权重", "10%")},
        {8: ("财政复核得分", "1")},
        {0: ("一栏", "甲"), 6: ("二栏", "乙")},
    ],
)
def test_further_columns_do_no_harm(tmp_path: Path, extra: dict[int, tuple[str, str]]) -> None:
    table = only(workbook(tmp_path, Form("2021-13", extra=extra)))
    assert differences(table, "2021-13") == []


def test_three_columns_make_one_target(tmp_path: Path) -> None:
    for record in (*EVALUATIONS, *TARGETS):
        form = Form(record, split=True)
        table = only(workbook(tmp_path, form))
        assert differences(table, record, form=form) == []
        assert table.layout.endswith("-split")


def test_three_columns_under_one_header(tmp_path: Path) -> None:
    """年度指标值 stands over 符号, 数值 and 单位; the other headers reach down over both rows."""
    book = Workbook()
    sheet = book.active
    sheet.append(["项目支出绩效自评表"])
    sheet.append(["项目名称", "甲"])
    sheet.append(
        ["一级指标", "二级指标", "三级指标", "年度指标值", None, None, "实际完成值", None, None, "分值", "得分"]
    )
    sheet.append([None, None, None, "符号", "数值", "单位", "符号", "数值", "单位", None, None])
    sheet.append(["产出指标", "数量指标", "培训次数", "≥", 5, "次", "=", 6, "次", 10, 10])
    sheet.append([None, "质量指标", "效果", "定性", "显著", None, None, "显著", None, 80, 80])
    sheet.append(["总分", None, None, None, None, None, None, None, None, 90, 90])
    for column in (1, 2, 3, 10, 11):
        sheet.merge_cells(start_row=3, start_column=column, end_row=4, end_column=column)
    sheet.merge_cells("D3:F3")
    sheet.merge_cells("G3:I3")
    path = tmp_path / "two-rows.xlsx"
    book.save(path)
    table = only(path)
    assert [(row.target, row.actual) for row in table.indicators] == [("≥5次", "=6次"), ("显著", "显著")]
    assert table.indicators[0].cells["target"] == "E5"
    assert table.claimed_total == "90"


def test_points_inside_a_group_s_label_stay_there(tmp_path: Path) -> None:
    points = {"产出指标": "（50分）", "效益指标": "\n(30分)", "满意度指标": "(10 分)"}
    form = Form("2021-14", points=dict(points))
    table = only(workbook(tmp_path, form))
    form.points = {key: value.replace("\n", "") for key, value in points.items()}
    assert differences(table, "2021-14", form=form) == []
    assert table.indicators[0].level1 == "产出指标（50分）"
    assert table.indicators[7].level1 == "效益指标(30分)"


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("record", ["2021-04", "2021-16", "2023gx-00", "2023t-01"])
@pytest.mark.parametrize("levels", ["merged", "blank", "repeated"])
def test_a_page_break_repeats_the_header(tmp_path: Path, record: str, again: bool, levels: str) -> None:
    form = Form(record, page_breaks=(3, 6), title_again=again, levels=levels)
    table = only(workbook(tmp_path, form))
    assert differences(table, record) == []
    assert [indicator.row for indicator in table.indicators] == list(form.rows.values())


def test_placeholder_rows_are_told_and_left_out(tmp_path: Path) -> None:
    form = Form("2021-05", placeholders=(0, 9, 11))
    table = only(workbook(tmp_path, form))
    assert differences(table, "2021-05") == []
    assert [remark.code for remark in table.remarks] == ["PS110"] * 3


@pytest.mark.parametrize(
    "title", ["2021年度项目支出绩效自评表", "XX市2021年部门预算项目支出绩效自评表（公开）", "附件3：项目绩效自评情况表"]
)
def test_titles_differ(tmp_path: Path, title: str) -> None:
    year = "(2021年)" if "2021" not in title else ""
    table = only(workbook(tmp_path, Form("2021-07", title=title, year=year)))
    assert differences(table, "2021-07") == []


@pytest.mark.parametrize("record", EACH_KIND)
def test_a_form_without_a_title_is_known_by_its_columns(tmp_path: Path, record: str) -> None:
    table = only(workbook(tmp_path, Form(record, title="")))
    assert differences(table, record) == []


@pytest.mark.parametrize(
    "word", ["总 分", "合计", "总计", "自评总分", "得分合计", "总分：", "合 计", "总得分", "总分（100分）"]
)
def test_totals_are_spelt_in_many_ways(tmp_path: Path, word: str) -> None:
    table = only(workbook(tmp_path, Form("2021-03", total=word)))
    assert differences(table, "2021-03") == []


def test_notes_stand_around(tmp_path: Path) -> None:
    form = Form(
        "2021-03",
        before=("附件2", "填报单位：某局", "说明：本表一式两份。"),
        after=(
            "填表人：张三  联系电话：1234567",
            "注：1.得分按规定计算。",
            "2.总分100分。",
            "单位负责人：",
            "项目负责人：李四",
        ),
    )
    table = only(workbook(tmp_path, form))
    assert differences(table, "2021-03") == []
    assert table.remarks == ()


def test_notes_stand_below_a_target_table(tmp_path: Path) -> None:
    table = only(workbook(tmp_path, Form("2023t-02", after=("备注：以批复为准。", "填表人：王五"))))
    assert differences(table, "2023t-02") == []
    assert table.remarks == ()


def test_labels_and_values_may_share_a_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path, Form("2021-03"))
    book = load_workbook(path)
    sheet = book.active
    for row in range(1, 8):
        cell = sheet.cell(row, 1)
        if cell.value in ("项目名称", "主管部门", "实施单位"):
            cell.value = f"{cell.value}：{sheet.cell(row, 3).value}"
            sheet.cell(row, 3).value = None
    book.save(path)
    assert differences(only(path), "2021-03") == []


@pytest.mark.parametrize(
    "labels",
    [
        {"department": "主管部门及代码", "unit": "项目实施单位", "project": "专项名称"},
        {"department": "部门名称", "unit": "预算单位", "project": "项 目 名 称"},
        {"department": "主管部门（单位）", "unit": "填报单位", "project": "项目（政策）名称"},
    ],
)
def test_labels_differ(tmp_path: Path, labels: dict[str, str]) -> None:
    assert differences(only(workbook(tmp_path, Form("2021-03", labels=labels))), "2021-03") == []


@pytest.mark.parametrize("drop", ["deviation", "level1", "level2"])
def test_a_column_may_be_missing(tmp_path: Path, drop: str) -> None:
    headers = {field: word for field, word in EVALUATION.items() if field != drop}
    table = only(workbook(tmp_path, Form("2021-03", headers=headers)))
    assert differences(table, "2021-03", without=frozenset({drop})) == []
    assert table.columns == frozenset(headers)
    assert table.remarks == ()


@pytest.mark.parametrize("drop", ["initial", "weight", "rate", "score"])
def test_the_funds_block_may_lack_a_column(tmp_path: Path, drop: str) -> None:
    funds = {field: word for field, word in FUNDS.items() if field != drop}
    table = only(workbook(tmp_path, Form("2021-03", funds=funds)))
    assert differences(table, "2021-03", without=frozenset({f"fund_{drop}"})) == []
    assert drop not in table.funds[0].cells


def test_the_funds_block_may_be_headed_otherwise(tmp_path: Path) -> None:
    words = ("年初预算", "调整后预算数", "预算执行数", "权重", "预算执行率", "自评得分")
    table = only(workbook(tmp_path, Form("2021-03", funds=dict(zip(FUNDS, words, strict=True)))))
    assert differences(table, "2021-03") == []


@pytest.mark.parametrize("gap", [0, 1, 5])
def test_tables_of_different_kinds_stand_below_each_other(tmp_path: Path, gap: int) -> None:
    order = ("2023t-02", "2021-04", "2023gx-00", "2023t-01", "2021-14")
    forms: list[Form] = []
    book = Workbook()
    top = 1
    for record in order:
        forms.append(Form(record, top=top).write(book.active))
        top = forms[-1].bottom + 1 + gap
    path = tmp_path / "mixed.xlsx"
    book.save(path)
    tables = read(path).tables
    assert [differences(table, record) for table, record in zip(tables, order, strict=True)] == [[]] * 5
    assert [table.remarks for table in tables] == [()] * 5


@pytest.mark.parametrize("gap", [0, 1, 3])
@pytest.mark.parametrize("offset", [0, 2])
@pytest.mark.parametrize("merge", [True, False])
def test_tables_stand_side_by_side(tmp_path: Path, gap: int, offset: int, merge: bool) -> None:
    order = ("2021-13", "2023gx-00", "2023t-02")
    book = Workbook()
    left = 1
    for number, record in enumerate(order):
        form = Form(record, left=left, top=1 + offset * number, merge=merge).write(book.active)
        left += form.width + gap
    path = tmp_path / "side.xlsx"
    book.save(path)
    tables = read(path).tables
    assert [differences(table, record) for table, record in zip(tables, order, strict=True)] == [[]] * 3


def test_two_by_two_and_one_across(tmp_path: Path) -> None:
    book = Workbook()
    first = Form("2021-13").write(book.active)
    second = Form("2021-03", left=first.width + 2).write(book.active)
    top = max(first.bottom, second.bottom) + 2
    Form("2021-16", top=top, left=4).write(book.active)
    path = tmp_path / "grid.xlsx"
    book.save(path)
    tables = read(path).tables
    order = ("2021-13", "2021-03", "2021-16")
    assert [differences(table, record) for table, record in zip(tables, order, strict=True)] == [[]] * 3


def test_formula_totals_and_numbers(tmp_path: Path) -> None:
    path = workbook(tmp_path, Form("2021-13", total="总分"))
    book = load_workbook(path)
    sheet = book.active
    table = only(path)
    for indicator in table.indicators:
        for field in ("weight", "claimed"):
            sheet[indicator.cells[field]].value = float(getattr(indicator, field))
    place = table.cells["claimed_total"]
    sheet[place].value = f"=SUM({table.indicators[0].cells['claimed']}:{table.indicators[-1].cells['claimed']})"
    book.save(path)
    again = only(path)
    assert differences(again, "2021-13", without=frozenset({"claimed_total"})) == []
    assert again.claimed_total == ""
    assert [(remark.code, remark.cell) for remark in again.remarks] == [("PS114", place)]


@pytest.mark.parametrize("shown", ["0", "0.0", "General", "0.00", "0.0000"])
def test_a_claimed_number_is_never_rounded_by_its_display(tmp_path: Path, shown: str) -> None:
    path = workbook(tmp_path, Form("2021-13"))
    table = only(path)
    book = load_workbook(path)
    place = table.indicators[0].cells["claimed"]
    book.active[place].value = 8.5
    book.active[place].number_format = shown
    book.save(path)
    expected = {"0.00": "8.50", "0.0000": "8.5000"}.get(shown, "8.5")
    assert only(path).indicators[0].claimed == expected


def test_blank_scores_keep_their_places(tmp_path: Path) -> None:
    path = workbook(tmp_path, Form("2021-13"))
    full = only(path)
    book = load_workbook(path)
    for indicator in full.indicators:
        book.active[indicator.cells["claimed"]].value = None
    book.active[full.cells["claimed_total"]].value = None
    book.save(path)
    blank = only(path)
    assert [row.claimed for row in blank.indicators] == [""] * len(full.indicators)
    assert [row.cells for row in blank.indicators] == [row.cells for row in full.indicators]
    assert blank.cells["claimed_total"] == full.cells["claimed_total"]
    assert len(TITLES) == 3

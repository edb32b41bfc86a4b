"""Forms of other offices, typed in as they print them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from perfscore.model import Table
from perfscore.sheets import Reading, read

Lines = list[list[Any]]


def reading(tmp_path: Path, lines: Lines, *merges: str, sheet: str = "Sheet1") -> Reading:
    book = Workbook()
    page = book.active
    page.title = sheet
    for row, line in enumerate(lines, 1):
        for column, text in enumerate(line, 1):
            if text is not None:
                cell = page.cell(row, column, text)
                if isinstance(text, str) and not text.startswith("=SUM"):
                    cell.data_type = "s"
    for merge in merges:
        page.merge_cells(merge)
    path = tmp_path / "form.xlsx"
    book.save(path)
    return read(path)


def only(tmp_path: Path, lines: Lines, *merges: str, sheet: str = "Sheet1") -> Table:
    found = reading(tmp_path, lines, *merges, sheet=sheet)
    assert len(found.tables) == 1, found.remarks
    return found.tables[0]


N = None


def test_a_form_with_sign_value_and_unit(tmp_path: Path) -> None:
    """部门预算项目支出绩效自评表 as published in 2023: 总额, 调整后预算数, 权重, a total 合计, conclusions below."""
    table = only(
        tmp_path,
        [
            ["报表编号：510000_0013zp"],
            ["部门预算项目支出绩效自评表（2023年度）"],
            ["项目名称", N, "51000021R000000019951-工资性支出"],
            ["主管部门", N, "县发展和改革局部门", N, N, "实施单位（盖章）", N, "县发展和改革局"],
            ["项目基本情况", "1.项目年度目标完成情况", "项目年度目标", N, N, N, "年度目标完成情况"],
            [N, N, "严格执行相关政策，保障工资及时发放。", N, N, N, "已完成。"],
            [N, "2.项目实施内容及过程概述", "按月发放。"],
            ["预算执行情况（10分）", "年度预算数（万元）", "年初预算", "调整后预算数", "预算执行数",
             "预算执行率", "权重", "得分", "原因"],
            [N, "总额", 238.93, "251.89", "251.89", "100.00%", "10", "10",
             "预算执行率=预算执行数/调整后预算数，需说明原因（100字以内）"],
            [N, "其中：财政资金", "238.93", "251.89", "251.89", "100.00%", "/", "/"],
            [N, "财政专户管理资金", "0.00", "0.00", "0.00", "0.00%", "/", "/"],
            [N, "单位资金", "0.00", "0.00", "0.00", "0.00%", "/", "/"],
            [N, "其他资金", N, N, N, N, "/", "/"],
            ["绩效指标（90分）", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值",
             "权重", "得分", "未完成原因分析"],
            [N, "产出指标", "数量指标", "发放（缴纳）覆盖率", "＝", "100", "%", "100", "60", "60"],
            [N, "效益指标", "社会效益指标", "足额保障率", "≥", "95", "%", "95", "20", "20"],
            [N, N, N, "群众认可", "定性", "好", N, "好", "10", "10"],
            ["合计", N, N, N, N, N, N, N, "100", "100"],
            ["评价结论", "项目自评总分100分。"],
            ["存在问题", "无"],
            ["改进措施", "无"],
            ["项目负责人：查某", N, N, N, N, "财务负责人：唐某"],
        ],
        "A14:A17", "A8:A13", "C5:F5", "G5:K5", "C6:F6", "G6:K6",
    )  # fmt: skip
    assert table.kind == "project_evaluation"
    assert table.layout == "project-evaluation-split"
    assert (table.year, table.project) == (2023, "51000021R000000019951-工资性支出")
    assert (table.department, table.unit) == ("县发展和改革局部门", "县发展和改革局")
    assert (table.goal, table.completion) == ("严格执行相关政策，保障工资及时发放。", "已完成。")
    assert [fund.name for fund in table.funds] == ["总额", "其中：财政资金", "财政专户管理资金", "单位资金", "其他资金"]
    total = table.funds[0]
    assert (total.initial, total.full_year, total.executed, total.rate) == ("238.93", "251.89", "251.89", "100.00%")
    assert (total.weight, total.score) == ("10", "10")
    assert table.funds[4].executed == ""
    assert [row.target for row in table.indicators] == ["=100%", "≥95%", "好"]
    assert [row.actual for row in table.indicators] == ["100", "95", "好"]
    assert table.indicators[2].level1 == "效益指标"
    assert (table.total_weight, table.claimed_total) == ("100", "100")
    assert table.range == "A2:K18"
    assert table.remarks == ()


def test_a_form_without_levels_and_with_an_adjusted_target(tmp_path: Path) -> None:
    table = only(
        tmp_path,
        [
            ["2022年度项目绩效自评表"],
            ["专项资金名称", "某项目", N, "自评总分（分）", "95.3"],
            ["资金情况（万元）", "年初预算数", "全年（调整）预算数（A）", "全年执行数（B）", "执行率（B/A，%）",
             "执行率权重", "执行率得分（分）"],
            ["年度总金额", "100", "120", "108", "90", "10", "9"],
            ["其中：财政拨款", "100", "120", "108", "90"],
            ["绩效目标", "年初绩效目标", N, "全年目标实际完成情况"],
            [N, "办好事。", N, "办好了。"],
            ["绩效指标", "指标名称", "计量单位", "指标性质", "年初指标值", "调整指标值", "全年完成值",
             "得分系数（%）", "指标权重", "指标得分", "是否核心指标", "说明"],
            [N, "培训人数", "人次", "≥", "100", "80", "90", "100", "50", "50", "是"],
            [N, "合格率", "%", "≥", "95", N, "95", "100", "40", "36.3", "否"],
            ["说明", "无"],
        ],
        "A8:A10",
    )  # fmt: skip
    assert [row.level3 for row in table.indicators] == ["培训人数", "合格率"]
    assert [row.target for row in table.indicators] == ["≥80人次", "≥95%"]
    assert table.indicators[0].cells["target"] == "F9"
    assert table.indicators[1].cells["target"] == "E10"
    assert [row.weight for row in table.indicators] == ["50", "40"]
    assert (table.claimed_total, table.cells["claimed_total"]) == ("95.3", "E2")
    assert table.funds[0].name == "年度总金额"
    assert (table.funds[0].full_year, table.funds[0].executed, table.funds[0].score) == ("120", "108", "9")
    assert (table.goal, table.completion) == ("办好事。", "办好了。")


def test_a_form_with_weights_in_its_names_and_with_several_goals(tmp_path: Path) -> None:
    table = only(
        tmp_path,
        [
            ["2020年度某项目自评表"],
            ["单位名称：某局", N, N, N, "填报日期：2021年3月1日"],
            ["项目名称", "某项目"],
            ["预算执行情况（万元）（20分）", N, "预算数（A）", "执行数（B）", "执行率（B/A）", "得分（20分*执行率）"],
            [N, "年度财政资金总额", "100", "80", "80%", "16"],
            ["年度绩效目标1（40分）", "一级指标", "二级指标", "三级指标", "年初目标值（A）", "实际完成值（B）", "得分"],
            [N, "产出指标", "数量指标", "甲（20分）", "≥5", "5", "20"],
            [N, "效益指标", "社会效益", "乙（20分）", "提高", "提高", "20"],
            ["年度绩效目标2（40分）", "一级指标", "二级指标", "三级指标", "年初目标值（A）", "实际完成值（B）", "得分"],
            [N, "产出指标", "数量指标", "丙（40分）", "≥5", "5", "40"],
            ["总分", N, N, N, N, N, "96"],
            ["偏差大或目标未完成原因分析", "无"],
        ],
    )
    assert (table.year, table.unit) == (2020, "某局")
    assert [row.level3 for row in table.indicators] == ["甲（20分）", "乙（20分）", "丙（40分）"]
    assert table.claimed_total == "96"
    assert [row.weight for row in table.indicators] == ["20", "20", "40"]
    assert table.remarks == ()
    assert (table.funds[0].full_year, table.funds[0].executed, table.funds[0].score) == ("100", "80", "16")


def test_a_department_s_tasks_stand_between_and_carry_the_money(tmp_path: Path) -> None:
    table = only(
        tmp_path,
        [
            ["部门整体支出绩效自评表"],
            ["（2022年度）"],
            ["部门（单位）名称", "某局"],
            ["年度主要任务完成情况", "任务名称", "完成情况", "预算数（万元）", N, N, "全年执行数（万元）", N, N,
             "分值", "执行率", "得分"],
            [N, N, N, "总额", "财政拨款", "其他资金", "总额", "财政拨款", "其他资金"],
            [N, "任务1：保运转", "完成", "60", "60", "0", "60", "60", "0", "—", "—", "—"],
            [N, "任务2：促发展", "完成", "40", "40", "0", "20", "20", "0", "—", "—", "—"],
            [N, "金额合计", N, "100", "100", "0", "80", "80", "0", "10", "80%", "8"],
            ["年度总体目标", "预期目标", N, N, N, N, "实际完成情况"],
            [N, "保运转。", N, N, N, N, "保住了。"],
            ["年度绩效指标", "一级指标", "二级指标", "三级指标", "年初目标值", "实际完成值", "分值", "得分",
             "偏差原因分析及改进措施"],
            [N, "运行成本", "成本控制", "公用经费控制率", "≤100%", "95%", "30", "30"],
            [N, "管理效率", "预算管理", "预算执行率", "≥90%", "80%", "30", "20"],
            [N, "履职效能", "重点任务", "任务完成率", "=100%", "100%", "30", "30"],
            ["总分", N, N, N, N, N, "100", "88"],
        ],
        "D4:F4", "G4:I4", "B4:B5", "C4:C5", "J4:J5", "K4:K5", "L4:L5",
    )  # fmt: skip
    assert table.kind == "department_evaluation"
    assert table.department == "某局"
    assert table.funds[0].name == "金额合计"
    assert (table.funds[0].full_year, table.funds[0].executed, table.funds[0].score) == ("100", "80", "8")
    assert table.funds[0].cells["score"] == "L8"
    assert [fund.name for fund in table.funds[1:]] == ["任务1：保运转", "任务2：促发展"]
    assert [row.level1 for row in table.indicators] == ["运行成本", "管理效率", "履职效能"]
    assert table.goal == "保运转。"
    assert table.remarks == ()


def test_tasks_between_funds_and_indicators_are_neither(tmp_path: Path) -> None:
    table = only(
        tmp_path,
        [
            ["2023年部门整体支出绩效自评表"],
            ["部门名称", "某局"],
            ["部门资金", "资金来源", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
            [N, "年度资金总额", "10", "10", "9", "10", "90%", "9"],
            [N, "基本支出", "5", "5", "5"],
            [N, "项目支出", "5", "5", "4"],
            ["年度主要任务", "任务名称", "主要内容", N, N, "预算金额（万元）"],
            [N, "任务一", "做好甲", N, N, "3"],
            [N, "任务二", "做好乙", N, N, "2"],
            ["一级指标", "二级指标", "三级指标", "目标值", "完成值", "分值", "得分"],
            ["履职效能", "重点工作", "甲", "1件", "1件", "90", "90"],
            ["总分", N, N, N, N, "100", "99"],
        ],
    )
    assert [fund.name for fund in table.funds] == ["年度资金总额", "基本支出", "项目支出"]
    assert [row.level3 for row in table.indicators] == ["甲"]
    assert table.remarks == ()


HEAD: Lines = [["项目支出绩效自评表"], ["（2022年度）"], ["项目名称", "某项目"]]
FUNDS: Lines = [
    [N, N, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [N, "年度资金总额", "10", "10", "10", "10", "100%", "10"],
]
COLUMNS = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]


def small(*rows: list[Any]) -> Lines:
    return [*HEAD, *FUNDS, COLUMNS, *rows]


ROW = ["产出指标", "数量指标", "甲", "≥5次", "5次", "50", "50"]
SECOND = ["效益指标", "社会效益", "乙", "提高", "提高", "40", "40"]


def test_a_total_without_a_weight_may_stand_in_one_merged_cell(tmp_path: Path) -> None:
    for place, merges in ((4, ("D8:H8",)), (6, ("F8:G8",)), (7, ()), (3, ("C8:H8",))):
        total: list[Any] = ["总分", *[N] * 7]
        total[place - 1] = "98.5分"
        table = only(tmp_path, small(ROW, total), *merges)
        assert (table.claimed_total, table.total_weight) == ("98.5分", ""), place
        assert table.cells["claimed_total"] == f"{'ABCDEFGH'[place - 1]}8"


def test_a_total_may_be_printed_in_one_cell_with_its_word(tmp_path: Path) -> None:
    table = only(tmp_path, small(ROW, ["总分：98.5分"]))
    assert table.claimed_total == "98.5分"
    assert table.cells["claimed_total"] == "A8"


def test_a_number_beside_the_word_is_the_full_mark_where_the_score_stands_in_its_column(tmp_path: Path) -> None:
    table = only(
        tmp_path,
        [
            ["项目支出绩效自评表"],
            ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
            ["产出指标", "数量指标", "培训人数", "≥100人", "100人", "100", "99.5"],
            ["总分：100分", N, N, N, N, N, "99.5分"],
        ],
        "A4:F4",
    )
    assert (table.claimed_total, table.cells["claimed_total"]) == ("99.5分", "G4")


def test_sums_of_groups_are_neither_indicators_nor_the_total(tmp_path: Path) -> None:
    table = only(
        tmp_path,
        small(
            ROW,
            [N, "小计", N, N, N, "50", "50"],
            SECOND,
            ["小 计", N, N, N, N, "40", "40"],
            ["合计", N, N, N, N, "100", "100"],
        ),
    )
    assert [row.level3 for row in table.indicators] == ["甲", "乙"]
    assert table.claimed_total == "100"
    assert [(remark.code, remark.cell) for remark in table.remarks] == [("PS112", "B8"), ("PS112", "A10")]


def test_a_sum_in_between_is_no_total_where_a_total_follows(tmp_path: Path) -> None:
    table = only(
        tmp_path,
        small(ROW, ["合计", N, N, N, N, "50", "50"], SECOND, ["总分", N, N, N, N, "100", "99"]),
    )
    assert (table.claimed_total, len(table.indicators)) == ("99", 2)
    assert [remark.code for remark in table.remarks] == ["PS112"]


def test_the_total_may_stand_above_the_indicators(tmp_path: Path) -> None:
    table = only(tmp_path, small(["合计", N, N, N, N, "100", "99"], ROW, SECOND))
    assert (table.claimed_total, len(table.indicators)) == ("99", 2)
    assert table.remarks == ()


def test_indicators_below_the_total_are_not_lost(tmp_path: Path) -> None:
    table = only(tmp_path, small(ROW, ["总分", N, N, N, N, "100", "99"], SECOND, ["审核：", "张三"]))
    assert [row.level3 for row in table.indicators] == ["甲", "乙"]
    assert table.claimed_total == "99"


def test_a_row_that_is_nothing_known_is_told(tmp_path: Path) -> None:
    table = only(tmp_path, small(ROW, [N, N, N, N, N, N, N, "仅此一句"], [N, N, N, N, N, N, N, "又一句"], SECOND))
    assert len(table.indicators) == 2
    remark = table.remarks[0]
    assert (remark.code, remark.cell) == ("PS118", "H8")
    assert remark.values == {"row": "8—9", "text": "仅此一句"}


def test_template_rows_of_a_blank_form_are_placeholders(tmp_path: Path) -> None:
    table = only(
        tmp_path, small(ROW, [N, "质量指标", "指标1："], [N, N, "……"], [N, "时效指标", "—", "—", "—", "—", "—"], SECOND)
    )
    assert [row.level3 for row in table.indicators] == ["甲", "乙"]
    assert [(remark.code, remark.cell) for remark in table.remarks[:3]] == [
        ("PS110", "B8"),
        ("PS110", "C9"),
        ("PS110", "B10"),
    ]


def test_levels_merged_across_hold_for_each_level(tmp_path: Path) -> None:
    table = only(
        tmp_path,
        small(
            ROW,
            ["满意度指标", N, "群众满意度", "≥90%", "90%", "20", "20"],
            [N, N, "企业满意度", "≥90%", "90%", "20", "20"],
        ),
        "A8:B9",
    )
    assert [(row.level1, row.level2) for row in table.indicators[1:]] == [("满意度指标", "满意度指标")] * 2


def test_a_reason_merged_over_rows_holds_for_each_and_a_score_does_not(tmp_path: Path) -> None:
    table = only(tmp_path, small([*ROW, "疫情"], [*SECOND]), "H7:H8", "F7:F8")
    assert [row.deviation for row in table.indicators] == ["疫情", "疫情"]
    assert table.indicators[1].cells["deviation"] == "H7"
    assert [row.weight for row in table.indicators] == ["50", ""]
    assert "weight" not in table.indicators[1].cells


def test_a_header_over_two_columns_takes_the_first_value(tmp_path: Path) -> None:
    lines = [
        *HEAD,
        ["一级指标", "二级指标", "三级指标", N, "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "甲", N, "≥5次", "5次", "50", "50"],
        [N, N, N, "乙", "≥5次", "5次", "40", "40"],
    ]
    table = only(tmp_path, lines, "C4:D4", "C5:D5")
    assert [(row.level3, row.cells["level3"]) for row in table.indicators] == [("甲", "C5"), ("乙", "D6")]


def test_one_header_over_all_levels(tmp_path: Path) -> None:
    lines = [*HEAD, ["绩效指标", N, N, "年度指标值", "实际完成值", "分值", "得分"], ROW, SECOND]
    table = only(tmp_path, lines, "A4:C4")
    assert [(row.level1, row.level2, row.level3) for row in table.indicators] == [
        ("产出指标", "数量指标", "甲"),
        ("效益指标", "社会效益", "乙"),
    ]


def test_headers_in_two_rows_without_sub_columns(tmp_path: Path) -> None:
    lines = [
        *HEAD,
        ["绩效指标", N, N, "完成情况", N, "评分情况", N],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ROW,
        SECOND,
        ["总分", N, N, N, N, "100", "98"],
    ]
    table = only(tmp_path, lines, "A4:C4", "D4:E4", "F4:G4")
    assert [(row.level3, row.target, row.actual, row.weight, row.claimed) for row in table.indicators] == [
        ("甲", "≥5次", "5次", "50", "50"),
        ("乙", "提高", "提高", "40", "40"),
    ]
    assert table.remarks[0].code == "PS117"


def test_no_funds_are_missing_where_the_indicators_weigh_100(tmp_path: Path) -> None:
    headers = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
    table = only(tmp_path, [*HEAD, headers, ROW, [*SECOND[:5], "50", "50"], ["总分", N, N, N, N, "100", "98"]])
    assert "PS117" not in [remark.code for remark in table.remarks]


def test_levels_above_and_values_below(tmp_path: Path) -> None:
    lines = [
        *HEAD,
        ["一级指标", "二级指标", "三级指标", "指标情况", N, "评分", N],
        [N, N, N, "年度指标值", "实际完成值", "分值", "得分"],
        ROW,
    ]
    table = only(tmp_path, lines, "A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:G4")
    assert [(row.level3, row.target, row.actual, row.weight, row.claimed) for row in table.indicators] == [
        ("甲", "≥5次", "5次", "50", "50")
    ]


def test_the_year_is_looked_for_in_several_places(tmp_path: Path) -> None:
    rows = [COLUMNS, ROW]
    cases: list[tuple[Lines, str, int | None, str | None]] = [
        ([["二〇二二年度项目支出绩效自评表"], *rows], "Sheet1", 2022, "A1"),
        ([["项目支出绩效自评表"], ["预算年度", "2022"], *rows], "Sheet1", 2022, "B2"),
        ([["项目支出绩效自评表"], ["（ 2022 年 度 ）"], *rows], "Sheet1", 2022, "A2"),
        ([["项目支出绩效自评表"], ["填报日期：2023年3月1日"], *rows], "2022年自评", 2022, None),
        ([["项目支出绩效自评表"], ["填报日期：2023年3月1日"], *rows], "自评", None, None),
    ]
    for lines, sheet, year, place in cases:
        table = only(tmp_path, lines, sheet=sheet)
        assert (table.year, table.cells.get("year")) == (year, place)
        assert ("PS119" in {remark.code for remark in table.remarks}) == (year is None)


def test_labelled_funds_below_each_other(tmp_path: Path) -> None:
    table = only(
        tmp_path,
        [
            ["项目支出绩效目标申报表"],
            ["（2023年度）"],
            ["项目名称", "某项目"],
            ["项目资金（万元）", "年度资金总额：", "100"],
            [N, "其中：财政拨款", "80"],
            [N, "其他资金", "20"],
            ["总体目标", "做好。"],
            ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "权重"],
            [N, "产出指标", "数量指标", "甲", "≥5次", "90"],
        ],
        "A4:A6", "A8:A9",
    )  # fmt: skip
    assert table.kind == "project_target"
    assert [(fund.name, fund.initial) for fund in table.funds] == [
        ("年度资金总额", "100"), ("其中：财政拨款", "80"), ("其他资金", "20"),
    ]  # fmt: skip
    assert table.goal == "做好。"
    assert table.remarks == ()


def test_a_list_of_projects_is_one_table_for_each(tmp_path: Path) -> None:
    """The form in which whole budgets are published: project and goal in columns of their own."""
    found = reading(
        tmp_path,
        [
            ["部门项目支出绩效目标表"],
            ["（2024年度）"],
            ["单位名称", "项目名称", "项目年度绩效目标", "一级指标", "二级指标", "三级指标", "指标性质",
             "指标值", "度量单位", "权重"],
            ["某局", "甲项目", "办好甲。", "产出指标", "数量指标", "甲一", "≥", "5", "次", "50"],
            [N, N, N, "效益指标", "社会效益", "甲二", "定性", "提高", N, "40"],
            [N, "乙项目", "办好乙。", "产出指标", "数量指标", "乙一", "＝", "100", "%", "90"],
        ],
        "A4:A6", "B4:B5", "C4:C5",
    )  # fmt: skip
    tables = found.tables
    assert [(table.kind, table.project, table.unit, table.goal, table.year) for table in tables] == [
        ("project_target", "甲项目", "某局", "办好甲。", 2024),
        ("project_target", "乙项目", "某局", "办好乙。", 2024),
    ]
    assert [[row.target for row in table.indicators] for table in tables] == [["≥5次", "提高"], ["=100%"]]
    assert [table.range for table in tables] == ["A4:J5", "A6:J6"]
    assert tables[1].cells["project"] == "B6"


def test_funds_may_stand_below_the_indicators(tmp_path: Path) -> None:
    table = only(tmp_path, [*HEAD, COLUMNS, ROW, SECOND, *FUNDS, ["总分", N, N, N, N, "100", "100"]])
    assert [fund.name for fund in table.funds] == ["年度资金总额"]
    assert table.funds[0].cells["score"] == "H8"
    assert [row.level3 for row in table.indicators] == ["甲", "乙"]
    assert table.remarks == ()


def test_headers_that_no_list_has_are_guessed_from_their_parts(tmp_path: Path) -> None:
    header = [
        "一级指标", "二级指标", "三级指标", "单位申报的指标值数据", "截至十二月实际做到", "考核用分值",
        "单位自己打的得分", "没做到的原因",
    ]  # fmt: skip
    table = only(tmp_path, [*HEAD, header, [*ROW, "疫情"], SECOND])
    assert table.columns == frozenset(
        {"level1", "level2", "level3", "target", "actual", "weight", "claimed", "deviation"}
    )
    first = table.indicators[0]
    assert (first.target, first.actual, first.weight, first.claimed, first.deviation) == (
        "≥5次", "5次", "50", "50", "疫情",
    )  # fmt: skip


def test_year_and_title_in_one_cell(tmp_path: Path) -> None:
    for title in ("项目支出绩效自评表\n（2022年度）", "项目支出绩效自评表 2022年度", "2022年项目支出绩效自评表"):
        table = only(tmp_path, [[title], ["项目名称", "某项目"], COLUMNS, ROW])
        assert (table.year, table.range) == (2022, "A1:H4")


def test_the_better_label_names_the_unit(tmp_path: Path) -> None:
    lines = [["项目支出绩效自评表"], ["填报单位：甲"], ["项目名称", "某项目", N, "实施单位", "乙"], COLUMNS, ROW]
    table = only(tmp_path, lines)
    assert (table.unit, table.cells["unit"]) == ("乙", "E3")


def test_funds_in_one_row_without_a_name(tmp_path: Path) -> None:
    table = only(tmp_path, [
        ["项目支出绩效自评价表"],
        ["项目名称", "智慧城管平台运维"],
        ["年度预算执行情况", "年初预算（万元）", "调整后预算", "实际支出", "预算执行率", "分值", "得分"],
        [N, 300, 280, 280, "100%", 10, 10],
        ["一级指标", "二级指标", "三级指标", "目标值", "实际值", "权重（90分）", "得分"],
        ["产出", "产出数量", "巡检次数", "24次", "24次", 90, 90],
    ])  # fmt: skip
    (fund,) = table.funds
    assert (fund.name, fund.initial, fund.full_year, fund.executed, fund.weight, fund.score) == (
        "年度预算执行情况", "300", "280", "280", "10", "10",
    )  # fmt: skip
    assert fund.cells["name"] == "A3"
    assert fund.cells["score"] == "G4"


def test_each_amount_of_the_funds_beside_its_label(tmp_path: Path) -> None:
    """As the form of 上海 prints them, over several rows."""
    table = only(tmp_path, [
        ["项目支出绩效自评表"],
        ["项目名称：", "社区文化服务", N, "预算单位：", "某街道办事处"],
        ["当年预算数(元)：", 1500000, N, "上年预算数(元)：", 1300000],
        ["预算执行数(元)：", 1450000, N, "预算执行率(%)：", "96.67%"],
        ["一级指标", "二级指标", "三级指标", "年初目标值", "实际完成值", "权重", "得分"],
        ["产出目标", "数量目标", "文化活动场次", ">=60场", "60场", 90, 90],
    ])  # fmt: skip
    (fund,) = table.funds
    assert (fund.full_year, fund.executed, fund.rate) == ("1500000", "1450000", "96.67%")
    assert [fund.cells[field] for field in ("full_year", "executed", "rate")] == ["B3", "B4", "E4"]


def test_the_score_behind_its_word_above_the_table_is_the_total(tmp_path: Path) -> None:
    table = only(tmp_path, [
        ["甘肃省2021年度省级预算项目支出绩效自评表"],
        ["自评得分：96.5分"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "全年实际值", "分值", "得分"],
        ["产出指标", "数量指标", "禁牧面积", "500", "500", 100, 96.5],
    ])  # fmt: skip
    assert (table.claimed_total, table.cells["claimed_total"]) == ("96.5分", "A2")


def test_a_page_mark_is_no_level(tmp_path: Path) -> None:
    table = only(tmp_path, [
        ["项目支出绩效自评表"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "法庭数", "≥8个", "8个", 50, 50],
        ["第1页"],
        [N, "质量指标", "可用率", "≥99%", "99%", 50, 50],
        ["总分", N, N, N, N, 100, 100],
    ])  # fmt: skip
    assert [row.level1 for row in table.indicators] == ["产出指标"] * 2
    assert "PS110" not in {remark.code for remark in table.remarks}


def test_the_total_s_word_may_stand_right_in_front_of_the_score(tmp_path: Path) -> None:
    table = only(tmp_path, [
        ["项目支出绩效自评表"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出", "数量", "修路", "5公里", "5公里", 100, 100],
        [N, N, N, N, N, "合计", 100],
    ])  # fmt: skip
    assert (len(table.indicators), table.claimed_total, table.cells["claimed_total"]) == (1, "100", "G4")

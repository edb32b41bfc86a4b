"""Which column is which where a header alone does not say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sheets.test_other_forms import N, only


def test_the_sign_column_is_the_one_whose_cells_are_signs(tmp_path: Path) -> None:
    """项目绩效目标表 of the budget platform: 指标性质 正向 beside 指标方向 大于等于."""
    table = only(tmp_path, [
        ["项目绩效目标表"],
        ["一级指标", "二级指标", "三级指标", "指标性质", "指标方向", "目标值", "计量单位", "分值"],
        ["产出指标", "质量指标", "验收合格率", "正向", "大于等于", "98", "%", 10],
        [N, "成本指标", "车辆购置成本", "反向", "小于等于", "12", "万元", 5],
        [N, "时效指标", "完成时间", "定性", N, "11月底之前", N, 5],
    ])  # fmt: skip
    assert [row.target for row in table.indicators] == ["≥98%", "≤12万元", "11月底之前"]
    assert "PS137" not in {remark.code for remark in table.remarks}


@pytest.mark.parametrize(
    ("header", "cells", "texts"),
    [
        ("符号", ["正向", "反向"], "正向、反向"),
        ("符号", ["≥", "约等"], "约等"),
        ("分值", ["高", "低"], "高、低"),
    ],
)
def test_a_column_that_is_not_what_its_header_says_is_named(
    tmp_path: Path, header: str, cells: list[str], texts: str
) -> None:
    headers = ["一级指标", "三级指标", "年度指标值", "实际完成值", "得分", header]
    rows = [["产出指标", "合格率", "98%", "99%", 10, cells[0]], [N, "成本", "12万元", "11万元", 5, cells[1]]]
    table = only(tmp_path, [["项目支出绩效自评表"], headers, *rows])
    (remark,) = [remark for remark in table.remarks if remark.code == "PS137"]
    assert remark.cell == "F2"
    assert remark.values["texts"] == texts


@pytest.mark.parametrize("merge", [(), ("C2:E2",)])
def test_sign_value_and_unit_under_one_header(tmp_path: Path, merge: tuple[str, ...]) -> None:
    table = only(tmp_path, [
        ["项目支出绩效自评表"],
        ["一级指标", "三级指标", "年度指标值", N, N, "实际完成值", "分值", "得分"],
        ["产出指标", "合格率", "≥", "98", "%", "99%", 10, 10],
        [N, "培训人次", "＝", "120", "人次", "120人次", 10, 10],
    ], *merge)  # fmt: skip
    assert [row.target for row in table.indicators] == ["≥98%", "=120人次"]


def test_the_years_own_goals_count_beside_those_of_several_years(tmp_path: Path) -> None:
    table = only(tmp_path, [
        ["项目支出绩效目标表"],
        ["总体目标", "实施期目标（2023年—2025年）", N, N, N, "年度目标"],
        [N, "目标：三年完成。", N, N, N, "目标：当年完成。"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"],
        [N, "产出指标", "数量指标", "培训人次", "≥300人次", "数量指标", "培训人次", "≥100人次"],
        [N, N, "质量指标", "合格率", "≥95%", "质量指标", "合格率", "≥90%"],
    ])  # fmt: skip
    assert [(row.level1, row.target) for row in table.indicators] == [("产出指标", "≥100人次"), ("产出指标", "≥90%")]


@pytest.mark.parametrize("years", [("2021年实际实现值", "预期2022年实现值"), ("2021年实际值", "指标值")])
def test_an_actual_of_an_earlier_year_is_no_actual(tmp_path: Path, years: tuple[str, str]) -> None:
    table = only(tmp_path, [
        ["项目支出绩效目标批复表"], ["（2022年度）"],
        ["一级指标", "二级指标", "三级指标", *years],
        ["产出指标", "数量指标", "培训人次", "260人次", "280人次"],
    ])  # fmt: skip
    row = table.indicators[0]
    assert (table.kind, row.target, row.actual, row.last_year) == ("project_target", "280人次", "", "260人次")


def test_of_several_years_targets_that_of_the_table_counts(tmp_path: Path) -> None:
    table = only(tmp_path, [
        ["项目支出绩效目标表（2023年度）"],
        ["一级指标", "三级指标", "2022年目标值", "2023年目标值", "2024年目标值"],
        ["产出指标", "培训人次", "100人次", "200人次", "300人次"],
    ])  # fmt: skip
    assert [row.target for row in table.indicators] == ["200人次"]


def test_the_weight_of_execution_inside_a_label(tmp_path: Path) -> None:
    table = only(tmp_path, [
        ["项目支出绩效自评表"],
        ["预算执行情况（万元）（20分）", N, "预算数（A）", "执行数（B）", "执行率（B/A）", "得分\n（20分*执行率）"],
        [N, "年度财政资金总额", 50, 10, "20%", 4],
        ["一级指标", "二级指标", "三级指标", "年初目标值（A）", "实际完成值（B）", "得分"],
        ["产出指标", "数量指标", "仓库", "104", "104", 2],
    ])  # fmt: skip
    assert table.funds[0].weight == "20"


def test_weights_inside_the_indicators_own_cells(tmp_path: Path) -> None:
    """自评打分表: no column for weights, 评分细则 instead of targets."""
    table = only(tmp_path, [
        ["项目支出绩效自评打分表"],
        ["一级指标", "二级指标", "考核内容", "评分细则", "自评得分"],
        ["产出", "资金", "1.财政配套资金（10分）", "到位率≥95%得10分", 10],
        [N, N, "2.到位及时性(5分)", "及时得5分", 4],
    ])  # fmt: skip
    assert [(row.weight, row.rule, row.claimed) for row in table.indicators] == [
        ("10", "到位率≥95%得10分", "10"), ("5", "及时得5分", "4"),
    ]  # fmt: skip
    assert table.layout == "scoring-sheet"
    assert "PS113" not in {remark.code for remark in table.remarks}


def test_points_in_a_single_name_are_no_weight(tmp_path: Path) -> None:
    table = only(tmp_path, [
        ["项目支出绩效自评表"],
        ["一级指标", "三级指标", "年度指标值", "实际完成值", "得分"],
        ["产出", "考核达到85分", "≥85分", "90分", 10],
        [N, "培训人次", "≥10人次", "12人次", 10],
        [N, "培训班次", "≥2班次", "2班次", 10],
    ])  # fmt: skip
    assert {row.weight for row in table.indicators} == {""}


def test_the_standard_and_the_result_beside_a_printed_criterion(tmp_path: Path) -> None:
    table = only(tmp_path, [
        ["2023年目标考核评分表"],
        ["序号", "考核项目", "考核内容", "工作要求", "标准分", "评分标准", "考核结果", "自评得分"],
        [1, "党建", "学习", "一年不少于4次", 5, "每少一次扣1分", "4次", 5],
        [2, N, "督导", "一年不少于2次", 5, "每少一次扣1分", "1次", 4],
    ])  # fmt: skip
    assert [(row.level1, row.level3, row.target, row.actual, row.weight) for row in table.indicators] == [
        ("党建", "学习", "一年不少于4次", "4次", "5"), ("党建", "督导", "一年不少于2次", "1次", "5"),
    ]  # fmt: skip


def test_the_kind_of_indicator_is_its_level_where_there_is_no_other(tmp_path: Path) -> None:
    table = only(tmp_path, [
        ["项目支出绩效自评表"],
        ["指标类型", "指标名称", "目标值", "实际值", "权重（%）", "得分"],
        ["成本指标", "车辆购置", "≤12万元", "11万元", 10, 10],
        ["满意度指标", "满意度", "≥90%", "95%", 10, 10],
    ])  # fmt: skip
    assert [row.level1 for row in table.indicators] == ["成本指标", "满意度指标"]


def test_the_levels_printed_once_hold_for_both_blocks_of_goals(tmp_path: Path) -> None:
    """项目支出绩效目标申报表: 三级指标 | 指标值 of the medium term, and again of the year, without weights."""
    table = only(tmp_path, [
        ["项目支出绩效目标申报表"],
        ["总体目标", "中期目标（2025年—2027年）", N, N, N, "年度目标"],
        [N, "完成管网改造。", N, N, N, "改造10公里。"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "三级指标", "指标值"],
        [N, "产出指标", "数量指标", "改造管网", "≥30公里", "改造管网", "≥10公里"],
        [N, "效益指标", "社会效益指标", "漏损率", "≤8%", "漏损率", "≤9%"],
    ], "A2:A3", "B2:E2", "F2:G2", "B3:E3", "F3:G3", "A4:A6")  # fmt: skip
    assert [(row.level1, row.level3, row.target) for row in table.indicators] == [
        ("产出指标", "改造管网", "≥10公里"), ("效益指标", "漏损率", "≤9%"),
    ]  # fmt: skip


def test_of_weights_behind_each_level_that_of_the_lowest_counts(tmp_path: Path) -> None:
    table = only(tmp_path, [
        ["项目绩效自评表"],
        ["一级指标", "分值", "二级指标", "分值", "三级指标", "年度指标值", "全年完成值", "得分"],
        ["投入", 20, "资金到位", 10, "资金到位率", "100%", "100%", 10],
        [N, N, "资金使用", 10, "资金使用率", "100%", "96%", 9.6],
    ], "A3:A4", "B3:B4")  # fmt: skip
    assert [row.weight for row in table.indicators] == ["10", "10"]


def test_weights_inside_the_names_count_before_those_of_the_levels(tmp_path: Path) -> None:
    """部门整体支出绩效评价指标评分表: 分值 heads the levels' points, each indicator's own stand in its name."""
    table = only(tmp_path, [
        ["部门整体支出绩效评价指标评分表"],
        ["一级指标", "分值", "二级指标", "分值", "三级指标", "评分标准", "得分"],
        ["投入", 10, "预算配置", 10, "在职人员控制率（5分）", "≤100%计5分。", 5],
        [N, N, N, N, "“三公经费”变动率（5分）", "≤0计5分。", 4.5],
    ], "A3:A4", "B3:B4", "C3:C4", "D3:D4")  # fmt: skip
    assert [row.weight for row in table.indicators] == ["5", "5"]
    assert [row.cells["weight"] for row in table.indicators] == ["E3", "E4"]


def test_the_completion_of_a_goal_heads_a_column_too(tmp_path: Path) -> None:
    table = only(tmp_path, [
        ["项目绩效自评表"],
        ["指标类别", N, N, "年度指标值", N, N, "全年实际完成情况", "完成程度（%）", "分值", "得分"],
        ["一级指标", "二级指标", "三级指标", "运算符号", "内容", "度量单位"],
        ["产出指标", "数量指标", "检查次数", ">=", 20, "次", 22, 110, 15, 15],
        ["效益指标", "社会效益", "工作秩序", "=", "安全稳定", "-", "安全稳定", 100, 30, 30],
        ["效益指标", "社会效益", "工作质量", "≥", "良好", N, "良好", 100, 30, 30],
    ], "A2:C2", "D2:F2", *(f"{column}2:{column}3" for column in "GHIJ"))  # fmt: skip
    # = says nothing more of words, ≥ does and is not taken away.
    assert [(row.target, row.actual) for row in table.indicators] == [
        (">=20次", "22"), ("安全稳定", "安全稳定"), ("≥良好", "良好"),
    ]  # fmt: skip


def test_of_several_years_actuals_that_of_the_table_counts(tmp_path: Path) -> None:
    table = only(tmp_path, [
        ["2023年度项目支出绩效自评表"],
        ["一级指标", "三级指标", "指标值", N, N, "分值", "得分"],
        [N, N, "2022年实际值", "2023年目标值", "2023年实际值"],
        ["产出", "检修次数", "10次", "12次", "11次", 50, 45.83],
    ], "A2:A3", "B2:B3", "C2:E2", "F2:F3", "G2:G3")  # fmt: skip
    (row,) = table.indicators
    assert (row.target, row.actual, row.last_year) == ("12次", "11次", "10次")


@pytest.mark.parametrize(
    ("headers", "target"),
    [
        (("年初目标值", "年中调整目标值"), "80户"),
        (("绩效目标", "计划完成数"), "80户"),
        (("计划完成数（户）", "备注"), "100户"),
    ],
)
def test_the_target_in_force_by_its_header(tmp_path: Path, headers: tuple[str, str], target: str) -> None:
    table = only(tmp_path, [
        ["项目支出绩效自评表"],
        ["一级指标", "三级指标", *headers, "实际完成数", "完成率（%）", "分值", "得分"],
        ["产出", "检查户数", "100户", "80户", "80户", 100, 50, 50],
    ])  # fmt: skip
    assert [(row.target, row.actual) for row in table.indicators] == [(target, "80户")]


def test_a_row_above_a_group_is_its_level(tmp_path: Path) -> None:
    table = only(tmp_path, [
        ["项目支出绩效自评表"],
        ["指标名称", "目标值", "完成值", "分值", "得分"],
        ["一、产出指标（50分）"],
        ["1.修缮房屋（栋）", 12, 12, 50, 50],
        ["二、满意度指标", N, N, 50, 40],
        ["1.住户满意度（%）", "≥90", 72, 50, 40],
        ["合计", N, N, 100, 90],
    ])  # fmt: skip
    assert [(row.level1, row.level3) for row in table.indicators] == [
        ("一、产出指标（50分）", "1.修缮房屋（栋）"), ("二、满意度指标", "1.住户满意度（%）"),
    ]  # fmt: skip
    assert [remark.cell for remark in table.remarks if remark.code == "PS112"] == ["A5"]


def test_one_wide_heading_of_the_goals_is_no_header(tmp_path: Path) -> None:
    table = only(tmp_path, [
        ["部门（单位）整体支出绩效自评表"],
        ["部门（单位）名称", "市司法局"],
        ["年度履职目标", "目标内容", N, N, N, "完成情况"],
        [N, "推进依法治市", N, N, N, "完成"],
        ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"],
        ["履职效能", "重点工作", "法律援助案件", "≥3000件", "3200件", 100, 100],
    ], "A3:A4", "B3:E3", "F3:G3", "B4:E4", "F4:G4")  # fmt: skip
    assert [row.level3 for row in table.indicators] == ["法律援助案件"]


@pytest.mark.parametrize(("sign", "unit"), [("条件", "计量"), ("指标关系", "指标量纲"), ("完成程度", N)])
def test_signs_beside_the_target_count_whatever_their_header_says(tmp_path: Path, sign: str, unit: str | None) -> None:
    table = only(tmp_path, [
        ["项目支出绩效自评表"],
        ["一级指标", "三级指标", sign, "指标值", unit, "实际完成值", "分值", "得分"],
        ["产出", "培训", "≥", 10, "场", 9, 50, 45],
        ["产出", "成本", "≤", 5, "万元", 4, 20, 20],
    ])  # fmt: skip
    assert [row.target for row in table.indicators] == ["≥10场", "≤5万元"]


def test_units_beside_the_target_count_whatever_their_header_says(tmp_path: Path) -> None:
    table = only(tmp_path, [
        ["项目支出绩效自评表"],
        ["一级指标", "三级指标", "指标值", "量纲", "实际完成值", "分值", "得分", "备注"],
        ["产出", "培训", "≥10", "场", 9, 50, 45, "无"],
        ["产出", "成本", "≤5", "万元", 4, 20, 20, N],
    ])  # fmt: skip
    assert [row.target for row in table.indicators] == ["≥10场", "≤5万元"]

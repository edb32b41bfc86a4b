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

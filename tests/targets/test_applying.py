"""What a matched target table does to the rows: rules, approved values, findings, evidence."""

from __future__ import annotations

from decimal import Decimal
from time import perf_counter

import pytest
from attrs import evolve

from perfscore.model import Indicator, Remark, Table
from perfscore.targets import TargetTable, apply
from perfscore.targets.comparing import target_change
from tests.targets.evaluations import (
    TARGETS,
    all_targets,
    applied,
    codes,
    evaluation,
    place_of,
    settled,
    target,
    with_row,
    without_row,
)


def the(table: Table, code: str) -> Remark:
    (found,) = [item for item in table.remarks if item.code == code]
    return found


@pytest.mark.parametrize("name", TARGETS)
def test_a_right_evaluation_takes_its_rules_and_nothing_else(name: str) -> None:
    read = evaluation(name)
    table = settled(read)
    assert codes(table) == []
    approved = target(name).table.indicators
    for row, before, other in zip(table.indicators, read.indicators, approved, strict=True):
        assert (row.rule, row.rule_source) == (other.rule, "target_table")
        assert (row.target, row.weight, row.cells) == (before.target, before.weight, before.cells)
    assert "PS401" not in [item.code for item in table.remarks]
    assert table.total is not None
    assert table.total.high == Decimal("100.00")


def test_the_approved_rule_scores_the_row() -> None:
    # 直接赋分 in the target table: 4 of 6 consultations are not two thirds of the points but none.
    name = "大数据运营管理项目阶段性咨询"
    read = with_row(evaluation("2023cj-03"), name, actual="4次")
    score = settled(read).indicators[place_of(read, name)].score
    assert score is not None
    assert (score.recomputed, score.trace.rule) == (Decimal("0.00"), "direct")
    alone = settled(read, []).indicators[place_of(read, name)]
    assert alone.rule_source == "inferred"
    assert alone.score is not None
    assert alone.score.recomputed == Decimal("3.33")


def test_a_lowered_target_buys_no_points() -> None:
    name = "全年下井检查次数"
    read = with_row(evaluation("2023t-02"), name, target=">=30人次", actual="32人次")
    table = settled(read)
    found = the(table, "PS701")
    assert (found.cell, dict(found.values)) == (
        "D15",
        {"indicator": name, "approved": ">=50人次", "printed": ">=30人次"},
    )
    row = table.indicators[place_of(read, name)]
    assert row.target == ">=30人次"
    assert row.score is not None
    assert row.score.recomputed == Decimal("3.20")
    assert row.score.trace.formula == "32 ÷ 50 × 5 = 3.20"
    (shown,) = [item for item in row.score.trace.inputs if item.name == "target"]
    assert (shown.text, shown.cell) == (">=50人次", None)
    assert row.score.trace.notes == (
        "approved_by=name",
        "approved_row=2023t-02.xlsx!Sheet1!9",
        "approved_target",
    )


def test_a_moved_weight_buys_no_points() -> None:
    read = with_row(evaluation("2023t-02"), "工作任务完成率", weight="15", claimed="15")
    read = with_row(read, "资金发放及时率", weight="0", claimed="0", actual="0%")
    table = settled(read)
    assert codes(table) == ["PS702", "PS702"]
    first, second = (item for item in table.remarks if item.code == "PS702")
    assert dict(first.values) == {"indicator": "工作任务完成率", "approved": "10", "printed": "15"}
    assert (first.cell, second.cell) == ("F18", "F19")
    scores = [table.indicators[place_of(read, item.values["indicator"])].score for item in (first, second)]
    assert [score.recomputed for score in scores if score] == [Decimal("10.00"), Decimal("0.00")]
    assert table.indicators[place_of(read, "工作任务完成率")].weight == "15"


def test_a_changed_unit_leaves_the_row_to_a_person() -> None:
    name = "发放专家费人数"
    read = with_row(evaluation("2023t-04"), name, target=">=150人", actual="227人")
    table = settled(read)
    found = the(table, "PS705")
    assert (found.values["approved_unit"], found.values["printed_unit"]) == ("人次", "人")
    assert codes(table) == ["PS705"]
    score = table.indicators[place_of(read, name)].score
    assert score is not None
    assert score.status == "unscored"


def test_a_changed_number_in_another_unit_is_both() -> None:
    read = with_row(evaluation("2023t-04"), "发放专家费人数", target=">=100人", actual="100人")
    assert codes(settled(read)) == ["PS701", "PS705"]


def test_a_dropped_indicator_loses_its_weight() -> None:
    table = settled(without_row(evaluation("2023t-04"), "专家意见建议采用率"))
    assert codes(table) == ["PS703"]
    found = the(table, "PS703")
    assert (found.cell, found.values["target"], found.values["weight"]) == (None, ">=70%", "10")
    assert table.total is not None
    assert table.total.high == Decimal("90.00")


def test_an_added_indicator_is_scored_as_printed_and_reported() -> None:
    read = evaluation("2023t-04")
    new = Indicator(
        level1="产出指标",
        level2="数量指标",
        level3="印发工作简报期数",
        target=">=12期",
        actual="12期",
        weight="5",
        cells={"level3": "C30"},
    )
    table = settled(evolve(read, indicators=(*read.indicators, new)))
    assert codes(table) == ["PS704"]
    assert the(table, "PS704").cell == "C30"
    last = table.indicators[-1]
    assert last.rule_source == "inferred"
    assert last.score is not None
    assert last.score.recomputed == Decimal("5.00")
    assert last.score.trace.notes == ("approved_by=nothing",)


RENAMED = [
    ("2023t-02", "煤矿从业人员满意度", "煤矿企业从业人员满意度"),
    ("2023t-01", "被服务单位满意度", "服务对象满意度"),
    ("2023t-01", "保障空调运维数量", "空调运维保障数量"),
    ("2023t-04", "提高全市信息化项目建设水平", "全市信息化项目建设水平提高"),
    ("2023t-05", "电子标识识读设备建设（新建路面采集点 818处）", "电子标识识读设备建设（新建路面采集点）"),
    ("2023cj-03", "单位使用满意度（%）", "使用单位满意度"),
    ("2026t-05", "辅助履职人员工资到账时间", "履职辅助人员工资到账时间"),
]


@pytest.mark.parametrize(("name", "approved", "printed"), RENAMED)
def test_a_renamed_indicator_is_matched_by_likeness_and_told(name: str, approved: str, printed: str) -> None:
    read = with_row(evaluation(name), approved, level3=printed)
    table = settled(read)
    assert codes(table) == ["PS709"]
    facts = the(table, "PS709").values
    assert (facts["indicator"], facts["approved"]) == (printed, approved)
    row = table.indicators[place_of(read, printed)]
    assert row.rule_source == "target_table"
    assert row.score is not None
    assert f"approved_name={approved}" in row.score.trace.notes


def test_a_replaced_indicator_is_not_taken_for_a_renamed_one() -> None:
    read = with_row(evaluation("2023t-02"), "全年下井检查次数", level3="印发工作简报期数", target=">=12期")
    assert sorted(codes(settled(read))) == ["PS703", "PS704"]


@pytest.mark.parametrize("name", TARGETS)
def test_the_order_of_the_rows_does_not_matter(name: str) -> None:
    read = evaluation(name)
    table = settled(evolve(read, indicators=read.indicators[::-1]))
    assert codes(table) == []
    rules = {row.level3: row.rule for row in target(name).table.indicators}
    assert all(row.rule == rules[row.level3] for row in table.indicators)


def test_equal_names_go_by_group_and_order() -> None:
    approved = [
        Indicator(level2="数量指标", target="=450件", weight="45", rule="直接赋分", rule_source="sheet"),
        Indicator(level2="成本指标", target="<=51750元", weight="25"),
        Indicator(level2="成本指标", target="<=100元", weight="20"),
    ]
    approved = [evolve(row, level3="三格餐盒") for row in approved]
    table = Table(kind="project_target", year=2021, project="采购", unit="某市工信局", indicators=tuple(approved))
    rows = [evolve(approved[place], rule="", rule_source="inferred", actual="1") for place in (1, 2, 0)]
    read = evolve(table, kind="project_evaluation", indicators=tuple(rows))
    result = applied(read, [TargetTable("t.xlsx", table)])
    assert codes(result.table) == []
    assert [row.rule_source for row in result.table.indicators] == ["inferred", "inferred", "target_table"]
    ways = [notes[0] for notes in result.evidence]
    assert ways == ["approved_by=order", "approved_by=order", "approved_by=name"]


def test_a_rule_printed_in_the_sheet_yields_to_the_approved_one() -> None:
    name = "项目备案率"
    printed = {"rule": "按照完成比例赋分", "rule_source": "sheet", "actual": "90%"}
    table = settled(with_row(evaluation("2026t-01"), name, **printed))
    assert dict(the(table, "PS710").values) == {
        "indicator": name,
        "approved": "直接赋分",
        "printed": "按照完成比例赋分",
    }
    row = table.indicators[place_of(table, name)]
    assert (row.rule, row.score and row.score.recomputed) == ("直接赋分", Decimal("0.00"))


def test_two_names_of_one_rule_are_no_change() -> None:
    printed = {"rule": "按照正常比例赋分", "rule_source": "sheet"}
    name = "支持自治区级重大技术改造项目数量"
    assert codes(settled(with_row(evaluation("2026t-01"), name, **printed))) == []


def test_an_approved_target_that_is_blank_leaves_the_printed_one_in_force() -> None:
    rows = list(target("2023t-02").table.indicators)
    rows[0] = evolve(rows[0], target="")
    blank = TargetTable("t.xlsx", evolve(target("2023t-02").table, indicators=tuple(rows)))
    table = settled(evaluation("2023t-02"), [blank])
    assert codes(table) == ["PS711"]
    assert the(table, "PS711").values["problem"] == "target_blank"
    assert table.indicators[0].score is not None
    assert table.indicators[0].score.recomputed == Decimal("5.00")


def test_weights_on_another_scale_are_not_compared_one_by_one() -> None:
    base = target("2023t-02").table
    scaled = [evolve(row, weight=str(2 * int(row.weight))) for row in base.indicators]
    table = settled(evaluation("2023t-02"), [TargetTable("t.xlsx", evolve(base, indicators=tuple(scaled)))])
    assert codes(table) == ["PS712"]
    assert dict(the(table, "PS712").values) == {"sum": "180", "sheet_sum": "90"}
    assert table.total is not None
    assert table.total.high == Decimal("100.00")


SAME = [
    (">=95%", "≥ 95 %", ""),
    ("< =525 万元", "≤525万元", ""),
    ("<=525 万元", "<=5250000元", ""),
    ("2026 年 11 月 30 日前", "2026年11月30日前", ""),
    (">=95%", "95%", "满意度"),
    (">=150 人次", ">=150", ""),
    ("<=5%", "5%", "任务完成率"),
    ("5%", "<=5%", "预算调整率"),
    (">=95%", ">=0.95", ""),
    ("<=2230.86 万", "<=2230.86万元", ""),
    ("不断提升", "不断 提升。", ""),
    ("7×24 小时运维保障服务响应", "7*24小时运维保障服务响应", ""),
    ("80%-90%", "80%～90%", ""),
    ("=100%", "=100.0%", ""),
]


@pytest.mark.parametrize(("approved", "printed", "name"), SAME)
def test_notation_is_no_change(approved: str, printed: str, name: str) -> None:
    assert target_change(approved, printed, name) is None


CHANGED = [
    (">=95%", ">=90%", "", "value"),
    (">=95%", "<=95%", "", "value"),
    (">=95%", "=95%", "", "value"),
    ("5%", "<=5%", "任务完成率", "value"),
    (">=150人次", ">=150人", "", "unit"),
    (">=150人次", ">=100人", "", "both"),
    ("<=525万元", "<=525元", "", "value"),
    ("2026年11月30日前", "2026年12月31日前", "", "value"),
    ("显著提升", "有所提升", "", "value"),
    (">=3个", "有所提升", "", "value"),
    ("80%-90%", "70%-90%", "", "value"),
    (">=95%", ">=0.9", "", "value"),
]


@pytest.mark.parametrize(("approved", "printed", "name", "change"), CHANGED)
def test_changes_of_a_target(approved: str, printed: str, name: str, change: str) -> None:
    assert target_change(approved, printed, name) == change


def test_a_target_that_lost_its_sign_or_unit_is_scored_with_them() -> None:
    read = with_row(evaluation("2026t-05"), "驾驶人员年工资", target="28.37", actual="20万元")
    table = settled(read)
    assert codes(table) == []
    row = table.indicators[place_of(read, "驾驶人员年工资")]
    assert row.target == "28.37"
    assert row.score is not None
    assert row.score.recomputed == Decimal("10.00")


def test_nothing_given_is_changed() -> None:
    read = with_row(evaluation("2023t-02"), "全年下井检查次数", target=">=30人次")
    before = evolve(read)
    applied(read)
    assert read == before


def test_five_hundred_evaluations_against_five_hundred_tables_take_seconds() -> None:
    base = target("2023t-02").table
    tables = [evolve(base, project=f"第{place}标段道路及附属设施维修改造") for place in range(500)]
    targets = [TargetTable("t.xlsx", table) for table in tables]
    evaluations = [evolve(evaluation("2023t-02"), project=table.project) for table in tables]
    start = perf_counter()
    results = apply(evaluations, targets)
    assert perf_counter() - start < 20
    assert all(result.target == targets[place] for place, result in enumerate(results))


def test_hundreds_of_unknown_rows_take_seconds() -> None:
    names = [f"完成第{chr(0x4E00 + place)}类设施的维修改造" for place in range(600)]
    rows = [Indicator(level3=name, target="=1个") for name in names]
    others = [evolve(row, level3=f"建设{row.level3[3:]}") for row in rows]
    table = Table(kind="project_target", year=2023, project="维修", unit="某市交通局", indicators=tuple(others))
    read = evolve(table, kind="project_evaluation", indicators=tuple(rows))
    start = perf_counter()
    applied(read, [TargetTable("t.xlsx", table)])
    assert perf_counter() - start < 20


def test_all_published_tables_are_known() -> None:
    assert len({item.table.project for item in all_targets()}) == len(TARGETS)

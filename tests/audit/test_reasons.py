"""Points lost and targets exceeded without a word about it."""

import pytest
from attrs import evolve

from tests.audit.published import cells, found, indicator, published


def test_ps508_points_lost_without_a_reason():
    silent = indicator(published("2021-04"), "全年参与信息化项目调研考察次数", deviation="")
    (finding,) = found(silent, "PS508")
    assert (finding.severity, finding.cell) == ("warning", "I14")
    assert "扣1.33分，没有填写偏差原因" in finding.message
    assert not found(published("2021-04"), "PS508")


@pytest.mark.parametrize("reason", ["", "无", "—", "无。", " / "])
def test_ps508_a_dash_is_no_reason(reason):
    table = indicator(published("2021-04"), "全年参与信息化项目调研考察次数", deviation=reason)
    assert found(table, "PS508")


def test_ps508_is_silent_where_the_rules_give_the_points_back():
    # 0.43 of at most 10 is worth 8 of 8: the deduction is wrong, not unexplained.
    assert not found(indicator(published("2021-13"), "保障乌准产业园区", deviation=""), "PS508")


def test_ps508_and_ps510_need_the_column():
    table = indicator(published("2021-04"), "全年参与信息化项目调研考察次数", deviation="")
    assert not found(evolve(table, columns=table.columns - {"deviation"}), "PS508")
    assert not found(published("2023gx-00"), "PS508")
    assert not found(published("2023gx-00"), "PS510")
    assert [finding.cell for finding in found(published("2023gx-00"), "PS509")] == ["F18"]


def test_ps509_notes_a_target_exceeded_by_a_fifth():
    (finding,) = found(published("2021-14"), "PS509")
    assert (finding.severity, finding.cell) == ("warning", "F15")
    assert "为目标值的121.4%" in finding.message
    assert not cells(indicator(published("2021-14"), "专家意见建议采用率", actual="83%"), "PS509")


def test_ps510_asks_for_the_reason_from_30_percent_on():
    (finding,) = found(published("2021-05"), "PS510")
    assert finding.cells == ("I14", "F14", "I15", "F15", "I16", "F16", "I17", "F17")
    assert "“购置冷库制冷设备数量”（为目标值的700%）" in finding.message
    assert finding.message.endswith("共4项达到目标值的130%，应当说明原因，表中没有填写。")
    # 227 of 150 has its reason; 44 of 40 needs none.
    assert not found(published("2021-14"), "PS510")


@pytest.mark.parametrize(
    ("row", "changes"),
    [
        ("项目成本费用", {"target": "=10000万元", "actual": "14000万元"}),
        ("项目执行完成时间", {"target": "=12个月", "actual": "18个月"}),
        ("项目执行完成时间", {"target": "<=12个月", "actual": "6个月"}),
        ("购置电馕坑数量", {"target": ">=0台", "actual": "1200台"}),
    ],
)
def test_ps510_more_of_a_cost_or_of_time_is_no_achievement(row, changes):
    table = indicator(published("2021-05"), row, deviation="", **changes)
    (finding,) = found(table, "PS510")
    assert [cell for cell in finding.cells if cell.startswith("I")] == ["I14", "I15", "I16", "I17"]

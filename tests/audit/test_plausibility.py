"""Scores and texts that cannot be meant as they stand."""

import pytest
from attrs import evolve

from tests.audit.published import cells, found, indicator, published


def test_ps601_full_marks_for_a_missed_number():
    (finding,) = found(published("2023gx-00"), "PS601")
    assert (finding.severity, finding.cell) == ("error", "H17")
    assert "“>=5%”，实际完成值“0.1%”" in finding.message
    assert "应为0.50分" in finding.message


def test_ps601_full_marks_after_the_deadline():
    late = indicator(published("2021-13"), "项目前期工作完成及时率", target="2021年11月30日前", actual="2021年12月20日")
    assert [finding.cell for finding in found(late, "PS601")] == ["H15"]


def test_ps601_is_silent_where_a_known_reading_gives_full_marks():
    by_steps = indicator(published("2021-04"), "调研、培训人员满意度", actual="92%")
    assert not found(by_steps, "PS601")
    assert found(by_steps, "PS303")


def test_ps601_does_not_call_money_saved_a_miss():
    saved = indicator(published("2021-07"), "项目成本", target="=500万元", actual="480万元")
    assert not found(saved, "PS601")


def test_ps602_indicators_far_better_than_the_execution():
    (finding,) = found(published("2023gx-00"), "PS602")
    assert (finding.severity, finding.cell) == ("info", "G7")
    assert "指标得分率78.82%，预算执行率51.03%" in finding.message
    assert not found(published("2023gx-01"), "PS602")


def test_ps603_much_of_the_budget_unspent():
    (finding,) = found(published("2023gx-00"), "PS603")
    assert (finding.severity, finding.cell) == ("warning", "E7")
    assert "未执行2284.09，未执行率48.97%，超过20%" in finding.message
    assert not found(published("2021-03"), "PS603")


def test_ps604_nothing_spent_and_full_marks():
    assert [finding.cell for finding in found(published("2023gx-01"), "PS604")] == ["H17", "H18"]
    paid = indicator(published("2023gx-01"), "新疆易佳", actual="=3.45万元")
    assert [finding.cell for finding in found(paid, "PS604")] == ["H18"]


def test_ps604_a_score_still_blank_is_the_tools_proposal_and_accuses_nobody():
    blank = indicator(published("2023gx-01"), "新疆易佳", claimed="")
    assert cells(blank, "PS604") == ["H18"]
    assert cells(blank, "PS604", "xinjiang-practice") == ["H18"]


def test_ps605_a_length_to_be_delivered_under_a_ceiling():
    (finding,) = found(published("2023gx-01"), "PS605")
    assert (finding.severity, finding.cell) == ("warning", "E13")
    assert "该指标为产出数量，指标值应设为“≥”" in finding.message
    assert not found(indicator(published("2023gx-01"), "线路改迁长度", target=">=600米"), "PS605")


@pytest.mark.parametrize(
    ("name", "target", "flagged"),
    [
        ("项目验收合格率", "<=95%", True),
        ("产品不合格率", "<=5%", False),
        ("群众满意度", "≤90%", True),
        ("水资源开发利用率", "<=40%", False),
        ("较大及以上生产安全事故起数", ">=0起", True),
        ("较大及以上生产安全事故起数", "<=0起", False),
        ("生产安全事故减少起数", ">=2起", False),
        ("投诉处理率", ">=95%", False),
        ("办公用房面积", "<=600平方米", False),
        ("新建管道里程", "<=12公里", True),
        ("举办会议次数", "<=3次", False),
        ("开展涉企检查次数", "<=2次", False),
        ("改造超标排放企业数量", "<=2家", False),
        ("公务用车购置数量", "<=2辆", False),
        ("线路改迁天数", "<=30天", False),
    ],
)
def test_ps605_only_where_the_name_leaves_no_doubt(name, target, flagged):
    table = indicator(published("2023gx-01"), "线路改迁长度", level3=name, target=target)
    assert bool(found(table, "PS605")) is flagged


def test_ps606_more_hours_than_a_year_has():
    (finding,) = found(published("2021-07"), "PS606")
    assert (finding.severity, finding.cell) == ("warning", "E17")
    assert not found(indicator(published("2021-07"), "系统正常运行时间", target=">=8700小时"), "PS606")


@pytest.mark.parametrize(
    ("name", "target", "flagged"),
    [
        ("项目验收合格率", ">=105%", True),
        ("项目验收合格率", ">100%", True),
        ("项目验收合格率", ">=100%", False),
        ("工业增加值增长率", ">=120%", False),
        ("系统全年运行天数", ">=400天", True),
        ("系统全年运行天数", ">=365天", False),
        ("志愿服务累计运行时间", ">=100000小时", False),
        ("全年工资发放月数", "=13个月", True),
        ("项目完成时间", "<=24个月", False),
    ],
)
def test_ps606_other_bounds(name, target, flagged):
    table = indicator(published("2021-07"), "系统正常运行时间", level3=name, target=target)
    assert bool(found(table, "PS606")) is flagged


@pytest.mark.parametrize("actual", ["完成", "是", "好坏", "完全达到预期效果"])
def test_ps607_words_against_a_number(actual):
    table = indicator(published("2021-14"), "召开评审论证次数", actual=actual)
    (finding,) = found(table, "PS607")
    assert (finding.severity, finding.cell) == ("warning", "F13")


@pytest.mark.parametrize("actual", ["44次", ">=44次", "", "—"])
def test_ps607_is_silent_about_values_bounds_and_blanks(actual):
    assert not found(indicator(published("2021-14"), "召开评审论证次数", actual=actual), "PS607")


def test_ps608_two_costs_under_their_ceilings():
    mixed = indicator(published("2021-04"), "参加信息化项目相关调研", claimed="2")
    (finding,) = found(mixed, "PS608")
    assert (finding.severity, finding.cell) == ("warning", "H22")
    assert "“参加由上级单位指派的调研使用经费”" in finding.message
    assert not found(published("2021-04"), "PS608")


def test_ps608_equal_numbers_with_another_share():
    mixed = indicator(published("2021-04"), "园区开办项目、节能减排项目调研及考察", claimed="1.5")
    assert "H15" in cells(mixed, "PS608")


def test_ps608_a_cost_and_another_ceiling_are_two_cases():
    # 515 of 600 metres in proportion beside costs in full: two switches of the rule book.
    assert not found(published("2023gx-01"), "PS608")


def test_ps609_the_middle_grade_in_full():
    full = indicator(published("2021-14"), "避免重复建设", claimed="15")
    assert [(finding.severity, finding.cell) for finding in found(full, "PS609")] == [("warning", "H20")]
    assert not found(published("2021-14"), "PS609")


def test_ps610_equal_words_marked_down():
    less = indicator(published("2023gx-01"), "促进生物医药产业发展", claimed="17")
    assert [(finding.severity, finding.cell) for finding in found(less, "PS610")] == [("warning", "H19")]
    assert not found(indicator(less, "促进生物医药产业发展", deviation="尚有一家企业未投产"), "PS610")
    assert not found(published("2023gx-01"), "PS610")


@pytest.mark.parametrize(
    ("actual", "reason", "flagged"),
    [
        ("=95%", "超额完成任务", True),
        ("=90%", "超额完成任务", True),
        ("=96.67%", "超额完成任务", False),
        ("=95%", "未超额完成，与目标持平", False),
        ("=96.67%", "未完成", True),
        ("=90%", "未完成", False),
        ("=96.67%", "未完成原因：无", False),
        ("=96.67%", "个别企业未完成问卷，改进措施：加强回访", False),
    ],
)
def test_ps611_a_reason_that_contradicts_the_figures(actual, reason, flagged):
    table = indicator(published("2023gx-01"), "企业满意度", actual=actual, deviation=reason)
    assert cells(table, "PS611") == (["I20"] if flagged else [])


def test_ps612_the_same_indicator_twice():
    table = published("2021-14")
    twice = evolve(table, indicators=[*table.indicators, table.indicators[0]])
    (finding,) = found(twice, "PS612")
    assert finding.severity == "warning"
    assert "与D13处的" in finding.message
    # The boxes that were bought are named once as an amount and once as a cost.
    assert not found(published("2021-16"), "PS612")


def test_ps613_the_spending_of_another_row_explains_two_scores():
    (row,) = found(published("2023gx-00"), "PS613")
    assert row.cell == "H14"
    assert "疑误用D7数据计算：2385.28 ÷ 4664.42 × 12 = 6.1365 → 6.13；其中4664.42是“年度总资金”" in row.message
    # The execution score comes from the same figure: it is said once, where the two spendings are compared.
    (spending,) = found(published("2023gx-00"), "PS521")
    assert {"E7", "F14", "H7"} <= set(spending.cells)


def test_ps613_names_no_chance_hit():
    # 0.03 of 8 for 0.43 of 10: no figure of the sheet gives it.
    assert not found(published("2021-13"), "PS613")
    # 6.67 is 2/3 of 10, and a 2 and a 3 stand in every sheet.
    chance = indicator(published("2021-04"), "完成调研报告数量", target=">=9份", actual="2份", claimed="6.67")
    assert found(chance, "PS301")
    assert not found(chance, "PS613")


@pytest.mark.parametrize(("figure", "flagged"), [("24次", False), ("24.1次", True)])
def test_ps613_two_digits_are_no_evidence(figure, flagged):
    # 24 of 36 is two thirds, which round figures give everywhere; 24.1 of 36 is not.
    wrong = indicator(published("2021-14"), "召开评审论证次数", target=">=36次", actual="20次", weight="10")
    share = "6.69" if flagged else "6.67"
    wrong = indicator(wrong, "召开评审论证次数", claimed=share)
    wrong = indicator(wrong, "发放专家费人数", target=f">={figure}", actual=figure)
    assert bool(found(wrong, "PS613")) is flagged


def test_ps615_a_figure_in_the_reason():
    notified, reports = found(published("2021-04"), "PS615")
    assert (notified.severity, notified.cell, reports.cell) == ("warning", "I16", "I17")
    assert "实际完成值“2次”，偏差原因中写的完成数是“一次”" in notified.message
    assert "实际完成值“4份”，偏差原因中写的完成数是“2份”" in reports.message


@pytest.mark.parametrize(
    "reason",
    [
        "完成调研类报告4份",
        "计划完成调研类报告2份",
        "上半年完成2份，下半年完成2份",
        "少完成2份",
        "因疫情原因，全年仅参加两次出差调研培训",
        "完成2份，其余2份在审",
    ],
)
def test_ps615_leaves_other_figures_alone(reason):
    assert "I17" not in cells(indicator(published("2021-04"), "完成调研报告数量", deviation=reason), "PS615")


@pytest.mark.parametrize(
    ("name", "target", "actual", "code"),
    [
        ("困难学生辍学率", "≥1%", "0%", "PS605"),
        ("投诉件数", "≥2件", "0件", "PS605"),
        ("新建高标准农田面积", "≥2万亩", "20000平方米", "PS631"),
        ("亩均投资", "≤1600元", "1600万元", "PS631"),
        ("刑事案件破案率", "≥60%", "160%", "PS638"),
    ],
)
def test_a_sign_a_unit_or_a_rate_that_cannot_be_meant_is_said_and_no_score_is_called_wrong_for_it(
    name, target, actual, code
):
    table = indicator(published("2023gx-01"), "线路改迁长度", level3=name, target=target, actual=actual)
    (finding,) = found(table, code)
    assert name in finding.message
    assert not [other for other in found(table, "PS601") if other.cell in finding.cells]


@pytest.mark.parametrize(
    ("target", "actual"), [("≥2万亩", "20000亩"), ("≤1600元", "1500元"), ("≥12个月", "1年"), ("≥0公里", "0米")]
)
def test_the_same_amount_in_other_units_is_no_slip(target, actual):
    table = indicator(published("2023gx-01"), "线路改迁长度", level3="某项工作", target=target, actual=actual)
    assert not found(table, "PS631")


@pytest.mark.parametrize(
    ("completion", "raised"),
    [("共发放问卷120份，满意120份", False), ("满意度调查达到100%", True), ("", True)],
)
def test_ps630_is_silent_where_the_completion_says_how_many_were_asked(completion, raised):
    table = indicator(published("2021-13"), "员工满意度", actual="100%")
    table = evolve(table, completion=completion)
    assert bool(found(table, "PS630")) == raised

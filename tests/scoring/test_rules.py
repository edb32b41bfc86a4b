"""Every branch of every rule, with the numbers an official would check by hand."""

import pytest

from perfscore.scoring.lexicon import direction_of_name
from tests.scoring.cases import points, remarked, scored


@pytest.mark.parametrize(
    ("book", "target", "actual", "weight", "expected"),
    [
        ("cn-2020", "≤10万元", "11万元", "20", "18.18"),
        ("platform-practice", "≤10万元", "11万元", "20", "18.00"),
        ("platform-practice", "≤10万元", "20万元", "20", "0.00"),
        ("platform-practice", "≤10万元", "35万元", "20", "0.00"),
        ("xinjiang-practice", "≤15万元", "3万元", "10", "2.00"),
        ("xinjiang-practice", "≤600米", "515米", "15", "12.88"),
        ("xinjiang-practice", "≤20万元", "0万元", "6", "0.00"),
        ("cn-2021", "≥5人", "2人", "5", "0.00"),
        ("cn-2021", "≥5人", "3人", "5", "3.00"),
        ("cn-2020", "=10万元", "11万元", "11", "10.00"),
        ("cn-2020", "=10万元", "8万元", "10", "8.00"),
        ("cn-2020", "=10项", "11项", "10", "10.00"),
        ("cn-2020", "<=0起", "1起", "10", "0.00"),
        ("cn-2020", "=0起", "2起", "10", "0.00"),
        ("cn-2020", "≥0%", "3%", "10", "10.00"),
        ("cn-2020", ">95%", "95%", "10", "10.00"),
        ("cn-2020", ">=-5%", "-3%", "10", "10.00"),
        ("cn-2020", "80%-90%", "85%", "10", "10.00"),
        ("cn-2020", "80%-90%", "40%", "10", "5.00"),
        ("cn-2020", "80%-90%", "100%", "10", "9.00"),
        ("cn-2020", "≥50%", "-3%", "10", "0.00"),
        # A rate and a count for the whole year are the same thing.
        ("cn-2020", "≥3次/年", "3次", "10", "10.00"),
        ("cn-2020", "≥3次", "2次/年", "10", "6.67"),
        ("cn-2020", "每月1次", "12次", "10", "10.00"),
        ("cn-2020", "每月≥1次", "6次", "10", "5.00"),
        ("cn-2020", "≥4次", "每季度1次", "10", "10.00"),
        ("cn-2020", "≤500元/人/月", "6000元/人", "10", "10.00"),
        # None against a target of none means that nothing happened.
        ("cn-2020", "0起", "无", "10", "10.00"),
        ("cn-2020", "≤0次", "没有", "10", "10.00"),
        ("cn-2020", "18:1", "20:1", "10", "10.00"),
        ("cn-2020", "≥1:4", "1:5", "10", "8.00"),
    ],
)
def test_numbers(book, target, actual, weight, expected):
    score = scored(target, actual, weight, book=book)
    assert (score.status, score.recomputed) == ("scored", points(expected))


@pytest.mark.parametrize(
    ("actual", "expected"),
    [("95%", "10.00"), ("90%", "10.00"), ("85%", "8.00"), ("60%", "5.00"), ("59.9%", "0.00")],
)
def test_satisfaction_by_steps_has_absolute_thresholds(actual, expected):
    assert scored(">=95%", actual, "10", level="满意度", book="cn-2021").recomputed == points(expected)


@pytest.mark.parametrize(("target", "actual"), [("0起", "—"), ("≥1次", "无"), ("", "无")])
def test_none_is_no_figure_elsewhere(target, actual):
    assert scored(target, actual, "10").status == "unscored"


def test_direct_is_all_or_nothing():
    assert scored(">=95%", "94%", "10", rule="直接赋分").recomputed == 0
    assert scored(">=95%", "95%", "10", rule="直接赋分").recomputed == 10
    assert scored("<=190万元", "200万元", "10", rule="直接赋分", level="成本").recomputed == 0


def test_a_slip_in_the_rules_name_is_forgiven_and_an_offices_own_rule_left_to_a_person():
    assert scored(">=4项", "2项", "10", rule="按照完成比例赋分分").recomputed == 5
    own = scored(">=4项", "4项", "10", "9", rule="由主管部门按本单位办法评定")
    assert (own.status, own.low, own.high, own.recomputed) == ("judged", 0, 10, 9)
    assert "PS402" in remarked(">=4项", "4项", "10", "9", rule="由主管部门按本单位办法评定")


@pytest.mark.parametrize(
    ("target", "actual", "expected", "code"),
    [
        ("2026 年 11 月 30 日前", "2026年11月30日", "5.00", None),
        ("2026 年 11 月 30 日前", "2026年12月1日", "0.00", "PS408"),
        ("2026年11月30日前", "11月15日", "5.00", None),
        ("每月 25 日前", "每月20日", "5.00", None),
        ("12月底之前完成", "2026年12月20日", "5.00", None),
    ],
)
def test_dates(target, actual, expected, code):
    assert scored(target, actual, "5", year=2026).recomputed == points(expected)
    assert code is None or code in remarked(target, actual, "5", year=2026)


def test_availability_repeated_is_the_full_grade_and_anything_else_is_open():
    same = scored("7*24小时运维保障服务响应", "7×24小时", "10", "10")
    assert (same.status, same.low, same.high) == ("judged", 8, 10)
    other = scored("=7×24小时", "5×8小时", "10", "6")
    assert (other.status, other.low, other.high, other.recomputed) == ("judged", 0, 10, 6)


@pytest.mark.parametrize(
    ("target", "actual"),
    [(">=95%", "完成"), ("不断提升", "85%"), ("7*24小时运维保障服务响应，确保不发生重大事故", "完成")],
)
def test_what_cannot_be_compared_is_left_to_a_person(target, actual):
    score = scored(target, actual, "10", "7")
    assert (score.status, score.low, score.high, score.recomputed) == ("judged", 0, 10, 7)
    blank = scored(target, actual, "10")
    assert (blank.status, blank.recomputed, blank.verdict) == ("judged", None, None)


@pytest.mark.parametrize(
    ("target", "actual", "code"),
    [
        (">=95%", "0.95", "PS206"),
        ("0.95", "95%", "PS206"),
        (">=50次", "50人", "PS205"),
        (">=50人", "50人次", "PS205"),
        (">=95%", "", "PS207"),
        (">=95%", "—", "PS207"),
        ("", "95%", "PS208"),
        ("<=12个月", "2023年12月", "PS214"),
        (">=5..2%", "5%", "PS201"),
        (">=5%", "5..2%", "PS202"),
    ],
)
def test_what_says_nothing_stays_unscored_with_a_reason(target, actual, code):
    score = scored(target, actual, "10", "9")
    assert (score.status, score.recomputed, score.low, score.verdict) == ("unscored", None, None, None)
    assert score.claimed == 9, "the claimed score stays"
    assert code in remarked(target, actual, "10", "9")


@pytest.mark.parametrize(
    ("weight", "status", "code"),
    [
        ("-5", "unscored", "PS212"),
        ("十分", "unscored", "PS203"),
        ("", "unscored", "PS203"),
        ("0", "scored", "PS212"),
    ],
)
def test_weights(weight, status, code):
    assert scored(">=5%", "5%", weight, "5").status == status
    assert code in remarked(">=5%", "5%", weight, "5")


@pytest.mark.parametrize(
    ("target", "actual", "expected", "code"),
    [
        (">=50次", "25", "5.00", "PS204"),
        (">=50", "25次", "5.00", "PS213"),
        ("<=10万元", "200000元", "5.00", "PS211"),
        ("=10.16km", "5080米", "5.00", "PS211"),
        ("<=2230.86 万", "4461.72万元", "5.00", "PS213"),
    ],
)
def test_units_are_assumed_or_converted_and_it_is_said(target, actual, expected, code):
    assert scored(target, actual, "10").recomputed == points(expected)
    assert code in remarked(target, actual, "10")


def test_a_name_gives_the_direction_that_the_sign_does_not():
    ceiling = scored("3%", "2%", "10", name="结转结余率")
    assert (ceiling.recomputed, ceiling.trace.notes) == (10, ("direction_inferred",))
    assert scored("100%", "90%", "10", "10", name="事故处理完成率").recomputed == 9


def test_without_sign_or_name_a_full_claim_below_the_target_leaves_the_direction_open():
    open_row = scored("100万元", "90万元", "10", "10", level="成本")
    assert (open_row.status, open_row.low, open_row.high, open_row.recomputed) == ("judged", 9, 10, 10)
    assert "PS410" in remarked("100万元", "90万元", "10", "10", level="成本")
    assert scored("100万元", "90万元", "10", "9", level="成本").status == "scored"


def test_an_actual_that_is_only_a_bound_bounds_the_score():
    certain = scored(">=200米", ">=266米", "10", "10")
    assert (certain.status, certain.recomputed) == ("scored", 10)
    assert "PS209" in remarked(">=200米", ">=266米", "10", "10")
    partly = scored(">=300米", ">=150米", "10", "9")
    assert (partly.status, partly.low, partly.high, partly.recomputed) == ("judged", 5, 10, 9)


def test_a_missed_negative_target_has_no_proportion():
    score = scored(">=-5%", "-8%", "10", "4")
    assert (score.status, score.low, score.high, score.recomputed) == ("judged", 0, 10, 4)
    assert "PS413" in remarked(">=-5%", "-8%", "10", "4")


def test_a_score_cell_with_words_is_no_score():
    score = scored(">=5%", "5%", "10", "优")
    assert (score.claimed, score.recomputed, score.verdict) == (None, 10, None)
    assert "PS210" in remarked(">=5%", "5%", "10", "优")


def test_the_formula_shows_the_numbers():
    assert (
        scored("<=10万元", "0.43万元", "8", book="xinjiang-practice", level="成本").trace.formula
        == "0.43 ÷ 10 × 8 = 0.34"
    )
    assert scored(">=3次", "1次", "2").trace.formula == "1 ÷ 3 × 2 = 0.67"


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("“三公”经费控制率", "ceiling"),
        ("结转结余率", "ceiling"),
        ("安全事故发生率", "ceiling"),
        ("生产安全事故数量", "ceiling"),
        ("森林火灾受害率", "ceiling"),
        ("办理时限", "ceiling"),
        ("事故处理完成率", "floor"),
        ("采购设备数量", "floor"),
        ("投诉人满意度", "floor"),
        ("投诉办结率", None),
        ("事故下降率", None),
        ("森林覆盖率增幅", "floor"),
        ("工作经费", None),
    ],
)
def test_the_word_that_ends_last_gives_the_direction(name, direction):
    told = direction_of_name(name)
    assert (told and told[0]) == direction


def test_a_conversion_shows_no_endless_digits():
    score = scored("≥2万亩", "20000平方米", "20")
    assert score.trace.formula == "20000 ÷ 13333333.3333 × 20 = 0.03"

"""Weights, execution rates and funds that do not add up."""

from attrs import evolve

from tests.audit.published import cells, found, fund, indicator, published


def test_ps501_weights_that_do_not_add_up_to_100():
    short = indicator(published("2021-14"), "召开评审论证次数", weight="10")
    (finding,) = found(short, "PS501")
    assert (finding.severity, finding.cell) == ("error", "G40")
    assert "合计为105分，应为100分" in finding.message
    assert not found(published("2021-14"), "PS501")


def test_ps501_a_target_table_leaves_room_for_the_execution_rate():
    short = indicator(published("2023t-01"), "保障空调运维数量", weight="4")
    assert "合计为89分，应为90分" in found(short, "PS501")[0].message
    assert not found(published("2023t-01"), "PS501")


def test_ps501_a_form_that_prints_no_weight_for_the_execution_rate_may_show_90():
    assert not found(fund(published("2021-14"), "年度资金总额", weight=""), "PS501")


def test_ps501_is_silent_where_a_weight_cannot_be_read():
    unread = indicator(published("2021-14"), "召开评审论证次数", weight="五")
    assert not found(unread, "PS501")
    assert found(unread, "PS203")


def test_ps503_a_rate_that_is_not_spent_over_budget():
    wrong = fund(published("2021-03"), "年度资金总额", rate="98.06%")
    (finding,) = found(wrong, "PS503")
    assert (finding.severity, finding.cell) == ("error", "G7")
    assert "应为89.06%" in finding.message


def test_ps503_accepts_rounded_truncated_and_bare_rates():
    for rate in ("89.06%", "89.05%", "89.1%", "89%", "0.8906", "89.06", "—", ""):
        assert not cells(fund(published("2021-03"), "年度资金总额", rate=rate), "PS503"), rate


def test_ps502_a_group_that_differs_from_the_norm():
    moved = indicator(published("2021-14"), "召开评审论证次数", weight="0")
    moved = indicator(moved, "被服务单位满意度", weight="15")
    messages = [finding.message for finding in found(moved, "PS502")]
    assert [finding.severity for finding in found(moved, "PS502")] == ["warning", "warning"]
    assert "“产出指标”分值合计45分，所用规则库规定为50分" in messages[0]
    assert "“满意度指标”分值合计15分" in messages[1]
    assert not found(published("2021-14"), "PS502")


def test_ps502_knows_a_group_with_its_points_in_the_label():
    labelled = published("2021-14")
    labelled = evolve(labelled, indicators=[evolve(row, level1=f"{row.level1}（50分）") for row in labelled.indicators])
    assert found(indicator(labelled, "召开评审论证次数", weight="0"), "PS502")


def test_ps502_a_norm_for_other_groups_says_nothing():
    with_costs = indicator(published("2023gx-01"), "线路改迁长度", weight="20")
    assert not found(with_costs, "PS502")
    assert found(with_costs, "PS502", "cn-2021")
    assert not found(published("2023gx-00"), "PS502", "cn-2021")


def test_ps504_more_spent_than_the_adjusted_budget():
    over = fund(published("2021-03"), "上年结转资金", executed="6.02")
    (finding,) = found(over, "PS504")
    assert (finding.severity, finding.cell) == ("warning", "E9")
    assert not found(published("2021-03"), "PS504")


def test_ps504_a_cent_more_is_rounding():
    assert not found(fund(published("2021-03"), "上年结转资金", executed="5.19"), "PS504")


def test_ps505_a_rate_on_the_initial_budget():
    wrong = fund(published("2021-03"), "年度资金总额", rate="113.52%")
    (finding,) = found(wrong, "PS505")
    assert (finding.severity, finding.cell) == ("error", "G7")
    assert "全年执行数21.41除以年初预算数18.86" in finding.message
    assert "执行率为89.06%" in finding.message
    assert not found(wrong, "PS503")
    assert not found(wrong, "PS504")
    assert not found(published("2021-03"), "PS505")


def test_ps505_a_score_on_the_initial_budget():
    wrong = fund(published("2021-03"), "年度资金总额", initial="30.00", score="7.14")
    (finding,) = found(wrong, "PS505")
    assert finding.cell == "H7"
    assert "得分7.14" in finding.message


def test_ps506_parts_that_do_not_add_up():
    wrong = fund(published("2021-03"), "上年结转资金", full_year="5.81")
    (finding,) = found(wrong, "PS506")
    assert (finding.severity, finding.cell) == ("error", "D7")
    assert finding.message == "全年预算数：其中各项合计24.67，“年度资金总额”为24.04，相差0.63。"
    less = fund(published("2021-03"), "上年结转资金", full_year="5.08")
    assert [finding.cell for finding in found(less, "PS506")] == ["D7"]
    for name in ("2021-03", "2021-04", "2023gx-00", "2023gx-01"):
        assert not found(published(name), "PS506"), name


def test_ps506_tolerates_a_cent_for_each_row():
    assert not found(fund(published("2021-03"), "上年结转资金", full_year="5.21"), "PS506")


def test_ps506_a_blank_part_is_not_zero():
    blank = fund(published("2021-03"), "上年结转资金", full_year="")
    assert not found(blank, "PS506")


def test_ps506_parts_of_a_part_are_not_added_twice():
    table = published("2021-13")
    total, fiscal, _, other = table.funds
    central = evolve(fiscal, name="中央资金", initial="60", full_year="50", executed="50")
    local = evolve(fiscal, name="本级资金", initial="25.5", full_year="25.93", executed="25.93")
    nested = evolve(table, funds=[total, evolve(fiscal, name="其中：财政拨款"), central, local, other])
    assert not found(nested, "PS506")
    wrong = evolve(nested, funds=[evolve(total, full_year="70.93"), *nested.funds[1:]])
    assert found(wrong, "PS506")


def test_ps507_a_total_of_0_beside_a_filled_part():
    wrong = fund(published("2023gx-01"), "年度资金总额", initial="0")
    (finding,) = found(wrong, "PS507")
    assert (finding.severity, finding.cell) == ("error", "C7")
    assert "“其中：当年财政拨款”为37.07" in finding.message
    assert not found(wrong, "PS506")
    assert not found(published("2023gx-01"), "PS507")


def test_ps511_a_target_table_that_adds_up_to_100():
    full = indicator(published("2023t-02"), "提高煤矿企业", weight="30")
    (finding,) = found(full, "PS511")
    assert finding.severity == "warning"
    assert not found(full, "PS501")
    assert not found(published("2023t-02"), "PS511")


def test_ps514_the_rate_of_another_row():
    wrong = fund(published("2021-03"), "年度资金总额", rate="86.06%")
    (finding,) = found(wrong, "PS514")
    assert (finding.severity, finding.cell) == ("error", "G7")
    assert "“其中：当年财政拨款”一行的结果（16.23 ÷ 18.86）" in finding.message
    assert not found(wrong, "PS503")
    assert not found(published("2021-03"), "PS514")


def test_ps514_the_score_of_another_row():
    wrong = fund(published("2021-03"), "年度资金总额", score="8.61")
    assert [finding.cell for finding in found(wrong, "PS514")] == ["H7"]


def test_ps514_a_coarse_rate_is_no_evidence():
    coarse = fund(published("2021-03"), "年度资金总额", rate="86%")
    assert not found(coarse, "PS514")
    assert found(coarse, "PS503")


def test_amounts_in_words_or_mixed_units_say_nothing():
    odd = fund(published("2021-03"), "年度资金总额", full_year="约24万元", executed="214100元")
    assert not [
        finding for code in ("PS503", "PS504", "PS505", "PS506", "PS507", "PS514") for finding in found(odd, code)
    ]

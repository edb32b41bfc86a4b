"""Weights, execution rates and funds that do not add up."""

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

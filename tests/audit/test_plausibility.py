"""Scores and texts that cannot be meant as they stand."""

from tests.audit.published import found, indicator, published


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

"""What holds for all checks: what they say of the published sheets, their files, and that nothing makes them fail."""

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import perfscore
from perfscore.model import Fund, Indicator, Table
from tests.audit.published import published, records

# Each error on the published sheets, defended: code and what it is about.
ERRORS = {
    # A cost of 16.23 under 18.84 is worth 10 in full or 8.61 in proportion, but never the 8 that is claimed.
    "2021-03": {("PS301", "H19")},
    # 0.43 of at most 10 scored 0.03 of 8.
    "2021-13": {("PS301", "H18")},
    # 25 of 25 for 0.1% against >=5%; 6.13 of 12 comes from a figure of another row.
    "2023gx-00": {("PS301", "H14"), ("PS601", "H17")},
}


def test_every_error_on_the_published_sheets_is_one_of_these():
    found = {}
    for name in records():
        table = perfscore.score(published(name))
        errors = {(finding.code, finding.cell) for finding in table.findings if finding.severity == "error"}
        if errors:
            found[name] = errors
    assert found == ERRORS


def test_a_sheet_without_errors_is_asked_about_its_targets_alone():
    table = perfscore.score(published("2021-16"))
    topics = {finding.topic for finding in table.findings if finding.severity != "info"}
    assert topics == {"actual_repeats_target", "core_output_low_weight", "duplicate_indicator"}


def test_a_total_that_only_follows_another_reading_is_no_error():
    # Costs in proportion, a score of 0 below a threshold, 5.55 cut off: each row is right under a known reading.
    for name in ("2021-04", "2021-07", "2021-14", "2023gx-01"):
        codes = {finding.code for finding in perfscore.score(published(name)).findings}
        assert "PS316" in codes, name
        assert "PS304" not in codes, name


def test_english_findings_have_no_key_left_in_them():
    table = published("2023gx-01")
    findings = perfscore.score(table, language="en").findings
    assert any("a quantity to be delivered" in finding.message for finding in findings)


CELLS = sorted(
    {text for record in records().values() for row in record["indicators"] for text in row.values()}
    | {"", "—", "100%", ">=0", "<=0元", "-5%", "7×24小时", "1e9", "≥≥1", "2026年2月30日", "9" * 60, "0.05", "12月前"}
)
AMOUNTS = ["", "0", "—", "18.86", "1,875.00", "-3", "3519.86万元", "200000元", "约3", "89.06%", "0.89", "10", "7.14"]
texts = st.sampled_from(CELLS) | st.text(max_size=12)
amounts = st.sampled_from(AMOUNTS) | st.text(max_size=6)
indicators = st.builds(
    Indicator,
    level1=texts,
    level2=texts,
    level3=texts,
    target=texts,
    actual=texts,
    weight=amounts,
    claimed=amounts,
    deviation=texts,
)
funds = st.builds(
    Fund, name=texts, initial=amounts, full_year=amounts, executed=amounts, weight=amounts, rate=amounts, score=amounts
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(indicators, max_size=5),
    st.lists(funds, max_size=4),
    st.sampled_from(["project_evaluation", "department_evaluation", "project_target"]),
)
def test_no_text_makes_a_check_fail_and_every_finding_has_its_words(rows, money, kind):
    table = Table(kind=kind, indicators=rows, funds=money, columns=frozenset({"deviation"}), claimed_total="90")
    for finding in perfscore.score(table).findings:
        assert finding.message
        assert finding.suggestion


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(records())), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_code(name, random):
    table = published(name)
    rows = list(table.indicators)
    random.shuffle(rows)
    codes = sorted(finding.code for finding in perfscore.score(table).findings)
    assert sorted(finding.code for finding in perfscore.score(evolve(table, indicators=rows)).findings) == codes

"""Rows that are scored by the criterion (评分标准) of their own table: points, trace, actions, findings."""

from decimal import Decimal

import pytest

import perfscore
from perfscore import audit, rulebook
from perfscore.model import Indicator, Table

BANDS = "≥95%，得10分；85%（含）－95%，得6分；低于85%不得分"


def evaluated(rule, actual, claimed="", target="≥95%", weight="10"):
    row = Indicator(
        level1="产出指标",
        level2="质量指标",
        level3="设施完好率",
        target=target,
        actual=actual,
        weight=weight,
        claimed=claimed,
        rule=rule,
        rule_source="sheet",
        row=5,
        cells={"claimed": "H5", "rule": "I5", "target": "D5", "actual": "E5", "weight": "G5"},
    )
    table = perfscore.score(Table(year=2023, indicators=(row,)))
    (reviewed,) = audit.across([table], rulebook.load(), "zh")
    return reviewed.indicators[0].score, {finding.code for finding in reviewed.findings}, reviewed


@pytest.mark.parametrize(("actual", "points"), [("96%", 10), ("95%", 10), ("90%", 6), ("85%", 6), ("80%", 0)])
def test_bands_of_the_sheet_decide(actual, points):
    score, codes, _ = evaluated(BANDS, actual, claimed="8")
    assert (score.status, score.recomputed, score.trace.rule) == ("scored", points, "criterion")
    assert score.trace.branch == "criterion_decides"
    assert "PS402" not in codes


def test_the_trace_quotes_the_words_it_rests_on():
    score, _, _ = evaluated(BANDS, "90%", claimed="6")
    assert score.trace.formula == "“85%（含）－95%，得6分” 90% → 6"
    assert score.verdict == "agrees"


def test_what_the_criterion_leaves_open_is_judged_within_its_bounds():
    score, codes, _ = evaluated("≥95%得满分，每低1个百分点扣0.5分，扣完为止", "92.5%", claimed="9.5")
    assert (score.status, score.low, score.high) == ("judged", Decimal("8.50"), Decimal("9.00"))
    assert (score.recomputed, score.trace.branch) == (9, "criterion_open")
    assert "PS418" in codes


def test_a_step_counts_from_the_target_where_the_criterion_prints_no_standard():
    score, _, _ = evaluated("每低1个百分点扣1分，扣完为止", "93%", claimed="10")
    assert (score.status, score.recomputed) == ("scored", 8)


def test_no_row_scores_below_zero_or_above_its_weight():
    assert evaluated("每发现一处扣3分", "5处", target="0处")[0].recomputed == 0
    score, _, _ = evaluated("达到95%得10分，在此之上每提高1个百分点加1分", "98%")
    assert score.high == 10


def test_a_row_without_an_actual_is_not_scored():
    score, codes, _ = evaluated(BANDS, "", claimed="5")
    assert (score.status, "PS207" in codes) == ("unscored", True)


@pytest.mark.parametrize("rule", ["按评审组意见酌情打分", "≥95%得10", "主管部门评定", "≥95%的X分"])
def test_what_cannot_be_read_or_decides_nothing_is_left_to_a_person(rule):
    score, codes, _ = evaluated(rule, "90%", claimed="7")
    assert score.trace.rule in ("unknown", "criterion")
    if score.trace.rule == "unknown":
        assert (score.low, score.high, bool(codes & {"PS402", "PS417"})) == (0, 10, True)


def test_the_usual_rules_keep_their_meaning():
    assert evaluated("按照正常比例赋分", "47.5%")[0].trace.rule == "proportion"
    assert evaluated("直接赋分", "90%")[0].trace.rule == "direct"


@pytest.mark.parametrize(
    ("rule", "code", "words"),
    [
        ("90%-100%得10分，80%-90%得6分，80%以下不得分", "PS419", "80%、90%"),
        ("98%-100%得10分，80%-95%得6分，低于80%不得分", "PS419", "95%～98%"),
        ("≥95%得8分，否则不得分", "PS420", "最高 8 分"),
        ("≥90%得满分，否则不得分", "PS421", "94% 得 10 分"),
        ("≥98%得满分，否则不得分", "PS421", "95% 得 0 分"),
    ],
)
def test_a_criterion_that_does_not_fit_is_remarked(rule, code, words):
    _, _, table = evaluated(rule, "96%", claimed="10")
    messages = [finding.message for finding in table.findings if finding.code == code]
    assert messages
    assert words in "".join(messages)

"""The published sheets from end to end: what the rules give for each of them, under the default rule book."""

from decimal import Decimal
from pathlib import Path

import pytest

import perfscore

DATA = Path(__file__).parent / "data"

# file, claimed total, recomputed total, grade before, grade after
TOTALS = [
    ("2021-03", "91.91", "95.91", "优", "优"),
    ("2021-04", "86.19", "89.17", "良", "良"),
    ("2021-05", "99.80", "99.80", "优", "优"),
    ("2021-07", "84.55", "85.00", "良", "良"),
    ("2021-13", "92.03", "100.00", "优", "优"),
    ("2021-14", "79.50", "87.50", "中", "良"),
    ("2021-16", "99.98", "99.98", "优", "优"),
    ("2023gx-00", "76.05", "57.41", "中", "差"),
    ("2023gx-01", "84.99", "87.12", "良", "良"),
]


def table(name: str, folder: str = "sheets", **options):
    evaluation = perfscore.evaluate(DATA / folder / f"{name}.xlsx", **options)
    assert [file.error for file in evaluation.files] == [None]
    (only,) = evaluation.tables
    return only


def row(found, target, actual):
    (only,) = [item for item in found.indicators if (item.target, item.actual) == (target, actual)]
    return only.score


@pytest.mark.parametrize(("name", "claimed", "recomputed", "before", "after"), TOTALS)
def test_totals_and_grades(name, claimed, recomputed, before, after):
    found = table(name)
    assert (found.total.claimed, found.total.recomputed) == (Decimal(claimed), Decimal(recomputed))
    assert (found.claimed_grade, found.grade) == (before, after)


@pytest.mark.parametrize(
    ("messy", "original"),
    [
        ("formulas_2021-14", "2021-14"),
        ("numbers_2021-07", "2021-07"),
        ("numbers_2021-13", "2021-13"),
        ("pagebreak_2021-04", "2021-04"),
        ("placeholders_2021-05", "2021-05"),
        ("shifted_2021-03", "2021-03"),
        ("synonyms_2021-16", "2021-16"),
    ],
)
def test_a_messy_copy_scores_like_its_original(messy, original):
    kept, given = table(original), table(messy, "messy")
    assert given.total.recomputed == kept.total.recomputed
    assert given.execution.recomputed == kept.execution.recomputed
    for one, other in zip(given.indicators, kept.indicators, strict=True):
        for name in ("claimed", "recomputed", "low", "high", "status", "verdict", "explained_by"):
            assert getattr(one.score, name) == getattr(other.score, name), (one.level3, name)


def test_a_slip_that_no_rule_gives_stays_unexplained():
    score = row(table("2021-13"), "<=10万元", "0.43万元")
    assert (score.cell, score.claimed, score.recomputed) == ("H18", Decimal("0.03"), Decimal("8.00"))
    assert (score.verdict, score.explained_by) == ("differs", ())


def test_costs_scored_by_ratio_are_told_apart_from_errors():
    found = table("2021-04")
    costs = [item.score for item in found.indicators if item.level2 == "成本指标"]
    assert [score.recomputed for score in costs] == [Decimal("2.00")] * 4
    assert [score.explained_by for score in costs] == [("cost_under=ratio",)] * 4


def test_a_truncated_score_is_rounding():
    score = row(table("2021-07"), "=900套", "500套")
    assert (score.recomputed, score.verdict, score.explained_by) == (
        Decimal("5.56"),
        "rounding",
        ("rounding=truncate",),
    )


def test_a_threshold_may_explain_a_zero():
    score = row(table("2021-03"), ">=5人", "2人")
    assert score.recomputed == 2
    assert "pass_threshold=0.6" in score.explained_by


def test_execution_on_the_wrong_figure():
    found = table("2023gx-00")
    assert (found.execution.claimed, found.execution.recomputed) == (Decimal("5.11"), Decimal("5.10"))


def test_words_at_the_middle_grade_keep_what_was_claimed():
    words = [item.score for item in table("2021-14").indicators if item.actual == "基本达到预期效果"]
    assert [(score.low, score.high, score.recomputed) for score in words] == [(9, 12, Decimal("10.5"))] * 2


def test_the_practice_of_xinjiang_explains_its_costs():
    found = table("2021-04", rulebook="xinjiang-practice")
    assert {item.score.verdict for item in found.indicators if item.level2 == "成本指标"} == {"agrees"}
    assert found.total.recomputed == Decimal("86.19")


def test_many_tables_in_one_workbook():
    evaluation = perfscore.evaluate([DATA / "sheets" / "many-sheets.xlsx", DATA / "sheets" / "many-tables.xlsx"])
    assert [len(file.tables) for file in evaluation.files] == [8, 4]
    totals = {f"{name}": Decimal(recomputed) for name, _, recomputed, _, _ in TOTALS}
    for found in evaluation.files[0].tables:
        assert found.total.recomputed == totals[found.sheet]


def test_target_tables_have_rules_and_no_scores():
    found = table("2023t-02")
    assert {item.rule for item in found.indicators} == {"按照正常比例赋分", "按评判等级赋分", "满意度赋分"}
    assert {item.rule_source for item in found.indicators} == {"sheet"}
    assert (found.execution, found.total, found.grade) == (None, None, None)
    assert {item.score for item in found.indicators} == {None}

"""Rules beyond the measures: caps of the total, penalties, steps of the execution rate, points per percentage point."""

from decimal import Decimal

import pytest

import perfscore
from perfscore.model import Fund, Indicator, Table
from perfscore.rulebook import load
from tests.scoring.cases import scored

HEAD = """id = "own"
version = "1"
title = "本县口径"
jurisdiction = "本县"
status = "practice"
extends = "cn-2020"
"""
SOURCE = '[sources.county]\ndocument = "本县绩效自评工作通知"\nverified = true\n'


@pytest.fixture
def own_book(tmp_path):
    """Write a county's book with one value of its own and give its path."""

    def write(parameter: str, value: str) -> str:
        path = tmp_path / f"{parameter}.toml"
        entry = f'[[values.{parameter}]]\nvalue = {value}\nsince = 2020-01-01\nsource = "county"\n'
        path.write_text(HEAD + SOURCE + entry, encoding="utf-8")
        return str(path)

    return write


def table(spent: str, claimed_total: str = "", *, weight: str = "10", claimed: str = "") -> Table:
    """Build a table that reaches all its targets; only the execution rate is open."""
    cells = {"full_year": "C5", "executed": "D5", "score": "G5"}
    fund = Fund("年度资金总额", "100", "100", spent, weight, "", claimed, cells)
    row = Indicator(level1="产出指标", level3="完成数量", target="≥10项", actual="10项", weight="90", claimed="90")
    return Table(year=2023, funds=(fund,), indicators=(row,), claimed_total=claimed_total)


@pytest.mark.parametrize(
    ("spent", "total", "grade"),
    [
        ("80", "98.00", "优"),
        ("79.99", "89.00", "良"),
        ("70", "89.00", "良"),
        ("69.9", "79.00", "中"),
        ("60", "79.00", "中"),
        ("59", "69.00", "中"),
        ("50", "69.00", "中"),
        ("49", "59.00", "差"),
        ("0", "59.00", "差"),
    ],
)
def test_a_low_execution_rate_caps_the_total(spent, total, grade):
    scored_table = perfscore.score(table(spent), load("platform-handbook"))
    assert (scored_table.total.recomputed, scored_table.grade) == (Decimal(total), grade)


def test_a_capped_total_says_so_with_its_figures_and_source():
    total = perfscore.score(table("75"), load("platform-handbook")).total
    assert total.trace.branch == "sum_capped"
    assert total.trace.formula == "7.5 + 90 = 97.50 ＞ 89 → 89"
    assert [(item.text, item.cell) for item in total.trace.inputs] == [("100", "C5"), ("75", "D5")]
    assert total.trace.source.document.startswith("一个在用的预算管理一体化平台操作手册")
    assert total.low == total.high == 89


def test_a_total_capped_as_the_handbook_has_it_is_explained_and_contradicts_no_sum():
    handbook = load("platform-handbook")
    national = perfscore.score(table("75", "89", claimed="7.5"))
    assert national.total.explained_by == ("total_caps=0.8:89/0.7:79/0.6:69/0.5:59",)
    capped = perfscore.score(table("75", "89", claimed="7.5"), handbook)
    assert capped.total.verdict == "agrees"
    assert "PS310" not in {finding.code for finding in capped.findings}
    uncapped = perfscore.score(table("75", "97.5", claimed="7.5"), handbook)
    assert (uncapped.total.recomputed, uncapped.total.explained_by) == (89, ("total_caps=none",))


def test_the_settled_total_is_capped_too():
    """Even where no score changes, the total that a correction writes is the one that the execution rate allows."""
    uncapped = perfscore.score(table("75", "97.5", claimed="7.5"), load("platform-handbook"))
    assert (uncapped.total.action, uncapped.settled, uncapped.settled_grade) == ("replace", 89, "良")


@pytest.mark.parametrize(
    ("target", "actual", "expected", "branch"),
    [
        ("≥10项", "13项", "8.00", "exceeded_penalty"),
        ("≥10项", "12.9项", "10.00", "met"),
        ("=10项", "20项", "8.00", "exceeded_penalty"),
        ("≥0起", "3起", "10.00", "met"),
        ("≤10天", "5天", "10.00", "ceiling_kept"),
        ("80%-90%", "85%", "10.00", "in_range"),
    ],
)
def test_a_number_far_above_its_target_loses_points(target, actual, expected, branch):
    score = scored(target, actual, "10", book="platform-handbook")
    assert (score.recomputed, score.trace.branch) == (Decimal(expected), branch)


def test_the_penalty_never_takes_more_than_the_weight_and_shows_its_figures():
    score = scored("≥10项", "20项", "1", book="platform-handbook")
    assert (score.recomputed, score.trace.formula) == (0, "20 ≥ 10 × 1.3 → 1 − 2 = 0.00")


def test_a_score_lowered_for_a_far_exceeded_target_follows_a_known_convention():
    assert scored("≥10项", "20项", "10", "8").explained_by == ("deviation_penalty=1.3:2",)
    uncut = scored("≥10项", "20项", "10", "10", book="platform-handbook")
    assert uncut.explained_by == ("deviation_penalty=none", "rule=直接赋分")


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("≥95%", "90%", "7.50"),
        ("≥95%", "94.5%", "9.75"),
        ("≥95%", "10%", "0.00"),
        ("≥10项", "8项", "0.00"),
        ("≥1000人", "990人", "9.50"),
        ("80%-90%", "78%", "9.00"),
        ("≥-5%", "-8%", "8.50"),
        ("≥95%", "96%", "10.00"),
    ],
)
def test_points_for_each_percentage_point_below_the_target(own_book, target, actual, expected):
    score = scored(target, actual, "10", book=own_book("shortfall_points", "0.5"))
    assert (score.status, score.recomputed) == ("scored", Decimal(expected))


def test_points_for_each_percentage_point_show_their_figures(own_book):
    book = own_book("shortfall_points", "0.5")
    score = scored("≥95%", "90%", "10", "9.47", book=book)
    assert score.trace.formula == "10 − (95 − 90) × 0.5 = 7.50"
    assert score.trace.source.document == "本县绩效自评工作通知"
    assert score.explained_by == ("shortfall_points=0",)
    assert scored("≥1000人", "990人", "10", book=book).trace.formula == "10 − (1 − 990 ÷ 1000) × 100 × 0.5 = 9.50"


@pytest.mark.parametrize(
    ("spent", "expected", "branch"),
    [
        ("100", "10.00", "execution_step"),
        ("120", "10.00", "execution_step"),
        ("95", "10.00", "execution_step"),
        ("94.99", "8.00", "execution_step"),
        ("80", "8.00", "execution_step"),
        ("79.9", "0.00", "execution_below_steps"),
    ],
)
def test_the_execution_rate_by_steps(own_book, spent, expected, branch):
    book = load(own_book("execution_steps", "[[0.95, 1], [0.8, 0.8]]"))
    execution = perfscore.score(table(spent), book).execution
    assert (execution.recomputed, execution.trace.branch) == (Decimal(expected), branch)
    assert execution.trace.source.document == "本县绩效自评工作通知"


def test_an_execution_score_in_proportion_is_explained_where_steps_are_in_force(own_book):
    book = load(own_book("execution_steps", "[[0.95, 1], [0.8, 0.8]]"))
    assert perfscore.score(table("85", claimed="8.5"), book).execution.explained_by == ("execution_steps=none",)
    assert perfscore.score(table("85", claimed="8"), book).execution.verdict == "agrees"


def test_where_the_form_does_not_score_the_execution_rate_the_indicators_share_the_hundred(own_book):
    book = load(own_book("execution_weight", "0"))
    without = perfscore.score(table("75", weight=""), book)
    assert (without.execution, without.total.recomputed) == (None, 90)
    assert "PS501" in {finding.code for finding in without.findings}, "90 is short of 100 there"

"""Printed criteria with worked cases: what they give, and that nothing is decided that they leave open."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from perfscore import read_criterion
from perfscore.model import PerfscoreError

CASES = Path(__file__).parents[1] / "data" / "criteria" / "criteria.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def expected(case, weight):
    if case["points"] is not None:
        return (Decimal(case["points"]),) * 2
    return Decimal(case.get("low") or 0), Decimal(case.get("high") or weight)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:24])
def test_a_criterion_gives_what_was_worked_out_or_a_range_that_holds_it(row):
    criterion = read_criterion(row["text"], weight=Decimal(row["weight"]))
    for case in row["cases"]:
        award = criterion.points(case["actual"])
        low, high = expected(case, row["weight"])
        if "sum" in case:
            assert award.low == award.high == Decimal(case["sum"]) or (award.low, award.high) == (low, high)
            continue
        assert (award.reason is None) <= (award.low == award.high)
        assert award.low <= low <= high <= award.high, case
        if (award.low, award.high) != (low, high):
            assert award.reason, case


def test_nearly_all_are_as_exact_as_a_reviewer():
    right = 0
    for row in ROWS:
        criterion = read_criterion(row["text"], weight=Decimal(row["weight"]))
        awards = [(criterion.points(case["actual"]), case) for case in row["cases"]]
        right += all(
            (award.low, award.high) == expected(case, row["weight"]) or award.low == Decimal(case.get("sum", -1))
            for award, case in awards
        )
    assert right >= 0.97 * len(ROWS)


@pytest.mark.parametrize(
    ("text", "weight", "awards"),
    [
        ("完成率达到90%得10分，80%以上得8分，60%以上得5分", 10, {"85%": "8", "90%": "10", "60%": "5"}),
        ("合格率≥95%得满分，每降低1个百分点扣0.5分，扣完为止", 5, {"95%": "5", "93%": "4", "80%": "0"}),
        ("及时率100%得3分，否则不得分", 3, {"100%": "3", "99%": "0"}),
        ("每发生一起扣2分，扣完为止。", 6, {"1起": "4", "4起": "0", "无": "6"}),
        ("制度健全得2分，基本健全得1分，不健全不得分", 2, {"健全": "2", "基本健全": "1", "不健全": "0"}),
        ("得分=完成率×分值", 8, {"95%": "7.60"}),
        ("不少于4次得4分，每少1次扣1分，扣完为止", 4, {"4次": "4", "2次": "2", "5次": "4"}),
    ],
)
def test_exact_points(text, weight, awards):
    criterion = read_criterion(text, weight=Decimal(weight))
    for actual, points in awards.items():
        award = criterion.points(actual)
        assert (award.low, award.high, award.reason) == (Decimal(points), Decimal(points), None), actual
        assert award.clause is not None


@pytest.mark.parametrize(
    ("text", "weight", "actual", "low", "high", "reason"),
    [
        ("≥95%得满分，每降低1个百分点扣0.5分，扣完为止", 5, "92.5%", "3.5", "4", "part_step"),
        ("90%-100%得3分，70%-90%得1分", 3, "90%", "1", "3", "shared_bound"),
        ("98%-100%得3分，90%-97%得1分", 3, "97.5%", "1", "3", "gap"),
        ("满分5分，每错1处扣2分", 5, "3处", "0", "0", "no_cap"),
        ("根据完成情况酌情打分", 5, "好", "0", "5", "vague"),
        ("A≥90%得2分，B≥80%得3分", 5, "90%", "0", "5", "two_conditions"),
        ("每低5%扣1分。", 5, "90%", "3", "5", "outside_reference"),
        ("≥90%得3分，否则不得分", 1, "95%", "1", "3", "weight_disagrees"),
        ("≥90%得3分，否则不得分", 3, "好", "0", "3", "gap"),
    ],
)
def test_what_stays_open_has_its_reason(text, weight, actual, low, high, reason):
    award = read_criterion(text, weight=Decimal(weight)).points(actual)
    assert (award.low, award.high, award.reason) == (Decimal(low), Decimal(high), reason)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("≥95%得", "≥95%得"),
        ("低于70%的得分", "低于70%"),
        ("于95%的得5分", "95%"),
        ("≥95%得6分；3", "3"),
        ("超过90%以下得5分", "超过90%"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place(text, place):
    with pytest.raises(PerfscoreError) as error:
        read_criterion(text, weight=Decimal(5))
    assert error.value.values["place"].startswith(place[:2]) or place in str(error.value)

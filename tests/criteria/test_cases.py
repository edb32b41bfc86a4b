"""Printed criteria with worked cases: what they give, and that nothing is decided that they leave open."""

import copy
import json
import pickle
from decimal import Decimal
from pathlib import Path

import pytest

from perfscore import read_criterion
from perfscore.errors import PerfscoreError

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
        ("得分=完成数/任务数×10，最高不超过10分", 10, {"任务数50个，完成数40个": "8"}),
        ("完成率低于60%的，不得分；60%以上的，得分=完成率×10分", 10, {"50%": "0", "80%": "8"}),
        ("满意度≥90分得10分，80分（含）-90分得8分，低于80分不得分", 10, {"92分": "10", "85分": "8", "79分": "0"}),
        ("偏差率在±5%以内得5分，每超1个百分点扣1分，扣完为止", 5, {"3%": "5", "-3%": "5", "7%": "3", "-7%": "3"}),
        ("响应时间≤2小时得5分，2小时＜响应时间≤4小时得3分，响应时间＞4小时不得分", 5, {"120分钟": "5", "3小时": "3"}),
        ("全部完成得10分，完成80%（含）以上得8分，否则不得分", 10, {"100%": "10", "85%": "8", "50%": "0"}),
        ("未发生信访事件的，得4分；发生1件的，得2分；发生2件及以上的，得0分", 4, {"0件": "4", "1件": "2", "3件": "0"}),
        ("率值达到85%（含）以上得4分，每降5%扣1分，不足5%按5%计", 4, {"82%": "3", "80%": "3", "70%": "1"}),
        ("3次以内不扣分，超过3次的，从第4次起每次扣1分，扣完为止", 5, {"3次": "5", "5次": "3"}),
        ("结转结余率≤10%得满分；10%（不含）-20%得60%；超过20%不得分", 10, {"10%": "10", "20%": "6", "35%": "0"}),
        ("无差错得满分，出现1处差错扣1分，扣完为止", 5, {"0处": "5", "1处": "4", "无": "5"}),
        ("按实际到位比例计分，到位率低于60%的计0分。", 10, {"75%": "7.5", "50%": "0", "60%": "6"}),
        ("按期完工得5分，每拖延10天减1分，减至0分为止。", 5, {"10天": "4", "60天": "0"}),
        ("产区4分，非产区3分", 4, {"产区": "4", "非产区": "3"}),
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
        ("无差错得满分，出现1处差错扣1分，扣完为止", 5, "2处", "3", "4", "vague"),
        ("100%得5分；99%以下，每下降1个百分点扣1分", 5, "98%", "3", "4", "vague"),
        ("达到95%得8分，达不到的按比例扣分", 8, "88.2%", "7.06", "7.46", "vague"),
        ("完成得5分，未完成不得分", 5, "基本完成", "0", "5", "gap"),
        ("①制度健全，2分；②执行有效，3分", 5, "较好", "0", "5", "items"),
        ("95%-100%得满分，每低1个百分点扣1分", 5, "103%", "0", "5", "gap"),
        ("95%-100%得满分，85%-94%得3分", 5, "95个", "0", "5", "unreadable"),
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
        ("≥95%得，低于95%不得分", "95%"),
        ("高于或低于标准，每低1%提高1分扣", "1"),
        ("每低1个百分点0.2分", "0.2分"),
        ("超过3次的，从第3次起每次扣1分", "每次"),
        ("≥95%得6分；2.高5分", "2."),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place(text, place):
    with pytest.raises(PerfscoreError) as error:
        read_criterion(text, weight=Decimal(5))
    assert error.value.values["place"].startswith(place[:2]) or place in str(error.value)


def test_a_criterion_survives_copies_and_processes():
    criterion = read_criterion("≥95%，得6分；85%（含）－95%，得4分；低于75%不得分", weight=Decimal(6))
    for other in (pickle.loads(pickle.dumps(criterion)), copy.deepcopy(criterion)):
        assert other == criterion
        assert other.points("90%") == criterion.points("90%")


def test_clauses_stand_as_printed_with_their_place():
    text = "≥95%，得6分； 85%（含）－95%，得4分"
    criterion = read_criterion(text, weight=Decimal(6))
    assert [clause.text for clause in criterion.clauses] == ["≥95%，得6分", "85%（含）－95%，得4分"]
    for clause in criterion.clauses:
        assert text[clause.start :].startswith(clause.text)


@pytest.mark.parametrize(
    "text", ["(" * 2000, "得分=" + "1+" * 900 + "1", "每" * 3000, "1" * 1999, "得分=" + "(" * 900, ""]
)
def test_a_hostile_text_is_refused_in_words(text):
    with pytest.raises(PerfscoreError) as error:
        read_criterion(text, weight=Decimal(5))
    assert "不能识别" in str(error.value)


def test_a_criterion_without_numbers_needs_the_weight():
    with pytest.raises(PerfscoreError, match="分值"):
        read_criterion("≥95%得满分，否则不得分").points("96%")

"""Rows of published tables: what they claim, what the rules give, and which convention explains the difference."""

import pytest

from tests.scoring.cases import points, scored

# level, target, actual, weight, claimed, recomputed, verdict, explained_by
ROWS = [
    ("产出", ">=50次", "68次", "10", "10", "10.00", "agrees", []),
    ("产出", ">=2次", "1次", "2", "1", "1.00", "agrees", []),
    ("产出", ">=3次", "1次", "2", "0.67", "0.67", "agrees", []),
    ("产出", ">=5人", "2人", "5", "0", "2.00", "differs", ["pass_threshold=0.6", "rule=直接赋分"]),
    ("产出", "=900套", "500套", "10", "5.55", "5.56", "rounding", ["rounding=truncate"]),
    (
        "产出",
        ">=100000小时",
        "8760小时",
        "5",
        "0",
        "0.44",
        "differs",
        ["pass_threshold=0.6", "rule=直接赋分"],
    ),
    ("成本", "<=2.4万元", "1.9万元", "2", "1.58", "2.00", "differs", ["cost_under=ratio"]),
    ("成本", "<=3.2万元", "1.5万元", "2", "0.94", "2.00", "differs", ["cost_under=ratio"]),
    ("成本", "<=3.50万元", "=0 万元", "5", "5", "5.00", "agrees", []),
    ("成本", "<=20万元", "0万元", "6", "0", "6.00", "differs", ["cost_under=ratio"]),
    ("成本", "<=18.84万元", "16.23万元", "10", "8", "10.00", "differs", []),
    ("成本", "<=10万元", "0.43万元", "8", "0.03", "8.00", "differs", []),
    ("成本", "<=600元/人/场次", "500元/人/场次", "5", "5", "5.00", "agrees", []),
    ("成本", "<=500.88万元/家", "54.47万元/家", "10", "1.09", "10.00", "differs", ["cost_under=ratio"]),
    (
        "产出",
        "<=600 米",
        "=515 米",
        "15",
        "12.87",
        "15.00",
        "differs",
        ["ceiling_under=ratio + rounding=truncate"],
    ),
    ("产出", ">=100%", "80%", "10", "0", "8.00", "differs", ["rule=直接赋分"]),
    ("产出", ">=5%", "0.1%", "25", "25", "0.50", "differs", []),
    ("产出", "=100%", "=0%", "10", "0", "0.00", "agrees", []),
    ("产出", "<=1", "1.1", "20", "18.18", "18.18", "agrees", []),
    ("产出", "=0起", "0起", "10", "10", "10.00", "agrees", []),
    ("满意度", ">=90%", "85%", "10", "9.44", "9.44", "agrees", []),
    ("满意度", ">=95%", "=96.67%", "10", "10", "10.00", "agrees", []),
    ("产出", "=50万双", "=50万双", "2", "2", "2.00", "agrees", []),
]


@pytest.mark.parametrize(("level", "target", "actual", "weight", "claimed", "expected", "verdict", "explained"), ROWS)
def test_a_published_row(level, target, actual, weight, claimed, expected, verdict, explained):
    score = scored(target, actual, weight, claimed, level=level)
    assert score.status == "scored"
    assert score.low == score.recomputed == score.high == points(expected)
    assert score.verdict == verdict
    assert list(score.explained_by) == explained


# target, actual, weight, claimed, low, high, recomputed
WORDS = [
    ("显著提高", "完全达到预期效果", "15", "15", "12.00", "15.00", "15.00"),
    ("不断提升", "基本达到预期效果", "15", "9", "9.00", "12.00", "9.00"),
    ("不断提升", "基本达到预期效果", "15", "10.5", "9.00", "12.00", "10.50"),
    ("不断提升", "基本达到预期效果", "15", "11.25", "9.00", "12.00", "11.25"),
    ("有所提升", "基本达到预期效", "10", "7.5", "6.00", "8.00", "7.50"),
    ("不断提升", "基本达到预期效果", "10", "10", "6.00", "8.00", "8.00"),
    ("有效", "有效", "20", "20", "16.00", "20.00", "20.00"),
    ("不断提升", "未完成预期指标且效果较差", "10", "7", "0.00", "6.00", "6.00"),
    ("规范", "良好", "20", "13", "0.00", "20.00", "13.00"),
]


@pytest.mark.parametrize(("target", "actual", "weight", "claimed", "low", "high", "recomputed"), WORDS)
def test_words_give_a_grade_and_the_grade_an_interval(target, actual, weight, claimed, low, high, recomputed):
    score = scored(target, actual, weight, claimed, level="效益")
    assert score.status == "judged"
    assert (score.low, score.high) == (points(low), points(high))
    assert score.recomputed == points(recomputed)

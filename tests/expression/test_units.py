"""Which units compare, by which factor, and what may be a unit at all."""

from decimal import Decimal

import pytest

from perfscore.expression import Base, parse
from perfscore.expression.units import unit


@pytest.mark.parametrize(
    ("left", "right", "times"),
    [
        ("万元", "元", "10000"),
        ("亿元", "万元", "10000"),
        ("千元", "元", "1000"),
        ("公里", "米", "1000"),
        ("km", "公里", "1"),
        ("千米", "ｋｍ", None),
        ("万双", "双", "10000"),
        ("万", "", "10000"),
        ("百分比", "%", "1"),
        ("%", "‰", "10"),
        ("成", "%", "10"),
        ("天", "小时", "24"),
        ("日", "天", "1"),
        ("周", "日", "7"),
        ("小时", "分钟", "60"),
        ("年", "个月", "12"),
        ("月", "个月", "1"),
        ("季度", "月", "3"),
        ("公顷", "亩", "15"),
        ("平方公里", "公顷", "100"),
        ("㎡", "平方米", "1"),
        ("吨", "公斤", "1000"),
        ("万元/家", "元/家", "10000"),
        ("元/米", "元/公里", "1000"),
        ("元/人·月", "元/人/月", "1"),
        ("人（次）", "人次", None),
        ("人(次)", "人次", "1"),
        ("台/套", "台套", "1"),
        ("名", "人", "1"),
        ("场次", "场", "1"),
        ("万人次", "人次", "10000"),
    ],
)
def test_units_that_convert(left, right, times):
    if times is None:  # a unit is looked up as a tree holds it, widths folded
        assert unit(left).dimension != unit(right).dimension
        return
    assert unit(left).dimension == unit(right).dimension
    assert unit(left).factor == unit(right).factor * Decimal(times)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("人", "人次"),
        ("个", "家"),
        ("天", "个工作日"),
        ("天", "个月"),
        ("%", "百分点"),
        ("%", ""),
        ("分", "分钟"),
        ("元", "美元"),
        ("元/月", "元/年"),
        ("次/季度", "次"),
        ("人/天", "人·天"),
        ("蒲式耳", "个"),
        ("元", "元/人"),
    ],
)
def test_units_that_are_different_things(left, right):
    assert unit(left).dimension != unit(right).dimension


@pytest.mark.parametrize(
    ("text", "money"),
    [("万元", True), ("元/人/场次", True), ("亿美元", True), ("个", False), ("", False), ("次/万元", False)],
)
def test_money_is_known(text, money):
    assert unit(text).money is money


def test_a_unit_keeps_its_spelling_unless_it_is_renamed():
    assert unit("km").text == "km"
    assert unit("百分比").text == "%"


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("<=8.90万元", Base(Decimal("89000"), "元")),
        ("=50万双", Base(Decimal("500000"), "双")),
        ("2230.86 万", Base(Decimal("22308600"), "")),
        ("0.07万吨", Base(Decimal("700000"), "千克")),
        ("5天", Base(Decimal("120"), "小时")),
        ("30分钟", Base(Decimal("0.5"), "小时")),
        ("5‰", Base(Decimal("0.5"), "%")),
        ("3亩", Base(Decimal("2000"), "平方米")),
        ("50万亩", Base(Decimal("500000"), "亩")),
        ("7万蒲式耳", Base(Decimal("70000"), "蒲式耳")),
        ("10分钟", None),  # a sixth of an hour can only be rounded
        ("1亩", None),
        ("95%", None),
        ("8小时", None),
        ("12个月", None),
        ("3个工作日", None),
        ("100.07分", None),
        ("10万元/家", None),
        ("515米", None),
    ],
)
def test_a_base_is_given_where_a_conversion_is_exact(text, base):
    assert parse(text).base == base


@pytest.mark.parametrize("text", ["5蒲式耳", "50学生", "3车皮", "20kgce", "6样品"])
def test_an_unlisted_counter_is_a_unit(text):
    assert parse(text).unit == text.lstrip("0123456789")


@pytest.mark.parametrize("text", ["100完成", "5达标", "3不合格", "6了", "7三五", "5万完成"])
def test_a_verb_is_no_unit(text):
    assert "不是可识别的计量单位" in parse(text).message


def test_a_unit_is_plain_text_wherever_it_stood():
    tree = parse("(80%,90%]")
    assert type(tree.unit) is str


def test_a_month_and_day_with_a_point_is_no_number_of_something():
    assert parse("12.31前").kind == "error"

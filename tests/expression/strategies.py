"""What hypothesis draws expressions from: trees of every kind, and text that looks like an expression."""

import calendar
from decimal import Decimal

from hypothesis import strategies as st

from perfscore.expression import Absent, Availability, Conditions, Deadline, Quantity, Range, Words, parse

UNITS = (
    "", "%", "‰", "元", "万元", "亿元", "万", "人", "人次", "台", "台套", "万双", "个月", "个工作日",
    "小时", "天", "公里", "km", "米", "㎡", "亩",
    "分", "℃", "元/人/场次", "万元/家", "次/季度", "元/人·月", "μg/m³", "台(套)", "蒲式耳", "kgce/万元",
)  # fmt: skip
WORDS = (
    "不断提升", "有效保障", "基本达到预期效果", "完全达到预期效果", "未完成", "规范", "确保不发生重大事故",
    "“十四五”规划", "长期",
    "显著", "按时送达", "一网通办", "是", "优良中低差",
)  # fmt: skip
SPELLINGS = {
    ">=": (">=", "≥", "> =", "＞＝", "≧", "不低于", "不少于", "至少"),
    "<=": ("<=", "≤", "< =", "＜＝", "≦", "‹=", "不超过", "不高于", "至多"),
    "=": ("=", "＝", "═"),
    ">": (">", "＞", "大于", "超过"),
    "<": ("<", "＜", "小于", "低于"),
    None: ("",),
}
PIECES = (
    *"0123456789.,%‰<>=≥≤±~-—至到且，；。、年月日底前后每次个人元万亿/()[]×x不无一二三两十百 \n①②·优",
    "以上", "以下", "以内", "不超过", "不低于", "达到", "控制在", "全天候", "小时", "天", "个月", "季度",
    "2023年", "12月", "31日", "培训", "下降",
    "余", "多", "未完成", "基本达到", "人次", "万元", "95", "100", "工作日", "每月", "(含)", "km", "1、", "2、",
)  # fmt: skip

whole = st.integers(0, 10**9).map(Decimal)
numbers = whole | st.decimals(min_value=Decimal("-1e9"), max_value=Decimal("1e12"), places=2)
quantities = st.builds(Quantity, st.just(""), st.sampled_from(tuple(SPELLINGS)), numbers, st.sampled_from(UNITS))
words = st.sampled_from(WORDS).map(parse)
availabilities = st.builds(Availability, st.just(""), st.integers(1, 366), st.integers(1, 24))
absences = st.just(Absent())


@st.composite
def ranges(draw):
    low, high = sorted((draw(numbers), draw(numbers)))
    return Range("", low, high, draw(st.booleans()), draw(st.booleans()), draw(st.sampled_from(UNITS)))


@st.composite
def deadlines(draw):
    month = draw(st.integers(1, 12))
    year = draw(st.integers(1990, 2099))
    day = draw(st.integers(1, calendar.monthrange(year, month)[1]))
    every = draw(st.sampled_from([None, "month", "year"]))
    if every == "month":
        return Deadline("", None, None, draw(st.integers(1, 31)), every)
    given_year = None if every else draw(st.sampled_from([None, year]))
    given_month = month if every else draw(st.sampled_from([None, month]))
    given_day = draw(st.sampled_from([None, day])) if given_month or not given_year else None
    if (given_year, given_month, given_day) == (None, None, None):
        given_day = day
    return Deadline("", given_year, given_month, given_day, every)


measured = quantities | ranges() | deadlines() | availabilities
conditions = (
    st.lists(measured | words, min_size=2, max_size=4)
    .filter(lambda parts: not all(isinstance(part, Words) for part in parts))
    .map(lambda parts: Conditions("", tuple(parts)))
)
trees = measured | words | absences | conditions


@st.composite
def written_quantities(draw):
    """Draw a quantity, and one of the ways to write it."""
    tree = draw(quantities)
    sign = draw(st.sampled_from(SPELLINGS[tree.operator]))
    figures = format(abs(tree.value), draw(st.sampled_from(["f", ",f"])))
    minus = "-" if tree.value.is_signed() and tree.value else ""
    blank = draw(st.sampled_from(["", " ", "\n", "　"]))
    text = f"{sign}{minus}{figures}{blank}{tree.unit}"
    return tree, draw(st.sampled_from([text, text.translate(FULL_WIDTH)]))


FULL_WIDTH = str.maketrans("0123456789%.,<>=()", "０１２３４５６７８９％．，＜＞＝（）")
likely_text = st.lists(st.sampled_from(PIECES), max_size=10).map("".join)

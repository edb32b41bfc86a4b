"""What cannot be read says where, what is wrong and what to do."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest

import perfscore
import perfscore.expression.mistakes as mistakes_module
from perfscore.expression import Unreadable, parse
from perfscore.model import Indicator, Table
from perfscore.wording import flat

MISTAKES = tomllib.loads(Path(mistakes_module.__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("≥", 1, "比较符号后面缺少数值"),
        ("≥%", 1, "比较符号后面缺少数值"),
        ("合格率 ≥ ", 6, "比较符号后面缺少数值"),
        ("[80,90", 0, "区间没有写完"),
        ("80~", 2, "区间没有写完"),
        ("80%-", 3, "“-”在数值后面没有写完"),
        ("80%至", 3, "“至”在数值后面没有写完"),
        ("1.2.3%", 3, "两个小数点"),
        ("95.%", 3, "小数点后面缺少数字"),
        ("1，87万元", 1, "千分位逗号的位置不对"),
        ("05次", 1, "不应以0开头"),
        ("1 2", 1, "两个数之间只有空格"),
        ("5个或6个", 3, "同一项里有两个数"),
        ("3小时30分钟", 3, "同一项里有两个数"),
        ("18:0", 3, "比例的后项不能是0"),
        ("超额完成20套", 0, "没有写明一共完成了多少"),
        ("3/4", 1, "换算成小数或百分数"),
        ("5元/", 3, "“/”后面缺少单位"),
        ("%", 0, "计量单位前面缺少数值"),
        ("100完成", 3, "“完成”不是可识别的计量单位"),
        ("5B级景区", 1, "“B级景区”不是可识别的计量单位"),
        ("每年5", 2, "“每年”后面的数缺少计量单位"),
        ("≥95%以下", 4, "“>=”与“以下”方向相反"),
        ("不低于≤95%", 3, "方向相反"),
        ("90%-80%", 0, "区间下限90大于上限80"),
        ("≥90%且≤80%", 0, "区间下限90大于上限80"),
        ("80%≥x≤90%", 5, "方向相反"),
        ("5元-8个", 3, "“元”与“个”不同"),
        ("≥80%-90%", 0, "区间前面不应再有“>=”"),
        ("2023年13月", 0, "没有13月"),
        ("2000年0月0日", 0, "没有0月"),
        ("2021年5月0日", 0, "2021年5月0日不存在"),
        ("2023年2月30日前", 0, "2023年2月30日不存在"),
        ("2023-02-29", 0, "2023年2月29日不存在"),
        ("11月31日前", 0, "11月31日不存在"),
        ("≥2023年12月31日", 0, "期限前面不应有“>=”"),
        ("每周25日前", 2, "“每周”的期限无法比较"),
        ("2022年水平以上", 0, "只认出年份"),
        ("完成2023年度工作", 0, "里的数没有可以比较的写法"),
        ("7×25小时", 0, "“7×25小时”不是每周天数乘每天小时数"),
        ("2×3米", 0, "“2×3米”不是每周天数乘每天小时数"),
        ("<7×24小时", 0, "“7×24小时”前面不应有“<”"),
        ("≥三五次", 1, "比较符号后面缺少数值"),
        ("5.次", 0, "“5.”像是编号"),
        ("1、培训10次；3、合格率100%", 8, "“3、”像是编号"),
        ("9" * 70, 0, "过长"),
        ("很" * 2001, 2000, "内容超过2000个字"),
    ],
)
def test_a_mistake_is_named_where_it_stands(text, position, words):
    tree = parse(text)
    assert isinstance(tree, Unreadable)
    assert words in tree.message
    assert tree.position == position
    assert tree.to_json() == {"text": text, "kind": "error", "position": position, "message": tree.message}


@pytest.mark.parametrize(
    ("example", "key"),
    [(example, mistake["key"]) for mistake in MISTAKES["form"] for example in mistake["examples"]],
)
def test_every_example_of_a_mistake_is_recognised_as_that_mistake(example, key):
    tree = parse(example)
    assert isinstance(tree, Unreadable)
    assert tree.problem == key


def test_the_pointer_stands_under_the_character_of_a_chinese_text():
    tree = parse("合格率 ≥ ９５%以下")
    assert tree.position == 9
    assert tree.pointer().splitlines() == ["合格率 ≥ ９５%以下", " " * 14 + "^"]


def test_the_pointer_counts_line_breaks_as_blanks_and_marks_as_nothing():
    assert parse("合格率\n5个6个").pointer().splitlines() == ["合格率 5个6个", " " * 10 + "^"]
    assert parse("5\u200b个6个").pointer().splitlines() == ["5\u200b个6个", " " * 3 + "^"]


def test_a_missing_end_is_pointed_at_behind_the_text():
    assert parse("满意度≥").pointer().splitlines() == ["满意度≥", " " * 7 + "^"]


def keys_of_mistakes():
    source = "".join(path.read_text(encoding="utf-8") for path in Path(mistakes_module.__file__).parent.glob("*.py"))
    named = re.findall(r'Mistake\(\s*"(\w+)"|_LONGEST, "(\w+)"|_UNKNOWN = "(\w+)"', source)
    return sorted({*filter(None, chain(*named)), *(mistake["key"] for mistake in MISTAKES["form"])})


@pytest.mark.parametrize("key", keys_of_mistakes())
def test_every_mistake_has_words_that_say_what_to_do(key):
    chinese, english = (flat("labels.toml", language)[f"value.problem.{key}"] for language in ("zh", "en"))
    assert any(advice in chinese for advice in ("请", "只能"))
    assert not chinese.endswith("。")
    assert not english.endswith(".")


def test_a_finding_says_the_mistake_in_its_language_and_ends_once():
    table = Table(indicators=(Indicator(level3="培训人次", target="≥90%且≤80%", actual="1..9万元", weight="5"),))
    for language, code, words in (
        ("zh", "PS201", "目标值“≥90%且≤80%”不能识别：区间下限90大于上限80，请核对两端。"),
        ("en", "PS201", "cannot be read: the lower bound 90 is above the upper bound 80; check both."),
    ):
        messages = [item.message for item in perfscore.score(table, language=language).findings if item.code == code]
        assert messages[0].endswith(words)
    assert parse("≥").in_words("en") == "there is no number behind the sign; add it, as in ≥95%."

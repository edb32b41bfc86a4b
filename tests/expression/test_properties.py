"""What holds for every expression: it is read back as it was written, it never raises, digits are never passed over."""

import json
import pickle
import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from perfscore.expression import Availability, Deadline, Unreadable, Words, parse
from perfscore.expression.normal import normalise
from tests.expression.strategies import likely_text, trees, written_quantities

NAMES = re.compile(r"第[0-9]+|[A-Za-z]+(?:/[A-Za-z]+)*-?[0-9]+(?:[.:-][0-9]+)*|[1-5]A级?|[2-5]D|[0-9]{1,3}号(?=[门公])")


@given(trees)
@example(Availability("", 24, 5))
@example(Deadline("", 2024, 2, 29))
@example(Deadline("", None, None, 31, "month"))
@settings(max_examples=600, deadline=None)
def test_the_normal_notation_is_read_back_as_the_same_tree(tree):
    assert parse(str(tree)) == tree


@given(written_quantities())
@settings(max_examples=400, deadline=None)
def test_every_spelling_of_a_quantity_is_the_same_quantity(case):
    tree, text = case
    assert parse(text) == tree


@given(st.text() | likely_text)
@settings(max_examples=1500, deadline=None)
@example("\x00=5")
@example("\ud800")
@example("٥٪")
@example("²5")
@example("5" * 500)
@example("年" * 100)
def test_any_text_is_read_or_named_unreadable(text):
    tree = parse(text)
    assert tree.text == text
    json.dumps(tree.to_json())
    assert pickle.loads(pickle.dumps(tree)) == tree
    if isinstance(tree, Unreadable):
        assert 0 <= tree.position <= len(text)
        assert tree.message.endswith("。")
        assert len(tree.pointer().splitlines()) >= 2


@given(likely_text)
@settings(max_examples=1500, deadline=None)
@example("完成2023年度工作")
@example("（2023年）")
@example("5A级景区")
@example("≥第5名")
@example("GB/T 123≥")
def test_a_text_with_a_number_is_never_passed_off_as_words(text):
    tree = parse(text)
    if isinstance(tree, Words):
        # Only the numbers of a list and those of names may stand in words: 1、制度健全；2、管理规范; GB/T 123; 第1名.
        for mark in ("1、", "2、"):
            text = text.replace(mark, "")
        text = NAMES.sub("", "".join(normalise(text)[0].split()))
        assert not set(text) & set("0123456789<>=≥≤±%‰")


REPEATED = (
    "不", "5次，", "(", "1,", "每", "5个", "一", "(1", "[1,", "≥", "不低于",
    "1.", "20", "2023年", "①", "5~", "未达", "/人", "十百",
)  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED)
def test_a_long_text_costs_no_more_than_its_length(piece):
    text = (piece * 2000)[:2000]
    start = time.thread_time()
    parse(text)
    assert time.thread_time() - start < 0.5


def test_a_text_beyond_any_target_is_refused_at_once():
    tree = parse("5" * 10_000_000)
    assert isinstance(tree, Unreadable)
    assert "超过2000个字" in tree.message

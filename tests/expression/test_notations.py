"""What is read from each notation: the published strings first, then every notation that is known from elsewhere."""

import json
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from perfscore.expression import Base, Conditions, Deadline, Quantity, Range, Words, parse

HERE = Path(__file__).parent
DATA = HERE.parent / "data"


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def notations():
    tables = tomllib.loads((HERE / "notations.toml").read_text(encoding="utf-8"))
    return [
        pytest.param(text, kind, normal, id=f"{kind}:{text}")
        for kind, groups in tables.items()
        for cases in groups.values()
        for text, normal in cases
    ]


@pytest.mark.parametrize("expected", lines(DATA / "expressions.jsonl"), ids=lambda line: line["text"])
def test_a_contract_line_is_read_as_it_says(expected):
    read = parse(expected["text"]).to_json()
    assert {key: read[key] for key in expected} == expected
    assert set(read) - set(expected) <= {"low_closed", "high_closed"}


@pytest.mark.parametrize("expected", lines(HERE / "published.jsonl"), ids=lambda line: line["text"])
def test_a_published_string_is_read_as_it_was_when_a_person_checked_it(expected):
    assert parse(expected["text"]).to_json() == expected


def test_every_published_target_and_actual_was_checked():
    checked = {line["text"] for line in lines(HERE / "published.jsonl")}
    tables = json.loads((DATA / "sheets" / "tables.json").read_text(encoding="utf-8"))
    printed = {row.get(field) for table in tables for row in table["indicators"] for field in ("target", "actual")}
    assert printed - {None} <= checked


@pytest.mark.parametrize(("text", "kind", "normal"), notations())
def test_a_notation_has_one_meaning(text, kind, normal):
    tree = parse(text)
    assert (tree.kind, str(tree)) == (kind, normal)
    assert parse(normal) == tree
    assert tree.text == text


def words_in_front():
    tables = tomllib.loads((HERE / "notations.toml").read_text(encoding="utf-8"))
    return [text for text, _ in tables["quantity"]["words_in_front"]]


@pytest.mark.parametrize("text", words_in_front())
def test_a_comparison_in_words_is_read_behind_a_name_too(text):
    assert str(parse(f"培训{text}")) == str(parse(text))


def test_a_tree_is_a_record_that_prints_what_it_holds():
    tree = parse(">=95%")
    assert tree == Quantity(">=95%", ">=", Decimal("95"), "%")
    assert (tree.operator, tree.value, tree.unit, tree.base) == (">=", Decimal("95"), "%", None)


def test_trees_compare_by_what_they_say():
    assert parse("≥ 95％") == parse(">=95%")
    assert parse(">=95%") != parse("=95%")
    assert parse("不断 提升") == parse("不断提升") != parse("显著提升")
    assert hash(parse("≥ 95％")) == hash(parse(">=95%"))


def test_a_value_keeps_its_zeros_and_its_base_does_not():
    tree = parse("<=8.90万元")
    assert str(tree.value) == "8.90"
    assert tree.base == Base(Decimal("89000"), "元")


def test_a_deadline_is_a_day_only_when_it_is_complete():
    assert parse("2026年11月30日前").date.isoformat() == "2026-11-30"
    assert parse("2026年11月30日前").to_json() == {
        "text": "2026年11月30日前", "kind": "deadline", "date": "2026-11-30",
    }  # fmt: skip
    assert parse("9月前").to_json() == {"text": "9月前", "kind": "deadline", "month": 9}
    assert parse("每年12月底前").to_json() == {
        "text": "每年12月底前", "kind": "deadline", "month": 12, "day": 31, "every": "year",
    }  # fmt: skip


def test_the_end_of_february_needs_a_year():
    assert parse("2024年2月底前") == Deadline("", 2024, 2, 29)
    assert parse("2月底前") == Deadline("", None, 2, None)


def test_a_range_says_which_bounds_belong_to_it():
    read = parse("[80,90)").to_json()
    assert (read["low"], read["low_closed"], read["high"], read["high_closed"]) == ("80", True, "90", False)


def test_each_condition_keeps_its_own_words():
    tree = parse("1、响应及时；2、培训 10 次（每月1次），合格率≥95%")
    assert isinstance(tree, Conditions)
    assert [part.text for part in tree.parts] == ["响应及时", "培训 10 次（每月1次）", "合格率≥95%"]
    assert [part.kind for part in tree.parts] == ["words", "quantity", "quantity"]


def test_a_second_bound_with_words_is_about_something_else():
    assert isinstance(parse("合格率≥80%，成本率≤90%"), Conditions)
    assert isinstance(parse("合格率≥80%，≤90%"), Range)


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("完全达到预期效果", "full"),
        ("全部达到预期目标", "full"),
        ("达成预期指标", "full"),
        ("达成年度指标", "full"),
        ("达到预期", "full"),
        ("全部或基本达成预期指标", "full"),
        ("全部完成", "full"),
        ("优", "full"),
        ("基本达到预期效果", "partial"),
        ("基本达到预期效", "partial"),
        ("基本达到 预期目标。", "partial"),
        ("部分达成预期指标并具有一定效果", "partial"),
        ("基本完成", "partial"),
        ("部分完成", "partial"),
        ("未完全达到预期效果", "partial"),
        ("部分未完成", "partial"),
        ("未达成预期指标且效果较差", "failed"),
        ("未完成预期指标且效果较差", "failed"),
        ("未完成", "failed"),
        ("尚未达到", "failed"),
        ("没有完成", "failed"),
        ("基本未完成", "failed"),
        ("完全未达到", "failed"),
        ("差", "failed"),
        ("无不合格产品", None),
        ("有效", None),
        ("显著", None),
        ("是", None),
        ("完成", None),
        ("好坏", None),
        ("规范", None),
        ("良", None),
        ("中", None),
        ("优良中低差", None),
        ("差异化管理", None),
        ("未发生事故", None),
        ("不断提升", None),
    ],
)
def test_words_name_a_grade_or_none(text, grade):
    tree = parse(text)
    assert isinstance(tree, Words)
    assert tree.grade == grade
    assert ("grade" in tree.to_json()) == (grade is not None)

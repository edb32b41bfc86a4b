"""One character added, dropped or replaced: no sign, number or unit is passed over without an error or a word of it."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from perfscore.expression import Absent, Conditions, Quantity, Range, Unreadable, Words, parse, units
from perfscore.expression.normal import normalise

DATA = Path(__file__).parents[1] / "data"
TEXTS = sorted(
    {
        json.loads(line)["text"]
        for file in (DATA / "expressions.jsonl", DATA / "provinces" / "expressions.jsonl")
        for line in file.read_text("utf-8").splitlines()
    }
)
ALPHABET = "0159.,%‰<>=≥≤±~-—至，；。、年月日前每次个人元万亿台/()（）:×*x不无一第超以上下内半 +A"
# What may hold a number without being compared, and is shown or said elsewhere: names, remarks in brackets, years in
# words, the number of an entry in a list.
ASIDE = re.compile(
    r"\([^()]*\)|第[0-9]+|(?<![A-Za-z0-9])[A-Za-z]+(?:/[A-Za-z]+)*-?[0-9]+(?:[.:-][0-9]+)*|(?<![0-9.])(?:[1-5]A级?|[2-5]D(?![A-Za-z]))"
    r"|(?<![0-9.])[2-6]G(?=[\u4e00-\u9fff])|[0-9]+号(?=[线门公地])|(?:19|20)[0-9]{2}(?:[-~—至](?:19|20)?[0-9]{2})?年度"
    r"|(?:\A|(?<=[;。、!?,]))\(?[0-9]{1,2}[)、.](?![0-9])|[0-9]{4,}(?=国道|省道)"
)
NUMBER = re.compile(r"[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?|\.[0-9]+")
# Signs as they are read: of one thing, so that a second one would be lost.
SIGN = re.compile(r"[<>]=?|=[<>]?|±")
COMPARED = re.compile(
    r"(?:不低于|不少于|不超过|不高于|至少|大于等于|小于等于|大于|小于|超过|低于)(?=[0-9])|(?<=[0-9%个次人元台])(?:以上|以下|以内)"
)
# Ratios, what is done beyond a target, units brought together and spans of time are shown as other numbers.
READ_OTHERWISE = re.compile(
    r"[0-9]:[.0-9]|超(?:额|计划|目标|任务)|万.*亿|元.*万|季度|半年|±|[×x*]|旬|[底末]|[月日年].*[-~—至到].*[月日年]"
    r"|[0-9][-~—至到][0-9]+月|(?:19|20)[0-9]{2}\.|[‰万亿].*[-~—至到,]|[-~—至到,].*[‰万亿]"
)


def mutants(text: str) -> Iterator[str]:
    for place in range(len(text) + 1):
        if place < len(text):
            yield text[:place] + text[place + 1 :]
        for letter in ALPHABET:
            yield text[:place] + letter + text[place:]
            if place < len(text):
                yield text[:place] + letter + text[place + 1 :]


def figures(tree: Any) -> set[Decimal]:
    """List every number that a tree holds."""
    if isinstance(tree, Conditions):
        return set().union(*map(figures, tree.parts))
    shown = "" if isinstance(tree, Words) else re.sub(r"(?<=[0-9])\s*,\s*(?=[0-9])", " ", str(tree))
    if isinstance(tree, Range):
        return {abs(tree.low), abs(tree.high), *map(Decimal, NUMBER.findall(tree.unit))}
    return {Decimal(number) for number in NUMBER.findall(shown)} | {Decimal(0)}


def compared(tree: Any) -> bool:
    """Tell whether a tree compares: by a sign, or as a range or a time, which are read with it."""
    if isinstance(tree, Conditions):
        return any(map(compared, tree.parts))
    return not isinstance(tree, Quantity) or tree.operator is not None


def lost(text: str) -> str:
    """Name what was passed over in a text, or nothing."""
    tree = parse(text)
    if isinstance(tree, Unreadable | Absent):
        return ""
    folded = "".join(normalise(text)[0])
    plain = ASIDE.sub("|", folded)
    if isinstance(tree, Words):
        return "number" if re.search("[0-9]", plain) else ""
    if not READ_OTHERWISE.search(folded):
        held = figures(tree)
        for number in NUMBER.findall(plain):
            if Decimal(number.replace(",", "")) not in held and not {*map(Decimal, number.split(","))} <= held:
                return f"number {number}"
    if (SIGN.search(plain) or COMPARED.search(plain)) and not compared(tree):
        return "sign"
    if isinstance(tree, Quantity):
        for match in NUMBER.finditer(plain):
            unit = units.leading(plain[match.end() :])
            shown = (unit, units.unit(unit).text)
            if unit and not tree.unit.startswith(shown) and not READ_OTHERWISE.search(folded):
                return f"unit {unit}"
    return ""


@pytest.mark.parametrize(
    ("text", "notation"), [("100名学生以上", ">=100名"), ("5个乡镇以内", "<=5个"), ("50张以下的（含50张）", "<=50张")]
)
def test_a_comparison_behind_the_words_counts(text: str, notation: str) -> None:
    assert str(parse(text)) == notation


@pytest.mark.parametrize("text", ["95%元", "98%元以上", "5人个以上（含5个）", "95%（含）元以上"])
def test_a_second_unit_is_a_mistake(text: str) -> None:
    tree = parse(text)
    assert isinstance(tree, Unreadable)
    assert "不是可识别的计量单位" in tree.message


def test_published_expressions_lose_nothing() -> None:
    assert [(text, what) for text in TEXTS if (what := lost(text))] == []


@pytest.mark.parametrize("seed", range(4))
def test_a_sample_of_mutants_loses_nothing(seed: int) -> None:
    chosen = random.Random(seed).sample(TEXTS, 6)
    assert [(mutant, what) for text in chosen for mutant in mutants(text) if (what := lost(mutant))] == []


@pytest.mark.slow
def test_no_mutant_loses_anything() -> None:
    assert [(mutant, what) for text in TEXTS for mutant in mutants(text) if (what := lost(mutant))] == []

"""Each parameter is read by something, and each value of a choice gives points of its own and is named in its words."""

from decimal import Decimal
from pathlib import Path

import pytest

import perfscore
from perfscore.expression import parse
from perfscore.rulebook import Parameters
from perfscore.rulebook.parameters import READERS, allowed_values
from perfscore.scoring.case import Case
from perfscore.scoring.outcome import outcome
from perfscore.wording import label

CHOICES = {name: allowed_values(name)["enum"] for name in READERS if "enum" in allowed_values(name)}
# Targets with actuals on both sides of them, by rule; the last says whether it is a cost.
ROWS = [
    ("≤10次", "12次", "proportion", False),
    ("≤10次", "8次", "proportion", False),
    ("≤10万元", "12万元", "proportion", True),
    ("≤10万元", "8万元", "proportion", True),
    ("≥95%", "80%", "proportion", False),
    ("=10项", "12项", "proportion", False),
    ("≥95%", "85%", "satisfaction", False),
    ("不断提升", "基本达到预期", "grades", False),
    ("6月底前", "2023年8月", "proportion", False),
]


@pytest.mark.parametrize("name", CHOICES)
def test_each_value_of_a_choice_scores_some_row_otherwise_than_the_others(name):
    points = set()
    for value in CHOICES[name]:
        parameters = Parameters(**{name: value})
        cases = (
            Case(parse(target), parse(actual), Decimal(10), rule, cost, year=2023)
            for target, actual, rule, cost in ROWS
        )
        points.add(tuple((result.low, result.high) for result in (outcome(case, parameters) for case in cases)))
    assert len(points) == len(CHOICES[name])


@pytest.mark.parametrize("name", CHOICES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_words_of_a_choice_name_each_of_its_values(name, language):
    words = label(f"parameter.{name}", language)
    assert [value for value in CHOICES[name] if value not in words] == []


def test_each_parameter_is_read_by_a_rule_or_a_check():
    package = Path(perfscore.__file__).parent
    readers = [path for layer in ("scoring", "audit") for path in (package / layer).rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in readers)
    assert [name for name in READERS if name not in text] == []

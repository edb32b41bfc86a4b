"""Targets and actual values of other provinces' sheets, published and made, as a reviewer reads them."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from perfscore.expression import parse

DATA = Path(__file__).parents[1] / "data" / "provinces" / "expressions.jsonl"
READINGS = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
NUMBERS = {"value", "low", "high"}


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading["text"])
def test_an_expression_is_read_as_a_reviewer_reads_it(reading):
    given = parse(reading["text"]).to_json()
    for key in reading.keys() - {"text", "origin"}:
        expected, found = reading[key], given.get(key)
        assert (Decimal(found) == Decimal(expected)) if key in NUMBERS and expected else found == expected, key

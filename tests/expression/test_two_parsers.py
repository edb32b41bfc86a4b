"""The grammar means the same to another kind of parser: Earley, which tries every reading, agrees with LALR."""

import json
from functools import cache
from pathlib import Path

import lark
import pytest
from hypothesis import given, settings
from lark.exceptions import VisitError

from perfscore.expression import parser
from perfscore.expression.mistakes import Mistake
from perfscore.expression.normal import normalise
from perfscore.expression.reading import Reading
from tests.expression.strategies import trees
from tests.expression.test_notations import notations

HERE = Path(__file__).parent
PUBLISHED = [json.loads(line)["text"] for line in (HERE / "published.jsonl").read_text(encoding="utf-8").splitlines()]


@cache
def earley():
    return lark.Lark(parser.source(), parser="earley", lexer="dynamic", ambiguity="resolve")


def read_by_earley(text):
    return [piece.tree for piece in Reading().transform(earley().parse(text))]


def read_by_lalr(text):
    return [piece.tree for piece in parser.grammar().parse(text)]


def outcome(read, text):
    try:
        return read(normalise(text)[0])
    except (Mistake, VisitError, lark.UnexpectedInput):
        return "unreadable"


@pytest.mark.parametrize("text", PUBLISHED)
def test_published_strings_are_read_alike(text):
    assert outcome(read_by_earley, text) == outcome(read_by_lalr, text)


@pytest.mark.parametrize(("text", "_kind", "_normal"), notations())
def test_notations_are_read_alike(text, _kind, _normal):
    assert outcome(read_by_earley, text) == outcome(read_by_lalr, text)


@given(trees)
@settings(max_examples=150, deadline=None)
def test_drawn_trees_are_read_alike(tree):
    assert outcome(read_by_earley, str(tree)) == outcome(read_by_lalr, str(tree))

"""Read an actual as a criterion needs it: numbers with their names, ticks of a checklist, or words."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from attrs import frozen

from perfscore import expression
from perfscore.criteria import lexicon
from perfscore.expression import words
from perfscore.expression.normal import normalise

_PARTS = re.compile(r"[,;、。 ]+")
_NAMED = re.compile(r"(?P<name>[^0-9<>=+%±]*?)[=:]?(?P<quantity>[-+]?[0-9.].*)")


@frozen
class Named:
    """A number of an actual: ``缺1份``. ``name``: the words in front of it, empty where there are none."""

    name: str
    value: Decimal
    unit: str


@frozen
class Actual:
    """An actual.

    Args:
        text: folded. numbers: its numbers, empty where it is no list of numbers.
        ticks: the numbers of the items that it ticks, ``all`` for all of them, or None.
    """

    text: str
    numbers: tuple[Named, ...] = ()
    ticks: frozenset[int] | str | None = None


def says_none(text: str) -> bool:
    """Say whether an actual says that nothing of the kind happened: 无, 未发生."""
    return normalise(text)[0].strip("。;,") in lexicon.listed("never")


@lru_cache(maxsize=4096)
def read(text: str, criterion: str = "") -> Actual:
    """Read an actual.

    Args:
        text: as printed. criterion: folded; it has to know words that turn a number (缺, 降低).

    Returns:
        Its numbers, where each part of it is one; else its ticks, or words alone.
    """
    folded = normalise(text)[0].strip("。;,")
    numbers = []
    for part in filter(None, _PARTS.split(folded)):
        named = _named(part, criterion)
        if named is None:
            return Actual(folded, ticks=_ticks(folded))
        numbers.append(named)
    return Actual(folded, tuple(numbers))


def _named(part: str, criterion: str) -> Named | None:
    match = _NAMED.fullmatch(part)
    if match is None:
        return None
    name = match["name"].rstrip("为是:")
    if any(word in part for word in lexicon.listed("inexact")):
        return None
    tree = expression.parse(match["quantity"])
    if not isinstance(tree, expression.Quantity) or tree.operator is not None:
        return None
    if name and words.turn_in_front(name) and not any(end in criterion for end in (name, name[-2:])):
        return None
    return Named(name, tree.value, tree.unit)


def _ticks(text: str) -> frozenset[int] | str | None:
    """Read which items of a checklist are ticked: 符合①②, 均不符合."""
    if text in lexicon.listed("none_ticked"):
        return frozenset()
    if text in lexicon.listed("all_ticked"):
        return "all"
    ticks = [lexicon.CIRCLED.index(letter) + 1 for letter in text if letter in lexicon.CIRCLED]
    rest = "".join(letter for letter in text if letter not in lexicon.CIRCLED and letter not in ",、;和")
    if ticks and rest in ("符合", "满足", "达到", "完成", "符合第项", "符合项", ""):
        return frozenset(ticks)
    return None

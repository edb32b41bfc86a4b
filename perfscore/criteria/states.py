"""Which printed state an actual in words is: 资产清查已完成 is 完成, 未完成 is not, 基本完成 is neither."""

from __future__ import annotations

import re
from typing import NamedTuple

from perfscore.criteria import lexicon
from perfscore.criteria.phrases import stripped

# 在12月底前 says when, and an actual that is done need not repeat it.
_WHEN = re.compile(
    r"在?(?:(?:19|20)[0-9]{2}年度?)?[0-9]{1,2}月份?(?:[0-9]{1,2}[日号]|[上中下]旬|[底末])?(?:之?前|以前)|在?(?:本|当)?年内"
)


class Said(NamedTuple):
    """Words taken apart.

    Args:
        core: without 未, 有 and the like. negative: whether they deny it. degrees: the words for how far: 基本, 全部.
    """

    core: str
    negative: bool
    degrees: frozenset[str]


def said(words: str) -> Said:
    """Take words apart into what they speak of, whether they deny it, and how far it goes."""
    words = stripped(_WHEN.sub("", words))
    negative, core = False, words
    for word in lexicon.listed("negations"):
        if word in core:
            negative, core = True, core.replace(word, "", 1)
            break
    else:
        for word in lexicon.listed("affirmations"):
            if core.startswith(word):
                core = core.removeprefix(word)
                break
    core = core.replace("已", "")
    degrees = frozenset(word for word in lexicon.listed("degrees") if word in core)
    return Said(stripped(core), negative, degrees)


def same(actual: str, state: str, criterion: str) -> bool | None:
    """Say whether an actual in words is a printed state.

    Args:
        actual: folded. state: the words of the state. criterion: the whole criterion, whose words may be repeated.

    Returns:
        True, False, or None where it may be or not.
    """
    if stripped(actual) == stripped(state):
        return True
    mine, printed = said(actual), said(state)
    if mine.degrees != printed.degrees:
        return None
    if _core_in(mine.core, printed.core, criterion):
        return mine.negative == printed.negative
    return None


def _core_in(mine: str, printed: str, criterion: str) -> bool:
    """Say whether both speak of the same thing: one holds the other, and what is more stands in the criterion."""
    if mine == printed or printed.endswith(mine) or (mine and printed.startswith(mine)):
        return True
    if printed and printed in mine:
        return all(not rest or rest in criterion for rest in mine.split(printed))
    return False


def denies(actual: str, state: str, criterion: str) -> bool:
    """Say whether an actual says the contrary of a state: 未完成 of 完成, 否."""
    mine, printed = said(actual), said(state)
    return mine.negative != printed.negative and _core_in(mine.core, printed.core, criterion)

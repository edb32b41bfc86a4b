"""Measure how much two texts have in common: shared pairs of letters, shared stretches, repeated clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from perfscore.audit.lexicon import words
from perfscore.audit.prose import clauses
from perfscore.text import fold

_LETTERS = re.compile(r"[一-鿿A-Za-z]+")
_LONG_CLAUSE = 8
_LONGEST = 200
_TEXT = 30


@lru_cache(maxsize=8192)
def pairs(text: str) -> frozenset[str]:
    """List the pairs of neighbouring letters of a text, digits and stops left out."""
    return frozenset(run[start : start + 2] for run in _LETTERS.findall(fold(text)) for start in range(len(run) - 1))


def content(name: str) -> frozenset[str]:
    """List the pairs of an indicator's name that say what it is about; 数量, 完成率, 提高 say nothing of it."""
    return pairs(_without_empty_words(name))


def content_without(name: str, empty: Iterable[str]) -> frozenset[str]:
    """List the pairs that say what a name is about, as if further words said nothing of it.

    Args:
        name: folded. empty: the words.
    """
    for word in empty:
        name = name.replace(word, "，")
    return content(name)


@lru_cache(maxsize=8192)
def heads(name: str) -> frozenset[str]:
    """List the pairs that end an indicator's name and the parts of a list in it: Chinese puts what it is about last."""
    parts = (_LETTERS.findall(_without_empty_words(part)) for part in clauses(name))
    return frozenset(runs[-1][-2:] for runs in parts if runs and len(runs[-1]) > 1)


@lru_cache(maxsize=8192)
def _without_empty_words(name: str) -> str:
    text = fold(name)
    for word in words("names", "empty"):
        text = text.replace(word, "，")
    return text


def alike(first: frozenset[str], second: frozenset[str]) -> float:
    """Give the share of pairs that two texts have in common, from 0 to 1 (Dice)."""
    total = len(first) + len(second)
    return 2 * len(first & second) / total if total else 0.0


def is_copy(text: str, other: str, least: float) -> bool:
    """Say whether two texts of some length share most of their words."""
    return min(len(text), len(other)) >= _TEXT and alike(pairs(text), pairs(other)) >= least


def contained(part: frozenset[str], whole: frozenset[str]) -> float:
    """Give the share of a text's pairs that another one holds, from 0 to 1."""
    return len(part & whole) / len(part) if part else 0.0


@lru_cache(maxsize=8192)
def common(first: str, second: str) -> str:
    """Give the longest stretch of letters that both texts hold; of a very long name its beginning counts."""
    first = first[:_LONGEST]
    best = ""
    for start in range(len(first)):
        while start + len(best) < len(first) and first[start : start + len(best) + 1] in second:
            best = first[start : start + len(best) + 1]
    return best


@lru_cache(maxsize=4096)
def long_clauses(text: str) -> tuple[str, ...]:
    """List the clauses of a text that are long enough to be no set phrase."""
    return tuple(clause for clause in clauses(text) if len(clause) >= _LONG_CLAUSE)

"""The words by which checks recognise what a row is about; the lexicon is ``lexicon.toml``."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from perfscore import datafile
from perfscore.text import fold

_DATA = Path(__file__).with_name("lexicon.toml")
_BRACKETS = re.compile(r"\([^()]*\)|[%.。]+\Z")


@cache
def _lexicon() -> dict[str, Any]:
    return datafile.load(_DATA)


@cache
def words(group: str, name: str) -> tuple[str, ...]:
    """Give a list of the lexicon, such as ``words("funds", "rest")``."""
    return tuple(_lexicon()[group][name])


@cache
def pattern(group: str, name: str) -> re.Pattern[str]:
    """Give a regular expression of the lexicon, such as ``pattern("reason", "wish")``."""
    return re.compile(_lexicon()[group][name])


def term(group: str, name: str) -> str:
    """Give a single text of the lexicon, such as ``term("names", "cost_group")``."""
    return str(_lexicon()[group][name])


def holds(text: str, group: str, name: str) -> bool:
    """Say whether a folded text contains a word of a list."""
    return _any_of(group, name).search(text) is not None


@cache
def _any_of(group: str, name: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words(group, name))) or "(?!)")


def without_verbs(before: str) -> str:
    """Drop what stands between a name and its figure: 乡镇服务站建成 in front of 5个 is 乡镇服务站."""
    return _verbs().sub("", before)


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(words('completion', 'in_front_of_figure'))})+\Z")


@lru_cache(maxsize=4096)
def head(name: str) -> str:
    """Fold an indicator's name and drop brackets: its head noun then stands at the end."""
    return _BRACKETS.sub("", fold(name))


@lru_cache(maxsize=4096)
def is_delivered(name: str) -> bool:
    """Say whether a name means a quantity to be delivered: 线路改迁长度."""
    text = head(name)
    return (
        text.endswith(words("delivered", "measure"))
        and holds(text, "delivered", "verb")
        and not holds(text, "delivered", "bound")
    )


@lru_cache(maxsize=4096)
def is_good_rate(name: str) -> bool:
    """Say whether a name means a good rate of at most 100%: 项目验收合格率, not 不合格率."""
    text = head(name)
    rate = next((rate for rate in words("good", "rates") if text.endswith(rate)), None)
    return rate is not None and not text.removesuffix(rate).endswith(words("good", "not"))


@lru_cache(maxsize=4096)
def is_bad(name: str) -> bool:
    """Say whether a name means something that should be low: 生产安全事故起数, not 事故处理率."""
    text = head(name)
    return text.endswith(words("bad", "words")) and not holds(text, "bad", "turned")


@cache
def rules(name: str) -> tuple[dict[str, Any], ...]:
    """Give an array of tables of the lexicon, such as ``rules("misplaced")``."""
    entries: Any = _lexicon()[name]
    return tuple(entries)


def word_in(text: str, group: str, name: str) -> str | None:
    """Give the first word of a list that a folded text contains."""
    return next((word for word in words(group, name) if word in text), None)


@cache
def slips() -> dict[str, str]:
    """Give the misspelt phrases of the lexicon and what they should read."""
    return dict(_lexicon()["slips"])


@cache
def slip_pattern() -> re.Pattern[str]:
    """Build the pattern that finds one of the misspelt phrases."""
    return re.compile("|".join(map(re.escape, slips())))

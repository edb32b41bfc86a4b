"""What words say: the grade they name, and whether they turn a number beside them; the lexicon is ``words.toml``."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from perfscore import datafile
from perfscore.expression.tree import Grade

_DATA = Path(__file__).with_name("words.toml")


class _Named(NamedTuple):
    grade: Grade | None
    phrases: tuple[str, ...]
    alone: tuple[str, ...]


class _Lexicon(NamedTuple):
    grades: tuple[_Named, ...]
    turning: tuple[str, ...]
    neutral: re.Pattern[str]
    in_front: tuple[str, ...]
    behind: tuple[str, ...]
    names: tuple[str, ...]


@cache
def _lexicon() -> _Lexicon:
    data = datafile.load(_DATA)
    grades = [
        _Named(None if entry["name"] == "none" else entry["name"], tuple(entry["any"]), tuple(entry.get("whole", ())))
        for entry in data["grade"]
    ]
    beside = data["beside_number"]
    # The longest neutral word first, so that 降低到 is taken out as a whole.
    neutral = sorted(beside["neutral"], key=len, reverse=True)
    return _Lexicon(
        tuple(grades),
        tuple(beside["turning"]),
        re.compile("|".join(map(re.escape, neutral))),
        tuple(beside["directly_in_front"]),
        tuple(beside["directly_behind"]),
        tuple(beside["names"]),
    )


@lru_cache(maxsize=4096)
def grade(text: str) -> Grade | None:
    """Name the grade that words give.

    Args:
        text: folded text, such as ``基本达到预期效果`` or, cut off by its cell, ``基本达到预期效``.

    Returns:
        ``full``, ``partial``, ``failed``, or None where the words name none.
    """
    text = text.strip("。.,;!")
    for named in _lexicon().grades:
        if text in named.alone or any(phrase in text for phrase in named.phrases):
            return named.grade
    return None


def turn_in_front(text: str) -> bool:
    """Say whether words change what the number behind them means: 下降 and 第 do, 培训 and 不合格率 do not."""
    lexicon = _lexicon()
    text = text.rstrip(":为是")
    return not text.endswith(lexicon.names) and (text.endswith(lexicon.in_front) or _turns(text))


def turn_behind(text: str) -> bool:
    """Say whether words change what the number in front of them means: 未完成 and 以后 do, 设备 does not."""
    return text.startswith(_lexicon().behind) or _turns(text)


def _turns(text: str) -> bool:
    lexicon = _lexicon()
    rest = lexicon.neutral.sub("|", text)
    return any(word in rest for word in lexicon.turning)

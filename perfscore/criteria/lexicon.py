"""The words of printed criteria as terminals of their grammar; the words themselves are ``words.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from perfscore import datafile, grammars
from perfscore.expression import units

CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
GRAMMAR: Final = "criterion.lark"
_DATA: Final = Path(__file__).with_name("words.toml")

_NUMBER: Final = r"[0-9]+(?:\.[0-9]+)?"
_SCORE: Final = rf"{_NUMBER}(?:分?[-~至到]{_NUMBER})?(?:分(?![以及或之钟贝])|[,;。:、)]|\Z)"
_BEFORE: Final[Mapping[str, str]] = {
    "number": r"(?=[-+]?[.0-9]|[<>=])",
    "points": rf"(?=满分|全分|{_SCORE}|{_NUMBER}%|[本该此]项?(?:标准分|权重|分值)|标准分|权重分|分值的)",
    "score": rf"(?={_NUMBER}(?:分?[-~至到]{_NUMBER})?分(?![以及或之钟贝]))",
    "whole": r"(?!的[0-9])",
    "basis": rf"(?={_NUMBER}[^,;。0-9]{{0,6}}(?:为|的?基础上))",
}
_SYNTAX: Final = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", "?": "?"}


@cache
def words() -> Mapping[str, Any]:
    """Read the words, once per process."""
    return datafile.load(_DATA)


def source() -> str:
    """Return the grammar of criteria with its words and the units."""
    text = grammars.text(GRAMMAR).replace("UNITS", f"%|‰|{units.counted()}".replace("/", r"\/"))
    terminals = "".join(
        f"{name}.{entry['rank']}: /(?:{'|'.join(map(_pattern, _longest_first(entry['phrases'])))})"
        f"{_BEFORE.get(entry.get('before', ''), '')}/\n"
        for name, entry in words()["terminals"].items()
    )
    return f"{text}\n{terminals}{units.terminal()}"


def _longest_first(phrases: list[str]) -> list[str]:
    return sorted(phrases, key=len, reverse=True)


def _pattern(phrase: str) -> str:
    """Turn a phrase into a regular expression: ``[a|b]`` may be left out, ``(a|b)`` is one of these."""
    return "".join(_SYNTAX.get(letter) or re.escape(letter) for letter in phrase)


@cache
def listed(name: str) -> tuple[str, ...]:
    """Give a list of words, the longest first."""
    return tuple(sorted(words()["words"][name], key=len, reverse=True))

"""The only door to comparing texts: folding them, printing them, telling blank ones."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from perfscore import datafile

_DATA: Final = Path(__file__).with_suffix(".toml")
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_ALIKE: Final = str.maketrans("〔〕【】[]{}〈〉︰﹕", "()()()()()::")
DIRECTIONS: Final = "\u202a-\u202e\u2066-\u2069"
"""Marks of writing direction, as ranges of a pattern: unseen, they turn round the figures beside a text."""
_DIRECTIONS: Final = re.compile(f"[{DIRECTIONS}]")
_OUTER_BLANKS: Final = " \t\u00a0\u2009\u200a\u202f\u3000\u200b\ufeff\u2003\u2002\u2005"
_LONGEST_BLANK: Final = 12


@lru_cache(maxsize=16384)
def printed(text: str) -> str:
    """Give a text as the records hold it, without line breaks, marks of direction and outer blanks."""
    if "\n" in text or "\r" in text:
        text = text.replace("\r", "").replace("\n", "")
    return undirected(text).strip(_OUTER_BLANKS)


def undirected(text: str) -> str:
    """Take out of a text the marks that turn round what stands beside it; they are not seen and say nothing."""
    return text if text.isascii() else _DIRECTIONS.sub("", text)


def unspaced(text: str) -> str:
    """Take blanks and line breaks out of a text and change nothing else."""
    return "".join(text.split())


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Make texts comparable: widths unified, blanks and line breaks taken out, brackets and colons made alike.

    ``得 分（分）：`` and ``得分(分):`` fold to the same text.
    """
    text = unspaced(unicodedata.normalize("NFKC", text).translate(_INVISIBLE))
    # Without its blank an accent composes with the letter before it: ``t¨`` is the letter ``ẗ``.
    return unicodedata.normalize("NFKC", text).translate(_ALIKE)


@lru_cache(maxsize=8192)
def letters(text: str) -> str:
    """Keep the letters, characters, digits and ``%`` of a name, in lower case: no blanks, brackets or punctuation."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in text if letter.isalnum() or letter == "%")


@lru_cache(maxsize=16384)
def is_blank(text: str) -> bool:
    """Say whether a cell says nothing: empty, dashes, 无, 不适用. A zero says something."""
    if not text:
        return True
    if len(text) > _LONGEST_BLANK:
        return not text.strip()
    folded = fold(text).casefold()
    dashes, words = _blanks()
    return dashes.issuperset(folded) or folded in words


@cache
def _blanks() -> tuple[frozenset[str], frozenset[str]]:
    data = datafile.load(_DATA)
    return frozenset(data["dashes"]), frozenset(data["words"])

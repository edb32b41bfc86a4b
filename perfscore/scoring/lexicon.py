"""What the words around a number tell: the rule a sheet names, whether a row is a cost, a name's direction."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from perfscore import datafile
from perfscore.keys import RuleKey
from perfscore.text import fold

Direction = Literal["floor", "ceiling", "equal"]

DIRECTION_OF_SIGN: dict[str, Direction] = {
    ">=": "floor",
    ">": "floor",
    "<=": "ceiling",
    "<": "ceiling",
    "=": "equal",
}
"""What a target's sign asks for; strict signs are scored like the others, and it is said."""

_DATA = Path(__file__).with_name("lexicon.toml")


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, Any]:
    return datafile.load(_DATA)


@lru_cache(maxsize=1024)
def rule_key(text: str) -> RuleKey | None:
    """Recognise a scoring rule by its printed name.

    Args:
        text: 指标赋分规则 as printed; a slip such as a doubled last character is forgiven.

    Returns:
        The rule's key, or None where the text names no known rule: an office's own rule is never read as another.
    """
    folded = fold(text).rstrip("。;；")
    for key, names in _lexicon()["rules"].items():
        for name in names:
            if folded == name or (folded.startswith(name) and len(folded) - len(name) <= 1):
                return key  # type: ignore[no-any-return]  # the keys of the file are the rule keys
    return None


def rule_name(key: RuleKey) -> str:
    """Give the name that an inferred rule is called by."""
    return str(_lexicon()["rules"][key][0])


@lru_cache(maxsize=1024)
def is_level(kind: Literal["satisfaction", "cost"], *levels: str) -> bool:
    """Say whether one of the levels' names belongs to a kind (``产出指标(50分)`` counts like 产出指标)."""
    return any(word in fold(level) for level in levels for word in _lexicon()["levels"][kind])


@lru_cache(maxsize=2048)
def direction_of_name(name: str) -> tuple[Direction, str] | None:
    """Take the direction of an unsigned target from the indicator's name.

    Args:
        name: 三级指标.

    Returns:
        The direction and the word that told it, or None where the name is silent. Of several words the one that
        ends last decides, then the longest: 事故处理完成率 is a floor. What turns a ceiling's word about leaves the
        name silent: 投诉办结率, 事故下降率.
    """
    folded = fold(name)
    best: tuple[int, int, Direction, str] | None = None
    directions = _lexicon()["directions"]
    sides: tuple[Direction, Direction] = ("ceiling", "floor")
    for direction in sides:
        for word in directions[direction]:
            start = folded.rfind(word)
            if start >= 0 and (best is None or (start + len(word), len(word)) > best[:2]):
                best = (start + len(word), len(word), direction, word)
    if best is None or (best[2] == "ceiling" and any(word in folded[best[0] :] for word in directions["turning"])):
        return None
    return best[2], best[3]

"""What words between the statements of a criterion say: subjects, directions, numbers of clauses."""

from __future__ import annotations

from typing import Final

from perfscore.criteria import lexicon
from perfscore.criteria.tree import Direction

RATES: Final = frozenset({"%", "百分点", "个百分点"})
"""Units of rates and of the difference of two rates."""


def label_number(text: str) -> int:
    """Read the number of a clause: ②, （2） or 2."""
    if text in lexicon.CIRCLED:
        return lexicon.CIRCLED.index(text) + 1
    return int("".join(letter for letter in text if letter.isdecimal()))


def label_kind(text: str) -> str:
    """Say how a clause is numbered."""
    return "①" if text in lexicon.CIRCLED else "".join(letter for letter in text if not letter.isdecimal())


def stripped(words: str) -> str:
    """Take away from words what says nothing: 的, 则, 本项 at their ends."""
    changed = True
    while changed:
        changed = False
        for word in lexicon.listed("neutral"):
            if words.startswith(word) and words != word:
                words, changed = words.removeprefix(word), True
            if words.endswith(word):
                words, changed = words.removesuffix(word), True
    return words


def names_subject(words: str) -> bool:
    """Say whether words name what is measured: 完成率, 投诉次数."""
    return stripped("".join(letter for letter in words if letter not in ",、:;。")).endswith(lexicon.listed("subjects"))


def joins(words: str) -> bool:
    """Say whether words between two bounds make them bounds of one number: 但, 且, a comma."""
    return words.strip(",、") in lexicon.listed("joining")


def direction_of(words: str) -> Direction | None:
    """Tell from the words of a step which way a number has to differ; None where they name two ways."""
    directions: tuple[Direction, ...] = ("both", "count", "down", "up")
    for direction in directions:
        if any(word in words for word in lexicon.listed(direction)):
            turned = direction == "down" and any(word in words for word in lexicon.listed("up"))
            return None if turned else direction
    return "count"


def same_measure(first: str, second: str) -> bool:
    """Say whether two units count the same: 个百分点 and % do."""
    return first == second or not first or not second or {first, second} <= RATES

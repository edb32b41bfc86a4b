"""Tell from prose how many people were asked whether they are satisfied."""

from __future__ import annotations

from typing import Final

from perfscore.audit.lexicon import holds
from perfscore.audit.prose import Mention, mentions

_ANSWERS: Final = frozenset({"人", "名", "位", "户", "家", "份", "人次"})


def answers(text: str) -> list[Mention]:
    """List the quantities of a text that tell how many were asked or answered: 调查3人, 收回问卷5份.

    Args:
        text: as printed.
    """
    return [mention for mention in mentions(text) if mention.unit in _ANSWERS and _is_asked(mention)]


def _is_asked(mention: Mention) -> bool:
    clause = mention.before + mention.after
    return holds(clause, "survey", "words") and not holds(clause, "survey", "other")

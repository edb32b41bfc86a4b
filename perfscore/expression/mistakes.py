"""Name a mistake in an expression: its words are labels (``value.problem``), its examples ``mistakes.toml``."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from perfscore import datafile

if TYPE_CHECKING:
    from lark import UnexpectedInput

_DATA = Path(__file__).with_name("mistakes.toml")
_UNKNOWN = "not_understood"


class Mistake(Exception):  # noqa: N818 - a mistake of the text, never seen by a caller
    """The parts of a text are known but do not go together.

    Args:
        key: which mistake. position: where in the folded text. values: texts for its words.
    """

    def __init__(self, key: str, position: int, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.position = position
        self.values = values


Situation = tuple[int | None, str, bool]
"""Where a text failed: the parser's state, what it met there, and whether a digit follows."""


def situation(error: UnexpectedInput, text: str) -> Situation:
    """Describe where a text failed.

    Args:
        error: what the parser said. text: the folded text.
    """
    token = getattr(error, "token", None)
    position = error.pos_in_stream or 0
    state = getattr(error.state, "position", error.state)
    if token is None:
        return state, text[position], text[position + 1 : position + 2].isdecimal()
    return (
        state,
        token.type,
        token.type != "$END" and text[position + len(token) : position + len(token) + 1].isdecimal(),
    )


def form(situation: Situation, fail: Callable[[str], Situation | None]) -> str:
    """Recognise a mistake in form by the example that fails in the same situation, or at least at the same thing.

    Args:
        situation: where the text failed. fail: returns where an example fails.
    """
    known = _situations(fail)
    return known.get(situation) or known.get((None, *situation[1:])) or _UNKNOWN


@cache
def _situations(fail: Callable[[str], Situation | None]) -> dict[Situation, str]:
    """Try every example once; the first mistake that shows in a situation has it."""
    known: dict[Situation, str] = {}
    for mistake in datafile.load(_DATA)["form"]:
        for example in mistake["examples"]:
            if (failed := fail(example)) is not None:
                known.setdefault(failed, mistake["key"])
                known.setdefault((None, *failed[1:]), mistake["key"])
    return known

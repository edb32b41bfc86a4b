"""Read from office prose what was not finished, not paid, put off, taken back or cancelled, and what is called done."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from perfscore import datafile
from perfscore.audit.prose import CLAUSE
from perfscore.text import fold

StateKind = Literal["unfinished", "unpaid", "short", "next_year", "taken_back", "cancelled", "done"]
OPEN: frozenset[StateKind] = frozenset({"unfinished", "unpaid", "short", "next_year", "taken_back", "cancelled"})
"""The kinds that speak against full marks for the row, its money or its time."""

_DATA = Path(__file__).with_name("states.toml")


class State(NamedTuple):
    """A state of work or money that a text tells.

    Args:
        kind: what is told.
        words: the clause that tells it, as printed apart from blanks.
        start: where the telling words stand in the folded text.
    """

    kind: StateKind
    words: str
    start: int


@lru_cache(maxsize=8192)
def states(text: str) -> tuple[State, ...]:
    """List the states that a text tells, in the order of the text.

    Args:
        text: a reason, a completion or a goal, as printed.

    Returns:
        At most one state of each kind per clause. Doubtful words tell nothing: “确保按时完成” is an aim.
    """
    return tuple(
        State(kind, clause[0], clause.start() + hit.start())
        for clause in CLAUSE.finditer(fold(text))
        for kind, pattern, unless in _lexicon()
        if (hit := pattern.search(clause[0])) is not None and not unless.search(clause[0])
    )


def open_states(text: str) -> tuple[State, ...]:
    """List the states that say that something was not done or not paid."""
    return tuple(state for state in states(text) if state.kind in OPEN)


@cache
def _lexicon() -> tuple[tuple[StateKind, re.Pattern[str], re.Pattern[str]], ...]:
    data = datafile.load(_DATA)
    return tuple(
        (kind, re.compile("|".join(data[kind]["patterns"])), re.compile("|".join(map(re.escape, data[kind]["not"]))))
        for kind in get_args(StateKind)
    )

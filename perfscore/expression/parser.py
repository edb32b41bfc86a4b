"""Parse a target or an actual value; the language itself is ``grammar/indicator.lark``."""

from __future__ import annotations

from functools import cache, lru_cache, wraps
from itertools import zip_longest
from typing import TYPE_CHECKING

import attrs

from perfscore import grammars
from perfscore.expression import mistakes, units, words
from perfscore.expression.normal import normalise
from perfscore.expression.tree import Absent, Conditions, Expression, Unreadable, Words

if TYPE_CHECKING:
    from lark import Lark

    from perfscore.expression.reading import Piece

_LONGEST = 2000
"""Characters that a cell may hold and still be read; whoever writes more writes no target."""
_COMPARES = frozenset("0123456789<>=±%‰")
_GRAMMAR = "indicator.lark"


def _read(text: str) -> Expression:
    if len(text) > _LONGEST:
        return Unreadable(text, _LONGEST, "too_long", {"limit": str(_LONGEST)})
    from lark import UnexpectedInput

    folded, positions = normalise(text)
    parser = grammar()
    try:
        pieces: list[Piece] = parser.parse(folded)  # type: ignore[assignment]
    except mistakes.Mistake as mistake:
        position, problem, values = mistake.position, mistake.key, mistake.values
    except UnexpectedInput as error:
        situation = mistakes.situation(error, folded)
        position = len(folded) if situation[1] == "$END" else error.pos_in_stream or 0
        problem, values = mistakes.form(situation, _failure), {}
    else:
        return _whole(text, folded, pieces, positions)
    if _COMPARES.isdisjoint(folded):
        # 不低于上年水平, 十四五规划: nothing to compare, so whatever it is, it is words.
        return Words(text, words.grade(folded))
    return Unreadable(text, positions[position], problem, values)


_remembered = lru_cache(maxsize=8192)(_read)


@wraps(_read, assigned=())
def parse(text: str) -> Expression:
    """Read a target or an actual value; each text once, for tables repeat a few thousand expressions.

    Args:
        text: as printed in the sheet, such as ``>=95%``, ``2026年11月30日前`` or ``基本达到预期效果``.

    Returns:
        Its tree. No text raises: what holds a digit or a comparison and cannot be read is ``Unreadable``.

    Raises:
        PerfscoreError: it is no text (PS129).
    """
    if not isinstance(text, str):
        from perfscore.errors import wrong_type

        raise wrong_type("text", "text", text)
    # A text too long to be read is not worth the memory that it would take.
    return _remembered(text) if len(text) <= _LONGEST else _read(text)


def _whole(text: str, folded: str, pieces: list[Piece], positions: list[int]) -> Expression:
    """Give the trees their texts and make one tree of the pieces."""
    if not pieces:
        return Absent(text)
    if all(piece.words for piece in pieces):
        return Words(text, words.grade(folded))
    if len(pieces) == 1:
        return attrs.evolve(pieces[0].tree, text=text)
    parts = []
    for piece, follower in zip_longest(pieces, pieces[1:]):
        end = piece.end if piece.end is not None else follower.start if follower else len(folded)
        own = text[positions[piece.start] : positions[end]].strip()
        parts.append(attrs.evolve(piece.tree, text=own))
    return Conditions(text, tuple(parts))


def _failure(example: str) -> mistakes.Situation | None:
    """Say where an example of a mistake in form fails."""
    from lark import UnexpectedInput

    folded, _ = normalise(example)
    try:
        grammar().parse(folded)
    except UnexpectedInput as error:
        return mistakes.situation(error, folded)
    except mistakes.Mistake:
        pass
    return None


@cache
def grammar() -> Lark:
    """Build the parser, once per process and only when something is parsed."""
    from perfscore.expression.reading import Reading

    return grammars.parser(_GRAMMAR, source(), Reading())


def source() -> str:
    """Return the grammar with the units."""
    return grammars.text(_GRAMMAR) + units.terminal()

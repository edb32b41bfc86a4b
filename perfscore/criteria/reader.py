"""Read a printed criterion; the language itself is ``grammar/criterion.lark``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

import attrs

from perfscore import grammars
from perfscore.criteria import lexicon
from perfscore.criteria.record import Criterion
from perfscore.criteria.tree import Clause
from perfscore.errors import PerfscoreError, wrong_type
from perfscore.expression.normal import normalise

if TYPE_CHECKING:
    from lark import Lark

    from perfscore.criteria.statements import Statement

_LONGEST = 2000
"""Characters that a criterion may have and still be read; the longest published one has 369."""
_QUOTED = 12
"""Characters of the text that a message shows from the place where it fails."""
_SHOWN = 400
"""Characters of a text that a message shows of the whole."""
_QUOTES = dict.fromkeys(map(ord, "“”\"‘’'"))


class Failure(NamedTuple):
    """A text that is no criterion. ``start``: where it fails. ``problem``: what is wrong there."""

    start: int
    problem: str

    def place(self, text: str) -> str:
        """Quote the text from where it fails."""
        return text[self.start : self.start + _QUOTED] or text[-_QUOTED:]


def shown(text: str) -> str:
    """Give a text as messages show it: one that is no criterion may be longer than any screen."""
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def read_criterion(text: str, weight: Decimal | None = None) -> Criterion:
    """Read a printed criterion.

    Args:
        text: as printed, such as ``≥95%，得6分；85%（含）－95%，得4分；低于75%不得分``.
        weight: the weight of its row, where it is known.

    Returns:
        The criterion, which says what an actual is worth.

    Raises:
        PerfscoreError: where a number, a sign or points in it cannot be understood; it says which.
    """
    if not isinstance(text, str):
        raise wrong_type("text", "text", text)
    criterion = read(text, weight)
    if isinstance(criterion, Failure):
        raise PerfscoreError("PS417", text=shown(text), problem=criterion.problem, place=criterion.place(text))
    return criterion


@lru_cache(maxsize=4096)
def read(text: str, weight: Decimal | None = None) -> Criterion | Failure:
    """Read a printed criterion without raising; see ``read_criterion``."""
    if len(text) > _LONGEST:
        return Failure(_LONGEST, "too_long")
    whole = _read(text)
    return whole if isinstance(whole, Failure) else attrs.evolve(whole, weight=weight)


@lru_cache(maxsize=4096)
def _read(text: str) -> Criterion | Failure:
    # Most tables print no criterion, and these need the parser.
    from lark import UnexpectedInput

    from perfscore.criteria.assembling import Assembly
    from perfscore.criteria.checklists import checklist
    from perfscore.criteria.statements import Misread

    # Quotes around a number (计“0”分) say nothing; the blank keeps the places.
    folded, positions = normalise(text.translate(dict.fromkeys(_QUOTES, " ")))
    if not folded:
        return Failure(0, "empty")
    try:
        statements: list[Statement] = grammar().parse(folded)  # type: ignore[assignment]
        listed = checklist(statements, folded)
        if listed is not None:
            clauses, limits = listed
            return Criterion(text, folded, None, _as_printed(clauses, text, positions), limits)
        assembly = Assembly(folded)
        assembly.take(statements)
    except Misread as misread:
        return Failure(positions[min(misread.start, len(folded))], misread.key)
    except UnexpectedInput as error:
        stopped = error.pos_in_stream
        position = len(folded) if stopped is None or stopped < 0 else stopped
        return Failure(positions[min(position, len(folded))], "unexpected")
    if not assembly.clauses and not assembly.vague and not assembly.outside:
        return Failure(0, "nothing")
    return Criterion(
        text,
        folded,
        None,
        _as_printed(assembly.clauses, text, positions),
        assembly.limits,
        assembly.vague,
        assembly.outside,
        assembly.several,
    )


def _as_printed(clauses: Sequence[Clause], text: str, positions: Sequence[int]) -> tuple[Clause, ...]:
    """Give clauses their text and place in the criterion as it was printed."""
    printed = []
    for clause in clauses:
        start, end = positions[clause.start], positions[clause.start + len(clause.text)]
        printed.append(attrs.evolve(clause, text=text[start:end].strip(), start=start))
    return tuple(printed)


@cache
def grammar() -> Lark:
    """Build the parser, once per process and only when a criterion is read."""
    from perfscore.criteria.reading import Reading

    return grammars.parser(lexicon.GRAMMAR, lexicon.source(), Reading())

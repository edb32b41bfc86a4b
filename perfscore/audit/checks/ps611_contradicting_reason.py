"""PS611: the reason contradicts the figures: 超额完成 on a target just met, 未完成 on one that is reached."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds, pattern, words
from perfscore.audit.prose import Mention, clauses, mentions
from perfscore.audit.rows import Row
from perfscore.audit.states import states
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS611"
# A longer text explains something, and what it calls unfinished need not be the indicator.
_LONGEST = 14


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Compare the words of a reason with number rows where more is better."""
    for row in context.rows:
        if not row.indicator.deviation or row.compared.met is None:
            continue
        if row.compared.direction not in ("floor", "equal") or row.compared.cost or row.compared.target_value is None:
            continue
        contradiction = _contradiction(row)
        if contradiction is not None:
            word, state = contradiction
            yield row.remark(CODE, "deviation", reason=row.indicator.deviation, word=word, state=state)


def _is_less(mention: Mention, row: Row) -> bool:
    """Say whether a reason counts what is missing in the row's own unit."""
    size = row.actual_size
    less = pattern("reason", "less").search(mention.before) is not None
    return less and size is not None and mention.dimension == size[1] and not holds(mention.before, "reason", "partly")


def _contradiction(row: Row) -> tuple[str, str] | None:
    """Give the word of the reason and what the figures say, or None."""
    text = fold(row.indicator.deviation)
    word = next((word for word in words("reason", "exceeded") if word in text), None)
    if word is not None and not row.compared.excess and not holds(text, "reason", "not_exceeded"):
        # Nothing exceeds a target of 0 or a rate of 100%; then the word is praise, not a figure.
        if row.compared.met and row.compared.actual_value != row.compared.target_value:
            return None
        return word, "exact" if row.compared.met else "missed"
    word = next((word for word in words("reason", "missed") if text.startswith(word)), None)
    if word is not None and row.compared.met and len(text) <= _LONGEST and not holds(text, "reason", "not_missed"):
        return word, "met"
    # 少公示2期 beside the full number.
    less = next((mention for mention in mentions(text) if _is_less(mention, row)), None)
    if less is not None and row.compared.met and not row.compared.excess:
        return f"{less.before[-4:]}{less.text}", "met"
    reached = next((clause for clause in clauses(text) if pattern("reason", "reached").search(clause)), None)
    if reached is not None and row.compared.met is False and row.lost:
        return reached, "missed"
    # 已完成 is no reason for a target that was missed.
    stated = states(row.indicator.deviation)
    if row.compared.met is False and len(text) <= _LONGEST and stated and all(state.kind == "done" for state in stated):
        return stated[0].words, "missed"
    return None

"""PS610: the words of the target are met, yet points are taken off without a reason."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.rows import is_wish, says_nothing
from perfscore.expression import Words
from perfscore.model import Remark, Table
from perfscore.number import CENT

CODE = "PS610"
_FULL = frozenset({"grade_full", "direct_words_full"})


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Look at rows of words that are worth the full grade.

    The full grade is an interval, so a reason given beside the score settles it; a form without a column for reasons
    leaves no place to give one.
    """
    if not context.has_reasons:
        return
    for row in context.rows:
        score = row.score
        if score is None or row.claimed is None or row.weight is None or score.trace.branch not in _FULL:
            continue
        marked_down = number.add(row.weight, -row.claimed) > CENT
        no_reason = says_nothing(row.indicator.deviation) or is_wish(row.indicator.deviation)
        if marked_down and isinstance(row.compared.target, Words) and no_reason:
            yield row.remark(CODE)

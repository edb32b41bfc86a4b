"""PS520: points were lost or a target was missed, and the reason names no measure or is the same for several rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import words
from perfscore.audit.prose import mentions
from perfscore.audit.rows import Row, is_saving, is_wish, joint, says_nothing
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS520"
_FIGURES = 2


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Read the reasons of the rows that lost points, or missed the target where the form prints no points.

    Source: the form's column asks for the reason *and* for the measures of improvement.
    """
    if not context.has_reasons:
        return
    if table.prints_points:
        short = [row for row in context.rows if row.lost and not _was_reached(row)]
    else:
        short = [row for row in context.rows if row.compared.met is False and context.claims and not is_saving(row)]
    lost = [row for row in short if not says_nothing(row.indicator.deviation)]
    hollow = [row for row in lost if not _names_a_measure(row.indicator.deviation) and not _accounts_for_it(row)]
    if hollow:
        reasons = Counter(row.indicator.deviation for row in hollow)
        case = "lost" if table.prints_points else "missed"
        yield joint(CODE, hollow, "deviation", reason=reasons.most_common(1)[0][0], case=case)


def _was_reached(row: Row) -> bool:
    """Say whether a target of which more is better was reached: points taken off need no measure."""
    return row.compared.met is True and row.compared.direction in ("floor", "equal") and not row.compared.cost


def _accounts_for_it(row: Row) -> bool:
    """Say whether the reason gives figures of its own, such as what was bought instead: that explains the loss."""
    own = (row.actual_size, row.target_size)
    figures = [mention for mention in mentions(row.indicator.deviation) if (mention.size, mention.dimension) not in own]
    return len(figures) >= _FIGURES


def _names_a_measure(reason: str) -> bool:
    text = fold(reason)
    return not is_wish(reason) and any(re.search(pattern, text) for pattern in words("reason", "measure"))

"""PS520: points were lost, and the reason names no measure or is the same for several rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import words
from perfscore.audit.rows import joint, says_nothing
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS520"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Read the reasons of the rows that lost points.

    Source: the form's column asks for the reason *and* for the measures of improvement.
    """
    if not context.has_reasons:
        return
    lost = [row for row in context.rows if row.lost and not says_nothing(row.indicator.deviation)]
    hollow = [row for row in lost if not _names_a_measure(row.indicator.deviation)]
    if hollow:
        reasons = Counter(row.indicator.deviation for row in hollow)
        yield joint(CODE, hollow, "deviation", reason=reasons.most_common(1)[0][0])


def _names_a_measure(reason: str) -> bool:
    text = fold(reason)
    return any(re.search(pattern, text) for pattern in words("reason", "measure"))

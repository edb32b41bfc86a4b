"""PS508: points are lost and the form's column for the reason is empty."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.rows import says_nothing
from perfscore.model import Remark, Table
from perfscore.number import CENT

CODE = "PS508"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Look at the claimed score: the unit itself took the points off and owes the reason.

    Silent where the rules give the full weight back: then not the reason is missing, the deduction is wrong.
    """
    if not context.has_reasons:
        return
    for row in context.rows:
        if row.claimed is None or row.weight is None or row.score is None:
            continue
        lost = number.add(row.weight, -row.claimed)
        if lost > CENT and row.score.recomputed != row.weight and says_nothing(row.indicator.deviation):
            yield row.remark(CODE, "deviation", lost=number.short(lost))

"""PS510: a target was exceeded so far that a reason is due, and none is given."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.rows import says_nothing
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED

CODE = "PS510"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Ask for a reason where the form has a column for it.

    Source: the rule book's ``exceeded_reason``; 财预〔2020〕10号 names no figure.
    """
    if not context.has_reasons:
        return
    bound = context.parameters.exceeded_reason
    for row in context.rows:
        ratio = row.compared.excess
        if ratio is not None and ratio >= bound and says_nothing(row.indicator.deviation):
            share = number.short(number.half_up(number.multiply(ratio, HUNDRED), 1))
            least = number.short(number.multiply(bound, HUNDRED))
            yield row.remark(CODE, "deviation", [row.cell("actual")], share=share, bound=least)

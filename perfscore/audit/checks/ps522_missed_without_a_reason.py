"""PS522: a form without scores reports less than the target and gives no reason."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.rows import is_saving, says_nothing
from perfscore.model import Remark, Table

CODE = "PS522"


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Compare target and actual by themselves; where points are lost, PS508 asks for the reason.

    Source: a target that was not reached is to be explained, whether or not the form has a column for it.
    """
    if not context.claims or table.prints_points:
        return
    for row in context.rows:
        if row.compared.met is False and not is_saving(row) and says_nothing(row.indicator.deviation):
            yield row.remark(CODE, "actual", [row.cell("deviation")])

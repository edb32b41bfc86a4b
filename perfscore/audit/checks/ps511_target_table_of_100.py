"""PS511: the weights of a target table add up to 100 and leave nothing for the execution rate."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED
from perfscore.scoring.row import sum_or_none

CODE = "PS511"


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Compare the sum of a target table with 100; some forms are printed that way, so it is no error."""
    if table.kind != "project_target":
        return
    norm = context.parameters.execution_weight
    if norm and sum_or_none([row.weight for row in context.rows]) == HUNDRED:
        left = number.short(number.add(HUNDRED, -norm))
        yield Remark(CODE, table.cells.get("total_weight"), {"norm": number.short(norm), "expected": left})

"""PS501: the weights do not add up to 100, in a target table to 100 less the execution rate."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfscore import number
from perfscore.audit.context import Context
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED
from perfscore.scoring.row import read_points, sum_or_none
from perfscore.scoring.table import is_part

CODE = "PS501"
_INCOMPLETE = frozenset({"PS118", "PS203"})


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Add up the printed weights.

    Source: 财预〔2020〕10号: 100 points, in principle 10 of them for the execution rate.
    """
    sums = wrong_sum(table, context)
    # A row that was not understood, or a weight that is no number, is missing in the sum: that is said already.
    if sums is not None and not any(remark.code in _INCOMPLETE for remark in table.remarks):
        yield Remark(CODE, table.cells.get("total_weight"), _values(*sums))


def wrong_sum(table: Table, context: Context) -> tuple[Decimal, Decimal] | None:
    """Give the sum of the weights and what it should be; None where it is right, or nothing can be said.

    A form that prints no weight for the execution rate may count it in silently, so 90 is right there too.
    A target table whose weights add up to 100 is another matter: see PS511.
    """
    total = sum_or_none([row.weight for row in context.rows])
    if total is None or not total or is_part(table.indicators, table.funds):
        return None
    execution = read_points(table.funds[0].weight) if table.funds else None
    norm = context.parameters.execution_weight
    without_execution = number.add(HUNDRED, -norm)
    expected = without_execution if table.kind == "project_target" else HUNDRED
    accepted = {HUNDRED, without_execution}
    if execution is not None:
        total, accepted = number.add(total, execution), {HUNDRED}
    return None if total in accepted else (total, expected)


def _values(total: Decimal, expected: Decimal) -> dict[str, str]:
    gap = number.add(total, -expected)
    side = "more" if gap > 0 else "less"
    return {"sum": number.short(total), "expected": number.short(expected), "side": side, "gap": number.short(abs(gap))}

"""PS618: a rate of completed tasks is full, and the numbers of the same tasks were missed."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds, words
from perfscore.audit.likeness import content
from perfscore.audit.rows import Row, names
from perfscore.expression import Deadline
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED
from perfscore.text import fold

CODE = "PS618"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Find 任务完成率 100% beside 调研 1 of 3; the names must share what they are about."""
    missed = [row for row in context.rows if row.group == "quantity" and row.compared.met is False and row.ratio]
    late = [row for row in context.rows if row.compared.met is False and isinstance(row.compared.target, Deadline)]
    for rate in context.rows if missed or late else ():
        about = content(rate.indicator.level3)
        of_rate = (missed if _is_full_rate(rate) else []) + (late if _is_timely_rate(rate) else [])
        parts = [row for row in of_rate if row is not rate and about & content(row.indicator.level3)]
        if parts:
            first = parts[0].indicator
            yield rate.remark(
                CODE,
                "actual",
                [cell for row in parts for cell in (row.cell("actual"), row.cell("claimed"))],
                rows=names(parts),
                other_target=first.target,
                other_actual=first.actual,
            )


def _is_full_rate(row: Row) -> bool:
    name = fold(row.indicator.level3)
    return name.endswith(words("rates", "completion")) and row.compared.actual_value == HUNDRED and row.claimed_in_full


def _is_timely_rate(row: Row) -> bool:
    name = fold(row.indicator.level3)
    timely = holds(name, "rates", "timely") and row.compared.unit == "%"
    return timely and row.compared.actual_value == HUNDRED and row.claimed_in_full

"""PS658: a cost ceiling lies far above what the same thing cost in an earlier year of the same call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfscore import number
from perfscore.audit.projects import earlier_evaluations
from perfscore.audit.rows import Row, joint, row_of
from perfscore.model import Remark, Table
from perfscore.text import fold, is_blank

CODE = "PS658"
_FAR_ABOVE = Decimal("1.2")


def across(tables: Sequence[Table]) -> Iterator[tuple[int, Remark]]:
    """Match the rows by name; where the sheet itself prints last year's cost, PS636 compares it."""
    for index, before in earlier_evaluations(tables):
        table = tables[index]
        costs = {fold(row.level3): row_of(row, before.year) for row in before.indicators}
        rows = (row_of(row, table.year) for row in table.indicators if is_blank(row.last_year))
        higher = [(row, last) for row in rows if (last := costs.get(fold(row.indicator.level3))) and _is_far(row, last)]
        if higher:
            first, last = higher[0]
            values = {"last_year": str(before.year), "target": first.indicator.target, "actual": last.indicator.actual}
            yield index, joint(CODE, [row for row, _ in higher], "target", **values)


def _is_far(row: Row, last: Row) -> bool:
    ceiling, cost = row.target_size, last.actual_size
    if ceiling is None or cost is None or row.compared.direction != "ceiling" or not row.compared.money:
        return False
    return ceiling[1] == cost[1] and 0 < number.multiply(_FAR_ABOVE, cost[0]) < ceiling[0]

"""PS658: a cost ceiling lies far above what the same thing cost in an earlier year of the same call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfscore import number
from perfscore.audit.projects import against_earlier, rows_of_two_years
from perfscore.audit.rows import Row
from perfscore.model import Remark, Table
from perfscore.number import ONE
from perfscore.rulebook import Rulebook
from perfscore.text import is_blank

CODE = "PS658"


def across(tables: Sequence[Table], book: Rulebook) -> Iterator[tuple[int, Remark]]:
    """Match the rows by name; where the sheet itself prints last year's cost, PS636 compares it."""
    for index, before, pairs in rows_of_two_years(tables):
        rise = book.parameters(tables[index].year).cost_rise
        higher = [(row, last) for row, last in pairs if is_blank(row.indicator.last_year) and _is_far(row, last, rise)]
        if higher:
            yield index, against_earlier(CODE, higher, before)


def _is_far(row: Row, last: Row, rise: Decimal) -> bool:
    ceiling, cost = row.target_size, last.actual_size
    if ceiling is None or cost is None or row.compared.direction != "ceiling" or not row.compared.money:
        return False
    return ceiling[1] == cost[1] and 0 < number.multiply(number.add(ONE, rise), cost[0]) < ceiling[0]

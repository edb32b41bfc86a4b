"""PS653: the column of last year's values differs from last year's evaluation of the same project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfscore import number
from perfscore.audit.projects import earlier_evaluations
from perfscore.audit.rows import row_of
from perfscore.expression import Quantity, parse
from perfscore.expression.units import unit
from perfscore.model import Remark, Table
from perfscore.rulebook import Rulebook
from perfscore.text import fold

CODE = "PS653"


def across(tables: Sequence[Table], _book: Rulebook) -> Iterator[tuple[int, Remark]]:
    """Compare 上年完成值 with the actual of the row with the same name, where the year before is at hand."""
    for index, before in earlier_evaluations(tables):
        table = tables[index]
        if table.year is None or before.year != table.year - 1:
            continue
        reached = {fold(row.level3): row for row in before.indicators}
        for indicator in table.indicators:
            other = reached.get(fold(indicator.level3))
            printed = parse(indicator.last_year) if indicator.last_year else None
            actual = parse(other.actual) if other is not None else None
            if other is None or not isinstance(printed, Quantity) or not isinstance(actual, Quantity):
                continue
            first, second = unit(printed.unit), unit(actual.unit)
            if first.dimension == second.dimension and number.multiply(printed.value, first.factor) != number.multiply(
                actual.value, second.factor
            ):
                yield (
                    index,
                    row_of(indicator, table.year).remark(
                        CODE, "last_year", last_year=indicator.last_year, reported=other.actual, year=str(before.year)
                    ),
                )

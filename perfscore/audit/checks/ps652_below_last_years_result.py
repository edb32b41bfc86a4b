"""PS652: a target lies below what the same project reached in an earlier year of the same call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfscore import number
from perfscore.audit.projects import earlier_evaluations
from perfscore.audit.rows import Row, joint, row_of
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS652"
_CLEARLY = Decimal("0.9")
_PERSONS = frozenset({"人", "人次", "次"})


def across(tables: Sequence[Table]) -> Iterator[tuple[int, Remark]]:
    """Match the rows by name; a target a little below what was reached is prudent."""
    for index, before in earlier_evaluations(tables):
        table = tables[index]
        reached = {fold(row.level3): row_of(row, before.year) for row in before.indicators}
        lower: list[tuple[Row, Row]] = []
        for indicator in table.indicators:
            row, last = row_of(indicator, table.year), reached.get(fold(indicator.level3))
            if last is not None and _is_lower(row, last):
                lower.append((row, last))
        if lower:
            first, last = lower[0]
            values = {"last_year": str(before.year), "target": first.indicator.target, "actual": last.indicator.actual}
            yield index, joint(CODE, [row for row, _ in lower], "target", **values)


def _is_lower(row: Row, last: Row) -> bool:
    target, reached = row.target_size, last.actual_size
    if target is None or reached is None or row.compared.direction not in ("floor", "equal") or row.compared.cost:
        return False
    same = target[1] == reached[1] or {target[1], reached[1]} <= _PERSONS
    return same and 0 < target[0] < number.multiply(_CLEARLY, reached[0])

"""PS638: an actual lies outside what its measure allows: 100.07分 of 100, a rate of acceptance of 105%."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds, is_good_rate
from perfscore.expression import Quantity
from perfscore.expression.units import unit
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED
from perfscore.text import fold

CODE = "PS638"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Look at rates of a whole and at marks out of 100."""
    for row in context.rows:
        actual = row.compared.actual
        if not isinstance(actual, Quantity) or actual.value <= HUNDRED:
            continue
        name = row.indicator.level3
        rate = unit(actual.unit).dimension == unit("%").dimension and actual.unit == "%" and is_good_rate(name)
        target = row.compared.target
        of_hundred = holds(fold(name), "rates", "marks") or (isinstance(target, Quantity) and target.value <= HUNDRED)
        marks = actual.unit == "分" and of_hundred
        if rate or marks:
            yield row.remark(CODE, "actual", [row.cell("deviation")], most="100%" if rate else "points")

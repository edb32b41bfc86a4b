"""PS636: a cost ceiling lies far above last year's cost."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.expression import Quantity, parse
from perfscore.expression.units import unit
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED, ONE

CODE = "PS636"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Compare ceilings in money with the column 上年完成值."""
    for row in context.rows:
        target = row.compared.target
        last = parse(row.indicator.last_year) if row.indicator.last_year else None
        if not isinstance(target, Quantity) or not isinstance(last, Quantity) or row.compared.direction != "ceiling":
            continue
        target_value, before = unit(target.unit), unit(last.unit)
        if not target_value.money or target_value.dimension != before.dimension or last.value <= 0:
            continue
        ratio = number.divide(
            number.multiply(target.value, target_value.factor), number.multiply(last.value, before.factor)
        )
        if ratio > number.add(ONE, context.parameters.cost_rise):
            share = number.short(number.half_up(number.multiply(number.add(ratio, -ONE), HUNDRED), 1))
            yield row.remark(CODE, "target", [row.cell("last_year")], last_year=row.indicator.last_year, share=share)

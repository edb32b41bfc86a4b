"""PS635: a target lies below what the table itself gives as last year's value."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfscore import number
from perfscore.audit.context import Context
from perfscore.expression import Quantity, parse
from perfscore.expression.units import is_share, unit
from perfscore.model import Remark, Table

CODE = "PS635"
_POLL = Decimal("0.95")


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Compare floors with the column 上年完成值; costs and other ceilings are PS636."""
    for row in context.rows:
        target = row.compared.target
        last = parse(row.indicator.last_year) if row.indicator.last_year else None
        if not isinstance(target, Quantity) or not isinstance(last, Quantity) or row.compared.cost:
            continue
        # A figure without a unit is one of the target's; of a rate it may also be a share of 1.
        bare = not last.unit and (last.value > 1 or not is_share(target.unit))
        target_value, before = unit(target.unit or last.unit), unit(target.unit if bare else last.unit)
        if row.compared.direction not in ("floor", "equal") or target_value.dimension != before.dimension:
            continue
        size, reached = number.multiply(target.value, target_value.factor), number.multiply(last.value, before.factor)
        # Nobody can promise as many satisfied people as last year's poll found.
        bound = number.multiply(_POLL, reached) if row.group == "satisfaction" else reached
        if 0 < size < bound:
            yield row.remark(CODE, "target", [row.cell("last_year")], last_year=row.indicator.last_year)

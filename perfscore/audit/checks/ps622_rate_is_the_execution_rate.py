"""PS622: a rate of timeliness or completion is only the execution rate again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds
from perfscore.expression.units import is_share
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED
from perfscore.text import fold

CODE = "PS622"
_NEAR = Decimal("0.06")


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Compare the actuals that are rates with spent over budget; a round rate may be chance, but not of payments."""
    total = context.total
    percent = total.amounts.percent if total is not None and context.claims else None
    if total is None or percent is None or percent >= HUNDRED or percent <= 0:
        return
    for row in context.rows:
        actual_value = row.compared.actual_value
        if actual_value is None or row.group not in ("time", "quality", "quantity") or not is_share(row.compared.unit):
            continue
        if actual_value % 1 == 0 and not holds(fold(row.indicator.level3), "payment", "money"):
            continue
        if abs(number.add(actual_value, -percent)) <= _NEAR and not holds(
            fold(row.indicator.level3), "rates", "execution"
        ):
            yield row.remark(CODE, "actual", [total.fund.cells.get("rate")], rate=total.fund.rate)

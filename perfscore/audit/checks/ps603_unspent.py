"""PS603: a large share of the adjusted budget was not spent."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED

CODE = "PS603"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Compare the unspent share of the total with the rule book's ``unspent_share``."""
    if not context.funds:
        return
    total = context.funds[0]
    percent = total.amounts.percent
    if percent is None or total.amounts.full_year is None or total.amounts.executed is None:
        return
    bound = number.multiply(context.parameters.unspent_share, HUNDRED)
    if number.add(HUNDRED, -percent) < bound or percent >= HUNDRED:
        return
    unspent = number.add(total.amounts.full_year, -total.amounts.executed)
    share = f"{number.plain(number.half_up(number.add(HUNDRED, -percent)))}%"
    yield total.remark(CODE, "executed", unspent=number.short(unspent), share=share, bound=f"{number.short(bound)}%")

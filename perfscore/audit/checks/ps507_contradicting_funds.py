"""PS507: the total of the funds is 0 beside a part that is not."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.model import FUND_AMOUNTS, Remark, Table

CODE = "PS507"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Look for a printed 0 in the total row above a filled row, column by column."""
    if not context.funds:
        return
    total, *rows = context.funds
    for amount in FUND_AMOUNTS:
        whole = getattr(total.amounts, amount)
        if whole is None or whole != 0:
            continue
        filled = next((row for row in rows if (getattr(row.amounts, amount) or 0) > 0), None)
        if filled is not None:
            values = {"part": filled.fund.name, "value": getattr(filled.fund, amount)}
            yield total.remark(CODE, amount, amount=amount, total=number.short(whole), **values)

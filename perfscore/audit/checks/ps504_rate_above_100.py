"""PS504: more was spent than the adjusted budget, or the printed rate is above 100%."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.model import Remark, Table
from perfscore.number import CENT, HUNDRED

CODE = "PS504"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Compare spending and budget in every row of the funds block.

    A printed rate computed on another base has codes of its own (PS505, PS514).
    """
    explained = {id(slip.row) for slip in context.rate_slips if slip.base is not None}
    for row in context.funds:
        amounts = row.amounts
        if amounts.executed is not None and amounts.full_year is not None:
            above = amounts.executed > number.add(amounts.full_year, CENT)
        else:
            above = amounts.rate is not None and all(percent > HUNDRED for percent in amounts.rate.percent)
        if above and id(row) not in explained:
            yield row.remark(CODE, "executed" if row.fund.executed else "rate")

"""PS505: the execution rate or its score was computed on the initial budget instead of the adjusted one."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.funds import FundRow
from perfscore.model import Remark, Table

CODE = "PS505"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Look whether a wrong rate, or the claimed score, fits the initial budget.

    Source: 财预〔2020〕10号: the execution rate is 全年执行数 over 全年预算数, the budget after adjustments.
    """
    named = False
    for slip in context.rate_slips:
        if slip.base is slip.row:
            named = named or slip.row is context.funds[0]
            yield _remark("rate", slip.row.fund.rate, slip.row)
    base = context.execution_base
    if not named and base is not None and base is context.funds[0]:
        yield _remark("score", base.fund.score, base)


def _remark(printed: str, value: str, row: FundRow) -> Remark:
    right = row.amounts.percent
    assert right is not None, "a slip has spending and budget"
    return row.remark(CODE, printed, printed=printed, value=value, right=f"{number.plain(number.half_up(right))}%")

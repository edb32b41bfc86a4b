"""PS514: the printed execution rate, or its score, is that of another row of the funds block."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.funds import FundRow
from perfscore.model import Remark, Table

CODE = "PS514"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Name the row whose spending over budget gives the printed rate or the claimed score."""
    named = False
    for slip in context.rate_slips:
        if slip.base is not None and slip.base is not slip.row:
            named = named or slip.row is context.funds[0]
            yield _remark("rate", slip.row.fund.rate, slip.row, slip.base)
    base = context.execution_base
    if not named and base is not None and base is not context.funds[0]:
        yield _remark("score", context.funds[0].fund.score, context.funds[0], base)


def _remark(printed: str, value: str, row: FundRow, base: FundRow) -> Remark:
    other = {"other": base.fund.name, "spent": base.fund.executed, "budget": base.fund.full_year}
    return row.remark(CODE, printed, printed=printed, value=value, **other)

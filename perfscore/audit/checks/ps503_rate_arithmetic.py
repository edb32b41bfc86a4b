"""PS503: the printed execution rate is not the spending divided by the adjusted budget."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED

CODE = "PS503"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Divide again, in every row of the funds block that prints a rate.

    A rate whose slip is known has a code of its own: the initial budget (PS505), another row (PS514). A rate
    cut at 100% where more was spent is no arithmetic slip (PS504).
    """
    for slip in context.rate_slips:
        right = slip.row.amounts.percent
        if slip.base is not None or right is None or (right > HUNDRED and HUNDRED in slip.rate.percent):
            continue
        yield slip.row.remark(CODE, "rate", right=f"{number.plain(number.half_up(right))}%")

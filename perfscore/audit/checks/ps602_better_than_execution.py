"""PS602: the indicators score far better than the money was spent."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfscore import number
from perfscore.audit.context import Context
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED, ONE
from perfscore.scoring.row import sum_or_none

CODE = "PS602"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Compare the indicators' share of their weights with the execution rate.

    The claimed scores count: a unit answers for its own figures, not for those that only the tool proposes. Saving
    money is no fault, so this asks for a look and nothing more.

    Source: the rule book's ``execution_gap``, a share of the execution rate.
    """
    percent = context.funds[0].amounts.percent if context.funds else None
    if percent is None or percent >= HUNDRED:
        return
    scores = [row.score for row in context.rows if row.score is not None]
    weight = sum_or_none([row.weight for row in context.rows])
    points = sum_or_none([score.claimed for score in scores])
    if not scores or not weight or points is None:
        return
    reached = number.multiply(number.divide(points, weight), HUNDRED)
    if reached > number.multiply(percent, number.add(ONE, context.parameters.execution_gap)):
        values = {"reached": _shown(reached), "percent": _shown(percent)}
        yield context.funds[0].remark(CODE, "rate", **values)


def _shown(percent: Decimal) -> str:
    return f"{number.plain(number.half_up(percent))}%"

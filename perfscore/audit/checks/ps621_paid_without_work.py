"""PS621: the money was spent in full although much of the work was not done."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds
from perfscore.audit.rows import Row, joint, names
from perfscore.audit.states import states
from perfscore.model import Remark, Table

CODE = "PS621"
_DONE, _NEARLY, _MAIN = Decimal("0.6"), Decimal("0.995"), Decimal("0.5")


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Find costs at their ceiling beside outputs of which less than 60%, or unfinished work, was reached."""
    missed = [row for row in context.rows if row.group in ("quantity", "quality") and _is_missed(row)]
    costs = [row for row in context.rows if row.claimed_in_full and _is_spent(row, context)]
    if missed and costs:
        also = [cell for row in costs for cell in (row.cell("actual"), row.cell("claimed"))]
        first = missed[0].indicator
        yield joint(
            CODE,
            missed,
            "actual",
            also,
            target=first.target,
            actual=first.actual,
            costs=names(costs),
            spent=costs[0].indicator.actual,
        )


def _is_missed(row: Row) -> bool:
    ratio = row.ratio
    if row.compared.met and not row.lost:
        return False
    unfinished = any(state.kind == "unfinished" for state in states(row.indicator.deviation))
    return row.lost and (
        (ratio is not None and ratio < _DONE) or (unfinished and not row.claimed_in_full and _is_work(row))
    )


def _is_work(row: Row) -> bool:
    """Say whether an unfinished row is about the work itself: 项目未完工, not a training that was not held."""
    return any(holds(state.words, "reason", "unfinished_work") for state in states(row.indicator.deviation))


def _is_spent(row: Row, context: Context) -> bool:
    """Say whether a cost was spent up to its ceiling and is the main part of the project's money."""
    ceiling, cost, total = row.target_size, row.actual_size, context.total
    if not row.compared.money or row.compared.direction == "floor" or ceiling is None or cost is None:
        return False
    if total is None or not total.amounts.executed or not total.amounts.initial:
        return False
    executed = total.money("executed") or number.ZERO
    return (
        cost[0] >= number.multiply(_NEARLY, ceiling[0])
        and cost[0] >= number.multiply(_MAIN, executed)
        and total.amounts.executed >= number.multiply(_MAIN, total.amounts.initial)
    )

"""PS620: the benefits are claimed in full although the work is not done or its money hardly spent."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.rows import Row, joint, names
from perfscore.audit.states import states
from perfscore.expression import Quantity
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED
from perfscore.scoring.row import sum_or_none

CODE = "PS620"
# A cost below this share of its ceiling was hardly spent; work above this share of its target is nearly done.
_LITTLE, _DONE = Decimal("0.3"), Decimal("0.9")
# Unfinished rows count when there are two, or when they carry these points.
_ROWS, _WEIGHT = 2, 15
_NEARLY_ALL = Decimal("0.9")


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Hold full benefits against unfinished rows of weight, and against costs of which little was spent."""
    benefits = [row for row in context.rows if row.group == "benefit"]
    if not benefits or not all(row.claimed_in_full for row in benefits):
        return
    # A benefit that was counted speaks for itself; words need finished work behind them.
    in_words = [row for row in benefits if not isinstance(row.compared.target, Quantity)]
    evidence, case = (_unfinished(context) if in_words else []), "unfinished"
    if evidence:
        benefits = in_words
    else:
        evidence, case = _unspent(context), "unspent"
    if not evidence and (percent := _execution(context)) is not None:
        assert context.total is not None
        fund = context.total.fund
        values = {"evidence": f"“{fund.name}”", "actual": percent}
        yield joint(CODE, benefits, "claimed", [fund.cells.get("rate")], case="execution", **values)
    elif evidence:
        also = [cell for row in evidence for cell in (row.cell("actual"), row.cell("deviation"))]
        yield joint(
            CODE, benefits, "claimed", also, case=case, evidence=names(evidence), actual=evidence[0].indicator.actual
        )


def _execution(context: Context) -> str | None:
    """Give the execution rate where hardly anything was spent and nearly all points are claimed."""
    percent = context.total.amounts.percent if context.total is not None else None
    claimed = sum_or_none([row.claimed for row in context.rows])
    weight = sum_or_none([row.weight for row in context.rows])
    if (
        percent is None
        or percent >= number.multiply(context.parameters.hardly_spent, HUNDRED)
        or not weight
        or claimed is None
    ):
        return None
    return f"{number.plain(number.half_up(percent))}%" if claimed >= number.multiply(_NEARLY_ALL, weight) else None


def _unfinished(context: Context) -> list[Row]:
    rows = [
        row
        for row in context.rows
        if row.group in ("quantity", "quality", "time")
        and row.lost
        and (row.ratio is None or row.ratio < _DONE)
        and any(state.kind == "unfinished" for state in states(row.indicator.deviation))
    ]
    weight = sum(row.weight or 0 for row in rows)
    return rows if len(rows) >= _ROWS or weight >= _WEIGHT else []


def _unspent(context: Context) -> list[Row]:
    """Find costs of which under 30% was spent and that lost points or tell an open state."""
    rows = []
    for row in context.rows:
        target_value, actual_value = row.compared.target_value, row.compared.actual_value
        if not row.compared.money or target_value is None or actual_value is None or target_value <= 0:
            continue
        little = actual_value <= number.multiply(_LITTLE, target_value)
        if little and row.compared.direction == "ceiling" and (row.lost or states(row.indicator.deviation)):
            rows.append(row)
    return rows

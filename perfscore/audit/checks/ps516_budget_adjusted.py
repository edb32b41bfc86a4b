"""PS516: the budget was changed by far during the year and nothing explains it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED
from perfscore.text import fold

CODE = "PS516"
_TOLERANCE = Decimal("0.02")


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Compare the adjusted with the initial budget; money carried over, or a word about the change, explains it.

    Source: the rule book's ``budget_change``.
    """
    total = context.total
    if not context.claims or total is None:
        return
    initial, adjusted = total.amounts.initial, total.amounts.full_year
    if not initial or not adjusted or initial <= 0 or adjusted <= 0:
        return
    change = number.add(adjusted, -initial)
    share = number.divide(change, initial)
    if abs(share) < context.parameters.budget_change or _carried_over(context, change) or _explained(table):
        return
    percent = number.short(number.half_up(number.multiply(abs(share), HUNDRED), 1))
    direction = "increased" if change > 0 else "decreased"
    also = [total.fund.cells.get("initial"), total.fund.cells.get("rate")]
    yield total.remark(CODE, "full_year", also, change=direction, needed=direction, share=percent)


def _carried_over(context: Context, change: Decimal) -> bool:
    """Say whether the parts that carry money over from last year make up the change."""
    parts = [
        number.add(row.amounts.full_year, -(row.amounts.initial or number.ZERO))
        for row in context.funds[1:]
        if row.amounts.full_year is not None and holds(fold(row.fund.name), "funds", "carried")
    ]
    return bool(parts) and abs(number.add(*parts, -change)) <= number.multiply(_TOLERANCE, abs(change))


def _explained(table: Table) -> bool:
    texts = [table.completion, *(row.deviation for row in table.indicators)]
    return any(holds(fold(text), "funds", "adjusted") for text in texts if text)

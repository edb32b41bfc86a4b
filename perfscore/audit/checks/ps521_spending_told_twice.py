"""PS521: the spending of the funds block differs a little from what the text or the cost indicator tells."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds, words
from perfscore.audit.prose import Mention, mentions
from perfscore.audit.rows import Row
from perfscore.expression import Quantity
from perfscore.expression.units import unit
from perfscore.model import Remark, Table

CODE = "PS521"
_RATE = Decimal("0.5")
_ROUNDING, _NEAR = 100, Decimal("0.005")


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Hold the executed amount against the completion text and the actuals of costs.

    Far smaller amounts are parts of it, unless the text calls them all; one that differs by at most 0.5% is meant to
    be the same, and a rate of execution is that of the total.
    """
    total = context.total
    spent = total.money("executed") if total is not None and context.claims else None
    if total is None or not spent or spent <= 0:
        return
    known = _known(context)
    others: list[tuple[str, str | None, str]] = []
    for mention in mentions(table.completion):
        if _is_spending(mention, spent, total.amounts.percent) and mention.size not in known:
            others.append((mention.text, table.cells.get("completion"), "completion"))
    costs = [(row, size) for row in context.rows if (size := _cost(row)) is not None]
    # Several costs are parts of the spending, and none of them has to be all of it.
    if len(costs) == 1 and costs[0][1] not in known and _is_near(costs[0][1], spent):
        others.append((costs[0][0].indicator.actual, costs[0][0].cell("actual"), "indicator"))
    if others:
        text, _, where = others[0]
        also = [*(cell for _, cell, _ in others), total.fund.cells.get("score")]
        yield total.remark(CODE, "executed", also, other=text, where=where)


def _is_spending(mention: Mention, spent: Decimal, percent: Decimal | None) -> bool:
    """Say whether a figure of the completion is meant to be the spending, or the rate of it, and is another one."""
    if mention.unit == "%":
        about = holds(mention.before, "rates", "execution")
        return about and percent is not None and abs(number.add(mention.value, -percent)) > _RATE
    if not unit(mention.unit).money or not holds(mention.before, "funds", "spending"):
        return False
    whole = mention.before.endswith(words("funds", "all_spending")) and abs(mention.size - spent) > _ROUNDING
    return whole or _is_near(mention.size, spent)


def _known(context: Context) -> set[Decimal]:
    """List the amounts of the funds block; what equals one of them was not meant to be the spending of all."""
    fields = ("initial", "full_year", "executed")
    return {amount for row in context.funds for field in fields if (amount := row.money(field)) is not None}


def _cost(row: Row) -> Decimal | None:
    actual = row.compared.actual
    if not isinstance(actual, Quantity) or not row.compared.cost or not unit(actual.unit).money:
        return None
    return number.multiply(actual.value, unit(actual.unit).factor)


def _is_near(size: Decimal, spent: Decimal) -> bool:
    gap = abs(number.add(size, -spent))
    return _ROUNDING < gap <= number.multiply(_NEAR, spent)

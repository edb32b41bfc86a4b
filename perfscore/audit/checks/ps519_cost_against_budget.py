"""PS519: the cost ceilings add up to more than the budget, or leave some of it open."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds
from perfscore.audit.prices import planned_cost
from perfscore.audit.rows import Row, joint
from perfscore.expression import Quantity
from perfscore.expression.money import FUNDS_UNIT
from perfscore.expression.units import unit
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS519"
_MORE, _SLIP, _NEARLY = Decimal("1.001"), Decimal("0.005"), Decimal("0.1")


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Add up the targets of the costs, prices by their quantities, and hold them against the initial budget.

    Silent where one row alone makes up the budget or the other rows: then the others are its parts.
    """
    total = context.total
    budget = total.money("initial") if total is not None else None
    if total is None or not budget or budget <= 0:
        return
    costs = [(row, size) for row in context.rows if (size := _ceiling(row)) is not None]
    if not context.claims:
        priced = ((row, planned_cost(row, context.rows)) for row in context.rows if row.group == "cost")
        costs += [(row, cost) for row, cost in priced if cost is not None]
    if not costs:
        return
    sizes = [size for _, size in costs]
    whole, largest = number.add(*sizes), max(sizes)
    rest = number.add(whole, -largest)
    nested = len(costs) > 1 and (largest >= number.multiply(_MORE, rest) >= largest or abs(budget - largest) <= 1)
    adjusted = total.money("full_year") or budget
    gap = abs(number.add(whole, -budget))
    slip = 1 < gap <= number.multiply(_SLIP, budget) and abs(number.add(whole, -adjusted)) > 1
    # After the year the spending counts, not what was planned.
    above = not context.claims and whole > number.multiply(_MORE, max(budget, adjusted))
    # A total that leaves much of the budget open, or parts that leave a little.
    named = len(costs) == 1 and holds(fold(costs[0][0].indicator.level3), "names", "whole_cost")
    open_part = named or (len(costs) > 1 and gap <= number.multiply(_NEARLY, budget))
    below = not context.claims and whole < budget and gap > number.multiply(_SLIP, budget) and open_part
    if not nested and (slip or above or below):
        field = "initial" if total.fund.initial else "full_year"
        yield joint(
            CODE,
            [row for row, _ in costs],
            "target",
            [total.fund.cells.get(field)],
            sum=f"{number.short(number.divide(whole, unit(FUNDS_UNIT).factor))}{FUNDS_UNIT}",
            budget=total.printed(field),
            case="above" if above else "below" if below else "slip",
        )


def _ceiling(row: Row) -> Decimal | None:
    """Give the target of a cost in 元; None for unit prices and for what is no amount of money."""
    target = row.compared.target
    misplaced = row.group in ("quantity", "quality", "time") and row.compared.direction == "ceiling"
    if not (row.group == "cost" or misplaced) or not isinstance(target, Quantity) or "/" in target.unit:
        return None
    measured = unit(target.unit)
    return number.multiply(target.value, measured.factor) if measured.money else None

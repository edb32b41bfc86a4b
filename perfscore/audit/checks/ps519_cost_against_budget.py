"""PS519: the cost ceilings add up to more than the budget, or miss it by a little."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.rows import Row, joint
from perfscore.expression import Quantity
from perfscore.expression.money import FUNDS_UNIT
from perfscore.expression.units import unit
from perfscore.model import Remark, Table

CODE = "PS519"
_MORE, _SLIP = Decimal("1.001"), Decimal("0.005")


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Add up the targets of the costs that are amounts of money, and hold them against the initial budget.

    Silent where one row alone makes up the budget or the other rows: then the others are its parts.
    """
    total = context.total
    budget = total.money("initial") if total is not None else None
    if total is None or not budget or budget <= 0:
        return
    costs = [(row, size) for row in context.rows if (size := _ceiling(row)) is not None]
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
    if not nested and (slip or above):
        field = "initial" if total.fund.initial else "full_year"
        yield joint(
            CODE,
            [row for row, _ in costs],
            "target",
            [total.fund.cells.get(field)],
            sum=f"{number.short(number.divide(whole, unit(FUNDS_UNIT).factor))}{FUNDS_UNIT}",
            budget=total.printed(field),
            case="above" if above else "slip",
        )


def _ceiling(row: Row) -> Decimal | None:
    """Give the target of a cost in 元; None for unit prices and for what is no amount of money."""
    target = row.compared.target
    if row.group != "cost" or not isinstance(target, Quantity) or "/" in target.unit:
        return None
    measured = unit(target.unit)
    return number.multiply(target.value, measured.factor) if measured.money else None

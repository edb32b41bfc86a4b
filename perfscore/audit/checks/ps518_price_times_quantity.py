"""PS518: a unit price times the quantity does not fit the money of the project."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.prices import product_of
from perfscore.audit.rows import Row
from perfscore.expression.money import FUNDS_UNIT
from perfscore.expression.units import unit
from perfscore.model import Remark, Table

CODE = "PS518"
_MORE, _LESS = Decimal("1.05"), Decimal("0.8")


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Multiply 500元/人 by 227人.

    In an evaluation more than was spent cannot have been paid; in a target table with one cost row the product
    should be the budget.
    """
    total = context.total
    if total is None:
        return
    field = "executed" if context.claims else "initial"
    money = total.money(field)
    if money is None or money <= 0:
        return
    costs = [row for row in context.rows if row.compared.money or row.group == "cost"]
    quantities = [row for row in context.rows if row.group == "quantity"]
    for price in costs:
        for quantity in quantities:
            product = product_of(price, quantity, context.claims)
            if product is None:
                continue
            less = not context.claims and len(costs) == 1 and product < number.multiply(_LESS, money)
            if product > number.multiply(_MORE, money) or less:
                yield _remark(price, quantity, product, total.printed(field), field, total.fund.cells.get(field))
                return


def _remark(price: Row, quantity: Row, product: Decimal, money: str, field: str, cell: str | None) -> Remark:
    value = "actual" if field == "executed" else "target"
    amount = number.short(number.half_up(number.divide(product, unit(FUNDS_UNIT).factor)))
    return price.remark(
        CODE,
        value,
        [quantity.cell(value), cell],
        price=getattr(price.indicator, value),
        other=quantity.indicator.level3,
        quantity=getattr(quantity.indicator, value),
        product=f"{amount}{FUNDS_UNIT}",
        amount=field,
        money=money,
    )

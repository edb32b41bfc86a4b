"""Multiply the price of one row by the quantity of another."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from perfscore import number
from perfscore.audit.lexicon import word_in
from perfscore.audit.likeness import content
from perfscore.audit.rows import Row
from perfscore.expression import Quantity
from perfscore.expression.units import unit
from perfscore.text import fold


def planned_cost(price: Row, rows: Iterable[Row]) -> Decimal | None:
    """Give what a price comes to with the one quantity that it is for; None where there is none, or several.

    Args:
        price: a row. rows: of the same table.
    """
    quantities = (row for row in rows if row.group == "quantity" and row is not price)
    products = [product for row in quantities if (product := product_of(price, row, False)) is not None]
    return products[0] if len(products) == 1 else None


def product_of(price: Row, quantity: Row, actual: bool) -> Decimal | None:
    """Multiply a price by a quantity of the same thing: 500元/人 by 227人.

    Args:
        price: a row. quantity: another one. actual: whether what was reached counts, or what was planned.

    Returns:
        The money in 元; None where the two do not belong together.
    """
    paid, count = _number(price, actual), _number(quantity, actual)
    if paid is None or count is None:
        return None
    top, _, below = paid.unit.partition("/")
    by = unit(below.split("/")[0])
    if not below or not unit(top).money or by.dimension != unit(count.unit).dimension:
        return None
    levels = [word_in(fold(row.indicator.level3), "names", "levels") for row in (price, quantity)]
    if None not in levels and levels[0] != levels[1]:  # 国家级…奖补标准 and 自治区级…数量
        return None
    if not content(price.indicator.level3) & content(quantity.indicator.level3):
        return None
    counted = number.divide(number.multiply(count.value, unit(count.unit).factor), by.factor)
    return number.multiply(paid.value, unit(top).factor, counted)


def _number(row: Row, actual: bool) -> Quantity | None:
    tree = row.compared.actual if actual else row.compared.target
    return tree if isinstance(tree, Quantity) else None

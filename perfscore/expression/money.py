"""Amounts of money in the unit in which the official forms ask for them."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from perfscore import number
from perfscore.expression.parser import parse
from perfscore.expression.tree import Quantity
from perfscore.expression.units import unit

FUNDS_UNIT: Final = "万元"
"""The unit of a funds block that prints none."""


def amount(text: str) -> Decimal | None:
    """Read an amount in 万元: a bare number is one, as the forms ask for it; None where it is no amount."""
    tree = parse(text)
    if not isinstance(tree, Quantity) or tree.operator not in (None, "="):
        return None
    if tree.unit in ("", FUNDS_UNIT):
        return tree.value
    own, common = unit(tree.unit), unit(FUNDS_UNIT)
    if own.dimension != common.dimension:
        return None
    return number.divide(number.multiply(tree.value, own.factor), common.factor)

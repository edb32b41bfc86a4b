"""PS606: a target that cannot be reached: a rate above 100%, more hours than a year has."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.lexicon import head, holds, is_good_rate
from perfscore.expression import Quantity
from perfscore.expression.units import is_share, unit
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED

CODE = "PS606"
# A leap year, in the units of time that convert into each other.
_YEAR = (("天", Decimal(366), "days"), ("个月", Decimal(12), "months"))


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Compare targets that ask for at least a number with what is possible."""
    for row in context.rows:
        compared = row.compared
        if compared.direction not in ("floor", "equal") or not isinstance(compared.target, Quantity):
            continue
        bound_and_most = _bound(
            row.indicator.level3, compared.target.value, compared.target.unit, compared.target.operator
        )
        if bound_and_most is not None:
            bound, most = bound_and_most
            yield row.remark(CODE, "target", bound=bound, most=most)


@lru_cache(maxsize=4096)
def _bound(name: str, value: Decimal, unit_name: str, operator: str | None) -> tuple[str, str] | None:
    """Name the bound that a target exceeds: its kind and its figure."""
    measured = unit(unit_name)
    size = number.multiply(value, measured.factor)
    if is_share(unit_name):
        above = size > HUNDRED or (size == HUNDRED and operator == ">")
        return ("rate", "100%") if above and is_good_rate(name) else None
    text = head(name)
    if holds(text, "running", "added"):
        return None
    if not holds(text, "running", "time") and not holds(text, "running", "year"):
        return None
    for name_of_most, most, shown in _YEAR:
        if measured.dimension == unit(name_of_most).dimension:
            return ("year", shown) if size > number.multiply(most, unit(name_of_most).factor) else None
    return None

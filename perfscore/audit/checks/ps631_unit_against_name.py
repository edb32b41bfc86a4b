"""PS631: the unit of a target does not fit what the name measures, last year's value or the actual."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.lexicon import head, rules
from perfscore.audit.rows import Row
from perfscore.expression import Expression, Quantity, parse
from perfscore.expression.units import is_multiple, unit
from perfscore.model import Remark, Table

CODE = "PS631"
_FEW, _OTHERS = 2, 3


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Compare the unit with the measure at the end of the name, with last year's and the actual's."""
    for row in context.rows:
        target = row.compared.target
        if not isinstance(target, Quantity) or not target.unit:
            continue
        name = _measure(row.indicator.level3, target.unit)
        if name is not None:
            yield row.remark(CODE, "target", case="name", unit=target.unit, measure=name)
        elif row.group == "cost" and is_multiple(target.unit):
            yield row.remark(CODE, "target", case="money", unit=target.unit, measure=f"{target.unit}元")
        elif (last := _last_year(row, target)) is not None:
            yield row.remark(CODE, "target", [row.cell("last_year")], case="last_year", unit=target.unit, measure=last)
        elif (actual := row.compared.actual) is not None and _is_slip(target, actual):
            also = [row.cell("target"), row.cell("claimed")]
            yield row.remark(CODE, "actual", also, case="actual", unit=target.unit, measure=row.indicator.actual)
    yield from _without_a_unit(context.rows)


def _without_a_unit(rows: Sequence[Row]) -> Iterator[Remark]:
    """Find the few targets without a unit of a table whose other targets have theirs."""
    counted = [row for row in rows if isinstance(row.compared.target, Quantity)]
    bare = [row for row in counted if not row.compared.unit and row.compared.target_value != 0]
    if len(bare) <= _FEW and len(counted) - len(bare) >= _OTHERS:
        for row in bare:
            yield row.remark(CODE, "target", case="none", unit="", measure="")


@lru_cache(maxsize=4096)
def _measure(indicator: str, name_of_unit: str) -> str | None:
    """Name the measure at the end of a name that cannot carry a unit: 检查次数 in 人次, 建筑面积 in 立方米."""
    name = head(indicator)
    for rule in rules("measures"):
        word = next((word for word in rule["words"] if name.endswith(word)), None)
        if word is not None and not any(name.endswith(other) for other in rule.get("unless", ())):
            return word if unit(name_of_unit).dimension in {unit(other).dimension for other in rule["not"]} else None
    return None


def _is_slip(target: Quantity, actual: Expression) -> bool:
    """Say whether an actual repeats the target's number in another unit: 1600万元 beside ≤1600元."""
    if not isinstance(actual, Quantity) or not actual.unit or not actual.value:
        return False
    wanted, reported = unit(target.unit), unit(actual.unit)
    if wanted.dimension != reported.dimension or wanted.factor == reported.factor:
        return False
    if number.multiply(target.value, wanted.factor) == number.multiply(actual.value, reported.factor):
        return False
    return target.value == actual.value or _spelt_out(target) == _spelt_out(actual)


def _spelt_out(quantity: Quantity) -> Decimal:
    """Give the number without 万 and its like: 20000 of 2万亩."""
    value, name = quantity.value, quantity.unit or ""
    while len(name) > 1 and is_multiple(name[0]):
        value, name = number.multiply(value, unit(name[0]).factor), name[1:]
    return value


def _last_year(row: Row, target: Quantity) -> str | None:
    last = parse(row.indicator.last_year) if row.indicator.last_year else None
    if not isinstance(last, Quantity) or not last.unit or not last.value:
        return None
    return row.indicator.last_year if unit(last.unit).dimension != unit(target.unit).dimension else None

"""PS631: the unit of a target does not fit what the indicator's name measures, or last year's value."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import head, rules
from perfscore.audit.rows import Row
from perfscore.expression import Quantity, parse
from perfscore.expression.units import is_multiple, unit
from perfscore.model import Remark, Table

CODE = "PS631"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Compare the unit with the measure at the end of the name, with last year's unit, and find 万 without 元."""
    for row in context.rows:
        target = row.compared.target
        if not isinstance(target, Quantity) or not target.unit:
            continue
        name = _measure(row, target.unit)
        if name is not None:
            yield row.remark(CODE, "target", case="name", unit=target.unit, measure=name)
        elif row.group == "cost" and is_multiple(target.unit):
            yield row.remark(CODE, "target", case="money", unit=target.unit, measure=f"{target.unit}元")
        elif (last := _last_year(row, target)) is not None:
            yield row.remark(CODE, "target", [row.cell("last_year")], case="last_year", unit=target.unit, measure=last)


def _measure(row: Row, name_of_unit: str) -> str | None:
    """Name the measure at the end of a name that cannot carry a unit: 检查次数 in 人次, 建筑面积 in 立方米."""
    name = head(row.indicator.level3)
    for rule in rules("measures"):
        word = next((word for word in rule["words"] if name.endswith(word)), None)
        if word is not None:
            return word if unit(name_of_unit).dimension in {unit(other).dimension for other in rule["not"]} else None
    return None


def _last_year(row: Row, target: Quantity) -> str | None:
    last = parse(row.indicator.last_year) if row.indicator.last_year else None
    if not isinstance(last, Quantity) or not last.unit or not last.value:
        return None
    return row.indicator.last_year if unit(last.unit).dimension != unit(target.unit).dimension else None

"""PS421: by its printed criterion a row that meets its target does not get full marks, or one that misses it does."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.criteria import rows_with_criteria
from perfscore.audit.rows import Row
from perfscore.expression import Quantity
from perfscore.model import Remark, Table
from perfscore.number import ONE

if TYPE_CHECKING:
    from perfscore.criteria import Criterion

CODE = "PS421"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Ask the criterion what the target itself is worth, and what a little less is."""
    for row, criterion in rows_with_criteria(context):
        target = row.compared.target
        if not isinstance(target, Quantity) or row.compared.direction not in ("floor", "ceiling"):
            continue
        met = _points(criterion, target.value, target)
        if met is None:
            continue
        if met != criterion.weight:
            yield _remark(row, "met", met, f"{number.short(target.value)}{target.unit}")
            continue
        missed = number.add(target.value, -ONE if row.compared.direction == "floor" else ONE)
        if missed >= 0 and _points(criterion, missed, target) == criterion.weight:
            yield _remark(row, "missed", met, f"{number.short(missed)}{target.unit}")


def _points(criterion: Criterion, value: Decimal, target: Quantity) -> Decimal | None:
    """Give the points of a value; None where the criterion leaves them open."""
    award = criterion.points(f"{number.plain(value)}{target.unit}", target.text)
    return award.low if award.reason is None else None


def _remark(row: Row, case: str, points: Decimal, value: str) -> Remark:
    return row.remark(CODE, "rule", [row.cell("target")], case=case, points=number.short(points), value=value)

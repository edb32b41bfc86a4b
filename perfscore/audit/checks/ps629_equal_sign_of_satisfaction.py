"""PS629: the target of a satisfaction rate carries an equals sign."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.expression import Quantity
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED

CODE = "PS629"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Find =90%: more satisfaction is better, so the target is a floor; 100% is another matter (PS630)."""
    for row in context.rows:
        target = row.compared.target
        if row.group != "satisfaction" or not isinstance(target, Quantity) or target.operator != "=":
            continue
        if target.value < HUNDRED:
            yield row.remark(CODE, "target")

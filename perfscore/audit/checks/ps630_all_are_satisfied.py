"""PS630: a satisfaction of exactly 100%, from nobody knows how many."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.prose import mentions
from perfscore.expression import Quantity
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED

CODE = "PS630"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Find targets and actuals of 100% where no text of the row says how many were asked."""
    for row in context.rows:
        if row.group != "satisfaction":
            continue
        indicator = row.indicator
        for field, tree in (("actual", row.compared.actual), ("target", row.compared.target)):
            full = isinstance(tree, Quantity) and tree.unit == "%" and tree.value == HUNDRED
            asked = any(mentions(text) for text in (indicator.deviation, indicator.evidence, indicator.basis))
            if full and not asked:
                yield row.remark(CODE, field, value=getattr(indicator, field), which=field)
                break

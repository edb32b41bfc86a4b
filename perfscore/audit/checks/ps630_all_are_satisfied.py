"""PS630: a satisfaction of exactly 100%, from nobody knows how many."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.prose import mentions
from perfscore.audit.surveys import answers
from perfscore.expression import Quantity
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED

CODE = "PS630"


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Find targets and actuals of 100% where neither the row nor the completion says how many were asked."""
    surveyed = bool(answers(table.completion))
    for row in context.rows:
        if row.group != "satisfaction":
            continue
        indicator = row.indicator
        for field, tree in (("actual", row.compared.actual), ("target", row.compared.target)):
            full = isinstance(tree, Quantity) and tree.unit == "%" and tree.value == HUNDRED
            texts = (indicator.deviation, indicator.evidence, indicator.basis)
            if full and not surveyed and not any(map(mentions, texts)):
                yield row.remark(CODE, field, value=getattr(indicator, field), which=field, matter=field)
                break

"""PS663: a reason explains its row by less work of another row, which reports more than planned."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds
from perfscore.audit.likeness import common
from perfscore.audit.prose import clauses
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS663"
_SHARED = 4


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Find 现场检查企业数量减少 in a reason beside 检查企业 312家次 of 200家次."""
    if not context.comparable:
        return
    more = [row for row in context.rows if row.compared.excess and row.group == "quantity"]
    for row in context.rows if more else ():
        for clause in clauses(row.indicator.deviation):
            if not holds(clause, "reason", "fewer"):
                continue
            others = (other for other in more if other is not row)
            other = next((o for o in others if len(common(fold(o.indicator.level3), clause)) >= _SHARED), None)
            if other is not None:
                texts = {"other": other.indicator.level3, "reached": other.indicator.actual, "words": clause}
                yield row.remark(CODE, "deviation", [other.cell("actual")], **texts)

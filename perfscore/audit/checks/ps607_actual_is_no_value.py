"""PS607: the actual is words although the target is a number or a date."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.expression import Deadline, Quantity, Range, Words
from perfscore.model import Remark, Table

CODE = "PS607"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Find actuals such as 完成 against a number; a bound or a range as actual is PS209."""
    for row in context.rows:
        compared = row.compared
        if not isinstance(compared.actual, Words) or not isinstance(compared.target, Quantity | Range | Deadline):
            continue
        if row.score is not None and row.score.trace.rule != "grades":
            yield row.remark(CODE, "actual")

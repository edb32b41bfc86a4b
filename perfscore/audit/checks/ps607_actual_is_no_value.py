"""PS607: the actual is words although the target is a number or a date."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.rows import Row
from perfscore.expression import Absent, Deadline, Quantity, Range, Words
from perfscore.model import Remark, Table

CODE = "PS607"


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Find actuals such as 完成 against a number; a bound or a range as actual is PS209."""
    for row in context.rows:
        compared = row.compared
        if not isinstance(compared.target, Quantity | Range | Deadline):
            continue
        if not table.prints_points:
            wrong = context.claims and _is_no_value(row)
        else:
            wrong = isinstance(compared.actual, Words) and row.score is not None and row.score.trace.rule != "grades"
        if wrong:
            yield row.remark(CODE, "actual")


def _is_no_value(row: Row) -> bool:
    """Say whether nothing is filled in, words, or a bound; where rows are scored, scoring speaks of the other two."""
    actual = row.compared.actual
    return isinstance(actual, Words | Absent) or getattr(actual, "operator", None) not in (None, "=")

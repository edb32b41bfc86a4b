"""PS523: an indicator of a table that is not scored has no target."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.model import Remark, Table
from perfscore.text import is_blank

CODE = "PS523"


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Look for blank cells in the column of targets; where rows are scored, scoring says what it lacks."""
    if "target" not in table.columns or table.prints_points:
        return
    for row in context.rows:
        if is_blank(row.indicator.target) and row.indicator.level3:
            yield row.remark(CODE, "target")

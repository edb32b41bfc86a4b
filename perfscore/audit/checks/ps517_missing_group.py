"""PS517: the table has no indicator of a group that the form asks for."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.rows import GROUPS
from perfscore.model import Remark, Table

CODE = "PS517"


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Name the missing groups of a whole project table; a department's table has groups of its own.

    Source: the forms of 财预〔2020〕10号 ask for number, quality, time, cost, benefit and satisfaction.
    """
    if table.kind == "department_evaluation" or not context.whole:
        return
    present = {row.group for row in context.rows}
    missing = [group for group in GROUPS if group not in present]
    # With more than half missing the levels are another form's.
    if missing and "" not in present and len(missing) <= len(GROUPS) // 2:
        yield from (Remark(CODE, None, {"missing": group}) for group in missing)

"""PS643: rows say that work was not finished or not paid, and the completion text does not mention it."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds
from perfscore.audit.rows import joint
from perfscore.audit.states import open_states
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS643"


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Compare the open states of the reasons with the words of the completion."""
    completion = fold(table.completion)
    if not completion or open_states(table.completion) or holds(completion, "completion", "admits"):
        return
    short = [row for row in context.rows if row.lost or row.compared.met is False]
    rows = [row for row in short if open_states(row.indicator.deviation)]
    if rows:
        words = open_states(rows[0].indicator.deviation)[0].words
        yield joint(CODE, rows, "deviation", [table.cells.get("completion")], words=words)

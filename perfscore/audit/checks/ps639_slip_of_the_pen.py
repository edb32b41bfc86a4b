"""PS639: a set phrase is misspelt, so that it means something else."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import slip_pattern, slips
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS639"


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Look for the misspellings of the lexicon in names, goal and completion."""
    for row in context.rows:
        wrong = slip_pattern().search(fold(row.indicator.level3))
        if wrong is not None:
            yield row.remark(CODE, "level3", words=wrong[0], right=slips()[wrong[0]])
    for field in ("goal", "completion"):
        wrong = slip_pattern().search(fold(getattr(table, field)))
        if wrong is not None:
            yield Remark(CODE, table.cells.get(field), {"words": wrong[0], "right": slips()[wrong[0]]})

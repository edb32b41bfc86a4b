"""PS648: an indicator asks for less than the goal: 零事故 beside 较大及以上事故=0起."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds, words
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS648"


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Compare what the goal rules out with the names that count only its grave cases."""
    goal = fold(table.goal)
    word = next((word for word in words("accidents", "none") if word in goal), None)
    if word is None:
        return
    for row in context.rows:
        name = fold(row.indicator.level3)
        grave = next((grave for grave in words("accidents", "grave") if grave in name), None)
        if grave is not None and holds(name, "accidents", "named") and grave not in goal:
            yield row.remark(CODE, "level3", [table.cells.get("goal")], words=word, grave=grave)

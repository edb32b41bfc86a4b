"""PS647: the goal names work that no indicator measures."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import rules
from perfscore.model import Remark, Table
from perfscore.scoring.lexicon import fold

CODE = "PS647"


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Look for deliverables of the lexicon in a target table's goal and in the names of its indicators."""
    if context.claims or not context.whole:
        return
    goal = fold(table.goal)
    texts = fold("".join(row.indicator.level3 + row.indicator.target for row in context.rows))
    missing = []
    for rule in rules("deliverables"):
        word = next((word for word in rule["words"] if word in goal), None)
        if word is not None and not any(word in texts for word in (*rule["words"], *rule["measured"])):
            missing.append(word)
    if missing:
        yield Remark(CODE, table.cells.get("goal"), {"words": "、".join(f"“{word}”" for word in missing)})

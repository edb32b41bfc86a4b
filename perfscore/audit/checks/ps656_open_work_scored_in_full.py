"""PS656: a text says that the work of a row is not done, and the row has full points."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds
from perfscore.audit.likeness import common, contained, content, pairs
from perfscore.audit.rows import Row
from perfscore.audit.states import State, states
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS656"
_SHARED = 4
_MOST_OF_IT = 0.6


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Read the reasons of other rows and the completion.

    A clause speaks of the row whose name it repeats; work put off to the next year speaks of the rows about time.
    """
    if not context.comparable:
        return
    full = [row for row in context.rows if row.claimed_in_full and row.group != "satisfaction"]
    texts: list[tuple[Row | None, str, str | None, str]] = [
        (row, row.indicator.deviation, row.cell("deviation"), "reason") for row in context.rows
    ]
    texts.append((None, table.completion, table.cells.get("completion"), "completion"))
    # What a row lost points for and gives as its reason is told already.
    told = "。".join(fold(row.indicator.deviation) for row in context.rows if not row.claimed_in_full)
    remarked: set[int] = set()
    for owner, text, cell, where in texts:
        for state in states(text) if text else ():
            if state.kind == "next_year" and state.words in told:
                continue
            for row in full:
                if row is owner or id(row) in remarked or not _is_about(state, row):
                    continue
                remarked.add(id(row))
                name = owner.indicator.level3 if owner is not None else ""
                yield row.remark(CODE, "claimed", [cell], other=name, words=state.words, where=where)


def _is_about(state: State, row: Row) -> bool:
    name = fold(row.indicator.level3)
    if state.kind == "next_year" and row.group == "time":
        return holds(state.words, "completion", "work") and not holds(name + state.words, "payment", "money")
    if state.kind not in ("unfinished", "cancelled"):
        return False
    if len(common(name, state.words)) >= _SHARED:
        return True
    own, said = content(name), pairs(state.words)
    return len(own & said) > 1 and contained(own, said) >= _MOST_OF_IT

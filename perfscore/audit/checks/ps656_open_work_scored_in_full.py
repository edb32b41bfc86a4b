"""PS656: a text says that the work of a row is not done, and the row has full points."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import head, holds, words
from perfscore.audit.likeness import common, contained, content, content_without, pairs
from perfscore.audit.rows import Row, narratives
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
    # What a row lost points for and gives as its reason is told already.
    told = "。".join(fold(row.indicator.deviation) for row in context.rows if not row.claimed_in_full)
    remarked: set[int] = set()
    for narrative in narratives(table, context.rows):
        for state in states(narrative.text):
            if state.kind == "next_year" and state.words in told:
                continue
            for row in full:
                if row is narrative.row or id(row) in remarked or not _is_about(state, row):
                    continue
                remarked.add(id(row))
                texts = {"other": narrative.name, "words": state.words, "where": narrative.where}
                yield row.remark(CODE, "claimed", [narrative.cell], **texts)


def _is_about(state: State, row: Row) -> bool:
    name = fold(row.indicator.level3)
    if state.kind == "next_year" and row.group == "time":
        if holds(name, "completion", "begun"):
            return False
        return holds(state.words, "completion", "work") and not holds(name + state.words, "payment", "money")
    if state.kind not in ("unfinished", "cancelled"):
        return False
    if holds(name, "completion", "begun") and not holds(state.words, "completion", "begun"):
        return False
    if len(common(name, state.words)) >= _SHARED:
        return True
    # Walls that are still built leave no rooms in use and nothing to accept.
    if holds(state.words, "completion", "building") and not holds(state.words, "reason", "partly"):
        return (row.group == "quantity" and holds(name, "completion", "built")) or holds(name, "completion", "accepted")
    # 正在组织竣工验收 leaves nothing that could be accepted yet.
    if holds(name, "completion", "accepted") and holds(state.words, "completion", "accepted"):
        return not holds(state.words, "reason", "partly")
    # A rate of all work in full leaves nothing undone, be it a part.
    if state.kind == "unfinished" and row.group in ("time", "quantity") and _is_of_all_work(name):
        return True
    own, said = content(name), pairs(state.words)
    return len(own & said) > 1 and contained(own, said) >= _MOST_OF_IT


def _is_of_all_work(name: str) -> bool:
    """Say whether a name is that of a rate of all work: 工作任务按时完成率, not 管网改造完成率."""
    text = head(name)
    if not text.endswith(words("rates", "completion")):
        return False
    return not content_without(text, (*words("names", "all_work"), *words("rates", "timely")))

"""PS616: the reason says that nothing took place or is finished, and the row reports a result all the same."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds, word_in
from perfscore.audit.rows import Row
from perfscore.audit.states import State, states
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS616"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Compare 未举办 with a number above 0, 未完工 with a rate of finished work, open work with full points."""
    for row in context.rows:
        if not row.indicator.deviation or row.compared.cost:
            continue
        denial = next((state for state in states(row.indicator.deviation) if _denies(state, row)), None)
        if denial is not None:
            yield row.remark(CODE, "deviation", [row.cell("actual")], words=denial.words)


def _denies(state: State, row: Row) -> bool:
    name = fold(row.indicator.level3)
    if state.kind == "unpaid" and row.claimed_in_full:
        return holds(name, "payment", "money") and holds(name, "payment", "timely")
    if state.kind not in ("unfinished", "cancelled"):
        return False
    if row.claimed_in_full and row.compared.met is not False and not row.compared.excess:
        return not holds(state.words, "reason", "partly")
    actual_value = row.compared.actual_value
    if state.kind == "cancelled" or not actual_value or row.compared.direction not in ("floor", "equal"):
        return False
    if word_in(state.words, "reason", "nothing"):
        return not holds(state.words, "reason", "partly")
    rate = holds(name, "reason", "finished_rate")
    return rate and word_in(state.words, "reason", "not_finished") is not None

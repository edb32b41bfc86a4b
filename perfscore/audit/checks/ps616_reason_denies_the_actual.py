"""PS616: the reason says that nothing took place or nothing is finished, and the actual is a result all the same."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds, word_in
from perfscore.audit.rows import Row
from perfscore.audit.states import states
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS616"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Compare 未举办 with a number above 0, and 未完工 with a rate of timely or accepted work."""
    for row in context.rows:
        given = row.compared.given
        if given is None or given <= 0 or not row.indicator.deviation:
            continue
        if row.compared.direction not in ("floor", "equal") or row.compared.cost:
            continue
        words = _denial(row)
        if words is not None:
            yield row.remark(CODE, "deviation", [row.cell("actual")], words=words)


def _denial(row: Row) -> str | None:
    rate = holds(fold(row.indicator.level3), "reason", "finished_rate")
    for state in states(row.indicator.deviation):
        if state.kind != "unfinished":
            continue
        if word_in(state.words, "reason", "nothing") and not holds(state.words, "reason", "partly"):
            return state.words
        if rate and word_in(state.words, "reason", "not_finished"):
            return state.words
    return None

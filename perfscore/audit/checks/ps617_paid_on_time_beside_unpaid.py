"""PS617: timely payment is claimed in full, and another row or the completion says that money was not paid."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds
from perfscore.audit.rows import Row, narratives
from perfscore.audit.states import StateKind, states
from perfscore.expression import Deadline
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS617"
_KINDS: frozenset[StateKind] = frozenset({"unpaid", "taken_back"})


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Find rows about payment with full points beside words such as 未支付 or 财政收回."""
    full = [row for row in context.rows if row.claimed_in_full]
    paid, kinds = [row for row in full if _is_payment(row)], _KINDS
    if not paid:
        # Where no row is about money, the rate of timely work speaks for it; money taken back was not owed.
        paid, kinds = [row for row in full if _is_timely_rate(row)], frozenset({"unpaid"})
    if not paid:
        return
    told = [
        (narrative, state)
        for narrative in narratives(table, context.rows)
        for state in states(narrative.text)[::-1]
        if state.kind in kinds or (state.kind == "next_year" and holds(state.words, "completion", "handed_over"))
    ]
    told.sort(key=lambda evidence: evidence[1].kind not in kinds)  # 未支付 says it more plainly than 计划支付
    for row in paid:
        others = [evidence for evidence in told if evidence[0].name != row.indicator.level3]
        if others:
            narrative, state = others[0]
            texts = {"other": narrative.name, "words": state.words, "where": narrative.where}
            yield row.remark(CODE, "claimed", [narrative.cell], **texts)


def _is_timely_rate(row: Row) -> bool:
    name = fold(row.indicator.level3)
    return row.group == "time" and row.compared.unit == "%" and holds(name, "rates", "timely")


def _is_payment(row: Row) -> bool:
    name = fold(row.indicator.level3)
    timely = holds(name, "payment", "timely") or (row.group == "time" and isinstance(row.compared.target, Deadline))
    return holds(name, "payment", "money") and timely and row.group != "satisfaction"

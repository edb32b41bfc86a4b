"""PS617: timely payment is claimed in full, and another row or the completion says that money was not paid."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds
from perfscore.audit.rows import Row
from perfscore.audit.states import StateKind, states
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS617"
_KINDS: frozenset[StateKind] = frozenset({"unpaid", "taken_back"})


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Find rows about payment with full points beside words such as 未支付 or 财政收回."""
    full = [row for row in context.rows if row.claimed_in_full]
    # Where no row is about money, the rate of timely work speaks for it.
    paid = [row for row in full if _is_payment(row)] or [row for row in full if _is_timely_rate(row)]
    if not paid:
        return
    texts = [(other.indicator.level3, other.indicator.deviation, other.cell("deviation")) for other in context.rows]
    texts.append(("", table.completion, table.cells.get("completion")))
    for name, text, cell in texts:
        hits = [state for state in states(text) if state.kind in _KINDS] if text else []
        if not hits:
            continue
        for row in paid:
            if row.indicator.level3 != name:
                where = "reason" if name else "completion"
                yield row.remark(CODE, "claimed", [cell], other=name, words=hits[-1].words, where=where)
        return


def _is_timely_rate(row: Row) -> bool:
    name = fold(row.indicator.level3)
    return row.group == "time" and row.compared.unit == "%" and holds(name, "rates", "timely")


def _is_payment(row: Row) -> bool:
    name = fold(row.indicator.level3)
    return holds(name, "payment", "money") and holds(name, "payment", "timely") and row.group != "satisfaction"

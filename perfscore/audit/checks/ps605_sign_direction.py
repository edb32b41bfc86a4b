"""PS605: the target's sign points the wrong way for what is measured."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import head, holds, is_bad, is_delivered, is_good_rate, words
from perfscore.audit.rows import Row, is_time
from perfscore.expression import Quantity
from perfscore.expression.units import is_share
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS605"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Compare the sign with the indicator's name, as far as the name leaves no doubt.

    What the wrong sign makes of the score is no matter of its own: its cell is among those that this remark rests on.
    """
    for row in context.rows:
        target = row.compared.target
        if not isinstance(target, Quantity) or target.operator in (None, "="):
            continue
        name, also = row.indicator.level3, [row.cell("claimed"), row.cell("actual")]
        if target.operator in ("<=", "<"):
            if is_good_rate(name) or _is_reduction(row) or head(name).endswith(words("good", "lasting")):
                yield row.remark(CODE, "target", also, case="good", sign="≥")
            elif _is_counted(row) and is_delivered(name):
                yield row.remark(CODE, "target", also, case="delivered", sign="≥")
        elif is_bad(name):
            yield row.remark(CODE, "target", also, case="bad", sign="≤")
        elif row.group == "cost" and row.compared.money and not holds(fold(name), "bad", "wanted_money"):
            yield row.remark(CODE, "target", also, case="cost", sign="≤")
        elif is_time(row.compared.unit) and head(name).endswith(words("bad", "times")) and holds(name, "bad", "quick"):
            yield row.remark(CODE, "target", also, case="time", sign="≤")


def _is_reduction(row: Row) -> bool:
    """Say whether the row is a share by which something is to fall: 化肥用量减少."""
    rate = is_share(row.compared.unit)
    return rate and head(row.indicator.level3).endswith(words("good", "reduced"))


def _is_counted(row: Row) -> bool:
    """Say whether the row counts or measures something, which is neither money nor a rate nor time."""
    measured = row.compared.unit
    return (
        holds(row.indicator.level2, "groups", "quantity")
        and not row.compared.cost
        and measured != "%"
        and not is_time(measured)
    )

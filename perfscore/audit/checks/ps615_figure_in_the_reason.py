"""PS615: the reason names another figure of what was done than the actual."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds
from perfscore.audit.rows import Row, is_time
from perfscore.expression.units import unit
from perfscore.model import Remark, Table
from perfscore.scoring.lexicon import fold

CODE = "PS615"
_CLAUSES = re.compile(r"[,，.。;；、:：!！?？](?!\d)")


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Look for one figure in the actual's unit that a clause calls done; neither actual nor target."""
    for row in context.rows:
        if row.indicator.deviation and row.compared.given is not None and _is_counter(row):
            figure = _figure_done(row)
            if figure is not None:
                yield row.remark(CODE, "deviation", reason=row.indicator.deviation, figure=figure)


def _is_counter(row: Row) -> bool:
    name = row.compared.unit
    return bool(name) and unit(name).dimension == name and not row.compared.money and not is_time(name)


def _figure_done(row: Row) -> str | None:
    name = re.escape(row.compared.unit)
    text = fold(row.indicator.deviation)
    printed = re.findall(rf"(?<![\d.])(\d+(?:\.\d+)?){name}", text)
    if len(printed) != 1 or number.read(printed[0]) in (row.compared.given, row.compared.wanted):
        return None
    clause = next((clause for clause in _CLAUSES.split(text) if f"{printed[0]}{row.compared.unit}" in clause), "")
    if not holds(clause, "reason", "done") or holds(clause, "reason", "other"):
        return None
    return f"{printed[0]}{row.compared.unit}"

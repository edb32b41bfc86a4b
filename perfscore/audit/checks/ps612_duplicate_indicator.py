"""PS612: the same indicator stands in the table twice."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.model import Indicator, Remark, Table
from perfscore.text import fold

CODE = "PS612"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Find rows with the same name, levels and target; under another level it is another indicator."""
    first: dict[tuple[str, str, str, str], Indicator] = {}
    for row in context.rows:
        indicator = row.indicator
        name = fold(indicator.level3)
        if not name:
            continue
        key = (name, fold(indicator.level1), fold(indicator.level2), fold(indicator.target))
        other = first.setdefault(key, indicator)
        if other is not indicator:
            cell = other.cells.get("level3") or str(other.row)
            yield row.remark(CODE, "level3", other=cell)

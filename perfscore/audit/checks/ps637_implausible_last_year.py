"""PS637: last year's value of a rate that is nearly always high is very low."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import is_good_rate
from perfscore.audit.rows import joint
from perfscore.expression import Quantity, parse
from perfscore.model import Remark, Table

CODE = "PS637"
_LOW, _HIGH = 85, 90


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Find 验收合格率 with 20% last year and 100% as target: the progress of the work was copied."""
    rows = []
    for row in context.rows:
        target = row.compared.target
        last = parse(row.indicator.last_year) if row.indicator.last_year else None
        if not isinstance(target, Quantity) or not isinstance(last, Quantity) or not target.unit == last.unit == "%":
            continue
        if 0 < last.value < _LOW and target.value >= _HIGH and is_good_rate(row.indicator.level3):
            rows.append(row)
    if len(rows) > 1:
        yield joint(CODE, rows, "last_year", values="、".join(dict.fromkeys(row.indicator.last_year for row in rows)))

"""PS623: nearly every number of the table hits its target exactly."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.rows import Row, joint
from perfscore.expression import Quantity
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED

CODE = "PS623"
_ROWS, _BOUNDS, _NEARLY_ALL = 8, 3, 0.8


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Look at all rows with two numbers but the costs.

    Several actuals must lie exactly on a bound (≥90%, 90%): numbers bought as planned and 100% are no wonder.
    """
    rows = [
        row for row in context.rows if row.compared.actual_value is not None and not row.compared.cost and row.claimed
    ]
    exact = [row for row in rows if row.compared.actual_value == row.compared.target_value]
    bounds = [row for row in exact if _is_bound(row)]
    if len(rows) >= _ROWS and len(bounds) >= _BOUNDS and len(exact) >= _NEARLY_ALL * len(rows):
        yield joint(CODE, exact, "actual")


def _is_bound(row: Row) -> bool:
    target = row.compared.target
    return isinstance(target, Quantity) and target.operator not in (None, "=") and target.value not in (HUNDRED, 0)

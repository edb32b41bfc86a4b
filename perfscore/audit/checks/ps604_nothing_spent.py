"""PS604: nothing, or little while the work goes on, was spent under a cost ceiling, and it has the full weight."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.states import states
from perfscore.model import Remark, Table

CODE = "PS604"
_LITTLE = Decimal("0.3")


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Find costs of 0 in full: by the letter the ceiling is kept, but perhaps nothing was delivered.

    A small part of a ceiling is no saving either where a text says that the work is not done.
    """
    going_on = any(state.kind in ("unfinished", "cancelled") for state in states(table.completion))
    for row in context.rows:
        compared, ceiling, spent = row.compared, row.compared.target_value, row.compared.actual_value
        if not compared.cost or compared.direction != "ceiling" or spent is None or not ceiling or ceiling < 0:
            continue
        little = spent == 0 or (going_on and spent < number.multiply(_LITTLE, ceiling))
        if little and row.score is not None and row.claimed_in_full:
            yield row.remark(CODE, case="nothing" if spent == 0 else "little")

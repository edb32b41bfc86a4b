"""PS604: nothing was spent under a cost ceiling, and the full weight is given for it."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.model import Remark, Table

CODE = "PS604"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Find costs of 0 in full: by the letter the ceiling is kept, but perhaps nothing was delivered."""
    for row in context.rows:
        compared, score = row.compared, row.score
        if compared.actual_value != 0 or not compared.cost or compared.direction != "ceiling" or score is None:
            continue
        if compared.target_value is not None and compared.target_value > 0 and row.claimed_in_full:
            yield row.remark(CODE)

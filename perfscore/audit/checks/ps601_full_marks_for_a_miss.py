"""PS601: a number or a deadline was missed and the full weight is claimed all the same."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.model import Remark, Table

CODE = "PS601"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Find full marks for a missed target.

    Silent where another known reading of the rules gives full marks (steps of satisfaction), where a person
    decides, and for a cost that stayed under an ``=`` target: money saved is not obviously missed.

    Source: 财预〔2020〕10号: a number that is not reached is scored in proportion.
    """
    for row in context.rows:
        compared, score = row.compared, row.score
        if compared.met is not False or score is None or score.recomputed is None:
            continue
        if score.status != "scored" or not row.claimed_in_full or not row.unexplained:
            continue
        saved = (
            compared.cost
            and compared.direction == "equal"
            and compared.actual_value is not None
            and compared.target_value is not None
            and compared.actual_value < compared.target_value
        )
        if not saved:
            formula = score.trace.formula or "—"
            yield row.remark(CODE, recomputed=number.plain(score.recomputed), formula=formula)

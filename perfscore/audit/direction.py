"""Whether the sign of a target points the wrong way for what the indicator's name measures."""

from __future__ import annotations

from typing import Literal

from perfscore.audit.lexicon import is_bad, is_delivered, is_good_rate
from perfscore.audit.rows import Row, is_time
from perfscore.expression import Quantity

Misdirection = Literal["good", "delivered", "bad"]


def misdirection(row: Row) -> Misdirection | None:
    """Say what is measured that the sign does not fit, as far as the name leaves no doubt.

    Returns:
        ``good``: a rate that should be high has an upper bound; ``delivered``: what is delivered has one; ``bad``: what
        should be low has a lower bound; None where the sign fits or there is none.
    """
    target = row.compared.target
    if not isinstance(target, Quantity) or target.operator in (None, "="):
        return None
    name = row.indicator.level3
    if target.operator in (">=", ">"):
        return "bad" if is_bad(name) else None
    if is_good_rate(name):
        return "good"
    return "delivered" if _is_counted(row) and is_delivered(name) else None


def _is_counted(row: Row) -> bool:
    """Say whether the row counts or measures something, which is neither money nor a rate nor time."""
    unit = row.compared.unit
    return "数量" in row.indicator.level2 and not row.compared.cost and unit != "%" and not is_time(unit)

"""PS632: quantities, costs or benefits have words for targets that name no level to be checked."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.rows import joint
from perfscore.expression import Words
from perfscore.model import Remark, Table
from perfscore.scoring.row import sum_or_none

CODE = "PS632"
_LEAST = 10
# What has a number by its nature; of quality and time words say enough where they name a standard.
_MEASURED = frozenset({"quantity", "cost", "benefit"})


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Find 不断提高, 有效保障 in a target table; once approved, such words are what the unit is held to.

    Source: 财预〔2021〕101号: indicators should be quantified; what cannot be is described by levels.
    """
    if context.claims or not context.whole:
        return
    vague = [row for row in context.rows if row.group in _MEASURED and isinstance(row.compared.target, Words)]
    weight = sum_or_none([row.weight for row in vague])
    if not vague or (weight is not None and weight < _LEAST):
        return
    targets = "、".join(dict.fromkeys(f"“{row.indicator.target}”" for row in vague))
    values = {"weights": "some", "weight": number.short(weight)} if weight is not None else {"weights": "none"}
    yield joint(CODE, vague, "target", targets=targets, **values)

"""PS632: the benefits have words for targets that name no level to be checked."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.rows import joint
from perfscore.expression import Words
from perfscore.model import Remark, Table

CODE = "PS632"
_LEAST = 10


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Find 不断提高, 有效保障 in a target table; once approved, such words are what the unit is held to.

    Source: 财预〔2021〕101号: indicators should be quantified; what cannot be is described by levels.
    """
    if context.claims or not context.whole:
        return
    vague = [row for row in context.rows if row.group == "benefit" and isinstance(row.compared.target, Words)]
    weight = sum((row.weight or number.ZERO for row in vague), number.ZERO)
    if not vague or weight < _LEAST:
        return
    targets = "、".join(dict.fromkeys(f"“{row.indicator.target}”" for row in vague))
    yield joint(CODE, vague, "target", weight=number.short(weight), targets=targets)

"""PS633: a percentage is asked of something that is no rate, such as 运维服务质量≥95%."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import head, holds, words
from perfscore.expression import Quantity
from perfscore.expression.units import is_share
from perfscore.model import Remark, Table

CODE = "PS633"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Look at the end of the name of rows whose target is a percentage."""
    for row in context.rows:
        target = row.compared.target
        if row.group != "satisfaction" and isinstance(target, Quantity) and is_share(target.unit):
            name = head(row.indicator.level3)
            word = next((word for word in words("rates", "no_rate") if name.endswith(word)), None)
            if word is not None and not holds(name, "rates", "asked"):
                yield row.remark(CODE, "target", word=word)

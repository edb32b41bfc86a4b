"""PS640: satisfaction is asked of those who are paid by the project, not of those whom it serves."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds, word_in
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS640"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Find 评审专家满意度 where the project pays the experts."""
    for row in context.rows:
        name = fold(row.indicator.level3)
        word = word_in(name, "satisfaction", "paid") if row.group == "satisfaction" else None
        if word is not None and not holds(name, "satisfaction", "served"):
            yield row.remark(CODE, "level3", words=word)

"""PS627: the name of an indicator or a text repeats itself or is cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.likeness import long_clauses
from perfscore.model import Remark, Table
from perfscore.scoring.lexicon import fold

CODE = "PS627"
_REPEATED = re.compile(r"(.{4,}?)\1")
_LEAST = 16


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Find 信息共享难信息共享难度 in a name, and whole clauses that stand twice in goal or completion."""
    for row in context.rows:
        repeated = _REPEATED.search(fold(row.indicator.level3))
        if repeated is not None and not repeated[1].isdigit():
            yield row.remark(CODE, "level3", words=repeated[1], where="name", text=row.indicator.level3)
    for field in ("goal", "completion"):
        seen: set[str] = set()
        twice = [clause for clause in long_clauses(getattr(table, field)) if clause in seen or seen.add(clause)]  # type: ignore[func-returns-value]
        if sum(map(len, twice)) >= _LEAST:
            yield Remark(CODE, table.cells.get(field), {"words": twice[0], "where": field, "indicator": "—"})

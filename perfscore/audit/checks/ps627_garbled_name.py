"""PS627: a name or a text repeats itself, is cut off, or still holds the blanks of the form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import words
from perfscore.audit.likeness import long_clauses
from perfscore.audit.rows import joint
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS627"
_YEAR = re.compile(r"(?:20\d\d年?度?)?的?")
_REPEATED = re.compile(r"(.{4,}?)\1|^([一-鿿]{6,}).*\2|([一-鿿]{2,3})\3")
# Clauses repeated in a text, in letters: less may be a set phrase. Of a name as much is read as a name can hold.
_LEAST, _LONGEST = 16, 200


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Find 信息共享难信息共享难度 in a name, and whole clauses that stand twice in goal or completion."""
    for row in context.rows:
        name = fold(row.indicator.level3)[:_LONGEST]
        repeated = _REPEATED.search(name)
        if repeated is not None and not (twice := repeated[repeated.lastindex or 0]).isdigit():
            yield row.remark(CODE, "level3", words=twice, where="name", case="twice")
        elif name and (name.count("(") > name.count(")") or name.endswith(words("names", "cut"))):
            yield row.remark(CODE, "level3", words=name[-8:], where="name", case="cut")
        elif any(fold(row.indicator.actual).endswith(word) for word in words("names", "cut_actual")):
            yield row.remark(CODE, "actual", words=row.indicator.actual, where="actual", case="cut")
    if _YEAR.sub("", fold(table.project).removeprefix(fold(table.unit))) in words("names", "meaningless"):
        yield Remark(CODE, table.cells.get("project"), {"words": table.project, "where": "project", "case": "empty"})
    left = [row for row in context.rows if any(word in row.indicator.level3 for word in words("names", "left_over"))]
    if left:
        quoted = next(word for word in words("names", "left_over") if word in left[0].indicator.level3)
        yield joint(CODE, left, "level3", words=quoted, where="name", case="form")
    for field in ("goal", "completion"):
        counts = Counter(long_clauses(getattr(table, field)))
        repeated_clauses = [clause for clause, count in counts.items() if count > 1]
        if sum(map(len, repeated_clauses)) >= _LEAST:
            values = {"words": repeated_clauses[0], "where": field, "case": "twice"}
            yield Remark(CODE, table.cells.get(field), values)

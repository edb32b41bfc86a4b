"""PS628: a firm is called by another name in the goal than in an indicator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from perfscore.audit.context import Context
from perfscore.audit.lexicon import words
from perfscore.audit.likeness import alike, pairs
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS628"
_ALIKE, _PREFIX = 0.7, 3


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Compare the firms of the indicators' names with those of the goal: alike, but not the same."""
    goal = fold(table.goal)
    firms = _firms(goal)
    if not firms:
        return
    for row in context.rows:
        for name in _firms(fold(row.indicator.level3)):
            if name in goal:
                continue
            other = next((firm for firm in firms if _is_meant(name, firm)), None)
            if other is not None:
                yield row.remark(CODE, "level3", [table.cells.get("goal")], name=name, other=other)


@cache
def _firm() -> re.Pattern[str]:
    return re.compile(f"[一-鿿]{{3,24}}?(?:{'|'.join(words('names', 'firm'))})")


def _firms(text: str) -> list[str]:
    firms = []
    for match in _firm().finditer(text):
        name = match[0]
        for lead in words("names", "before_firm"):
            name = name.rpartition(lead)[2] if lead in name else name
        if len(name) > _PREFIX:
            firms.append(name)
    return firms


def _is_meant(name: str, other: str) -> bool:
    return name != other and name[:_PREFIX] == other[:_PREFIX] and alike(pairs(name), pairs(other)) >= _ALIKE

"""PS502: the weights of the level-1 groups differ from the rule book's norm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from perfscore import number
from perfscore.audit.context import Context
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS502"
_BRACKETS = re.compile(r"\([^()]*\)")


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Compare the groups' sums with the norm, where the table has exactly the groups that the norm names.

    A table with a cost group has another norm than one without, and a department has groups of its own: a
    norm for other groups says nothing about them.

    Source: the rule book's ``group_weights``.
    """
    norm = context.parameters.group_weights
    if not norm or table.kind == "department_evaluation":
        return
    sums: dict[str, Decimal] = {}
    cells: dict[str, str | None] = {}
    for row in context.rows:
        if row.weight is None:
            return
        group = _group(row.indicator.level1)
        cells.setdefault(group, row.indicator.cells.get("level1"))
        sums[group] = number.add(sums.get(group, number.ZERO), row.weight)
    if sums.keys() != {_group(name) for name in norm}:
        return
    for name, expected in norm.items():
        group = _group(name)
        if sums[group] != expected:
            values = {"group": name, "sum": number.short(sums[group]), "norm": number.short(expected)}
            yield Remark(CODE, cells[group], values)


@lru_cache(maxsize=256)
def _group(level1: str) -> str:
    """Name a group without what forms add to it: ``产出指标(50分)`` and ``产出`` are one."""
    return _BRACKETS.sub("", fold(level1)).removesuffix("指标")

"""PS624: the numbers of the project's main output carry hardly any weight."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.rows import joint
from perfscore.model import Remark, Table

CODE = "PS624"
# How many light rows make a case, and how many make one although none was missed.
_ROWS, _MANY = 3, 5
# A row is light below a quarter of the heaviest other output; the points that light rows may have in all.
_TIMES, _MOST, _LEAST = 4, 12, 4


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Compare the weights of the quantities with those of the other outputs.

    A mild case counts where one of them was missed, or several stand for a whole purchase: then it cost hardly a point.
    """
    if not context.whole:
        return
    others = [row.weight for row in context.rows if row.weight and row.group in ("quality", "time", "cost")]
    light = [
        row
        for row in context.rows
        if row.group == "quantity" and row.weight and others and row.weight * _TIMES <= max(others)
    ]
    quantities = [row for row in context.rows if row.group == "quantity" and row.weight]
    few = len(light) == len(quantities) > 0
    weight = number.add(*(row.weight or number.ZERO for row in light)) if light else number.ZERO
    missed = any(row.compared.met is False for row in light)
    several = len(light) >= _ROWS and weight <= (_MOST if missed or len(light) >= _MANY else _LEAST)
    if several or (few and weight <= _LEAST):
        heavy = next(
            row for row in context.rows if row.weight == max(others) and row.group in ("quality", "time", "cost")
        )
        yield joint(
            CODE,
            light,
            "weight",
            weight=number.short(weight),
            other=heavy.indicator.level3,
            heavy=heavy.indicator.weight,
        )

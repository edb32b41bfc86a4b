"""PS626: two indicators of a table measure the same thing under different names."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds, words
from perfscore.audit.likeness import contained, content, heads, pairs
from perfscore.audit.rows import Row
from perfscore.expression import Quantity
from perfscore.model import Remark, Table
from perfscore.scoring.lexicon import fold

CODE = "PS626"
_ALIKE, _PAIRS, _SHARED = 0.5, 3, 2


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Compare benefits with each other and with the rows about time, rates of completion with the one thing completed.

    What the names share with the project's name tells nothing.
    """
    common = pairs(table.project)
    for index, row in enumerate(context.rows):
        for other in context.rows[:index]:
            either = (row, other), (other, row)
            if _are_alike(row, other, common) or any(
                _is_rate_of_one(*pair) or _is_time_again(*pair) for pair in either
            ):
                both = f"{row.indicator.weight}＋{other.indicator.weight}"
                yield row.remark(CODE, "level3", [other.cell("level3")], other=other.indicator.level3, weights=both)


def _are_alike(row: Row, other: Row, common: frozenset[str]) -> bool:
    """Compare two benefits in words; numbers with names alike measure different things often enough."""
    if row.group != "benefit" or other.group != "benefit":
        return False
    if isinstance(row.compared.target, Quantity) or isinstance(other.compared.target, Quantity):
        return False
    if not heads(row.indicator.level3) & heads(other.indicator.level3):
        return False
    first, second = content(row.indicator.level3) - common, content(other.indicator.level3) - common
    shorter, longer = sorted((first, second), key=len)
    return len(shorter & longer) >= _SHARED and contained(shorter, longer) >= _ALIKE


def _is_rate_of_one(row: Row, other: Row) -> bool:
    """Find 标准完成率 beside 制定标准 1册: of one thing the rate is nothing or all."""
    target = other.compared.target
    if other.group != "quantity" or not isinstance(target, Quantity) or target.value != 1:
        return False
    if not fold(row.indicator.level3).endswith(words("rates", "completion")):
        return False
    about = content(row.indicator.level3)
    return len(about) >= _PAIRS and contained(about, content(other.indicator.level3)) >= _ALIKE


def _is_time_again(row: Row, other: Row) -> bool:
    """Find 物资按时送达 as a benefit beside 物资运达时间."""
    if row.group != "benefit" or other.group != "time":
        return False
    text = fold(row.indicator.level3 + row.indicator.target)
    shared = content(row.indicator.level3) & content(other.indicator.level3)
    # 运达 and 送达 are one act, 采购 is another: the last letter of the timed act must return.
    return (
        bool(shared)
        and holds(text, "rates", "timely")
        and any(head[-1] in text for head in heads(other.indicator.level3))
    )

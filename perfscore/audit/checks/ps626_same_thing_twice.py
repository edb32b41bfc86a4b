"""PS626: two indicators of a table measure the same thing under different names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from perfscore.audit.context import Context
from perfscore.audit.lexicon import head, holds, words
from perfscore.audit.likeness import contained, content, content_without, heads, pairs
from perfscore.audit.rows import Row
from perfscore.expression import Quantity
from perfscore.expression.units import is_share
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED
from perfscore.text import fold, is_blank

CODE = "PS626"
_ALIKE, _PAIRS, _SHARED, _TELLING, _MOSTLY, _RATE = 0.5, 3, 2, 20, 0.6, 3


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Compare benefits with each other and with the rows about time, rates of completion with the one thing completed.

    What the names share with the project's name tells nothing.
    """
    if not context.comparable:
        return
    common = pairs(table.project)
    benefits = [row for row in context.rows if row.group == "benefit"]
    timed = [row for row in context.rows if row.group == "time"]
    rates = [row for row in context.rows if fold(row.indicator.level3).endswith(words("rates", "completion"))]
    single = [row for row in context.rows if row.group == "quantity" and _is_of_one(row)]
    doubled = [(row, other) for row, other in combinations(benefits, 2) if _are_alike(row, other, common)]
    doubled += [(row, other) for row, other in product(benefits, timed) if _is_time_again(row, other)]
    doubled += [
        (row, other) for row, other in product(rates, single) if row is not other and _is_rate_of_one(row, other)
    ]
    doubled += [(row, other) for row, other in combinations(context.rows, 2) if _is_figure_again(row, other)]
    doubled += [(row, other) for row, other in combinations(context.rows, 2) if _is_rate_again(row, other)]
    quantities = [row for row in context.rows if row.group == "quantity"]
    doubled += [(row, other) for row, other in product(rates, quantities) if _is_output_again(row, other)]
    for row, other in doubled:
        both = f"{row.indicator.weight}＋{other.indicator.weight}"
        values = {"other": other.indicator.level3, "weights": both, "case": "none" if row.weight is None else "points"}
        yield row.remark(CODE, "level3", [other.cell("level3")], **values)


def _are_alike(row: Row, other: Row, common: frozenset[str]) -> bool:
    """Compare two benefits in words; numbers with names alike measure different things often enough."""
    if fold(row.indicator.level3) == fold(other.indicator.level3):
        return False
    if isinstance(row.compared.target, Quantity) or isinstance(other.compared.target, Quantity):
        return False
    if not heads(row.indicator.level3) & heads(other.indicator.level3):
        return False
    first, second = content(row.indicator.level3) - common, content(other.indicator.level3) - common
    shorter, longer = sorted((first, second), key=len)
    return len(shorter & longer) >= _SHARED and contained(shorter, longer) >= _ALIKE


def _is_figure_again(row: Row, other: Row) -> bool:
    """Find 维修面积 12000 beside 校舍维修面积 12000: one name holds the other, and the figures are the same."""
    first, second = row.compared, other.compared
    if row.group != "quantity" or other.group != "quantity" or not isinstance(first.target, Quantity):
        return False
    if not isinstance(second.target, Quantity) or first.target.value != second.target.value:
        return False
    names = sorted((fold(row.indicator.level3), fold(other.indicator.level3)), key=len)
    rate = is_share(first.unit) or is_share(second.unit)
    telling = first.target.value >= _TELLING and not rate and first.actual_value == second.actual_value
    last = row.indicator.last_year
    if telling and first.target.value > HUNDRED and first.unit == second.unit and not is_blank(last):
        return last == other.indicator.last_year
    return telling and names[0] != names[1] and len(names[0]) >= _PAIRS and names[0] in names[1]


def _is_rate_again(row: Row, other: Row) -> bool:
    """Find 发放及时率 90% beside 按时发放率 90%: two rates about the same, with the same unusual result."""
    first, second = row.compared, other.compared
    rates = row.group in ("quality", "time") and other.group in ("quality", "time")
    if not rates or first.unit != "%" or second.unit != "%":
        return False
    ends = {head(row.indicator.level3)[-_RATE:], head(other.indicator.level3)[-_RATE:]}
    if row.group != other.group and len(ends) > 1:  # 合格率 and 及时率 of the same work
        return False
    usual = first.actual_value is None or first.actual_value in (HUNDRED, first.target_value, second.target_value)
    if usual or first.actual_value != second.actual_value:
        return False
    about, told = sorted((content(row.indicator.level3), content(other.indicator.level3)), key=len)
    return len(about) > 1 and contained(about, told) >= _MOSTLY


def _is_output_again(row: Row, other: Row) -> bool:
    """Find 展会任务完成率 among the qualities beside 参加展会场次: done or not is told by the number already."""
    if row.group != "quality" or row is other:
        return False
    about = content_without(fold(row.indicator.level3), words("names", "all_work"))
    return bool(about) and about <= content(other.indicator.level3)


def _is_of_one(row: Row) -> bool:
    return isinstance(row.compared.target, Quantity) and row.compared.target.value == 1


def _is_rate_of_one(row: Row, other: Row) -> bool:
    """Find 标准完成率 beside 制定标准 1册: of one thing the rate is nothing or all."""
    about = content(row.indicator.level3)
    return len(about) >= _PAIRS and contained(about, content(other.indicator.level3)) >= _ALIKE


def _is_time_again(row: Row, other: Row) -> bool:
    """Find 物资按时送达 as a benefit beside 物资运达时间."""
    text = fold(row.indicator.level3 + row.indicator.target)
    shared = content(row.indicator.level3) & content(other.indicator.level3) - frozenset(words("payment", "money"))
    # 运达 and 送达 are one act, 采购 is another: the last letter of the timed act must return.
    return (
        bool(shared)
        and holds(text, "rates", "timely")
        and any(head[-1] in text for head in heads(other.indicator.level3))
    )

"""PS506: the parts of the funds do not add up to the total."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.funds import FundRow
from perfscore.audit.lexicon import holds, words
from perfscore.model import FUND_AMOUNTS, Remark, Table
from perfscore.number import CENT, ZERO
from perfscore.text import fold

CODE = "PS506"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Add up the rows from 其中 on, each rounded to 0.01, in every column of amounts.

    Parts that exceed the total always contradict it. Parts below it do so only where a row for the rest
    (其他资金) is printed and every amount is filled in. A total of 0 beside a filled part is PS507.
    """
    if len(context.funds) < 2 or len({row.amounts.unit for row in context.funds} - {""}) > 1:
        return
    total, *rows = context.funds
    names = [fold(row.fund.name) for row in rows]
    if [name.startswith(words("funds", "part")) for name in names] != [True, *[False] * (len(rows) - 1)]:
        return
    has_rest = any(holds(name, "funds", "rest") for name in names)
    for amount in FUND_AMOUNTS:
        whole = getattr(total.amounts, amount)
        if not whole:
            continue
        parts = [getattr(row.amounts, amount) for row in rows]
        known = [part for part in parts if part is not None]
        gap = number.add(*known, -whole)
        tolerance = CENT * len(rows)
        contradicts = gap > tolerance or (gap < -tolerance and has_rest and len(known) == len(parts))
        if contradicts and not _may_be_nested(names, known, whole, tolerance):
            yield _remark(total, amount, number.add(*known), gap)


def _remark(total: FundRow, amount: str, sum_of_parts: Decimal, gap: Decimal) -> Remark:
    return total.remark(
        CODE,
        amount,
        amount=amount,
        total=getattr(total.fund, amount),
        sum=number.short(sum_of_parts),
        gap=number.short(abs(gap)),
    )


def _may_be_nested(names: list[str], parts: list[Decimal], whole: Decimal, tolerance: Decimal) -> bool:
    """Say whether some rows may be parts of another part, and the others add up."""
    pieces = [holds(name, "funds", "piece") for name in names]
    wholes = [holds(name, "funds", "whole") for name in names]
    if not any(pieces) or not any(is_whole and not is_piece for is_whole, is_piece in zip(wholes, pieces, strict=True)):
        return False
    return any(
        abs(number.add(-whole, *chosen)) <= tolerance
        for size in range(1, len(parts))
        for chosen in combinations([part for part in parts if part != ZERO], size)
    )

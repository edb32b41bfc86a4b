"""The budget of a target table as the rows of the form's funds block take it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from perfscore import number
from perfscore.expression.money import amount
from perfscore.model import Fund
from perfscore.text import unspaced

FundWords = Sequence[tuple[int, Sequence[str]]]


def initial_amounts(funds: Sequence[Fund], words: FundWords) -> dict[int, Decimal]:
    """Spread the amounts of a target table over the rows of the form.

    Args:
        funds: as read; a bare amount is in 万元, like the form.
        words: rows of the form with the words of their names; the first is the row of the total.

    Returns:
        万元 by row. The row of the total is among them only where the other rows do not add up to it; otherwise
        the form's own sum gives it.
    """
    (total_row, _), *_ = words
    by_year: dict[int | None, list[Decimal]] = {}
    for fund in funds:
        initial = amount(fund.initial)
        if initial is not None:
            by_year.setdefault(_row(fund.name, words), []).append(initial)
    totals, unknown = by_year.pop(total_row, []), by_year.pop(None, [])
    parts = {row: number.add(*amounts) for row, amounts in by_year.items() if row is not None}
    if parts and not unknown and (not totals or number.add(*parts.values()) == totals[0]):
        return parts
    # Sources that the form has no row for, or sub-sums among them: only what stands for itself is taken over.
    single = {row: parts[row] for row, amounts in by_year.items() if row is not None and len(amounts) == 1}
    return single | dict(zip((total_row,), totals, strict=False))


def _row(name: str, words: FundWords) -> int | None:
    folded = unspaced(name)
    return next((row for row, names in words if any(word in folded for word in names)), None)

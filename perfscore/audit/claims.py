"""What a project claims as its own: counts in its texts, outputs in its rows."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from perfscore.audit.likeness import contained, content
from perfscore.audit.prose import COUNTLESS, mentions
from perfscore.audit.rows import Row, row_of
from perfscore.expression.units import unit
from perfscore.model import Table

Outputs = dict[tuple[Decimal, str], Row]
"""Rows by the size of their targets and what it measures."""

# An amount hardly met by chance, one that counts where the result differs from the plan, and names that mean the same.
_TELLING, _SOME, _ALIKE = 50, 10, 0.5
# Letters of the thing that is counted, behind the figure, or of what is done, in front of it.
_SHORTEST, _THING, _ACT = 2, 5, 4
_DIGITS = 3


def is_own_count(figure: str) -> bool:
    """Say whether a count behind what was done is neither small nor round: 技能提升培训1840人次."""
    digits = "".join(letter for letter in figure if letter.isdecimal())
    return not figure[0].isdigit() and len(digits) >= _DIGITS and not digits.endswith("00")


@lru_cache(maxsize=1024)
def counts(text: str) -> frozenset[str]:
    """List the counts of a text with the thing that they count: 42处自动雨量站, 清淤疏浚6.8公里."""
    counted = (item for item in mentions(text) if item.dimension not in COUNTLESS and not unit(item.unit).money)
    return frozenset(
        f"{item.text}{item.after[:_THING]}" if len(item.after) >= _SHORTEST else f"{item.before[-_ACT:]}{item.text}"
        for item in counted
        if (item.value >= _SOME and len(item.after) >= _SHORTEST) or len(item.before) >= _ACT
    )


def is_piece_of_work(figure: str) -> bool:
    """Say whether a count stands behind what is done and has decimals: 清淤疏浚6.8公里 is one piece of work."""
    return not figure[0].isdigit() and "." in figure


def outputs_of(table: Table) -> Outputs:
    """List the outputs of a project by their amount: 演出80场次; a few of anything are in many projects."""
    rows = (row_of(indicator, table.year) for indicator in table.indicators)
    counted = ((row.target_size, row) for row in rows if row.group == "quantity" and not row.compared.money)
    sized = ((size, row) for size, row in counted if size is not None and size[1] not in COUNTLESS)
    return {size: row for size, row in sized if _is_own(row, size[0])}


def _is_own(row: Row, amount: Decimal) -> bool:
    """Say whether an amount tells one piece of work: a large one, or one with another result than planned."""
    return amount >= _TELLING or (amount >= _SOME and row.actual_size not in (None, row.target_size))


def same_output(first: Outputs, second: Outputs) -> Row | None:
    """Find a row of the first project whose amount and results the second one claims under a name alike."""
    for size in first.keys() & second.keys():
        row, twin = first[size], second[size]
        about, told = content(row.indicator.level3), content(twin.indicator.level3)
        if row.actual_size == twin.actual_size and max(contained(about, told), contained(told, about)) >= _ALIKE:
            return row
    return None

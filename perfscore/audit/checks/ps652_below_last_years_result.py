"""PS652: a target lies below what the same project reached in an earlier year of the same call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfscore import number
from perfscore.audit.projects import against_earlier, rows_of_two_years
from perfscore.audit.rows import Row
from perfscore.model import Remark, Table
from perfscore.rulebook import Rulebook
from perfscore.text import is_blank

CODE = "PS652"
_CLEARLY = Decimal("0.9")
_PERSONS = frozenset({"人", "人次", "次"})


def across(tables: Sequence[Table], _book: Rulebook) -> Iterator[tuple[int, Remark]]:
    """Match the rows by name; a target a little below what was reached is prudent.

    Where the sheet itself prints last year's value, PS635 compares it.
    """
    for index, before, pairs in rows_of_two_years(tables):
        lower = [pair for pair in pairs if is_blank(pair[0].indicator.last_year) and _is_lower(*pair)]
        if lower:
            yield index, against_earlier(CODE, lower, before)


def _is_lower(row: Row, last: Row) -> bool:
    target, reached = row.target_size, last.actual_size
    if target is None or reached is None or row.compared.direction not in ("floor", "equal") or row.compared.cost:
        return False
    same = target[1] == reached[1] or {target[1], reached[1]} <= _PERSONS
    return same and 0 < target[0] < number.multiply(_CLEARLY, reached[0])

"""PS608: the same case is scored in two ways in one sheet."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.funds import gives
from perfscore.audit.rows import Row
from perfscore.model import Remark, Table
from perfscore.number import CENT

CODE = "PS608"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Compare rows with the same numbers, and rows under a ceiling, once each.

    Words are left out: two judgements may differ with good reason.
    """
    scored = [
        row for row in context.rows if row.compared.actual_value is not None and row.claimed is not None and row.weight
    ]
    yield from _equal_numbers(scored)
    for cost in (True, False):
        yield from _ceilings([row for row in scored if row.compared.cost is cost])


def _equal_numbers(rows: list[Row]) -> Iterator[Remark]:
    first: dict[tuple[object, ...], Row] = {}
    for row in rows:
        compared = row.compared
        if compared.target_value is None:
            continue
        rule = row.indicator.rule
        key = (compared.direction, compared.cost, compared.target_value, compared.actual_value, compared.unit, rule)
        other = first.setdefault(key, row)
        if other is not row and _shares_differ(row, other):
            yield _remark(row, other)


def _shares_differ(row: Row, other: Row) -> bool:
    assert row.claimed is not None
    assert other.claimed is not None
    assert row.weight
    assert other.weight
    expected = number.divide(number.multiply(other.claimed, row.weight), other.weight)
    # Either score may be rounded, and the other's gap grows with the weight.
    tolerance = number.multiply(CENT, number.add(number.ONE, number.divide(row.weight, other.weight)))
    return abs(number.add(row.claimed, -expected)) > tolerance


def _ceilings(rows: list[Row]) -> Iterator[Remark]:
    """Find a row under its ceiling that is scored in full beside one that is scored in proportion."""
    full = ratio = None
    for row in rows:
        compared = row.compared
        if compared.direction != "ceiling" or compared.target_value is None or compared.actual_value is None:
            continue
        if row.claimed is None or row.weight is None or not compared.actual_value < compared.target_value:
            continue
        if row.claimed_in_full:
            full = full or row
        elif row.claimed > 0 and gives(row.claimed, row.weight, compared.actual_value, compared.target_value):
            ratio = ratio or row
    if full is not None and ratio is not None:
        rows_in_order = (full, ratio) if rows.index(full) > rows.index(ratio) else (ratio, full)
        yield _remark(*rows_in_order)


def _remark(row: Row, other: Row) -> Remark:
    shown = other.indicator
    return row.remark(
        CODE,
        other=shown.level3,
        other_target=shown.target,
        other_actual=shown.actual,
        other_weight=shown.weight,
        other_claimed=shown.claimed,
    )

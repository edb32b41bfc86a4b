"""Make intervals of what numbers have to be, with the remarks that include their ends or leave them out."""

from __future__ import annotations

from typing import Any, cast

import attrs

from perfscore.criteria.reading import inclusions
from perfscore.criteria.statements import Bound, Measure, Misread
from perfscore.criteria.tree import Interval


def interval_of(measure: Measure) -> Interval:
    """Make the interval of a number with its comparison, or of two numbers."""
    low, high = measure.low, measure.high
    unit = (low or cast(Bound, high)).amount.unit
    if low is not None and low == high:
        return Interval(low.amount.value, low.amount.value, unit, True, True)
    return Interval(
        low.amount.value if low else None,
        high.amount.value if high else None,
        unit,
        low.closed if low else None,
        high.closed if high else None,
    )


def included(measures: list[Measure], remark: Any) -> list[Measure]:
    """Apply (不含5天,含10天) to the numbers in front of it; each number of the remark must be one of them."""
    says = dict(inclusions(remark))
    left = set(says)
    result = []
    for measure in measures:
        ends: dict[str, Any] = {}
        for side in ("low", "high"):
            end = getattr(measure, side)
            if end is not None and end.amount.value in says:
                ends[side] = attrs.evolve(end, closed=says[end.amount.value])
                left.discard(end.amount.value)
        result.append(attrs.evolve(measure, inclusion=None, **ends))
    if left:
        raise Misread("other_number", remark.start_pos or 0)
    return result

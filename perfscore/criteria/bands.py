"""How the bands of a criterion lie to each other: which one counts, what they leave out, where two of them meet."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Literal

import attrs
from attrs import frozen

from perfscore import number
from perfscore.criteria.record import Criterion
from perfscore.criteria.tree import Band, Interval, Otherwise, Ratio, Step
from perfscore.expression.units import unit
from perfscore.number import ZERO


def ladder(bands: list[tuple[int, Band]]) -> list[tuple[int, Band]]:
    """Cut bands that only have one end by each other: of 90%以上 and 80%以上 the tighter one counts where both hold."""
    floors = [interval for _, band in bands if (interval := band.interval).high is None]
    ceilings = [interval for _, band in bands if (interval := band.interval).low is None]
    cut = []
    for index, band in bands:
        interval = band.interval
        if interval.high is None:
            above = [
                other
                for other in floors
                if other.low is not None and interval.low is not None and other.low > interval.low
            ]
            if above:
                tighter = min(above, key=lambda other: other.low or ZERO)
                interval = attrs.evolve(interval, high=tighter.low, high_closed=tighter.low_closed is False)
        elif interval.low is None:
            below = [other for other in ceilings if other.high is not None and other.high < interval.high]
            if below:
                tighter = max(below, key=lambda other: other.high or ZERO)
                interval = attrs.evolve(interval, low=tighter.high, low_closed=tighter.high_closed is False)
        cut.append((index, attrs.evolve(band, interval=interval)))
    return cut


@frozen
class Seam:
    """A place where two bands do not fit together.

    Args:
        kind: ``gap`` where nothing is printed between them, ``overlap`` where both are.
        low: from. high: to; equal to ``low`` for a single number. unit: of both.
    """

    kind: Literal["gap", "overlap"]
    low: Decimal
    high: Decimal
    unit: str

    def __str__(self) -> str:
        ends = [f"{number.short(end)}{self.unit}" for end in (self.low, self.high)]
        return ends[0] if self.low == self.high else "～".join(ends)


def seams(criterion: Criterion) -> Iterator[Seam]:
    """Find where the bands of a criterion leave something out or meet.

    Args:
        criterion: as read. What something else than a band speaks of is no gap.
    """
    bands = [(index, clause) for index, clause in enumerate(criterion.clauses) if isinstance(clause, Band)]
    filled = any(isinstance(clause, Step | Ratio | Otherwise) for clause in criterion.clauses) or criterion.several
    intervals = sorted(
        (band.interval for _, band in ladder(bands)),
        key=lambda interval: (interval.low is not None, interval.low or ZERO),
    )
    for below, above in pairwise(intervals):
        if below.high is None or above.low is None or below.unit != above.unit:
            continue
        if below.high > above.low:
            yield Seam("overlap", above.low, below.high, above.unit)
        elif below.high == above.low:
            closed = below.high_closed is not False, above.low_closed is not False
            if all(closed):
                yield Seam("overlap", above.low, above.low, above.unit)
            elif not any(closed) and not filled:
                yield Seam("gap", above.low, above.low, above.unit)
        elif not filled and not _follows(below, above):
            yield Seam("gap", below.high, above.low, above.unit)


def _follows(below: Interval, above: Interval) -> bool:
    """Say whether nothing can lie between two bands of what is counted one by one: 1－2项, 3－4项."""
    if (
        below.high is None
        or above.low is None
        or unit(below.unit).dimension in ("%", "百分点")
        or unit(below.unit).money
    ):
        return False
    return number.add(above.low, -below.high) <= 1

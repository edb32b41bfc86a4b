"""Points that grow or shrink by steps: how many steps a number makes, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple

import attrs

from perfscore import number
from perfscore.criteria import lexicon
from perfscore.criteria.actuals import Actual, Named
from perfscore.criteria.case import Case, in_unit, within
from perfscore.criteria.phrases import RATES, same_measure
from perfscore.criteria.tree import Award, Band, Step, Value
from perfscore.keys import OpenReason
from perfscore.number import HUNDRED, ZERO


class _Counted(NamedTuple):
    """How many steps there are. ``low``: least. ``high``: greatest, None where nothing bounds them."""

    low: Decimal
    high: Decimal | None
    reason: OpenReason | None = None


def stepped(case: Case, actual: Named) -> Award | None:
    """Count the steps of one number, or return None where none counts for it."""
    for step in case.steps:
        if step.domain is not None and not within(actual, step.domain):
            continue
        counted = _count(case, step, actual)
        if counted is None or (counted.high == ZERO and _beyond(case, step, actual)):
            continue
        if counted == (ZERO, ZERO, None) and step is not case.steps[-1]:
            continue
        award = _total(case, [(step, counted)])
        other = _from_full_marks(case, step, actual) if step.implied and step.base is None else None
        if other is not None and (other.low, other.high) != (award.low, award.high):
            return Award(min(award.low, other.low), max(award.high, other.high), step, "vague")
        return award
    return None


def _from_full_marks(case: Case, step: Step, actual: Named) -> Award | None:
    """Count from the band of full marks instead: 率<90%，每低1个百分点扣… may mean from 95%, where they end."""
    full = [(index, band) for index, band in case.bands if case.ends(band.value)[0] == case.base()]
    if len(full) != 1:
        return None
    index, band = full[0]
    standard = band.interval.low if step.direction == "down" else band.interval.high
    if standard is None:
        return None
    changed = attrs.evolve(step, standard=standard, standard_unit=band.interval.unit, band=index)
    counted = _count(case, changed, actual)
    return None if counted is None else _total(case, [(changed, counted)])


def _beyond(case: Case, step: Step, actual: Named) -> bool:
    """Say whether a number lies on the other side of the band, with two ends, that a step goes on from."""
    band = None if step.band is None else case.criterion.clauses[step.band]
    if not isinstance(band, Band) or band.interval.low is None or band.interval.high is None:
        return False
    return not within(actual, band.interval)


def several_counts(case: Case, actual: Actual) -> Award:
    """Count each of several numbers by the step that counts its unit."""
    left = list(actual.numbers)
    counted = []
    for step in case.steps:
        fitting = [named for named in left if named.unit and same_measure(step.unit, named.unit)]
        if len(fitting) > 1:
            fitting = [named for named in fitting if named.name and named.name in step.text]
        if len(fitting) != 1:
            return case.open("two_conditions")
        left.remove(fitting[0])
        count = _count(case, step, fitting[0])
        if count is None:
            return case.open("unreadable", step)
        counted.append((step, count))
    if left or not counted:
        return case.open("two_conditions")
    return _total(case, counted)


def _count(case: Case, step: Step, actual: Named) -> _Counted | None:
    """Say how many steps a number makes; None where it cannot be compared."""
    distance = _distance(case, step, actual)
    if not isinstance(distance, Decimal):
        return distance
    steps = number.add(number.divide(max(ZERO, distance), step.size), -step.free)
    steps = max(ZERO, steps)
    floor, ceiling = (steps.to_integral_value(rounding) for rounding in (ROUND_FLOOR, ROUND_CEILING))
    if floor == ceiling or case.limits.rounding == "up":
        return _Counted(ceiling, ceiling)
    if case.limits.rounding == "down":
        return _Counted(floor, floor)
    if case.limits.rounding == "half":
        whole = steps.to_integral_value(ROUND_HALF_UP)
        return _Counted(whole, whole)
    return _Counted(floor, ceiling, "part_step")


def _distance(case: Case, step: Step, actual: Named) -> Decimal | _Counted | None:
    """Say how far a number lies from the standard, in the unit of the step."""
    rate = step.unit in RATES
    is_distance = rate and actual.unit in RATES and actual.unit != "%"
    standard, standard_unit = step.standard, step.standard_unit
    if is_distance or (actual.name and actual.name[-2:] in step.words and step.direction != "count"):
        return in_unit(actual, step.unit)
    excess = any(word in step.words for word in lexicon.listed("excess"))
    if standard is None and case.target is not None and (step.direction != "count" or excess):
        standard, standard_unit = case.target.value, case.target.unit
        if excess and not standard:
            standard = None
    if step.direction == "count" and standard is None and case.target is not None and case.target.value:
        missing = [word for word in lexicon.listed("shortage") if word in step.words]
        if missing and not any(word in actual.name for word in missing):
            reached, planned = in_unit(actual, step.unit), Named("", case.target.value, case.target.unit)
            needed = in_unit(planned, step.unit)
            return None if reached is None or needed is None else number.add(needed, -reached)
    if step.direction == "count" and standard is None:
        return in_unit(actual, step.unit)
    if standard is None:
        value = in_unit(actual, "%") if rate else None
        if value is not None and rate and step.direction == "down" and step.points < 0:
            # A rate has no standard above 100%.
            if value >= HUNDRED:
                return ZERO
            steps = number.divide(number.add(HUNDRED, -value), step.size).to_integral_value(ROUND_CEILING)
            return _Counted(ZERO, steps, "outside_reference")
        return _Counted(ZERO, None, "outside_reference")
    value = in_unit(actual, standard_unit or actual.unit)
    if value is None:
        return None
    band = None if step.band is None else case.criterion.clauses[step.band]
    if isinstance(band, Band) and band.interval.low is not None and band.interval.low == -standard:
        # ±5%: both sides count alike.
        value = abs(value)
    away = number.add(value, -standard)
    if step.direction == "down" and not (step.points > 0 and step.band is not None):
        away = -away
    elif step.direction == "both":
        away = abs(away)
    if rate and standard_unit not in RATES:
        # 每低于计划2% of an amount is relative to it.
        return number.multiply(number.divide(away, standard), HUNDRED) if standard else None
    return in_unit(Named("", away, standard_unit), step.unit)


def _total(case: Case, counted: Sequence[tuple[Step, _Counted]]) -> Award:
    """Add up what the steps take or give, within their limits."""
    step = counted[0][0]
    base = _base_of(case, step)
    if base is None:
        return case.open("two_conditions", step)
    low, high, reason, terms = base, base, None, [number.short(base)]
    for own, count in counted:
        if count.high is None:
            return Award(*_unbounded(case, base, own), own, count.reason)
        ends = sorted(number.multiply(own.points, steps) for steps in (count.low, count.high))
        if own.most is not None:
            ends = [max(min(end, own.most), -own.most) for end in ends]
        low, high = number.add(low, ends[0]), number.add(high, ends[1])
        reason = reason or count.reason
        sign = "-" if own.points < 0 else "+"
        terms.append(f"{sign} {number.short(count.low)} × {number.short(abs(own.points))}")
    formula = " ".join(terms) if reason is None else ""
    return attrs.evolve(case.limited(step, low, high, base, reason), formula=formula)


def _unbounded(case: Case, base: Decimal, step: Step) -> tuple[Decimal, Decimal]:
    if step.points < 0:
        return max(ZERO, number.add(base, -(case.limits.most_deducted or base))), base
    return base, max(base, case.limits.most or case.weight)


def _base_of(case: Case, step: Step) -> Decimal | None:
    """Say what a step starts from."""
    value: Value | None = step.base
    if value is None and step.band is not None:
        band = case.criterion.clauses[step.band]
        value = band.value if isinstance(band, Band) else None
    if value is None and step.standard is not None:
        holding = [band for _, band in case.bands if band.interval.holds(step.standard)]
        value = holding[0].value if len(holding) == 1 else None
    if value is not None and value.worth != "keep":
        low, high = case.ends(value)
        return low if low == high else None
    if step.points > 0:
        return case.limits.base if case.limits.base is not None else ZERO
    if case.limits.base is not None:
        return case.limits.base
    best = [state.value.high for state in case.states if state.value.worth == "points" and state.value.high]
    return max(best) if best else case.weight

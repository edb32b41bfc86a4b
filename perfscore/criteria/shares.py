"""Points in proportion and points by a formula."""

from __future__ import annotations

from decimal import Decimal

import attrs

from perfscore import number
from perfscore.criteria import lexicon
from perfscore.criteria.actuals import Actual, Named
from perfscore.criteria.case import Case, in_unit, within
from perfscore.criteria.formulas import calculate, has_points, names
from perfscore.criteria.tree import Award, Calculated, Ratio
from perfscore.expression.units import unit
from perfscore.keys import OpenReason
from perfscore.number import HUNDRED, ONE, ZERO


def shared(case: Case, ratio: Ratio, actual: Named) -> Award | None:
    """Give points in proportion to what was completed, by every reading of the words."""
    if ratio.domain is not None and not within(actual, ratio.domain):
        return None
    floors = [band.interval for _, band in case.bands if band.interval.low is not None and case.ends(band.value)[1]]
    ceilings = [band.interval for _, band in case.bands if band.interval.low is None and case.ends(band.value)[1]]
    if ceilings or (case.target is not None and (case.target.operator or "").startswith("<")):
        return case.open("vague", ratio)
    standard = (
        Named("", max(floor.low for floor in floors if floor.low is not None), floors[0].unit) if floors else None
    )
    if standard is None and ratio.domain is not None and ratio.domain.high is not None:
        standard = Named("", ratio.domain.high, ratio.domain.unit)
    if standard is None and case.target is not None:
        standard = Named("", case.target.value, case.target.unit)
    whole = case.base()
    shares = []
    if actual.unit == "%":
        rate = number.divide(actual.value, HUNDRED)
        if standard is None or standard.unit == "%":
            shares.append(rate)
        if standard is not None and standard.unit == "%" and standard.value:
            planned = number.divide(standard.value, HUNDRED)
            shares.append(number.divide(rate, planned))
            if not ratio.by_completion:
                shares.append(number.add(ONE, -number.add(planned, -rate)))
    elif standard is not None and standard.value:
        value = in_unit(actual, standard.unit)
        if value is not None:
            shares.append(number.divide(value, standard.value))
    if not shares or (standard is None and not ratio.by_completion):
        return case.open("outside_reference", ratio)
    points = [number.half_up(number.multiply(share, whole)) for share in shares]
    reason: OpenReason | None = None if len(set(points)) == 1 else "vague"
    award = case.limited(ratio, min(points), max(points), whole, reason)
    formula = f"{number.short(whole)} × {number.short(number.half_up(shares[0], 6))}" if reason is None else ""
    return attrs.evolve(award, formula=formula)


def calculated(case: Case, clause: Calculated, actual: Actual) -> Award:
    """Work the formula of the points out."""
    single = actual.numbers[0] if len(actual.numbers) == 1 else None
    if single is not None:
        hits = [band for _, band in case.bands if within(single, band.interval)]
        if hits:
            return case.banded(hits)
    if clause.domain is not None and (single is None or not within(single, clause.domain)):
        return case.open("gap")
    values = _bound(case, clause, actual)
    if values is None:
        return case.open("unreadable", clause)
    points = calculate(clause.formula, values)
    if points is None:
        return case.open("unreadable", clause)
    weighted = has_points(clause.formula, case.weight) or any(
        _is(name.text, "weight") for name in names(clause.formula)
    )
    if not weighted:
        ends = sorted((points, number.multiply(points, case.weight)))
        return Award(max(ZERO, ends[0]), max(ZERO, ends[1]), clause, "vague")
    return case.limited(clause, points, points, case.weight, None)


def _bound(case: Case, clause: Calculated, actual: Actual) -> dict[str, Decimal] | None:
    """Give each name of a formula its number: from the actual by name, from the row, or the only one there is."""
    values: dict[str, Decimal] = {}
    texts = list(dict.fromkeys(name.text for name in names(clause.formula)))
    printed = {name.text: name.points for name in names(clause.formula) if name.points is not None}
    left = list(actual.numbers)
    open_names = []
    for text in texts:
        if text in printed:
            values[text] = printed[text]
        elif _is(text, "weight"):
            values[text] = case.weight
        else:
            open_names.append(text)
    chosen: dict[str, Named] = {}
    for text in open_names:
        same = [named for named in left if named.name == text]
        if not same:
            same = [named for named in left if named.name and (text in named.name or named.name in text)]
        if len(same) == 1:
            chosen[text] = same[0]
            left.remove(same[0])
        elif _is(text, "target") and case.target is not None:
            chosen[text] = Named(text, case.target.value, case.target.unit)
    missing = [text for text in open_names if text not in chosen]
    if len(missing) == 1 and len(left) == 1 and not left[0].name:
        chosen[missing[0]] = left.pop()
        missing = []
    if missing or left:
        return None
    dimensions = {unit(named.unit).dimension for named in chosen.values()}
    if len(dimensions) > 1:
        return None
    for text, named in chosen.items():
        value = number.multiply(named.value, unit(named.unit).factor)
        if named.unit == "%":
            value = number.divide(named.value, HUNDRED)
            if case.limits.clamped is not None:
                value = min(value, number.divide(case.limits.clamped, HUNDRED))
        values[text] = value
    return values


def defined(case: Case, clause: Calculated, actual: Actual) -> Named | None:
    """Work out the rate that a formula defines; the actual may be that rate itself."""
    if len(actual.numbers) == 1:
        (named,) = actual.numbers
        return named if named.unit == "%" else None
    values = _bound(case, clause, actual)
    rate = None if values is None else calculate(clause.formula, values)
    return None if rate is None else Named("", number.multiply(rate, HUNDRED), "%")


def _is(name: str, kind: str) -> bool:
    return name in lexicon.listed(kind)

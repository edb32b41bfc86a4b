"""What an actual is worth by a printed criterion: exact points with their clause, or a range with its one reason."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

import attrs

from perfscore import expression, number
from perfscore.criteria import actuals, lexicon, states
from perfscore.criteria.actuals import Actual, Named
from perfscore.criteria.assembling import same_measure, stripped
from perfscore.criteria.bands import ladder
from perfscore.criteria.formulas import calculate, has_points, names
from perfscore.criteria.tree import (
    Award,
    Band,
    Calculated,
    Clause,
    Item,
    Otherwise,
    Ratio,
    State,
    Step,
    Value,
)
from perfscore.expression.units import unit
from perfscore.keys import OpenReason
from perfscore.model import PerfscoreError
from perfscore.number import HUNDRED, ONE, ZERO

if TYPE_CHECKING:
    from perfscore.criteria.record import Criterion

_RATES: Final = frozenset({"%", "百分点", "个百分点"})


def award(criterion: Criterion, actual: str, target: str = "") -> Award:
    """Say what an actual is worth; see ``Criterion.points``."""
    weight = criterion.weight if criterion.weight is not None else criterion.top
    if weight is None:
        raise PerfscoreError("PS417", text=criterion.text, problem="no_weight", place=criterion.text[:12])
    case = _Case(criterion, weight, target)
    found = case.decide(actuals.read(actual, criterion.folded))
    found = case.agreed(case.open_to_judgement(found))
    return attrs.evolve(found, low=number.half_up(found.low), high=number.half_up(found.high))


class _Counted(NamedTuple):
    """How many steps there are. ``low``: least. ``high``: greatest, None where nothing bounds them."""

    low: Decimal
    high: Decimal | None
    reason: OpenReason | None = None


class _Case:
    """A criterion with its row.

    Args:
        criterion: as read. weight: most points of the row. target: of the row, as printed, or empty.
    """

    def __init__(self, criterion: Criterion, weight: Decimal, target: str) -> None:
        self.criterion = criterion
        self.limits = criterion.limits
        self.weight = weight
        tree = expression.parse(target) if target else None
        self.target = tree if isinstance(tree, expression.Quantity) else None
        self.bands = ladder(
            [(place, clause) for place, clause in enumerate(criterion.clauses) if isinstance(clause, Band)]
        )
        self.states = [clause for clause in criterion.clauses if isinstance(clause, State)]
        self.steps = [clause for clause in criterion.clauses if isinstance(clause, Step)]
        self.ratios = [clause for clause in criterion.clauses if isinstance(clause, Ratio)]
        self.items = [clause for clause in criterion.clauses if isinstance(clause, Item)]
        self.formulas = [clause for clause in criterion.clauses if isinstance(clause, Calculated)]
        self.otherwise = next((clause for clause in criterion.clauses if isinstance(clause, Otherwise)), None)

    # ---- what every answer goes through --------------------------------------------------------------------

    def open_to_judgement(self, found: Award) -> Award:
        """Open an answer where the criterion leaves points to a person whatever happens, or refers elsewhere."""
        if self.criterion.outside:
            return self._open("outside_reference")
        conditioned = any(
            isinstance(clause, Band | State | Otherwise) and clause.value.worth == "vague"
            for clause in self.criterion.clauses
        )
        if self.criterion.vague and not conditioned:
            return self._open("vague")
        return found

    def agreed(self, found: Award) -> Award:
        """Open an answer where the points of the text are not those of the row."""
        top = self.criterion.top
        if found.reason in ("two_conditions", "vague", "outside_reference", "items", "unreadable"):
            return found
        if top is None or top == self.weight or not top:
            return found
        scaled = [number.divide(number.multiply(end, self.weight), top) for end in (found.low, found.high)]
        low, high = min(found.low, *scaled), max(found.high, *scaled)
        if low == high:
            return found
        return attrs.evolve(found, low=low, high=high, reason=found.reason or "weight_disagrees")

    def _open(self, reason: OpenReason, clause: Clause | None = None) -> Award:
        return Award(ZERO, self.weight, clause, reason)

    def _ends(self, value: Value) -> tuple[Decimal, Decimal]:
        """Give the least and greatest points of a value."""
        if value.worth in ("full", "keep"):
            whole = self._base()
            return whole, whole
        if value.worth == "share":
            return number.multiply(value.low, self.weight), number.multiply(value.high, self.weight)
        if value.worth == "deduct":
            return number.add(self._base(), -value.high), number.add(self._base(), -value.low)
        if value.worth == "vague":
            return ZERO, self.weight
        return value.low, value.high

    def _base(self) -> Decimal:
        return self.weight if self.limits.base is None else self.limits.base

    def _give(self, clause: Clause, value: Value, reason: OpenReason | None = None) -> Award:
        low, high = self._ends(value)
        if low < high and reason is None:
            reason = "vague"
        if value.worth == "deduct":
            return self._limited(clause, low, high, self._base(), reason)
        return Award(low, high, clause, reason)

    # ---- the actual ----------------------------------------------------------------------------------------

    def decide(self, actual: Actual) -> Award:
        """Take an actual for what it is: ticks, numbers or words."""
        if self.items:
            return self._ticked(actual)
        if actual.text in lexicon.listed("never") and (self.steps or self.bands):
            stated = self._stated(actual)
            if stated.reason is None:
                return stated
            actual = Actual(actual.text, (Named("", ZERO, ""),))
        if not actual.numbers:
            return self._stated(actual)
        if self.criterion.several:
            return self._open("two_conditions")
        scores = next((clause for clause in self.formulas if clause.scores), None)
        if scores is not None:
            return self._calculated(scores, actual)
        if self.formulas:
            defined = self._defined(self.formulas[0], actual)
            if defined is None:
                return self._open("unreadable", self.formulas[0])
            return self._measured(defined)
        if len(actual.numbers) > 1:
            return self._several_counts(actual)
        if len(self.steps) > 1 and all(step.direction == "count" for step in self.steps):
            return self._several_counts(actual)
        return self._measured(actual.numbers[0])

    def _ticked(self, actual: Actual) -> Award:
        if actual.ticks is None and len(actual.numbers) == 1 and len({item.points for item in self.items}) == 1:
            (counted,) = actual.numbers
            if counted.unit in lexicon.listed("items") and ZERO <= counted.value <= len(self.items):
                points = number.multiply(counted.value, self.items[0].points)
                return Award(points, points, self.items[0])
        if actual.ticks is None:
            return self._open("items")
        labels = {item.label for item in self.items}
        ticks = labels if isinstance(actual.ticks, str) else actual.ticks
        if not ticks <= labels:
            return self._open("items")
        gained = [item.points for item in self.items if item.label in ticks]
        points = number.add(*gained)
        clause = next((item for item in self.items if item.label in ticks), self.items[0])
        formula = " + ".join(number.short(part) for part in gained)
        return Award(points, points, clause, None, formula)

    # ---- words ---------------------------------------------------------------------------------------------

    def _stated(self, actual: Actual) -> Award:
        """Find the printed state that an actual in words is."""
        if not self.states and not self.otherwise:
            return self._open("vague" if self.criterion.vague else "unreadable")
        folded = self.criterion.folded
        exact = [state for state in self.states if stripped(state.words) == stripped(actual.text)]
        is_so = {state: states.same(actual.text, state.words, folded) for state in self.states}
        hits = exact or [state for state, so in is_so.items() if so]
        if hits:
            awards = [self._give(state, state.value) for state in hits]
            low, high = min(one.low for one in awards), max(one.high for one in awards)
            if low == high or len(awards) == 1:
                return awards[0]
            return Award(low, high, hits[0], "two_conditions")
        if (
            self.otherwise is not None
            and len(self.states) == 1
            and is_so[self.states[0]] is False
            and states.denies(actual.text, self.states[0].words, folded)
        ):
            return self._give(self.otherwise, self.otherwise.value)
        return self._open("vague" if self.criterion.vague else "gap")

    # ---- one number ----------------------------------------------------------------------------------------

    def _measured(self, actual: Named) -> Award:
        if actual.value == ZERO and actual.unit not in _RATES:
            never = [state for state in self.states if _says_never(state)]
            if len(never) == 1:
                return self._give(never[0], never[0].value)
        attached = {step.band for step in self.steps if step.band is not None}
        bands = [(place, band) for place, band in self.bands if band.value.worth != "keep" or not self.steps]
        comparable = False
        hits: list[Band] = []
        own: list[Band] = []
        for place, band in bands:
            value = _in_unit(actual, band.interval.unit)
            if value is None:
                continue
            comparable = True
            if band.interval.holds(value):
                (own if place in attached else hits).append(band)
        whole = self._all_of_it(actual)
        if whole is not None:
            return whole
        if hits:
            return self._banded([*hits, *own])
        stepped = self._stepped(actual)
        if stepped is not None:
            return stepped
        if own:
            return self._banded(own)
        for ratio in self.ratios:
            share = self._shared(ratio, actual)
            if share is not None:
                return share
        if comparable and self.otherwise is not None:
            return self._give(self.otherwise, self.otherwise.value)
        once = [state for state in self.states if state.value.worth == "deduct"]
        if once and not self.bands and not self.steps and actual.unit not in _RATES:
            return self._once_or_each(once[0], actual)
        if comparable:
            return self._occurring(actual) or self._gap(actual)
        happened = [state for state in self.states if not states.said(state.words).negative]
        never = [state for state in self.states if _says_never(state)]
        if never and len(happened) == 1 and len(self.states) == 2 and actual.value > ZERO and actual.unit not in _RATES:
            return self._give(happened[0], happened[0].value)
        return self._open("unreadable" if self.bands else "gap")

    def _all_of_it(self, actual: Named) -> Award | None:
        """Take 全部完成 beside bands of a rate as 100%; 完成 alone may be or not."""
        if actual.unit != "%" or actual.value < HUNDRED or not self.bands:
            return None
        done = [state for state in self.states if state.value.worth in ("points", "full", "share")]
        done = [state for state in done if not states.said(state.words).negative]
        whole = [state for state in done if any(word in state.words for word in lexicon.listed("whole"))]
        if len(whole) == 1:
            return self._give(whole[0], whole[0].value)
        return self._open("two_conditions") if done else None

    def _banded(self, hits: Sequence[Band]) -> Award:
        awards = [self._give(band, band.value) for band in hits]
        low, high = min(one.low for one in awards), max(one.high for one in awards)
        if len({(one.low, one.high) for one in awards}) == 1:
            return awards[0]
        return Award(low, high, hits[0], "shared_bound")

    def _gap(self, actual: Named) -> Award:
        """Give what the bands on both sides of a number give."""
        below: tuple[Decimal, Band] | None = None
        above: tuple[Decimal, Band] | None = None
        for _, band in self.bands:
            value, interval = _in_unit(actual, band.interval.unit), band.interval
            if value is None:
                continue
            if interval.high is not None and interval.high <= value and (below is None or interval.high > below[0]):
                below = interval.high, band
            if interval.low is not None and interval.low >= value and (above is None or interval.low < above[0]):
                above = interval.low, band
        if below is not None and above is not None:
            ends = [*self._ends(below[1].value), *self._ends(above[1].value)]
            return Award(min(ends), max(ends), None, "gap")
        return self._open("gap")

    def _occurring(self, actual: Named) -> Award | None:
        """缺1项扣1分 without 每: none costs nothing, one costs it, more of them cost it once or each."""
        if len(self.bands) != 1 or self.bands[0][1].value.worth != "deduct" or self.steps:
            return None
        band = self.bands[0][1]
        first, value = band.interval.low, _in_unit(actual, band.interval.unit)
        if value is None or not first or first != band.interval.high or actual.unit in _RATES:
            return None
        if value <= ZERO:
            return Award(self._base(), self._base(), band)
        each = number.divide(number.multiply(value, band.value.high), first)
        low = max(ZERO, number.add(self._base(), -each))
        return Award(low, max(ZERO, number.add(self._base(), -band.value.low)), band, "vague")

    def _once_or_each(self, state: State, actual: Named) -> Award:
        """发现积水扣1分: once, or for each."""
        if actual.value <= ZERO:
            return Award(self._base(), self._base(), state)
        each = number.multiply(actual.value, state.value.high)
        low = max(ZERO, number.add(self._base(), -each))
        high = max(ZERO, number.add(self._base(), -state.value.low))
        return Award(min(low, high), high, state, None if low == high else "vague")

    # ---- steps ---------------------------------------------------------------------------------------------

    def _stepped(self, actual: Named) -> Award | None:
        """Count the steps of one number, or return None where none counts for it."""
        for step in self.steps:
            if step.domain is not None:
                value = _in_unit(actual, step.domain.unit)
                if value is None or not step.domain.holds(value):
                    continue
            counted = self._count(step, actual)
            if counted is None or (counted.high == ZERO and self._beyond(step, actual)):
                continue
            if counted == (ZERO, ZERO, None) and step is not self.steps[-1]:
                continue
            return self._total([(step, counted)])
        return None

    def _beyond(self, step: Step, actual: Named) -> bool:
        """Say whether a number lies on the other side of the band, with two ends, that a step goes on from."""
        band = None if step.band is None else self.criterion.clauses[step.band]
        if not isinstance(band, Band) or band.interval.low is None or band.interval.high is None:
            return False
        value = _in_unit(actual, band.interval.unit)
        return value is None or not band.interval.holds(value)

    def _several_counts(self, actual: Actual) -> Award:
        """Count each of several numbers by the step that counts its unit."""
        left = list(actual.numbers)
        counted = []
        for step in self.steps:
            fitting = [named for named in left if named.unit and same_measure(step.unit, named.unit)]
            if len(fitting) > 1:
                fitting = [named for named in fitting if named.name and named.name in step.text]
            if len(fitting) != 1:
                return self._open("two_conditions")
            left.remove(fitting[0])
            count = self._count(step, fitting[0])
            if count is None:
                return self._open("unreadable", step)
            counted.append((step, count))
        if left or not counted:
            return self._open("two_conditions")
        return self._total(counted)

    def _count(self, step: Step, actual: Named) -> _Counted | None:
        """Say how many steps a number makes; None where it cannot be compared."""
        distance = self._distance(step, actual)
        if not isinstance(distance, Decimal):
            return distance
        steps = number.add(number.divide(max(ZERO, distance), step.size), -step.free)
        steps = max(ZERO, steps)
        floor, ceiling = (steps.to_integral_value(way) for way in (ROUND_FLOOR, ROUND_CEILING))
        if floor == ceiling or self.limits.rounding == "up":
            return _Counted(ceiling, ceiling)
        if self.limits.rounding == "down":
            return _Counted(floor, floor)
        if self.limits.rounding == "half":
            whole = steps.to_integral_value(ROUND_HALF_UP)
            return _Counted(whole, whole)
        return _Counted(floor, ceiling, "part_step")

    def _distance(self, step: Step, actual: Named) -> Decimal | _Counted | None:
        """Say how far a number lies from the standard, in the unit of the step."""
        rate = step.unit in _RATES
        is_distance = rate and actual.unit in _RATES and actual.unit != "%"
        standard, standard_unit = step.standard, step.standard_unit
        if is_distance or (actual.name and actual.name[-2:] in step.words and step.direction != "count"):
            return _in_unit(actual, step.unit)
        excess = any(word in step.words for word in lexicon.listed("excess"))
        if standard is None and self.target is not None and (step.direction != "count" or excess):
            standard, standard_unit = self.target.value, self.target.unit
            if excess and not standard:
                standard = None
        if step.direction == "count" and standard is None:
            return _in_unit(actual, step.unit)
        if standard is None:
            value = _in_unit(actual, "%") if rate else None
            if value is not None and rate and step.direction == "down" and step.points < 0:
                # A rate has no standard above 100%.
                if value >= HUNDRED:
                    return ZERO
                steps = number.divide(number.add(HUNDRED, -value), step.size).to_integral_value(ROUND_CEILING)
                return _Counted(ZERO, steps, "outside_reference")
            return _Counted(ZERO, None, "outside_reference")
        value = _in_unit(actual, standard_unit or actual.unit)
        if value is None:
            return None
        band = None if step.band is None else self.criterion.clauses[step.band]
        if isinstance(band, Band) and band.interval.low is not None and band.interval.low == -standard:
            # ±5%: both sides count alike.
            value = abs(value)
        away = number.add(value, -standard)
        if step.direction == "down" and not (step.points > 0 and step.band is not None):
            away = -away
        elif step.direction == "both":
            away = abs(away)
        if rate and standard_unit not in _RATES:
            # 每低于计划2% of an amount is relative to it.
            return number.multiply(number.divide(away, standard), HUNDRED) if standard else None
        return _in_unit(Named("", away, standard_unit), step.unit)

    def _total(self, counted: Sequence[tuple[Step, _Counted]]) -> Award:
        """Add up what the steps take or give, within their limits."""
        step = counted[0][0]
        base = self._base_of(step)
        if base is None:
            return self._open("two_conditions", step)
        low, high, reason, terms = base, base, None, [number.short(base)]
        for own, count in counted:
            if count.high is None:
                return Award(*self._unbounded(base, own), own, count.reason)
            ends = sorted(number.multiply(own.points, steps) for steps in (count.low, count.high))
            if own.most is not None:
                ends = [max(min(end, own.most), -own.most) for end in ends]
            low, high = number.add(low, ends[0]), number.add(high, ends[1])
            reason = reason or count.reason
            sign = "-" if own.points < 0 else "+"
            terms.append(f"{sign} {number.short(count.low)} × {number.short(abs(own.points))}")
        formula = " ".join(terms) if reason is None else ""
        return attrs.evolve(self._limited(step, low, high, base, reason), formula=formula)

    def _unbounded(self, base: Decimal, step: Step) -> tuple[Decimal, Decimal]:
        if step.points < 0:
            return max(ZERO, number.add(base, -(self.limits.most_deducted or base))), base
        return base, max(base, self.limits.most or self.weight)

    def _base_of(self, step: Step) -> Decimal | None:
        """Say what a step starts from."""
        value: Value | None = step.base
        if value is None and step.band is not None:
            band = self.criterion.clauses[step.band]
            value = band.value if isinstance(band, Band) else None
        if value is None and step.standard is not None:
            holding = [band for _, band in self.bands if band.interval.holds(step.standard)]
            value = holding[0].value if len(holding) == 1 else None
        if value is not None and value.worth != "keep":
            low, high = self._ends(value)
            return low if low == high else None
        if step.points > 0:
            return self.limits.base if self.limits.base is not None else ZERO
        if self.limits.base is not None:
            return self.limits.base
        given = [state.value.high for state in self.states if state.value.worth == "points" and state.value.high]
        return max(given) if given else self.weight

    def _limited(self, clause: Clause, low: Decimal, high: Decimal, base: Decimal, reason: OpenReason | None) -> Award:
        """Hold points within the limits that the text prints."""
        limits = self.limits
        if limits.most_deducted is not None:
            least = number.add(base, -limits.most_deducted)
            low, high = max(low, least), max(high, least)
        least = limits.least or ZERO
        if low < least and not limits.unlimited:
            reason = reason or (None if limits.floored else "no_cap")
            low, high = max(low, least), max(high, least)
        most = limits.most
        if limits.most_added is not None:
            most = number.add(base, limits.most_added)
        elif most is None and limits.capped:
            most = self.weight
        if most is not None:
            low, high = min(low, most), min(high, most)
        over_full = limits.most_added is not None and base >= self.weight and high > self.weight
        if high > self.weight and (most is None or over_full):
            low, reason = min(low, self.weight), reason or "no_cap"
        if low == high and reason != "no_cap":
            reason = None
        return Award(low, high, clause, reason)

    # ---- ratios and formulas -------------------------------------------------------------------------------

    def _shared(self, ratio: Ratio, actual: Named) -> Award | None:
        """Give points in proportion to what was completed, by every reading of the words."""
        if ratio.domain is not None:
            value = _in_unit(actual, ratio.domain.unit)
            if value is None or not ratio.domain.holds(value):
                return None
        floors = [
            band.interval for _, band in self.bands if band.interval.low is not None and band.value.worth != "none"
        ]
        ceilings = [band.interval for _, band in self.bands if band.interval.low is None and band.value.worth != "none"]
        if ceilings or (self.target is not None and (self.target.operator or "").startswith("<")):
            return self._open("vague", ratio)
        standard = (
            Named("", max(floor.low for floor in floors if floor.low is not None), floors[0].unit) if floors else None
        )
        if standard is None and ratio.domain is not None and ratio.domain.high is not None:
            standard = Named("", ratio.domain.high, ratio.domain.unit)
        if standard is None and self.target is not None:
            standard = Named("", self.target.value, self.target.unit)
        whole = self._base()
        shares = []
        if actual.unit == "%":
            rate = number.divide(actual.value, HUNDRED)
            if standard is None or standard.unit == "%":
                shares.append(rate)
            if standard is not None and standard.unit == "%" and standard.value:
                wanted = number.divide(standard.value, HUNDRED)
                shares.append(number.divide(rate, wanted))
                if not ratio.by_completion:
                    shares.append(number.add(ONE, -number.add(wanted, -rate)))
        elif standard is not None and standard.value:
            value = _in_unit(actual, standard.unit)
            if value is not None:
                shares.append(number.divide(value, standard.value))
        if not shares or (standard is None and not ratio.by_completion):
            return self._open("outside_reference", ratio)
        points = [number.half_up(number.multiply(share, whole)) for share in shares]
        reason: OpenReason | None = None if len(set(points)) == 1 else "vague"
        found = self._limited(ratio, min(points), max(points), whole, reason)
        formula = f"{number.short(whole)} × {number.short(number.half_up(shares[0], 6))}" if reason is None else ""
        return attrs.evolve(found, formula=formula)

    def _calculated(self, clause: Calculated, actual: Actual) -> Award:
        """Work the formula of the points out."""
        single = [band for _, band in self.bands] if len(actual.numbers) == 1 else []
        if single:
            value = actual.numbers[0]
            hits = [
                band
                for band in single
                if (converted := _in_unit(value, band.interval.unit)) is not None and band.interval.holds(converted)
            ]
            if hits:
                return self._banded(hits)
        if clause.domain is not None:
            within = _in_unit(actual.numbers[0], clause.domain.unit) if len(actual.numbers) == 1 else None
            if within is None or not clause.domain.holds(within):
                return self._open("gap")
        values = self._bound(clause, actual)
        if values is None:
            return self._open("unreadable", clause)
        points = calculate(clause.formula, values)
        if points is None:
            return self._open("unreadable", clause)
        weighted = has_points(clause.formula, self.weight) or any(
            _is(name.text, "weight") for name in names(clause.formula)
        )
        if not weighted:
            ends = sorted((points, number.multiply(points, self.weight)))
            return Award(max(ZERO, ends[0]), max(ZERO, ends[1]), clause, "vague")
        return self._limited(clause, points, points, self.weight, None)

    def _bound(self, clause: Calculated, actual: Actual) -> dict[str, Decimal] | None:
        """Give each name of a formula its number: from the actual by name, from the row, or the only one there is."""
        values: dict[str, Decimal] = {}
        wanted = list(dict.fromkeys(name.text for name in names(clause.formula)))
        printed = {name.text: name.points for name in names(clause.formula) if name.points is not None}
        left = list(actual.numbers)
        open_names = []
        for text in wanted:
            if text in printed:
                values[text] = printed[text]
            elif _is(text, "weight"):
                values[text] = self.weight
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
            elif _is(text, "target") and self.target is not None:
                chosen[text] = Named(text, self.target.value, self.target.unit)
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
                if self.limits.clamped is not None:
                    value = min(value, number.divide(self.limits.clamped, HUNDRED))
            values[text] = value
        return values

    def _defined(self, clause: Calculated, actual: Actual) -> Named | None:
        """Work out the rate that a formula defines; the actual may be that rate itself."""
        if len(actual.numbers) == 1:
            (named,) = actual.numbers
            return named if named.unit == "%" else None
        values = self._bound(clause, actual)
        rate = None if values is None else calculate(clause.formula, values)
        return None if rate is None else Named("", number.multiply(rate, HUNDRED), "%")


def _says_never(state: State) -> bool:
    said = states.said(state.words)
    return said.negative and any(word in state.words for word in lexicon.listed("never")) and not said.degrees


def _is(name: str, kind: str) -> bool:
    return name in lexicon.listed(kind)


def _in_unit(actual: Named, wanted: str) -> Decimal | None:
    """Bring a number to a unit; None where it measures something else. A bare number fits any unit but a rate."""
    if wanted in _RATES:
        if actual.unit in _RATES:
            return actual.value
        return actual.value if not actual.unit and (actual.value > ONE or not actual.value) else None
    if actual.unit in _RATES:
        return None if wanted else actual.value
    if not wanted or not actual.unit:
        return actual.value
    mine, other = unit(actual.unit), unit(wanted)
    if mine.dimension != other.dimension:
        return None
    return number.divide(number.multiply(actual.value, mine.factor), other.factor)

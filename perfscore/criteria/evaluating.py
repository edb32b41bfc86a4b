"""What an actual is worth by a printed criterion: exact points with their clause, or a range with its one reason."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from perfscore import number
from perfscore.criteria import actuals, lexicon, states
from perfscore.criteria.actuals import Actual, Named
from perfscore.criteria.case import Case, in_unit, within
from perfscore.criteria.phrases import RATES, stripped
from perfscore.criteria.shares import calculated, defined, shared
from perfscore.criteria.steps import several_counts, stepped
from perfscore.criteria.tree import Award, Band, State
from perfscore.errors import PerfscoreError
from perfscore.number import HUNDRED, ZERO

if TYPE_CHECKING:
    from perfscore.criteria.record import Criterion


def award(criterion: Criterion, actual: str, target: str = "") -> Award:
    """Say what an actual is worth; see ``Criterion.points``."""
    weight = criterion.weight if criterion.weight is not None else criterion.top
    if weight is None:
        raise PerfscoreError("PS417", text=criterion.text, problem="no_weight", place=criterion.text[:12])
    case = Case(criterion, weight, target)
    decided = _decide(case, actuals.read(actual, criterion.folded))
    decided = case.agreed(case.open_to_judgement(decided))
    return attrs.evolve(decided, low=number.half_up(decided.low), high=number.half_up(decided.high))


def _decide(case: Case, actual: Actual) -> Award:
    """Take an actual for what it is: ticks, numbers or words."""
    if case.items:
        return _ticked(case, actual)
    if actual.text in lexicon.listed("never") and (case.steps or case.bands):
        stated = _stated(case, actual)
        if stated.reason is None:
            return stated
        actual = Actual(actual.text, (Named("", ZERO, ""),))
    if not actual.numbers:
        return _stated(case, actual)
    if case.criterion.several:
        return case.open("two_conditions")
    scores = next((clause for clause in case.formulas if clause.scores), None)
    if scores is not None:
        return calculated(case, scores, actual)
    if case.formulas:
        rate = defined(case, case.formulas[0], actual)
        if rate is None:
            return case.open("unreadable", case.formulas[0])
        return _measured(case, rate)
    if len(actual.numbers) > 1:
        return several_counts(case, actual)
    if len(case.steps) > 1 and all(step.direction == "count" for step in case.steps):
        return several_counts(case, actual)
    return _measured(case, actual.numbers[0])


def _ticked(case: Case, actual: Actual) -> Award:
    if actual.ticks is None and len(actual.numbers) == 1 and len({item.points for item in case.items}) == 1:
        (counted,) = actual.numbers
        if counted.unit in lexicon.listed("items") and ZERO <= counted.value <= len(case.items):
            points = number.multiply(counted.value, case.items[0].points)
            return Award(points, points, case.items[0])
    if actual.ticks is None:
        return case.open("items")
    labels = {item.label for item in case.items}
    ticks = labels if isinstance(actual.ticks, str) else actual.ticks
    if not ticks <= labels:
        return case.open("items")
    gained = [item.points for item in case.items if item.label in ticks]
    points = number.add(*gained)
    clause = next((item for item in case.items if item.label in ticks), case.items[0])
    formula = " + ".join(number.short(part) for part in gained)
    return Award(points, points, clause, None, formula)


def _stated(case: Case, actual: Actual) -> Award:
    """Find the printed state that an actual in words is."""
    if not case.states and not case.otherwise:
        return case.open("vague" if case.criterion.vague else "unreadable")
    folded = case.criterion.folded
    never = [state for state in case.states if _says_never(state)]
    if actual.text in lexicon.listed("never") and len(never) == 1:
        return case.give(never[0], never[0].value)
    exact = [state for state in case.states if stripped(state.words) == stripped(actual.text)]
    is_so = {state: states.same(actual.text, state.words, folded) for state in case.states}
    hits = exact or [state for state, so in is_so.items() if so]
    if hits:
        awards = [case.give(state, state.value) for state in hits]
        low, high = min(award.low for award in awards), max(award.high for award in awards)
        if low == high or len(awards) == 1:
            return awards[0]
        return Award(low, high, hits[0], "two_conditions")
    if (
        case.otherwise is not None
        and len(case.states) == 1
        and is_so[case.states[0]] is False
        and states.denies(actual.text, case.states[0].words, folded)
    ):
        return case.give(case.otherwise, case.otherwise.value)
    return case.open("vague" if case.criterion.vague else "gap")


def _measured(case: Case, actual: Named) -> Award:
    if actual.value == ZERO and actual.unit not in RATES:
        never = [state for state in case.states if _says_never(state)]
        if len(never) == 1:
            return case.give(never[0], never[0].value)
    attached = {step.band for step in case.steps if step.band is not None}
    comparable = False
    hits: list[Band] = []
    own: list[Band] = []
    for index, band in case.bands:
        holds = within(actual, band.interval)
        comparable = comparable or holds is not None
        if holds:
            (own if index in attached else hits).append(band)
    whole = _all_of_it(case, actual)
    if whole is not None:
        return whole
    if hits:
        return case.banded([*hits, *own])
    by_steps = stepped(case, actual)
    if by_steps is not None:
        return by_steps
    if own:
        return case.banded(own)
    for ratio in case.ratios:
        share = shared(case, ratio, actual)
        if share is not None:
            return share
    if comparable and case.otherwise is not None:
        return case.give(case.otherwise, case.otherwise.value)
    once = [state for state in case.states if state.value.worth == "deduct"]
    if once and not case.bands and not case.steps and actual.unit not in RATES:
        return _once_or_each(case, once[0], actual)
    if comparable:
        return _occurring(case, actual) or _gap(case, actual)
    happened = [state for state in case.states if not states.said(state.words).negative]
    never = [state for state in case.states if _says_never(state)]
    if len(never) == len(case.states) == 1 and case.otherwise and actual.value > ZERO and actual.unit not in RATES:
        return case.give(case.otherwise, case.otherwise.value)
    if never and len(happened) == 1 and len(case.states) == 2 and actual.value > ZERO and actual.unit not in RATES:
        return case.give(happened[0], happened[0].value)
    return case.open("unreadable" if case.bands else "gap")


def _all_of_it(case: Case, actual: Named) -> Award | None:
    """Take 全部完成 beside bands of a rate as 100%; 完成 alone may be or not."""
    if actual.unit != "%" or actual.value < HUNDRED or not case.bands:
        return None
    done = [state for state in case.states if state.value.worth in ("points", "full", "share")]
    done = [state for state in done if not states.said(state.words).negative]
    whole = [state for state in done if any(word in state.words for word in lexicon.listed("whole"))]
    if len(whole) == 1:
        return case.give(whole[0], whole[0].value)
    return case.open("two_conditions") if done else None


def _gap(case: Case, actual: Named) -> Award:
    """Give what the bands on both sides of a number give."""
    below: tuple[Decimal, Band] | None = None
    above: tuple[Decimal, Band] | None = None
    for _, band in case.bands:
        value, interval = in_unit(actual, band.interval.unit), band.interval
        if value is None:
            continue
        if interval.high is not None and interval.high <= value and (below is None or interval.high > below[0]):
            below = interval.high, band
        if interval.low is not None and interval.low >= value and (above is None or interval.low < above[0]):
            above = interval.low, band
    if below is not None and above is not None:
        ends = [*case.ends(below[1].value), *case.ends(above[1].value)]
        return Award(min(ends), max(ends), None, "gap")
    return case.open("gap")


def _occurring(case: Case, actual: Named) -> Award | None:
    """缺1项扣1分 without 每: none costs nothing, one costs it, more of them cost it once or each."""
    if len(case.bands) != 1 or case.bands[0][1].value.worth != "deduct" or case.steps:
        return None
    band = case.bands[0][1]
    first, value = band.interval.low, in_unit(actual, band.interval.unit)
    if value is None or not first or first != band.interval.high or actual.unit in RATES:
        return None
    if value <= ZERO:
        return Award(case.base(), case.base(), band)
    each = number.divide(number.multiply(value, band.value.high), first)
    low = max(ZERO, number.add(case.base(), -each))
    return Award(low, max(ZERO, number.add(case.base(), -band.value.low)), band, "vague")


def _once_or_each(case: Case, state: State, actual: Named) -> Award:
    """发现积水扣1分: once, or for each."""
    if actual.value <= ZERO:
        return Award(case.base(), case.base(), state)
    each = number.multiply(actual.value, state.value.high)
    low = max(ZERO, number.add(case.base(), -each))
    high = max(ZERO, number.add(case.base(), -state.value.low))
    return Award(min(low, high), high, state, None if low == high else "vague")


def _says_never(state: State) -> bool:
    meaning = states.said(state.words)
    return meaning.negative and any(word in state.words for word in lexicon.listed("never")) and not meaning.degrees

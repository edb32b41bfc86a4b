"""What a target and an actual are worth: the branch for every pair of expressions, without places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final, TypeGuard

from perfscore import number
from perfscore.expression import (
    Absent,
    Deadline,
    Expression,
    Quantity,
    Range,
    Unreadable,
    Words,
)
from perfscore.keys import Branch
from perfscore.number import HUNDRED, ZERO
from perfscore.rulebook import Parameters
from perfscore.scoring import points
from perfscore.scoring.case import Case, Outcome, judged, scored, unscored
from perfscore.scoring.dates import on_time
from perfscore.scoring.lexicon import DIRECTION_OF_SIGN, Direction, direction_of_name
from perfscore.scoring.measure import Misfit, Observation, Scale, Values, scale
from perfscore.text import fold

_GRADES: Final[Mapping[str, Branch]] = {"full": "grade_full", "partial": "grade_partial", "failed": "grade_failed"}
"""The grades that words can name, best first, and the branch of each."""


def outcome(case: Case, parameters: Parameters) -> Outcome:
    """Work out what a row is worth.

    Args:
        case: the row.
        parameters: the values of the rule book in force.

    Returns:
        One value, an interval that a person decides in, or the reason why nothing can be said.

    Source: domain rules as cited in the rule books.
    """
    target, actual = case.target, case.actual
    if isinstance(target, Absent):
        return unscored("no_target", Observation("PS208", "target", (("actual", actual.text),)))
    if isinstance(actual, Absent) and fold(actual.text).rstrip("。.") in _NONE and _asks_for_none(target):
        case = case._replace(actual=Quantity(actual.text, None, ZERO, target.unit))
        actual = case.actual
    if isinstance(actual, Absent):
        return unscored("no_actual", Observation("PS207", "actual", (("target", target.text),)))
    if isinstance(target, Unreadable):
        return unscored("unreadable", Observation("PS201", "target", _problem(target)))
    if case.rule is None:
        return _open(case, "unknown_rule")
    if isinstance(target, Quantity | Range | Deadline):
        if isinstance(actual, Unreadable):
            return unscored("unreadable", Observation("PS202", "actual", _problem(actual)))
        if isinstance(target, Deadline):
            return _deadline(case, target, parameters)
        return _measured(case, target, parameters)
    return _worded(case, parameters)


# An actual 无 against a target of none (0起, ≤0次) says that nothing happened; a dash says nothing.
_NONE = frozenset({"无", "没有"})


def _asks_for_none(target: Expression) -> TypeGuard[Quantity]:
    return isinstance(target, Quantity) and target.value == 0 and target.operator in (None, "=", "<=")


def _problem(expression: Unreadable) -> Values:
    return (("text", expression.text), ("problem", expression.problem), *expression.values.items())


def _open(case: Case, branch: Branch, *observations: Observation) -> Outcome:
    formula = f"0 ～ {number.short(case.weight)}"
    return judged(ZERO, case.weight, branch, formula, "grades", *observations)


def _worded(case: Case, parameters: Parameters) -> Outcome:
    """Words, availability and conditions: the actual's words, or the target repeated, name the grade."""
    target, actual = case.target, case.actual
    repeated = target == actual or fold(target.text) == fold(actual.text)
    grade = "full" if repeated else None
    if grade is None and isinstance(target, Words) and isinstance(actual, Words):
        grade = actual.grade
    return _graded(case, grade, parameters)


def _graded(case: Case, grade: str | None, parameters: Parameters) -> Outcome:
    weight = case.weight
    if case.rule == "direct" and grade in ("full", "failed"):
        share = weight if grade == "full" else ZERO
        branch: Branch = "direct_words_full" if grade == "full" else "direct_words_failed"
        return judged(share, share, branch, f"→ {number.short(share)}", "pass_threshold")
    if grade is None or case.rule == "direct":
        return _open(case, "no_grade")
    upper, lower = parameters.grades
    bounds = dict(zip(_GRADES, ((upper, number.ONE), (lower, upper), (ZERO, lower)), strict=True))
    low, high = (number.multiply(weight, share) for share in bounds[grade])
    formula = " ～ ".join(
        f"{number.short(weight)} × {number.short(number.multiply(share, HUNDRED))}% = {number.plain(end)}"
        for share, end in zip(bounds[grade], (number.half_up(low), number.half_up(high)), strict=True)
    )
    return judged(low, high, _GRADES[grade], formula)


def _deadline(case: Case, target: Deadline, parameters: Parameters) -> Outcome:
    actual = case.actual
    if isinstance(actual, Quantity | Range):
        values = (("target", target.text), ("actual", actual.text))
        return unscored("different_kinds", Observation("PS214", "actual", values))
    if not isinstance(actual, Deadline):
        return (
            _graded(case, "full", parameters)
            if fold(target.text) == fold(actual.text)
            else _open(case, "not_comparable")
        )
    met = on_time(target, actual, case.year)
    if met is None:
        return _open(case, "not_comparable")
    if case.rule == "grades":
        return _graded(case, "full", parameters) if met else _open(case, "no_grade")
    if met:
        formula = f"{actual.text} ≤ {target.text} → {number.short(case.weight)}"
        return scored(case.weight, "on_time", formula)
    late = Observation("PS408", "actual", (("target", target.text), ("actual", actual.text)))
    return scored(ZERO, "late", f"{actual.text} ＞ {target.text} → 0", "pass_threshold", late)


def _measured(case: Case, target: Quantity | Range, parameters: Parameters) -> Outcome:
    actual = case.actual
    if isinstance(actual, Deadline):
        values = (("target", target.text), ("actual", actual.text))
        return unscored("different_kinds", Observation("PS214", "actual", values))
    if not isinstance(actual, Quantity | Range):
        return _open(case, "not_comparable")
    fitted = scale(target, actual)
    if isinstance(fitted, Misfit):
        if case.rule == "grades":
            return _open(case, "no_grade")
        return unscored("units_do_not_fit", fitted.observation)
    direction, seen, notes, signed = _direction(case, target)
    seen = (*fitted.observations, *seen)
    judge = _judge(case, target, fitted, direction, parameters)
    least, most = _bounds(actual, fitted.actual)
    if least is None or most is None or least != most:
        result = _between(case, actual, least, most, _corners(target, fitted), judge)
    else:
        result = _at(case, target, least, judge)
        if not signed and case.claimed_full and result.branch.startswith("floor_missed"):
            result = _undecided(case, target, result)
    if case.rule == "grades":
        met = result.low == result.high == number.half_up(case.weight) or result.branch == "exceeded_penalty"
        result = _graded(case, "full" if met else None, parameters)
    return result._replace(observations=(*seen, *result.observations), notes=(*notes, *result.notes))


def _direction(
    case: Case, target: Quantity | Range
) -> tuple[Direction, tuple[Observation, ...], tuple[str, ...], bool]:
    """Tell the direction, what to remark about it, and whether the sheet itself said it."""
    if isinstance(target, Range):
        return "equal", (), (), True
    if target.operator is not None:
        strict: tuple[Observation, ...] = ()
        if target.operator in (">", "<"):
            strict = (Observation("PS406", "target", (("operator", target.operator), ("target", target.text))),)
        return DIRECTION_OF_SIGN[target.operator], strict, (), True
    named = direction_of_name(case.name)
    if named is None:
        return "equal", (), ("read_as_equal",), False
    direction, word = named
    values = (("name", case.name), ("direction", "≤" if direction == "ceiling" else "≥"), ("word", word))
    return direction, (Observation("PS405", "target", values),), ("direction_inferred",), True


Judge = Callable[[Decimal], Outcome | None]


def _judge(case: Case, target: Quantity | Range, fitted: Scale, direction: Direction, parameters: Parameters) -> Judge:
    """Choose the rule as a function of the actual alone, in the common unit."""
    weight = case.weight
    cost = case.cost or fitted.money
    percent = fitted.percent
    if case.rule == "satisfaction" and parameters.satisfaction == "steps" and percent is not None:
        return lambda actual: points.steps(number.multiply(actual, percent), weight, parameters)
    if isinstance(target, Range):
        low, high = (number.multiply(bound, fitted.target) for bound in (target.low, target.high))
        if case.rule == "direct":
            return lambda actual: points.direct(target.text, number.short(actual), low <= actual <= high, weight)
        return lambda actual: points.within(low, high, actual, weight, percent, parameters)
    scaled_target = number.multiply(target.value, fitted.target)
    if case.rule == "direct":
        return lambda actual: points.direct(
            target.text, number.short(actual), points.meets(scaled_target, actual, direction, cost), weight
        )
    return lambda actual: points.proportion(scaled_target, actual, weight, direction, cost, percent, parameters)


def _bounds(actual: Quantity | Range, factor: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """Give the least and greatest value an actual may stand for; None where it has no end."""
    if isinstance(actual, Range):
        return number.multiply(actual.low, factor), number.multiply(actual.high, factor)
    value = number.multiply(actual.value, factor)
    if actual.operator in (">=", ">"):
        return value, None
    if actual.operator in ("<=", "<"):
        return None, value
    return value, value


def _corners(target: Quantity | Range, fitted: Scale) -> tuple[Decimal, ...]:
    values = (target.value,) if isinstance(target, Quantity) else (target.low, target.high)
    return tuple(number.multiply(value, fitted.target) for value in values)


def _at(case: Case, target: Quantity | Range, actual: Decimal, judge: Judge) -> Outcome:
    reached = judge(actual)
    texts = (("target", target.text), ("actual", case.actual.text))
    if reached is None:
        return _open(case, "no_proportion", Observation("PS413", "actual", texts))
    if reached.branch == "equal_exceeded":
        return reached._replace(observations=(Observation("PS409", "actual", texts),))
    return reached


def _between(
    case: Case,
    actual: Quantity | Range,
    least: Decimal | None,
    most: Decimal | None,
    corners: tuple[Decimal, ...],
    judge: Judge,
) -> Outcome:
    """Score an actual that is only a bound: the points at its ends and at the target bound the judgement.

    Every rule rises to the target and falls after it, so the extremes lie there; where the actual has no end, the
    points there are taken as possibly 0 or full, whichever the rule tends to far out.
    """
    far = max(abs(corner) for corner in (*corners, least or ZERO, most or ZERO)) or number.ONE
    start = least if least is not None else min(ZERO, *corners)
    end = most if most is not None else number.multiply(far, Decimal(10) ** 9)
    candidates = [judge(value) for value in (start, end, *(corner for corner in corners if start <= corner <= end))]
    seen = _bound_remark(actual, least, most)
    reached = [candidate.exact for candidate in candidates if candidate is not None and candidate.exact is not None]
    if len(reached) < len(candidates):
        return _open(case, "actual_is_a_bound", seen)
    low, high = number.half_up(min(reached)), number.half_up(max(reached))
    if low == high:
        return scored(high, "actual_is_a_bound", f"{actual.text} → {number.short(high)}", "pass_threshold", seen)
    formula = f"{number.plain(low)} ～ {number.plain(high)}"
    return judged(low, high, "actual_is_a_bound", formula, "pass_threshold", seen)


def _bound_remark(actual: Quantity | Range, least: Decimal | None, most: Decimal | None) -> Observation:
    low = number.short(least) if least is not None else "—"
    high = number.short(most) if most is not None else "—"
    return Observation("PS209", "actual", (("actual", actual.text), ("low", low), ("high", high)))


def _undecided(case: Case, target: Quantity | Range, missed: Outcome) -> Outcome:
    """A target without sign, an actual below it, the full weight claimed: floor or ceiling, a person knows."""
    low = missed.low if missed.low is not None else ZERO
    texts: Values = (
        ("target", target.text),
        ("actual", case.actual.text),
        ("low", number.plain(low)),
        ("high", number.plain(number.half_up(case.weight))),
    )
    formula = f"{missed.formula} ～ {number.short(case.weight)}"
    return judged(low, case.weight, "direction_open", formula, "pass_threshold", Observation("PS410", "target", texts))

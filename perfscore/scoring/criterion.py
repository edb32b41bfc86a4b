"""Score a row by the criterion (评分标准) that its own table prints."""

from __future__ import annotations

from decimal import Decimal

from attrs import evolve

from perfscore import criteria, number
from perfscore.number import ZERO
from perfscore.scoring.case import Outcome, judged, scored, unscored
from perfscore.scoring.lexicon import direction_of_name
from perfscore.scoring.measure import Observation
from perfscore.text import is_blank


def criterion_in_force(rule: str, weight: Decimal | None) -> criteria.Criterion | Observation:
    """Read a printed rule as a criterion that decides the points of its row.

    Args:
        rule: as printed. weight: of the row, or None.

    Returns:
        The criterion; or the remark that the rule is none that is known, or where one with numbers cannot be read.
    """
    read = criteria.read(rule, weight if weight is not None and weight > 0 else None)
    if isinstance(read, criteria.Criterion) and read.decides and read.weight is not None:
        return read
    if isinstance(read, criteria.Criterion) or not any(letter.isdecimal() for letter in rule):
        return Observation("PS402", "rule", (("rule", rule),))
    values = (("text", criteria.shown(rule)), ("place", read.place(rule)), ("problem", read.problem))
    return Observation("PS417", "rule", values)


def outcome_by_criterion(criterion: criteria.Criterion, actual: str, target: str, name: str) -> Outcome:
    """Work out what a row is worth by its printed criterion.

    Args:
        criterion: as read, with the weight of the row.
        actual: 实际完成值 as printed. target: 目标值 as printed. name: 三级指标.

    Returns:
        One value, an interval that a person decides in, or the reason why nothing can be said. A row never scores
        below 0 or above its weight.
    """
    if is_blank(actual) and not criteria.says_none(actual):
        return unscored("no_actual", Observation("PS207", "actual", (("target", target),)))
    award = criterion.points(actual, "" if is_blank(target) else target)
    direction = direction_of_name(name)
    if direction is not None and direction[0] == "ceiling" and criterion.shape == "ratio" and award.reason is None:
        # A proportion of what should be small, such as 结转结余率, would give most for the worst.
        award = evolve(award, low=ZERO, high=criterion.weight or award.high, reason="vague")
    low, high = _within(award.low, criterion.weight), _within(award.high, criterion.weight)
    quoted = "" if award.clause is None else f"“{award.clause.text}”"
    if award.reason is None or (low == high and award.reason == "no_cap"):
        formula = f"{award.formula} → {number.short(low)}" if award.formula else f"{actual} → {number.short(low)}"
        return scored(low, "criterion_decides", f"{quoted} {formula}".strip())
    formula = f"{quoted} {actual} → {number.short(low)} ～ {number.short(high)}".strip()
    values = (("actual", actual), ("low", number.short(low)), ("high", number.short(high)), ("reason", award.reason))
    return judged(low, high, "criterion_open", formula, "grades", Observation("PS418", "actual", values))


def _within(points: Decimal, weight: Decimal | None) -> Decimal:
    return max(ZERO, points if weight is None else min(points, weight))

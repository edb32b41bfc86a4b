"""A printed criterion as a whole: what it says, its shape, and the points of an actual."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import frozen

from perfscore import number
from perfscore.criteria.formulas import Number, names, parts
from perfscore.criteria.tree import (
    Award,
    Band,
    Calculated,
    Clause,
    Item,
    Limits,
    Otherwise,
    Ratio,
    State,
    Step,
)
from perfscore.keys import CriterionShape

_RATIO_NAMES = 3


@frozen
class Criterion:
    """A criterion (评分标准) as read.

    Args:
        text: as printed. folded: with one spelling for signs and blanks.
        weight: the weight of its row, or None.
        clauses: what decides, in the order of the text. limits: what holds for all of it.
        vague: whether it leaves points to a person. outside: whether it refers to something that is not printed.
        several: whether it speaks of several numbers at once.
    """

    text: str
    folded: str
    weight: Decimal | None
    clauses: tuple[Clause, ...]
    limits: Limits
    vague: bool = False
    outside: bool = False
    several: bool = False

    @property
    def shape(self) -> CriterionShape:
        """What kind of rule it is."""
        kinds = {type(clause) for clause in self.clauses}
        if Calculated in kinds:
            calculated = next(clause for clause in self.clauses if isinstance(clause, Calculated))
            named = [name.text for name in names(calculated.formula)]
            return "ratio" if calculated.scores and len(set(named)) <= _RATIO_NAMES else "formula"
        if Item in kinds:
            return "checklist"
        if Step in kinds:
            if sum(isinstance(clause, Band) and clause.value.worth == "points" for clause in self.clauses) > 1:
                return "bands_and_step"
            steps = [clause for clause in self.clauses if isinstance(clause, Step)]
            counted = all(step.direction == "count" and step.unit not in ("%", "百分点") for step in steps)
            return "count_deduction" if counted else "per_step"
        if Ratio in kinds:
            return "ratio"
        if self.vague or self.outside:
            return "judgement"
        if Band in kinds and sum(isinstance(clause, Band) for clause in self.clauses) > 1:
            return "bands"
        return "all_or_nothing"

    @property
    def decides(self) -> bool:
        """Whether anything in it gives points by itself."""
        return self.shape != "judgement"

    @property
    def top(self) -> Decimal | None:
        """The most points that the text names, or None where it names none by number."""
        limits = self.limits
        if limits.most is not None:
            return limits.most
        items = [clause.points for clause in self.clauses if isinstance(clause, Item)]
        if items:
            return number.add(*items)
        values = [
            clause.value.high
            for clause in self.clauses
            if isinstance(clause, Band | State | Otherwise) and clause.value.worth == "points"
        ]
        values += [points for clause in self.clauses if isinstance(clause, Calculated) for points in _points(clause)]
        values += [limits.base] if limits.base is not None else []
        values += [step.base.high for step in self.clauses if isinstance(step, Step) and step.base is not None]
        if not values or not max(values):
            return None
        whole = any(isinstance(clause, Band | State) and clause.value.worth == "full" for clause in self.clauses)
        if whole and limits.base is None and (self.weight is None or max(values) <= self.weight):
            return self.weight
        return number.add(max(values), limits.most_added or number.ZERO)

    def to_json(self) -> dict[str, Any]:
        """Return the object that ``perfscore parse --criterion`` prints."""
        return {
            "text": self.text,
            "kind": "criterion",
            "shape": self.shape,
            "weight": None if self.weight is None else number.plain(self.weight),
            "clauses": [{"text": clause.text, "start": clause.start} for clause in self.clauses],
        }

    def points(self, actual: str, target: str = "") -> Award:
        """Say what an actual is worth.

        Args:
            actual: as printed, such as ``83.5%``, ``缺1份，填写错误0处`` or ``符合①②``.
            target: the row's target, for criteria that count from a standard which they do not print.

        Returns:
            Points with the clause that gave them, or a range with the reason why they stay open.

        Raises:
            PerfscoreError: where neither the row nor the text says how many points there are.
        """
        from perfscore.criteria.evaluating import award

        return award(self, actual, target)


def _points(clause: Calculated) -> list[Decimal]:
    """List the points that a formula of points names."""
    printed = [
        (part.value if part.points else None) if isinstance(part, Number) else part.points
        for part in (parts(clause.formula) if clause.scores else ())
    ]
    return [points for points in printed if points is not None]

"""Make the steps of a criterion: 每低1个百分点扣0.5分, what they count from and how parts of them are rounded."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple, cast

import attrs

from perfscore import number
from perfscore.criteria.pending import Condition
from perfscore.criteria.phrases import direction_of, same_measure
from perfscore.criteria.standards import Standard, Standards
from perfscore.criteria.statements import Amount, Every, Mark, Misread, Score
from perfscore.criteria.tree import Clause, Direction, Interval, Limits, Step, Value


class Size(NamedTuple):
    """The head of a step.

    Args:
        amount, unit: how far a number has to go for a step. standard: the number it counts from, where the step
            names it. direction: which way it counts. spoken: the words that say so. points: of one step.
    """

    amount: Decimal
    unit: str
    standard: Amount | None
    direction: Direction
    spoken: str
    points: Score


def size_of(every: Every, text: str) -> Size:
    """Read the head of a step.

    Args:
        every: the statement. text: the folded criterion.

    Raises:
        Misread: its size, its direction or its points cannot be understood.
    """
    points = every.points
    if points.gain not in ("give", "add", "deduct") or points.score is None or points.score.share:
        raise Misread("step_points", points.start)
    measures = list(every.measures)
    if bool(every.unit) == bool(measures):
        raise Misread("step_size", every.start)
    amount, unit = number.ONE, every.unit
    if measures:
        last = measures.pop()
        if len(last.amounts) != 1 or not last.amounts[0].value or last.amounts[0].value < 0:
            raise Misread("step_size", last.start)
        amount, unit = last.amounts[0].value, last.amounts[0].unit
    if len(measures) > 1 or (measures and len(measures[0].amounts) != 1):
        raise Misread("step_size", every.start)
    spoken = text[every.start : points.start]
    direction = direction_of(spoken)
    if direction is None:
        raise Misread("step_size", every.start)
    return Size(amount, unit, measures[0].amounts[0] if measures else None, direction, spoken, points.score)


class StepMaker:
    """Makes steps, and remembers what the criterion says of them before and behind.

    Args:
        standards: what they count from.
    """

    def __init__(self, standards: Standards) -> None:
        self._standards = standards
        self._from_base: Value | None = None
        self._free: Decimal | None = None
        self._first_is_free = False
        self._rounded: list[tuple[str, Amount | None, int]] = []
        self._made: list[int] = []

    def count_from_base(self, value: Value) -> None:
        """Let the next step count from points: 在60分的基础上."""
        self._from_base = value

    def count_from(self, nth: Decimal) -> None:
        """Let the next step count from the nth case on: 从第4次起."""
        self._free = number.add(nth, -number.ONE)

    def leave_first_free(self) -> None:
        """Take back nothing for the first case: 首次不扣分."""
        self._first_is_free = True

    def round(self, mark: Mark) -> None:
        """Remember how a part of a step counts: 不足1个百分点按1个百分点计算."""
        self._rounded.append((mark.kind.removeprefix("round_"), next(iter(mark.amounts), None), mark.start))

    def make(
        self, every: Every, size: Size, condition: Condition, text: str, domain: Interval | None, index: int
    ) -> Step:
        """Make a step.

        Args:
            every: its statement. size: its head. condition: what stands before it. text: of the whole clause.
            domain: the numbers for which it counts, or None for all. index: its place among the clauses.

        Raises:
            Misread: it is said twice, differently, which cases are free.
        """
        start, gain = condition.start, every.points.gain
        amount = size.standard or self._standards.of_steps()
        implied = amount is None and domain is not None
        standard = None if amount is None else Standard(amount)
        if standard is None and domain is not None:
            end = domain.high if size.direction == "down" else domain.low
            standard = None if end is None else Standard(Amount(end, domain.unit, start, start))
        standard = standard or self._standards.before(size.direction, size.unit, gain, start)
        sign = -number.ONE if gain == "deduct" else number.ONE
        free = self._take_free(every.start)
        if free and standard is not None:
            # 超过3次的,从第4次起 says the same twice.
            if free != standard.amount.value:
                raise Misread("free", every.start)
            free = number.ZERO
        base, self._from_base = self._from_base, None
        self._made.append(index)
        return Step(
            text,
            start,
            size.direction,
            size.spoken,
            size.amount,
            size.unit,
            number.multiply(sign, size.points.low),
            None if standard is None else standard.amount.value,
            "" if standard is None else standard.amount.unit,
            base,
            domain,
            None if standard is None else standard.band,
            free,
            implied=implied,
        )

    def _take_free(self, start: int) -> Decimal:
        free, first = self._free, self._first_is_free
        self._free, self._first_is_free = None, False
        if first and free != number.ONE:
            raise Misread("free", start)
        return free or number.ZERO

    def limit_last(self, clauses: list[Clause], most: Decimal) -> bool:
        """Limit the last step alone, where each of several has a limit of its own; say whether that was so."""
        if len(self._made) < 2:
            return False
        index = self._made[-1]
        clauses[index] = attrs.evolve(cast(Step, clauses[index]), most=most)
        return True

    def check_base_used(self, start: int) -> None:
        """Refuse points that a step was to count from where no step followed.

        Raises:
            Misread: there are some.
        """
        if self._from_base is not None:
            raise Misread("no_step", start)

    def finish(self, clauses: Iterable[Clause], limits: Limits, end: int) -> Limits:
        """Hold what was said of steps against the steps, and give the limits with the rounding.

        Args:
            clauses: all of the criterion. limits: so far. end: of the text.

        Raises:
            Misread: something was said of a step that there is not.
        """
        if self._free is not None or self._first_is_free:
            raise Misread("free", end)
        steps = [clause for clause in clauses if isinstance(clause, Step)]
        for kind, amount, start in self._rounded:
            if amount is not None and not any(
                step.size == amount.value and same_measure(step.unit, amount.unit) for step in steps
            ):
                raise Misread("other_number", start)
            if limits.rounding not in (None, kind):
                raise Misread("two_limits", start)
            limits = attrs.evolve(limits, rounding=cast(Any, kind))
        return limits

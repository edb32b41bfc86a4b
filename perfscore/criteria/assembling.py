"""Put the statements of a criterion together to clauses: which points belong to which number, word or step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final, cast

import attrs

from perfscore import number
from perfscore.criteria import lexicon
from perfscore.criteria.intervals import included, interval_of
from perfscore.criteria.phrases import (
    direction_of,
    joins,
    label_kind,
    label_number,
    names_subject,
    same_measure,
    stripped,
)
from perfscore.criteria.statements import (
    Amount,
    Bound,
    Calculation,
    Every,
    Mark,
    Measure,
    Misread,
    Points,
    Score,
    Statement,
    Text,
)
from perfscore.criteria.tree import (
    Band,
    Calculated,
    Clause,
    Direction,
    Interval,
    Limits,
    Otherwise,
    Ratio,
    State,
    Step,
    Value,
)

_ENDS: Final = frozenset({"SEPARATOR", "LABEL"})
_OPEN_MARKS: Final = frozenset({"VAGUE", "REFERENCE"})


class Assembling:
    """Goes through the statements once and collects clauses, limits and what waits for its points.

    Args:
        text: the folded criterion.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.clauses: list[Clause] = []
        self.limits = Limits()
        self.vague = False
        self.outside = False
        self.several = False
        self._measures: list[Measure] = []
        self._words: list[Text] = []
        self._otherwise: Mark | None = None
        self._open: Mark | None = None
        self._standard: tuple[Amount, Direction | None] | None = None
        self._from_base: Value | None = None
        self._free: tuple[Decimal, int] | None = None
        self._first_free = False
        self._vague_points: Points | None = None
        self._rounded: list[tuple[str, Amount | None, int]] = []
        self._unlimited_steps: list[int] = []
        self._closing: tuple[Text, ...] = ()
        self._subject = ""
        self._standard_used = False
        self._labels: list[str] = []

    def take(self, statements: Sequence[Statement]) -> None:
        """Take the statements in their order.

        Raises:
            Misread: where a number, sign or points would be left over.
        """
        for index, statement in enumerate(statements):
            self._take(statement, _next(statements[index + 1 :]))
        self._end(None)
        self._check_steps()

    def _take(self, statement: Statement, follower: Statement | None) -> None:
        if isinstance(statement, Text):
            self._words.append(statement)
        elif isinstance(statement, Measure):
            self._measure(statement)
        elif isinstance(statement, Points):
            self._points(statement, follower)
        elif isinstance(statement, Every):
            self._every(statement)
        elif isinstance(statement, Calculation):
            self._calculation(statement)
        else:
            self._mark(statement)

    def _mark(self, mark: Mark) -> None:
        kind = mark.kind
        if kind == "LABEL":
            self._label(mark)
        if kind in _ENDS:
            self._end(mark)
        elif kind == "COMMA":
            if self._open is not None:
                self._close_open()
        elif kind == "OTHERWISE":
            self._otherwise = mark
        elif kind in _OPEN_MARKS:
            self._open = mark
        elif kind == "VETO":
            self._close(mark, Value("none"))
        elif kind == "standard":
            self._standard = mark.amounts[0], None
            self._words = []
        elif kind == "from_base":
            self._from_base = _value(cast(Score, mark.score))
        elif kind == "from_nth":
            self._free = number.add(mark.amounts[0].value, -number.ONE), mark.start
        elif kind == "base":
            self._base(mark)
        elif kind in ("by_completion", "by_proportion"):
            self._ratio(mark)
        elif kind in ("round_up", "round_down", "round_half"):
            self._rounded.append((kind.removeprefix("round_"), next(iter(mark.amounts), None), mark.start))
        else:
            self._limit(mark)

    def _label(self, mark: Mark) -> None:
        """Take the number of a clause; one out of order may be a number that lost its other half."""
        self._labels.append(mark.text)
        if label_number(mark.text) != len(self._labels) or label_kind(mark.text) != label_kind(self._labels[0]):
            raise Misread("label", mark.start)

    def _measure(self, measure: Measure) -> None:
        if measure.inclusion is not None:
            measures = included([*self._measures, measure], measure.inclusion)
            self._measures = measures
        else:
            self._measures.append(measure)

    def _points(self, points: Points, follower: Statement | None) -> None:
        score = points.score
        if points.gain == "unsigned" and isinstance(follower, Points) and self.text[points.start] != "(":
            if self._measures:
                raise Misread("two_points", points.start)
            # 80-90分的得5分: the first ones are what was reached.
            return self._measure(_reached_points(points))
        if points.gain == "unsigned" and self.text[points.start] == "(" and not self._waits():
            # （4分） behind what it repeats.
            return self._repeated(points)
        if self._open is not None:
            self._vague_points = points
            return None
        if points.gain == "keep":
            if not self._measures and any(self._joined().startswith(word) for word in ("首次", "第一次", "初次")):
                self._first_free = True
                self._words = []
                return None
            return self._close(points, Value("keep"))
        if points.gain == "add":
            raise Misread("added_once", points.start)
        if points.gain == "none":
            return self._close(points, Value("none"))
        if points.gain == "full":
            if score is not None:
                return self._close(points, _value(score))
            return self._close(points, Value("full"))
        if score is None:
            raise Misread("points", points.start)
        return self._close(points, _value(score, "deduct" if points.gain == "deduct" else "points"))

    def _repeated(self, points: Points) -> None:
        """Check points in brackets behind a clause against the points it gives."""
        last = self.clauses[-1] if self.clauses else None
        value = getattr(last, "value", None)
        if value is None and self.limits.base is None and not self.clauses:
            self.limits = attrs.evolve(self.limits, base=cast(Score, points.score).low)
        elif value != _value(cast(Score, points.score)):
            raise Misread("two_points", points.start)

    def _waits(self) -> bool:
        return bool(self._measures or self._joined() or self._otherwise)

    def _joined(self) -> str:
        return "".join(word.text for word in self._words)

    def _begin(self, statement: Any) -> tuple[str, int]:
        """Give the text of the clause that ends with a statement, and where it begins."""
        starts = [measure.start for measure in self._measures]
        starts += [word.start for word in self._words]
        starts += [self._otherwise.start] if self._otherwise else []
        start = min([*starts, statement.start])
        return self.text[start : statement.end], start

    def _collected(self) -> tuple[list[Measure], str]:
        """Take what waits: numbers, and words without what says nothing."""
        measures, core = self._measures, stripped(self._joined())
        self._closing = tuple(self._words)
        self._measures, self._words, self._otherwise = [], [], None
        return measures, core

    def _close(self, statement: Any, value: Value) -> None:
        """Make a clause of what waits and the points that it gets."""
        text, start = self._begin(statement)
        otherwise = self._otherwise
        measures, core = self._collected()
        if measures:
            self._compare_subject(measures[0])
            for interval in self._intervals(measures, start):
                self.clauses.append(Band(text, start, interval, value))
            return
        if otherwise is not None:
            self.clauses.append(Otherwise(text, start, value))
            return
        if self._refers(core, "met"):
            self.clauses.append(Band(text, start, self._reached(True, start), value))
            return
        if self._refers(core, "missed"):
            self.clauses.append(Band(text, start, self._reached(False, start), value))
            return
        if core:
            self.clauses.append(State(text, start, core, value))
            return
        if value.worth in ("points", "full") and not self.clauses and value.low == value.high:
            self.limits = attrs.evolve(self.limits, base=value.low if value.worth == "points" else None)
            return
        raise Misread("no_condition", start)

    def _refers(self, core: str, kind: str) -> bool:
        return self._standard_known() and core in lexicon.listed(kind)

    def _standard_known(self) -> bool:
        return self._standard is not None or any(isinstance(clause, Band) for clause in self.clauses)

    def _reached(self, met: bool, start: int) -> Interval:
        """Give what 达到 and 未达到 mean beside the standard that was named before."""
        if self._standard is not None:
            amount, direction = self._standard
            self._standard_used = True
            whole = Interval(amount.value, None, amount.unit, True)
            if direction == "up":
                whole = Interval(None, amount.value, amount.unit, None, True)
        else:
            whole = next(clause.interval for clause in reversed(self.clauses) if isinstance(clause, Band))
        if (whole.low is None) == (whole.high is None):
            raise Misread("which_standard", start)
        if met:
            return whole
        if whole.low is not None:
            return Interval(None, whole.low, whole.unit, None, not whole.low_closed if whole.low_closed else False)
        return Interval(whole.high, None, whole.unit, whole.high_closed is False, None)

    def _intervals(self, measures: list[Measure], start: int) -> list[Interval]:
        """Make the interval of the numbers in one clause."""
        if len(measures) == 1:
            measure = measures[0]
            if measure.bare:
                self._check_bare(measure)
            return [interval_of(measure)]
        if len(measures) == 2 and not any(measure.bare for measure in measures):
            first, second = measures
            between = self.text[first.end : second.start]
            low = next((measure.low for measure in measures if measure.high is None), None)
            high = next((measure.high for measure in measures if measure.low is None), None)
            if low is not None and high is not None and joins(between):
                unit = high.amount.unit or low.amount.unit
                if low.amount.unit in ("", unit) and low.amount.value < high.amount.value:
                    return [Interval(low.amount.value, high.amount.value, unit, low.closed, high.closed)]
            if names_subject(between):
                self.several = True
                return [interval_of(first), interval_of(second)]
        raise Misread("several_numbers", start)

    def _check_bare(self, measure: Measure) -> None:
        """Refuse a number without a comparison whose neighbours might be a garbled one."""
        before = self.text[: measure.start]
        behind = "".join(word.text for word in self._behind(measure))
        ahead = stripped("".join(word.text for word in self._words_before(measure)))
        names = ahead == "" or names_subject(ahead) or before.endswith((":", ",", "("))
        if ahead.endswith(lexicon.listed("count")):
            return
        if not names or (behind and behind not in lexicon.listed("behind_bare")):
            raise Misread("no_comparison", measure.start)

    def _compare_subject(self, measure: Measure) -> None:
        """Notice that a band is about another number than the bands before it."""
        subject = stripped("".join(word.text for word in self._words_before(measure)))
        if not names_subject(subject) and not (subject.isascii() and subject.isalpha()):
            return
        if self._subject and subject not in self._subject and self._subject not in subject:
            self.several = True
        self._subject = self._subject or subject

    def _behind(self, measure: Measure) -> Iterator[Text]:
        return (word for word in self._closing if word.start >= measure.end)

    def _words_before(self, measure: Measure) -> Iterator[Text]:
        return (word for word in self._closing if word.start < measure.start)

    def _every(self, every: Every) -> None:
        text, start = self._begin(every)
        self._dropped()
        measures, _ = self._collected()
        points = every.points
        if points.gain not in ("give", "add", "deduct") or points.score is None or points.score.share:
            raise Misread("step_points", points.start)
        if points.score.low != points.score.high:
            self.vague = True
        head = list(every.measures)
        size, unit, standard = number.ONE, every.unit, None
        if every.unit and head:
            raise Misread("step_size", every.start)
        if head:
            last = head.pop()
            amounts = last.amounts
            if len(amounts) != 1 or not amounts[0].value or amounts[0].value < 0:
                raise Misread("step_size", last.start)
            size, unit = amounts[0].value, amounts[0].unit
        elif not every.unit:
            raise Misread("step_size", every.start)
        if len(head) > 1 or (head and len(head[0].amounts) != 1):
            raise Misread("step_size", every.start)
        if head:
            standard = head[0].amounts[0]
        spoken = self.text[every.start : every.points.start]
        direction = direction_of(spoken)
        if direction is None:
            raise Misread("step_size", every.start)
        domain = self._intervals(measures, start)[0] if measures else None
        band = None
        if standard is None and self._standard is not None:
            standard, self._standard_used = self._standard[0], True
        implied = standard is None and domain is not None
        if standard is None and domain is not None:
            end = domain.high if direction == "down" else domain.low
            if end is not None:
                standard = Amount(end, domain.unit, start, start)
        if standard is None:
            standard, band = self._standard_before(direction, unit, points.gain, start)
        sign = -number.ONE if points.gain == "deduct" else number.ONE
        free = self._take_free(every.start)
        if free and standard is not None:
            # 超过3次的,从第4次起 says the same twice.
            if free != standard.value:
                raise Misread("free", every.start)
            free = number.ZERO
        self._unlimited_steps.append(len(self.clauses))
        self.clauses.append(
            Step(
                text,
                start,
                direction,
                spoken,
                size,
                unit,
                number.multiply(sign, points.score.low),
                None if standard is None else standard.value,
                "" if standard is None else standard.unit,
                self._from_base,
                domain,
                band,
                free,
                implied=implied,
            )
        )
        self._from_base = None

    def _take_free(self, start: int) -> Decimal:
        free, first = self._free, self._first_free
        self._free, self._first_free = None, False
        if first and (free is None or free[0] != number.ONE):
            raise Misread("free", start)
        return free[0] if free is not None else number.ZERO

    def _standard_before(
        self, direction: Direction, unit: str, gain: str, start: int
    ) -> tuple[Amount | None, int | None]:
        """Find the band that a step goes on from: the last one with an end on the side where the step counts."""
        for place in range(len(self.clauses) - 1, -1, -1):
            band = self.clauses[place]
            if not isinstance(band, Band) or not same_measure(unit, band.interval.unit):
                continue
            above = direction in ("up", "count") and gain == "deduct"
            end = band.interval.high if above else band.interval.low
            bounded = band.interval.low is not None and band.interval.high is not None
            if end is not None and not (bounded and gain == "deduct" and band.value.worth == "none"):
                return Amount(end, band.interval.unit, start, start), place
        return None, None

    def _ratio(self, mark: Mark) -> None:
        text, start = self._begin(mark)
        self._dropped()
        measures, core = self._collected()
        domain = None
        if measures:
            domain = self._intervals(measures, start)[0]
        elif self._refers(core, "missed"):
            domain = self._reached(False, start)
        self.clauses.append(Ratio(text, start, mark.kind == "by_completion", domain))

    def _calculation(self, calculation: Calculation) -> None:
        name = stripped(self._joined() + calculation.name)
        measures, _ = self._collected()
        domain = self._intervals(measures, calculation.start)[0] if measures else None
        scores = name.endswith(tuple(lexicon.listed("score")))
        text = self.text[calculation.start : calculation.end]
        self.clauses.append(Calculated(text, calculation.start, name, calculation.formula, scores, domain))

    def _base(self, mark: Mark) -> None:
        score = cast(Score, mark.score).low
        if self._measures or (self.limits.base is not None and self.limits.base != score):
            return self._close(mark, Value("points", score, score))
        self._words = []
        self.limits = attrs.evolve(self.limits, base=score)
        return None

    def _limit(self, mark: Mark) -> None:
        score = None if mark.score is None else mark.score.low
        if mark.kind == "most_deducted" and score is not None and len(self._unlimited_steps) > 1:
            self._limit_step(score)
            return
        if mark.kind == "clamp":
            self.limits = attrs.evolve(self.limits, clamped=mark.amounts[0].value)
            self._words = []
            return
        every: dict[str, dict[str, Any]] = {
            "floored": {"floored": True},
            "unlimited": {"unlimited": True},
            "most_deducted": {"most_deducted": score, "floored": True},
            "most_given": {"most": score, "capped": True},
            "most_added": {"most_added": score},
            "least_given": {"least": score, "floored": True},
            "capped": {"capped": True},
        }
        fields = every[mark.kind]
        for name, value in fields.items():
            before = getattr(self.limits, name)
            if value is not None and before not in (None, False, value):
                raise Misread("two_limits", mark.start)
        self.limits = attrs.evolve(self.limits, **fields)

    def _limit_step(self, score: Decimal) -> None:
        """Limit the last step alone, where each of several has a limit of its own."""
        place = self._unlimited_steps[-1]
        self.clauses[place] = attrs.evolve(cast(Step, self.clauses[place]), most=score)

    def _end(self, mark: Mark | None) -> None:
        """End a sentence: what is left over must be words."""
        if self._open is not None:
            self._close_open()
        if self._measures:
            self._keep_standard()
        self._dropped()
        self._words, self._otherwise = [], None
        if self._from_base is not None:
            raise Misread("no_step", mark.start if mark else len(self.text))

    def _dropped(self) -> None:
        """Refuse to pass over words with a date in them."""
        for word in self._words:
            if any(letter.isdecimal() for letter in word.text):
                raise Misread("no_points", word.start)

    def _close_open(self) -> None:
        """Close a clause in which a person decides."""
        mark, points = cast(Mark, self._open), self._vague_points
        self._open, self._vague_points = None, None
        if mark.kind == "REFERENCE":
            self.outside = True
        else:
            self.vague = True
        score = points.score if points is not None else None
        value = Value("vague") if score is None else Value("vague", score.low, score.high)
        if self._measures:
            self._close(points or mark, value)
        elif (core := stripped(self._joined())) or score is not None:
            text, start = self._begin(points or mark)
            self.clauses.append(State(text, start, core, value))
        self._measures, self._words = [], []

    def _keep_standard(self) -> None:
        """Keep a number without points as the standard of the steps that follow: 应达到98%。每低…"""
        (measure, *more) = self._measures
        if more or self._standard is not None or measure.bare or len(measure.amounts) != 1:
            raise Misread("no_points", measure.start)
        self._standard = measure.amounts[0], "down" if measure.low else "up"
        self._measures = []

    def _check_steps(self) -> None:
        if self._free is not None or self._first_free:
            raise Misread("free", len(self.text))
        steps = [clause for clause in self.clauses if isinstance(clause, Step)]
        for kind, amount, start in self._rounded:
            if amount is not None and not any(
                step.size == amount.value and same_measure(step.unit, amount.unit) for step in steps
            ):
                raise Misread("other_number", start)
            if self.limits.rounding not in (None, kind):
                raise Misread("two_limits", start)
            self.limits = attrs.evolve(self.limits, rounding=cast(Any, kind))
        if self._standard is not None and not self._standard_used:
            raise Misread("no_points", self._standard[0].start)


def _next(statements: Sequence[Statement]) -> Statement | None:
    """Give the next statement, a comma and words that say nothing aside."""
    for statement in statements:
        silent = isinstance(statement, Mark) and statement.kind == "COMMA"
        if not silent and not (isinstance(statement, Text) and statement.text in lexicon.listed("behind_bare")):
            return statement
    return None


def _reached_points(points: Points) -> Measure:
    score = cast(Score, points.score)
    low, high = (Bound(Amount(end, "分", points.start, points.end)) for end in (score.low, score.high))
    return Measure(low, high, points.start, points.end, bare=low == high)


def _value(score: Score, worth: Any = "points") -> Value:
    return Value("share" if score.share else worth, score.low, score.high)

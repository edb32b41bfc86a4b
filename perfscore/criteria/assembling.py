"""Put the statements of a criterion together to clauses: which points belong to which number, word or step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, cast

import attrs

from perfscore.criteria import lexicon
from perfscore.criteria.pending import Pending
from perfscore.criteria.phrases import label_kind, label_number, names_subject, stripped
from perfscore.criteria.standards import Standards
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
from perfscore.criteria.step_making import StepMaker, size_of
from perfscore.criteria.tree import Band, Calculated, Clause, Interval, Limits, Otherwise, Ratio, State, Value

_ENDS: Final = frozenset({"SEPARATOR", "LABEL"})
_OPEN_MARKS: Final = frozenset({"VAGUE", "REFERENCE"})
_FIRST: Final = ("首次", "第一次", "初次")


class Assembly:
    """Goes through the statements once and makes clauses and limits of them.

    Args:
        text: the folded criterion.

    Attributes:
        clauses, limits: what was read so far.
        vague: whether a person decides in some clause. outside: whether it refers to another document.
        several: whether it is about several numbers.
    """

    def __init__(self, text: str) -> None:
        self.clauses: list[Clause] = []
        self.limits = Limits()
        self.vague = False
        self.outside = False
        self.several = False
        self._text = text
        self._pending = Pending(text)
        self._standards = Standards(self.clauses)
        self._steps = StepMaker(self._standards)
        self._labels: list[str] = []
        self._subject = ""
        self._open: Mark | None = None
        self._open_points: Points | None = None

    def take(self, statements: Sequence[Statement]) -> None:
        """Take the statements in their order.

        Raises:
            Misread: where a number, sign or points would be left over.
        """
        for index, statement in enumerate(statements):
            if isinstance(statement, Text | Measure):
                self._pending.add(statement)
            elif isinstance(statement, Points):
                self._points(statement, _next(statements[index + 1 :]))
            elif isinstance(statement, Every):
                self._every(statement)
            elif isinstance(statement, Calculation):
                self._calculation(statement)
            else:
                self._mark(statement)
        self._end(len(self._text))
        self.limits = self._steps.finish(self.clauses, self.limits, len(self._text))
        self._standards.check_used()

    def _mark(self, mark: Mark) -> None:
        kind = mark.kind
        if kind == "LABEL":
            self._label(mark)
        if kind in _ENDS:
            self._end(mark.start)
        elif kind == "COMMA":
            self._close_open()
        elif kind == "OTHERWISE":
            self._pending.add(mark)
        elif kind in _OPEN_MARKS:
            self._open = mark
        elif kind == "VETO":
            self._close(mark, Value("none"))
        elif kind == "standard":
            self._standards.name(mark.amounts[0])
            self._pending.drop_words()
        elif kind == "from_base":
            self._steps.count_from_base(_value(cast(Score, mark.score)))
        elif kind == "from_nth":
            self._steps.count_from(mark.amounts[0].value)
        elif kind == "base":
            self._base(mark)
        elif kind in ("by_completion", "by_proportion"):
            self._ratio(mark)
        elif kind in ("round_up", "round_down", "round_half"):
            self._steps.round(mark)
        else:
            self._limit(mark)

    def _label(self, mark: Mark) -> None:
        """Take the number of a clause; one out of order may be a number that lost its other half."""
        self._labels.append(mark.text)
        if label_number(mark.text) != len(self._labels) or label_kind(mark.text) != label_kind(self._labels[0]):
            raise Misread("label", mark.start)

    def _points(self, points: Points, follower: Statement | None) -> None:
        score, bracketed = points.score, self._text[points.start] == "("
        if points.gain == "unsigned" and isinstance(follower, Points) and not bracketed:
            if self._pending.measures:
                raise Misread("two_points", points.start)
            # 80-90分的得5分: the first ones are what was reached.
            self._pending.add(_reached_points(points))
        elif points.gain == "unsigned" and bracketed and not self._pending:
            # （4分） behind what it repeats.
            self._repeated(points)
        elif self._open is not None:
            self._open_points = points
        elif points.gain == "keep" and not self._pending.measures and self._pending.joined.startswith(_FIRST):
            self._steps.leave_first_free()
            self._pending.drop_words()
        elif points.gain == "add":
            raise Misread("added_once", points.start)
        elif points.gain in ("keep", "none"):
            self._close(points, Value(points.gain))
        elif points.gain == "full" and score is None:
            self._close(points, Value("full"))
        elif score is None:
            raise Misread("points", points.start)
        else:
            self._close(points, _value(score, "deduct" if points.gain == "deduct" else "points"))

    def _repeated(self, points: Points) -> None:
        """Check points in brackets behind a clause against the points it gives."""
        last = self.clauses[-1] if self.clauses else None
        value = getattr(last, "value", None)
        if value is None and self.limits.base is None and not self.clauses:
            self.limits = attrs.evolve(self.limits, base=cast(Score, points.score).low)
        elif value != _value(cast(Score, points.score)):
            raise Misread("two_points", points.start)

    def _close(self, statement: Mark | Points, value: Value) -> None:
        """Make a clause of what waits and the points that it gets."""
        text = self._pending.quoted(statement)
        condition = self._pending.take(statement)
        start, core = condition.start, condition.core
        if condition.measures:
            self._compare_subject(condition.subject)
            for interval in self._intervals(condition.intervals()):
                self.clauses.append(Band(text, start, interval, value))
        elif condition.otherwise:
            self.clauses.append(Otherwise(text, start, value))
        elif self._standards.refers(core, "met"):
            self.clauses.append(Band(text, start, self._standards.interval(True, start), value))
        elif self._standards.refers(core, "missed"):
            self.clauses.append(Band(text, start, self._standards.interval(False, start), value))
        elif core:
            self.clauses.append(State(text, start, core, value))
        elif value.worth in ("points", "full") and not self.clauses and value.low == value.high:
            self.limits = attrs.evolve(self.limits, base=value.low if value.worth == "points" else None)
        else:
            raise Misread("no_condition", start)

    def _intervals(self, intervals: list[Interval]) -> list[Interval]:
        """Notice that a clause is about two numbers."""
        self.several = self.several or len(intervals) > 1
        return intervals

    def _compare_subject(self, subject: str) -> None:
        """Notice that a band is about another number than the bands before it."""
        if not names_subject(subject) and not (subject.isascii() and subject.isalpha()):
            return
        if self._subject and subject not in self._subject and self._subject not in subject:
            self.several = True
        self._subject = self._subject or subject

    def _every(self, every: Every) -> None:
        text = self._pending.quoted(every)
        self._pending.refuse_dates()
        condition = self._pending.take(every)
        size = size_of(every, self._text)
        if size.points.low != size.points.high:
            self.vague = True
        domain = self._intervals(condition.intervals())[0] if condition.measures else None
        self.clauses.append(self._steps.make(every, size, condition, text, domain, len(self.clauses)))

    def _ratio(self, mark: Mark) -> None:
        text = self._pending.quoted(mark)
        self._pending.refuse_dates()
        condition = self._pending.take(mark)
        domain = None
        if condition.measures:
            domain = self._intervals(condition.intervals())[0]
        elif self._standards.refers(condition.core, "missed"):
            domain = self._standards.interval(False, condition.start)
        self.clauses.append(Ratio(text, condition.start, mark.kind == "by_completion", domain))

    def _calculation(self, calculation: Calculation) -> None:
        name = stripped(self._pending.joined + calculation.name)
        condition = self._pending.take(calculation)
        domain = self._intervals(condition.intervals())[0] if condition.measures else None
        scores = name.endswith(tuple(lexicon.listed("score")))
        text = self._text[calculation.start : calculation.end]
        self.clauses.append(Calculated(text, calculation.start, name, calculation.formula, scores, domain))

    def _base(self, mark: Mark) -> None:
        score = cast(Score, mark.score).low
        if self._pending.measures or (self.limits.base is not None and self.limits.base != score):
            self._close(mark, Value("points", score, score))
        else:
            self._pending.drop_words()
            self.limits = attrs.evolve(self.limits, base=score)

    def _limit(self, mark: Mark) -> None:
        score = None if mark.score is None else mark.score.low
        if mark.kind == "most_deducted" and score is not None and self._steps.limit_last(self.clauses, score):
            return
        if mark.kind == "clamp":
            self.limits = attrs.evolve(self.limits, clamped=mark.amounts[0].value)
            self._pending.drop_words()
            return
        fields_of_kind: dict[str, dict[str, Any]] = {
            "floored": {"floored": True},
            "unlimited": {"unlimited": True},
            "most_deducted": {"most_deducted": score, "floored": True},
            "most_given": {"most": score, "capped": True},
            "most_added": {"most_added": score},
            "least_given": {"least": score, "floored": True},
            "capped": {"capped": True},
        }
        fields = fields_of_kind[mark.kind]
        for name, value in fields.items():
            before = getattr(self.limits, name)
            if value is not None and before not in (None, False, value):
                raise Misread("two_limits", mark.start)
        self.limits = attrs.evolve(self.limits, **fields)

    def _end(self, start: int) -> None:
        """End a sentence: what is left over must be words."""
        self._close_open()
        if self._pending.measures:
            self._standards.keep(self._pending.measures)
            self._pending.measures = []
        self._pending.end()
        self._steps.check_base_used(start)

    def _close_open(self) -> None:
        """Close a clause in which a person decides, where one is open."""
        mark, points = self._open, self._open_points
        if mark is None:
            return
        self._open, self._open_points = None, None
        if mark.kind == "REFERENCE":
            self.outside = True
        else:
            self.vague = True
        score = points.score if points is not None else None
        value = Value("vague") if score is None else Value("vague", score.low, score.high)
        if self._pending.measures:
            self._close(points or mark, value)
        elif (core := stripped(self._pending.joined)) or score is not None:
            text = self._pending.quoted(points or mark)
            self.clauses.append(State(text, self._pending.start(points or mark), core, value))
        self._pending.drop_words()


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

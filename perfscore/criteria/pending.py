"""What stands before the points of a clause: the words and numbers that wait until points close it."""

from __future__ import annotations

from typing import NamedTuple

from perfscore.criteria import lexicon
from perfscore.criteria.intervals import included, interval_of
from perfscore.criteria.phrases import joins, names_subject, stripped
from perfscore.criteria.statements import Mark, Measure, Misread, Statement, Text
from perfscore.criteria.tree import Interval


class Condition(NamedTuple):
    """The words and numbers of one clause.

    Args:
        text: the folded criterion. start: where the clause begins.
        measures: its numbers. words: its words. otherwise: whether it says 其他情况.
    """

    text: str
    start: int
    measures: tuple[Measure, ...]
    words: tuple[Text, ...]
    otherwise: bool

    @property
    def core(self) -> str:
        """The words without what says nothing."""
        return stripped("".join(word.text for word in self.words))

    @property
    def subject(self) -> str:
        """The words before the first number, which may name what is measured."""
        return self._words_before(self.measures[0])

    def intervals(self) -> list[Interval]:
        """Make the interval of the numbers; two where they are about two subjects.

        Raises:
            Misread: where a number is not compared with anything, or the numbers do not belong together.
        """
        if len(self.measures) == 1:
            measure = self.measures[0]
            if measure.bare:
                self._check_bare(measure)
            return [interval_of(measure)]
        if len(self.measures) == 2 and not any(measure.bare for measure in self.measures):
            first, second = self.measures
            between = self.text[first.end : second.start]
            low = next((measure.low for measure in self.measures if measure.high is None), None)
            high = next((measure.high for measure in self.measures if measure.low is None), None)
            if low is not None and high is not None and joins(between):
                unit = high.amount.unit or low.amount.unit
                if low.amount.unit in ("", unit) and low.amount.value < high.amount.value:
                    return [Interval(low.amount.value, high.amount.value, unit, low.closed, high.closed)]
            if names_subject(between):
                return [interval_of(first), interval_of(second)]
        raise Misread("several_numbers", self.start)

    def _check_bare(self, measure: Measure) -> None:
        """Refuse a number without a comparison whose neighbours might be a garbled one."""
        ahead = self._words_before(measure)
        behind = "".join(word.text for word in self.words if word.start >= measure.end)
        if ahead.endswith(lexicon.listed("count")):
            return
        before = self.text[: measure.start]
        names = ahead == "" or names_subject(ahead) or before.endswith((":", ",", "("))
        if not names or (behind and behind not in lexicon.listed("behind_bare")):
            raise Misread("no_comparison", measure.start)

    def _words_before(self, measure: Measure) -> str:
        return stripped("".join(word.text for word in self.words if word.start < measure.start))


class Pending:
    """Collects the words and numbers of a clause.

    Args:
        text: the folded criterion.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._words: list[Text] = []
        self._otherwise: Mark | None = None
        self.measures: list[Measure] = []

    def __bool__(self) -> bool:
        return bool(self.measures or self.joined or self._otherwise)

    @property
    def joined(self) -> str:
        """The words as one text."""
        return "".join(word.text for word in self._words)

    def add(self, part: Text | Measure | Mark) -> None:
        """Add words, a number, or the mark 其他情况."""
        if isinstance(part, Text):
            self._words.append(part)
        elif isinstance(part, Mark):
            self._otherwise = part
        elif part.inclusion is not None:
            self.measures = included([*self.measures, part], part.inclusion)
        else:
            self.measures.append(part)

    def quoted(self, statement: Statement) -> str:
        """Give the text of the clause that ends with a statement."""
        return self._text[self.start(statement) : statement.end]

    def take(self, statement: Statement) -> Condition:
        """Take what waits as the condition of the clause that ends with a statement."""
        condition = Condition(
            self._text,
            self.start(statement),
            tuple(self.measures),
            tuple(self._words),
            self._otherwise is not None,
        )
        self.measures, self._words, self._otherwise = [], [], None
        return condition

    def drop_words(self) -> None:
        """Pass over the words so far."""
        self._words = []

    def end(self) -> None:
        """Pass over what is left at the end of a sentence."""
        self.refuse_dates()
        self._words, self._otherwise = [], None

    def refuse_dates(self) -> None:
        """Refuse to pass over words with a date in them.

        Raises:
            Misread: a word holds a digit.
        """
        for word in self._words:
            if any(letter.isdecimal() for letter in word.text):
                raise Misread("no_points", word.start)

    def start(self, statement: Statement) -> int:
        """Say where the clause begins that ends with a statement."""
        otherwise = [self._otherwise] if self._otherwise is not None else []
        return min(part.start for part in (*self.measures, *self._words, *otherwise, statement))

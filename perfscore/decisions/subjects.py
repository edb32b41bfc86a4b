"""What a decision is about: a score or a remark, by its content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from attrs import evolve, field, frozen

from perfscore.mapping import FrozenMapping, frozen_mapping
from perfscore.model import Decision, Finding, Indicator, Score, Table
from perfscore.text import letters, printed, unspaced

SCORE: Final = "score"
EXECUTION: Final = "execution"
_TEXTS: Final = ("target", "actual", "weight", "claimed", "deviation")
_FUND_TEXTS: Final = ("full_year", "executed", "score")


@frozen
class Subject:
    """A score or a remark, wherever it stands and whatever the file is called.

    Args:
        year: of the table, or None. unit, project: as printed.
        levels: names of the levels and of the indicator; empty for the whole table.
        code: ``score``, ``execution``, or the code of a remark.
        number: which of several that are alike otherwise, from 1.
        texts: the texts on which a decision is taken, by field.
    """

    year: int | None
    unit: str
    project: str
    levels: tuple[str, ...]
    code: str
    number: int = 1
    texts: Mapping[str, str] = field(default=FrozenMapping(), converter=frozen_mapping)

    @property
    def identity(self) -> tuple[Any, ...]:
        """What two subjects share that are the same, whatever their texts say: names without blanks and marks."""
        names = (letters(self.unit), letters(self.project), *map(letters, self.levels))
        return self.year, names, self.code, self.number

    def same_texts(self, other: Subject) -> bool:
        """Say whether the texts are the same, blanks and line breaks aside."""
        own, theirs = self.texts, other.texts
        return own.keys() == theirs.keys() and all(unspaced(own[name]) == unspaced(theirs[name]) for name in own)

    def to_json(self) -> dict[str, Any]:
        """Give it as JSON."""
        return {
            "year": self.year,
            "unit": self.unit,
            "project": self.project,
            "levels": list(self.levels),
            "code": self.code,
            "number": self.number,
            "texts": dict(self.texts),
        }

    @classmethod
    def from_json(cls, data: Any) -> Subject:
        """Take it from JSON.

        Raises:
            ValueError: it is none.
        """
        try:
            year, number = data["year"], data.get("number", 1)
            if not (year is None or type(year) is int) or type(number) is not int:
                raise ValueError("year or number")
            texts = {str(name): str(text) for name, text in data["texts"].items()}
            levels = tuple(str(name) for name in data["levels"])
            return cls(year, str(data["unit"]), str(data["project"]), levels, str(data["code"]), number, texts)
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(str(error)) from error


@frozen
class Ruling:
    """A decision and what it is about."""

    subject: Subject
    decision: Decision


class Decidable(NamedTuple):
    """Something that can be decided.

    Args:
        subject: what it is. item: the score or the remark. indicator: its row, or None.
    """

    subject: Subject
    item: Score | Finding
    indicator: Indicator | None


def subjects(table: Table) -> Iterator[Decidable]:
    """List what can be decided in a reviewed table: the scores of its rows, the execution score, its remarks."""
    seen: Counter[tuple[Any, ...]] = Counter()
    for entry in _subjects(table):
        key = entry.subject.identity
        seen[key] += 1
        yield entry if seen[key] == 1 else entry._replace(subject=evolve(entry.subject, number=seen[key]))


def _subjects(table: Table) -> Iterator[Decidable]:
    unit = table.unit or table.department

    def subject(levels: tuple[str, ...], code: str, texts: Mapping[str, str]) -> Subject:
        shown = {name: printed(text) for name, text in texts.items()}
        return Subject(table.year, unit, table.project, levels, code, 1, shown)

    if table.execution is not None:
        texts = {name: getattr(table.funds[0], name) for name in _FUND_TEXTS} if table.funds else {}
        yield Decidable(subject((), EXECUTION, texts), table.execution, None)
    rows: dict[str, Indicator] = {}
    for indicator in table.indicators:
        rows.update(dict.fromkeys(indicator.cells.values(), indicator))
        if indicator.score is not None:
            yield Decidable(subject(_levels(indicator), SCORE, _texts(indicator)), indicator.score, indicator)
    for finding in table.findings:
        row = rows.get(finding.cell or "")
        if row is None:
            yield Decidable(subject((), finding.code, {"message": finding.message}), finding, None)
        else:
            yield Decidable(subject(_levels(row), finding.code, _texts(row)), finding, row)


def _levels(indicator: Indicator) -> tuple[str, ...]:
    return indicator.level1, indicator.level2, indicator.level3


def _texts(indicator: Indicator) -> dict[str, str]:
    return {name: getattr(indicator, name) for name in _TEXTS}

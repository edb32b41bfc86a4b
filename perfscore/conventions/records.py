"""The records of the summary of conventions, and their JSON, schema ``perfscore.conventions/1``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from attrs import frozen

from perfscore import number
from perfscore.model import RulebookReference

SCHEMA: Final = "perfscore.conventions/1"
Json = dict[str, Any]


@frozen(kw_only=True)
class Row:
    """A claimed score and what it rests on.

    Args:
        file: path as the user gave it. sheet: name of the sheet. cell: cell of the score, or None.
        project: 项目名称, empty in a department's table.
        indicator: the indicator's name; empty for the execution rate.
        target: as it entered the score. actual: likewise. weight: likewise.
        claimed: the score in the sheet, points.
    """

    file: str
    sheet: str
    cell: str | None
    project: str
    indicator: str
    target: str
    actual: str
    weight: str
    claimed: Decimal

    def to_json(self) -> Json:
        """Return the row as plain values; the score as text."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "cell": self.cell,
            "project": self.project,
            "indicator": self.indicator,
            "target": self.target,
            "actual": self.actual,
            "weight": self.weight,
            "claimed": number.plain(self.claimed),
        }


@frozen
class Separation:
    """A row for which the readings of a question give different scores.

    Args:
        row: the row.
        scores: what each reading gives, points; two bounds where a person decides between them.
        explained_by: the readings that give the claimed score.
    """

    row: Row
    scores: Mapping[str, tuple[Decimal, Decimal]]
    explained_by: tuple[str, ...]

    def to_json(self) -> Json:
        """Return the row with its scores by reading."""
        scores = {
            reading: {"low": number.plain(low), "high": number.plain(high)}
            for reading, (low, high) in self.scores.items()
        }
        return {**self.row.to_json(), "scores": scores, "explained_by": list(self.explained_by)}


@frozen
class Reading:
    """One answer to a question.

    Args:
        name: such as ``cost_under=ratio``.
        in_force: whether it is that of the rule book in force.
        explains: how many of the separating rows have the score that it gives.
    """

    name: str
    in_force: bool
    explains: int


@frozen
class Question:
    """A question that the rules leave open, and the rows that answer it.

    Args:
        parameter: such as ``cost_under``.
        readings: the readings met, that of the rule book first.
        rows: the rows that separate them.
        advice: the reading that explains more rows than that of the rule book does, and at least two; else None.
    """

    parameter: str
    readings: tuple[Reading, ...]
    rows: tuple[Separation, ...]
    advice: str | None

    @property
    def neither(self) -> int:
        """How many of the rows no reading of this question explains."""
        return sum(not row.explained_by for row in self.rows)

    def to_json(self) -> Json:
        """Return the question with its counts and rows."""
        return {
            "parameter": self.parameter,
            "separating": len(self.rows),
            "readings": [
                {"reading": reading.name, "in_force": reading.in_force, "explains": reading.explains}
                for reading in self.readings
            ],
            "neither": self.neither,
            "advice": self.advice,
            "rows": [row.to_json() for row in self.rows],
        }


@frozen(kw_only=True)
class Group:
    """The tables of one unit and year, or all of them.

    Args:
        unit: as printed; None for all units. year: None for all years, or where the table prints none.
        tables: how many tables.
        in_force: claimed scores that are right under the rule book in force, rounding gaps included.
        other: claimed scores that are right only under another known reading.
        uncompared: scores that cannot be compared: nothing claimed, or nothing to be said about the row.
        questions: those that at least one row answers, the most telling first.
        unexplained: the rows that no known reading explains.
    """

    unit: str | None
    year: int | None
    tables: int
    in_force: int
    other: int
    uncompared: int
    questions: tuple[Question, ...]
    unexplained: tuple[Row, ...]

    @property
    def compared(self) -> int:
        """How many claimed scores were compared."""
        return self.in_force + self.other + len(self.unexplained)

    def to_json(self) -> Json:
        """Return the group with its questions."""
        return {
            "unit": self.unit,
            "year": self.year,
            "tables": self.tables,
            "compared": self.compared,
            "explained": {"in_force": self.in_force, "other": self.other, "none": len(self.unexplained)},
            "uncompared": self.uncompared,
            "questions": [question.to_json() for question in self.questions],
            "unexplained": [row.to_json() for row in self.unexplained],
        }


@frozen
class ConventionsReport:
    """Which readings explain the claimed scores.

    Args:
        rulebook: the rule book in force.
        files: how many files held an evaluation.
        repeated: how many tables were left out because the same one had been counted.
        overall: all tables together.
        groups: by unit and year, in the order in which they were met.
    """

    rulebook: RulebookReference
    files: int
    repeated: int
    overall: Group
    groups: tuple[Group, ...]

    def to_json(self) -> Json:
        """Return the report as objects of the schema ``perfscore.conventions/1``."""
        book = self.rulebook
        return {
            "schema": SCHEMA,
            "rulebook": {"id": book.id, "version": book.version, "sha256": book.sha256},
            "files": self.files,
            "repeated": self.repeated,
            "overall": self.overall.to_json(),
            "groups": [group.to_json() for group in self.groups],
        }

"""What the head of an office wants to know of a review, as records: the summary workbook is a view of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from attrs import frozen

from perfscore import number, wording
from perfscore.actions import proposed_total, standing
from perfscore.changes import changes, kind_of, waits
from perfscore.correction.explain import brief, decided, state, total_line
from perfscore.expression.money import amount
from perfscore.keys import SEVERITIES, Severity
from perfscore.model import Evaluation, Indicator, Score, Table
from perfscore.names import unit_name
from perfscore.report.remarks import (
    FOR_THE_REVIEWER,
    RemarkRow,
    group_name,
    name_of,
    project_name,
    remark_rows,
)
from perfscore.wording import Language, label

_FREQUENT: Final = 5
_NAMED: Final = 8


@frozen
class Reviewed:
    """An evaluation.

    Args:
        path, year, unit, project: what it is and where it stands. corrected: path of the corrected copy, or None.
        budget, spent: adjusted budget and spending, 万元; None where they are not read.
        claimed, settled: the total before and after what is certain. proposed: if everything proposed were adopted.
        claimed_grade, settled_grade: their grades. total: the totals and grades in one line.
        corrections, waiting: scores and totals to correct, scores that wait for a person.
        errors, warnings: remarks to be mended, to be explained.
    """

    path: str
    year: int | None
    unit: str
    project: str
    budget: Decimal | None
    spent: Decimal | None
    claimed: Decimal | None
    settled: Decimal | None
    proposed: Decimal | None
    claimed_grade: str | None
    settled_grade: str | None
    total: str
    corrections: int
    waiting: int
    errors: int
    warnings: int
    corrected: str | None = None

    @property
    def regraded(self) -> bool:
        """Whether the grade changes."""
        return None not in (self.claimed_grade, self.settled_grade) and self.claimed_grade != self.settled_grade

    @property
    def rate(self) -> Decimal | None:
        """Execution rate, 0 to 1 and above."""
        return None if self.spent is None or not self.budget else number.divide(self.spent, self.budget)


@frozen
class ScoreLine:
    """A line of the 财政复核打分表.

    Args:
        reviewed: its evaluation. level1, level2, name, target, actual, weight: as printed.
        claimed: 自评分. settled: 复核分. proposed: what the rule book gives. state: what happens to the score.
        reason: 扣分理由: how the score came about, and the remarks on the row.
    """

    reviewed: Reviewed
    level1: str
    level2: str
    name: str
    target: str
    actual: str
    weight: str
    claimed: Decimal | None
    settled: Decimal | None
    proposed: Decimal | None
    state: str
    reason: str


@frozen
class RemarkLine:
    """A line of the list of remarks.

    Args:
        severity, topic, code: of the finding. path, year, unit, project: where it was found. subject: name of the row.
        place: sheet and cell. message, suggestion: its words. decided: what a person decided about it, or empty.
    """

    severity: Severity
    topic: str
    code: str
    path: str
    year: int | None
    unit: str
    project: str
    subject: str
    place: str
    message: str
    suggestion: str
    decided: str


@frozen
class UnitLine:
    """What the evaluations of a unit add up to. Args: name; reviewed: its evaluations."""

    name: str
    reviewed: tuple[Reviewed, ...]

    def count(self, name: str) -> int:
        """Add up a count of the evaluations."""
        return sum(getattr(item, name) for item in self.reviewed)


@frozen
class Repeated:
    """Files of one content, or several evaluations of one project. Args: kind: in words. what; paths."""

    kind: str
    what: str
    paths: tuple[str, ...]


@frozen
class Frequent:
    """A matter that many tables share. Args: demand: 须整改 or 须说明. title: in words. tables, remarks: how many."""

    demand: str
    title: str
    tables: int
    remarks: int


@frozen
class Overview:
    """Everything that the summary shows.

    Args:
        reviewed: the evaluations in order. target_tables: how many target tables were read.
        scores: the lines of all scores. remarks: those of all remarks. frequent: the five gravest matters.
        unread: path and error of files that could not be reviewed. repeated: what was handed in more than once.
    """

    reviewed: tuple[Reviewed, ...]
    target_tables: int
    scores: tuple[ScoreLine, ...]
    remarks: tuple[RemarkLine, ...]
    frequent: tuple[Frequent, ...]
    unread: tuple[tuple[str, str], ...]
    repeated: tuple[Repeated, ...] = ()

    def units(self) -> list[UnitLine]:
        """Put the evaluations of each unit together, the unit with most to mend first."""
        by_unit: dict[str, list[Reviewed]] = {}
        for item in self.reviewed:
            by_unit.setdefault(unit_name(item.unit), []).append(item)
        units = [UnitLine(items[0].unit, tuple(items)) for items in by_unit.values()]
        return sorted(units, key=lambda unit: [-unit.count(name) for name in ("regraded", "errors", "warnings")])

    def to_name(self) -> list[Reviewed]:
        """List the projects to look at: grades that change, then most grave remarks and least spending."""
        grave = [item for item in self.reviewed if item.regraded or item.errors]
        return sorted(grave, key=lambda item: (not item.regraded, -item.errors, item.rate or number.ZERO))[:_NAMED]


def money(reviewed: Iterable[Reviewed]) -> tuple[Decimal, Decimal, int]:
    """Add up budget and spending, 万元, of the tables that say both; the third figure is their number."""
    both = [(item.budget, item.spent) for item in reviewed if item.budget is not None and item.spent is not None]
    budget = number.add(*(pair[0] for pair in both)) if both else number.ZERO
    spent = number.add(*(pair[1] for pair in both)) if both else number.ZERO
    return budget, spent, len(both)


def mean(reviewed: Iterable[Reviewed], name: str) -> Decimal | None:
    """Average ``claimed`` or ``settled`` totals of those that have both and a grade: a part of a table has none."""
    values = [
        getattr(item, name)
        for item in reviewed
        if item.claimed is not None and item.settled is not None and item.claimed_grade
    ]
    return number.half_up(number.divide(number.add(*values), Decimal(len(values)))) if values else None


def overview(evaluation: Evaluation, language: Language = "zh") -> Overview:
    """Put together what the summary shows."""
    reviewed: list[Reviewed] = []
    scores: list[ScoreLine] = []
    remarks: list[RemarkLine] = []
    tables: Counter[tuple[str, Severity]] = Counter()
    for file in evaluation.files:
        for table in file.tables:
            rows = remark_rows(table, language)
            remarks.extend(_remark(file.path, row, language) for row in rows)
            tables.update({(row.finding.code, row.finding.severity) for row in rows})
            if table.kind != "project_target":
                reviewed.append(_reviewed(file.path, table, language))
                scores.extend(_lines(reviewed[-1], table, rows, language))
    counted = Counter((line.code, line.severity) for line in remarks)
    return Overview(
        tuple(reviewed),
        sum(table.kind == "project_target" for table in evaluation.tables),
        tuple(scores),
        tuple(remarks),
        frequent(((*matter, tables[matter], count) for matter, count in counted.items()), language),
        tuple((file.path, file.error) for file in evaluation.files if file.error is not None),
    )


def _reviewed(path: str, table: Table, language: Language) -> Reviewed:
    budget, spent = amounts(table)
    waiting = [waits(change.kind) for change in changes(table)]
    severities = Counter(finding.severity for finding in table.findings)
    total = table.total
    return Reviewed(
        path=path,
        year=table.year,
        unit=table.unit or table.department,
        project=project_name(table, language),
        budget=budget,
        spent=spent,
        claimed=total.claimed if total else None,
        settled=table.settled,
        proposed=proposed_total(table),
        claimed_grade=table.claimed_grade,
        settled_grade=table.settled_grade,
        total=total_line(table, language),
        corrections=waiting.count(False),
        waiting=waiting.count(True),
        errors=severities["error"],
        warnings=severities["warning"],
    )


def amounts(table: Table) -> tuple[Decimal | None, Decimal | None]:
    """Give adjusted budget and spending of a table, 万元; None where they cannot be read."""
    if not table.funds:
        return None, None
    return amount(table.funds[0].full_year), amount(table.funds[0].executed)


def _lines(reviewed: Reviewed, table: Table, rows: Sequence[RemarkRow], language: Language) -> Iterator[ScoreLine]:
    if table.execution is not None:
        fund = table.funds[0]
        texts = ("", "", label("report.execution", language), fund.full_year, fund.executed, fund.weight)
        own = [row for row in rows if row.finding.cell in fund.cells.values()]
        yield _line(reviewed, texts, table.execution, own, language)
    for indicator in table.indicators:
        if indicator.score is not None:
            own = [row for row in rows if row.indicator is indicator]
            yield _line(reviewed, _texts(indicator), indicator.score, own, language)


def _texts(row: Indicator) -> tuple[str, str, str, str, str, str]:
    return row.level1, row.level2, name_of(row), row.target, row.actual, row.weight


def _line(
    reviewed: Reviewed, texts: tuple[str, str, str, str, str, str], score: Score, rows: Iterable[RemarkRow],
    language: Language,
) -> ScoreLine:  # fmt: skip
    kind = kind_of(score)
    what_happens = state(kind, language) if kind is not None else ""
    reason = explanation(score, rows, language)
    return ScoreLine(reviewed, *texts, score.claimed, standing(score), score.recomputed, what_happens, reason)


def explanation(score: Score, rows: Iterable[RemarkRow], language: Language = "zh") -> str:
    """Say why a score is what it is: 扣分理由.

    Args:
        score: of a row. rows: the remarks on that row. language: of the words.
    """
    parts = brief(score, language) if kind_of(score) is not None or score.claimed != score.recomputed else []
    parts.extend(
        f"{group_name(row.finding.severity, language)}：{row.title}" for row in rows if row.finding.severity != "info"
    )
    return label("note.reason_separator", language).join(parts)


def _remark(path: str, row: RemarkRow, language: Language) -> RemarkLine:
    finding, table = row.finding, row.table
    return RemarkLine(
        severity=finding.severity,
        topic=finding.topic or "",
        code=finding.code,
        path=path,
        year=table.year,
        unit=table.unit or table.department,
        project=project_name(table, language),
        subject=row.subject,
        place=row.place,
        message=finding.message,
        suggestion=finding.suggestion,
        decided=decided(finding.decision, language) if finding.decision is not None else "",
    )


def frequent(counted: Iterable[tuple[str, Severity, int, int]], language: Language = "zh") -> tuple[Frequent, ...]:
    """Choose the gravest matters, among them those that most tables share.

    Args:
        counted: code, severity, number of tables and number of remarks of each matter. language: of the words.
    """
    asked = [entry for entry in counted if entry[1] != "info" and entry[0] not in FOR_THE_REVIEWER]
    ordered = sorted(asked, key=lambda entry: (SEVERITIES.index(entry[1]), -entry[2], entry[0]))
    return tuple(
        Frequent(group_name(severity, language), wording.page(code).title.in_language(language), tables, remarks)
        for code, severity, tables, remarks in ordered[:_FREQUENT]
    )

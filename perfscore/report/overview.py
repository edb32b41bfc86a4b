"""What the head of an office wants to know of a review, as records: the summary workbook is a view of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from attrs import frozen

from perfscore import number
from perfscore.actions import standing
from perfscore.changes import changes, kind_of
from perfscore.correction.explain import brief, state, total_line
from perfscore.expression import Quantity, parse
from perfscore.expression.units import unit
from perfscore.model import Evaluation, Indicator, Score, Table
from perfscore.names import unit_name
from perfscore.report.remarks import SEVERITIES, RemarkRow, group_name, name_of, remark_rows
from perfscore.wording import Language, label

GRADES: Final = ("优", "良", "中", "差")
_WAN: Final = unit("万元").factor
_FREQUENT: Final = 5
_NAMED: Final = 8


@frozen
class Reviewed:
    """An evaluation.

    Args:
        path, year, unit, project: what it is and where it stands.
        budget, spent: adjusted budget and spending, 万元; None where they are not read.
        claimed, settled: the total before and after what is certain. proposed: if everything proposed were adopted.
        claimed_grade, settled_grade: their grades. total: the totals and grades in one line.
        corrections, waiting: scores to correct, scores that wait for a person.
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
        scores: the lines of all scores. remarks: path and row of every remark. frequent: the five gravest matters.
        unread: path and error of files that could not be reviewed.
    """

    reviewed: tuple[Reviewed, ...]
    target_tables: int
    scores: tuple[ScoreLine, ...]
    remarks: tuple[tuple[str, RemarkRow], ...]
    frequent: tuple[Frequent, ...]
    unread: tuple[tuple[str, str], ...]

    @property
    def units(self) -> int:
        """How many units handed in evaluations."""
        return len({unit_name(item.unit) for item in self.reviewed})

    def money(self) -> tuple[Decimal, Decimal, int]:
        """Add up budget and spending, 万元, of the tables that say both; the third figure is their number."""
        both = [
            (item.budget, item.spent) for item in self.reviewed if item.budget is not None and item.spent is not None
        ]
        budget = number.add(*(pair[0] for pair in both)) if both else number.ZERO
        spent = number.add(*(pair[1] for pair in both)) if both else number.ZERO
        return budget, spent, len(both)

    def to_name(self) -> list[Reviewed]:
        """List the projects to look at: grades that change, then most grave remarks and least spending."""
        grave = [item for item in self.reviewed if item.regraded or item.errors]
        return sorted(grave, key=lambda item: (not item.regraded, -item.errors, item.rate or number.ZERO))[:_NAMED]


def overview(evaluation: Evaluation, language: Language = "zh") -> Overview:
    """Put together what the summary shows."""
    reviewed: list[Reviewed] = []
    scores: list[ScoreLine] = []
    remarks: list[tuple[str, RemarkRow]] = []
    for file in evaluation.files:
        for table in file.tables:
            rows = remark_rows(table, language)
            remarks.extend((file.path, row) for row in rows)
            if table.kind != "project_target":
                reviewed.append(_reviewed(file.path, table, language))
                scores.extend(_lines(reviewed[-1], table, rows, language))
    return Overview(
        tuple(reviewed),
        sum(table.kind == "project_target" for table in evaluation.tables),
        tuple(scores),
        tuple(remarks),
        tuple(_frequent(remarks, language)),
        tuple((file.path, file.error) for file in evaluation.files if file.error is not None),
    )


def _reviewed(path: str, table: Table, language: Language) -> Reviewed:
    fund = table.funds[0] if table.funds else None
    actions = Counter(change.score.action for change in changes(table) if change.score is not table.total)
    severities = Counter(finding.severity for finding in table.findings)
    total = table.total
    return Reviewed(
        path=path,
        year=table.year,
        unit=table.unit or table.department,
        project=table.project or label(f"kind.{table.kind}", language),
        budget=_wan(fund.full_year) if fund else None,
        spent=_wan(fund.executed) if fund else None,
        claimed=total.claimed if total else None,
        settled=table.settled,
        proposed=total.recomputed if total else None,
        claimed_grade=table.claimed_grade,
        settled_grade=table.settled_grade,
        total=total_line(table, language),
        corrections=actions["replace"],
        waiting=actions["confirm"] + actions["judge"],
        errors=severities["error"],
        warnings=severities["warning"],
    )


def _wan(text: str) -> Decimal | None:
    """Read an amount in 万元: a bare number is one, as the forms ask for it."""
    amount = parse(text)
    if not isinstance(amount, Quantity) or amount.operator not in (None, "="):
        return None
    if not amount.unit or amount.unit == "万元":
        return amount.value
    known = unit(amount.unit)
    if known.dimension != unit("万元").dimension:
        return None
    return number.divide(number.multiply(amount.value, known.factor), _WAN)


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
    parts = brief(score, language) if kind is not None or score.claimed != score.recomputed else []
    parts.extend(
        f"{group_name(row.finding.severity, language)}：{row.title}" for row in rows if row.finding.severity != "info"
    )
    reason = label("note.reason_separator", language).join(parts)
    what_happens = state(kind, language) if kind is not None else ""
    return ScoreLine(reviewed, *texts, score.claimed, standing(score), score.recomputed, what_happens, reason)


def _frequent(remarks: Sequence[tuple[str, RemarkRow]], language: Language) -> Iterator[Frequent]:
    """Give the gravest matters, the most frequent first."""
    counted = Counter(row.finding.code for _, row in remarks)
    rows = {row.finding.code: row for _, row in remarks if row.finding.severity != "info"}
    tables = {code: len({id(row.table) for _, row in remarks if row.finding.code == code}) for code in rows}
    ordered = sorted(rows, key=lambda code: (SEVERITIES.index(rows[code].finding.severity), -tables[code], code))
    for code in ordered[:_FREQUENT]:
        row = rows[code]
        yield Frequent(group_name(row.finding.severity, language), row.title, tables[code], counted[code])

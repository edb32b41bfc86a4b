"""An evaluated file as rows of the store, column by column, so that the writer has nothing left to compute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from perfscore import changes, number, wording
from perfscore.actions import proposed_total, standing
from perfscore.audit.projects import owner
from perfscore.batch.items import Columns, printable
from perfscore.correction.explain import decided
from perfscore.model import Finding, Fund, Score, Table
from perfscore.report.overview import amounts, explanation
from perfscore.report.remarks import RemarkRow, remark_row
from perfscore.scoring.row import read_points
from perfscore.text import letters
from perfscore.wording import Language

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "files": (
        "file", "place", "path", "sha256", "source_sha256", "bytes", "status", "error", "tables", "corrected",
        "correction_error", "milliseconds",
    ),
    "tables": (
        "file", "table_no", "kind", "sheet", "range", "layout", "year", "project", "department", "unit", "same_as",
        "claimed_total", "total", "settled", "claimed_grade", "grade", "settled_grade", "corrections", "waiting",
        "errors", "warnings", "notices", "budget", "spent", "proposed", "owner", "goal", "completion",
        "cells",
    ),
    "scores": (
        "file", "table_no", "place", "part", "sheet_row", "cell", "level1", "level2", "level3", "target", "actual",
        "weight_text", "weight", "rule", "rule_source", "claimed_text", "claimed", "recomputed", "low", "high",
        "status", "verdict", "action", "reasons", "explained_by", "change", "branch", "formula",
        "settled", "explanation", "last_year", "cells",
    ),
    "findings": (
        "file", "table_no", "place", "code", "topic", "severity", "cell", "cells", "message", "suggestion", "subject",
        "decision",
    ),
}  # fmt: skip
"""The columns that workers fill; edition, run and version are the writer's. Meanings stand in ``schema.sql``."""

# DECIMAL(38, 15) and DECIMAL(18, 2) of the schema: digits before and behind the point.
_READ: Final = (23, 15)
_POINTS: Final = (16, 2)


class Rows:
    """Collects rows; numbers travel as their plain text, which loses nothing and packs small.

    Args:
        language: of the finding about a number that the store cannot hold.
    """

    def __init__(self, language: Language = "zh") -> None:
        self._language: Language = language
        self._rows: dict[str, list[Sequence[Any]]] = {table: [] for table in COLUMNS}

    @property
    def columns(self) -> Columns:
        """All rows so far, column by column."""
        columns: Columns = {}
        for table, names in COLUMNS.items():
            values = zip(*self._rows[table], strict=True) if self._rows[table] else [()] * len(names)
            columns[table] = {name: _storable(column) for name, column in zip(names, values, strict=True)}
        return columns

    def extend(self, other: Rows) -> None:
        """Add all rows of another collection."""
        for table, rows in other._rows.items():
            self._rows[table].extend(rows)

    def file(self, *values: Any) -> None:
        """Add a row of ``files``, values in the order of :data:`COLUMNS`."""
        self._rows["files"].append(values)

    def findings(
        self, file: int, table_no: int | None, listed: Iterable[Finding], subjects: Iterable[str] = (), first: int = 0
    ) -> None:
        """Add findings of a table, with the names of their rows, or of the file where there is no number.

        Args:
            file: key of the file. table_no: of the table, from 1; None for the file. listed: the findings.
            subjects: names of their rows. first: place of the first one among those of the table.
        """
        names = iter(subjects)
        for order, finding in enumerate(listed, first):
            decision = decided(finding.decision, self._language) if finding.decision is not None else None
            self._rows["findings"].append(
                (
                    file, table_no, order, finding.code, finding.topic, finding.severity, finding.cell,
                    list(finding.cells), finding.message, finding.suggestion, next(names, ""), decision,
                )
            )  # fmt: skip

    def table(self, file: int, table_no: int, table: Table) -> None:
        """Add a table with its scores and findings."""
        rows = [remark_row(finding, table, self._language) for finding in table.findings]
        too_long = list(self._scores(file, table_no, table, rows))
        findings = (*table.findings, *too_long)
        severities = Counter(finding.severity for finding in findings)
        total = table.total
        listed = list(changes.changes(table))
        waiting = sum(changes.waits(change.kind) for change in listed)
        budget, spent = amounts(table)
        self._rows["tables"].append(
            (
                file, table_no, table.kind, table.sheet, table.range, table.layout, table.year, table.project,
                table.department, table.unit, _same_as(table),
                _fitting(total.claimed if total else None, _READ),
                _fitting(total.recomputed if total else None, _POINTS), _fitting(table.settled, _POINTS),
                table.claimed_grade, table.grade, table.settled_grade, len(listed) - waiting, waiting,
                severities["error"], severities["warning"], severities["info"], _fitting(budget, _READ),
                _fitting(spent, _READ), _fitting(proposed_total(table), _POINTS), owner(table), table.goal,
                table.completion, list(table.cells.items()),
            )
        )  # fmt: skip
        self.findings(file, table_no, findings, [row.subject for row in rows])

    def _scores(self, file: int, table_no: int, table: Table, rows: Sequence[RemarkRow]) -> Iterable[Finding]:
        order = 0
        if table.execution is not None:
            fund = table.funds[0] if table.funds else Fund()
            texts: tuple[str | None, ...] = (
                "", "", fund.name, fund.full_year, fund.executed, "", fund.weight, "", None, fund.score,
            )  # fmt: skip
            own = [row for row in rows if row.finding.cell in fund.cells.values()]
            yield from self._score((file, table_no, order, "execution", None), texts, fund.cells, table.execution, own)
        for order, row in enumerate(table.indicators, 1):
            texts = (
                row.level1, row.level2, row.level3, row.target, row.actual, row.last_year, row.weight, row.rule,
                row.rule_source, row.claimed,
            )  # fmt: skip
            own = [remark for remark in rows if remark.indicator is row]
            yield from self._score((file, table_no, order, "indicator", row.row), texts, row.cells, row.score, own)
        if table.total is not None:
            texts = ("", "", "", "", "", "", table.total_weight, "", None, table.claimed_total)
            yield from self._score((file, table_no, order + 1, "total", None), texts, {}, table.total)

    def _score(
        self,
        key: tuple[Any, ...],
        texts: Sequence[str | None],
        cells: Mapping[str, str],
        score: Score | None,
        remarks: Sequence[RemarkRow] = (),
    ) -> Iterable[Finding]:
        *named, last_year, weight_text, rule, rule_source, claimed_text = texts
        weight = read_points(weight_text or "")
        points = (score.recomputed, score.low, score.high) if score else (None, None, None)
        claimed = score.claimed if score else None
        stored = (
            _fitting(weight, _READ), _fitting(claimed, _READ), _fitting(points[0], _POINTS),
            _fitting(points[1], _POINTS), _fitting(points[2], _POINTS),
        )  # fmt: skip
        self._rows["scores"].append(
            (
                *key, score.cell if score else None, *named, weight_text, stored[0], rule, rule_source, claimed_text,
                *stored[1:], score.status if score else None, score.verdict if score else None,
                score.action if score else None, list(score.reasons) if score else None,
                list(score.explained_by) if score else None, changes.kind_of(score) if score else None,
                score.trace.branch if score else None, score.trace.formula if score else None,
                _fitting(standing(score), _READ) if score else None,
                explanation(score, remarks, self._language) if score else None, last_year, list(cells.items()),
            )
        )  # fmt: skip
        if None not in stored:
            return
        for value, kept in zip((weight, claimed, *points), stored, strict=True):
            if value is not None and kept is None:
                yield _too_long(score.cell if score else None, value, self._language)


def by_file(columns: Columns) -> Iterator[Columns]:
    """Take the rows of a chunk apart, file by file."""
    for file in columns["files"]["file"]:
        single: Columns = {}
        for table, named in columns.items():
            kept = [index for index, key in enumerate(named["file"]) if key == file]
            single[table] = {name: [values[index] for index in kept] for name, values in named.items()}
        yield single


def _storable(column: Iterable[Any]) -> list[Any]:
    """Escape what no UTF-8 can hold, such as half a character of a broken file or a name in another encoding."""
    values = list(column)
    try:
        "".join(value for value in values if type(value) is str).encode()
    except UnicodeEncodeError:
        return [printable(value) if type(value) is str else value for value in values]
    return values


@lru_cache(maxsize=8192)
def _fitting(value: Decimal | None, digits: tuple[int, int]) -> str | None:
    """Print a number that the store's column holds exactly; None for one that it cannot hold."""
    if value is None:
        return None
    before, behind = digits
    text = number.short(value) if behind == _READ[1] else number.plain(value)
    whole, _, fraction = text.lstrip("-").partition(".")
    return text if len(whole) <= before and len(fraction) <= behind else None


def _too_long(cell: str | None, value: Decimal, language: Language) -> Finding:
    page = wording.page("PS806")
    values = {"text": number.plain(value)}
    message, suggestion = (
        wording.fill(text, values, language, page.labels) for text in (page.message, page.suggestion)
    )
    return Finding("PS806", page.severity, cell, message, suggestion)


def _same_as(table: Table) -> str | None:
    project = letters(table.project)
    if not project:
        return None
    return f"{table.year or ''}|{letters(table.unit or table.department)}|{project}"

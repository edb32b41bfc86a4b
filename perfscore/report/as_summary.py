"""The summary workbook: one page for the head of the office, then projects, scores, remarks and unread files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final

from perfscore import number
from perfscore.correction.explain import decided
from perfscore.report.overview import GRADES, Overview, Reviewed
from perfscore.report.remarks import group_name
from perfscore.report.workbook import Book, Percent, Value
from perfscore.rulebook import Rulebook
from perfscore.version import VERSION
from perfscore.wording import Language, label

_PROJECTS: Final = (
    "year", "unit", "project", "budget", "spent", "rate", "claimed", "settled", "proposed", "grade_before",
    "grade_after", "corrections", "waiting", "errors", "warnings", "file",
)  # fmt: skip
_SCORES: Final = (
    "year", "unit", "project", "level1", "level2", "indicator", "target", "actual", "weight", "claimed_score",
    "settled_score", "proposed_score", "state", "reason",
)  # fmt: skip
_REMARKS: Final = (
    "demand", "topic", "year", "unit", "project", "indicator", "place", "matter", "suggestion", "decided", "code",
    "file",
)  # fmt: skip


def render(summary: Overview, book: Rulebook, today: date, language: Language = "zh") -> bytes:
    """Write the workbook.

    Args:
        summary: what it shows. book: the rule book in force. today: the date on the first sheet.
        language: of the words.
    """

    say = partial(_say, language)

    def columns(names: tuple[str, ...]) -> list[str]:
        return [say(name) for name in names]

    workbook = Book()
    _first(workbook, summary, book, today, language)
    sheet = workbook.sheet(say("projects"), (7, 24, 38, 11, 11, 9, 9, 9, 9, 7, 7, 7, 7, 7, 7, 40))
    sheet.table(columns(_PROJECTS), map(_project, summary.reviewed), filtered=True)
    sheet = workbook.sheet(say("scores"), (7, 20, 28, 10, 10, 24, 14, 14, 7, 8, 8, 8, 10, 52))
    rows = (
        (
            line.reviewed.year, line.reviewed.unit, line.reviewed.project, line.level1, line.level2, line.name,
            line.target, line.actual, number.read(line.weight) or line.weight, line.claimed, line.settled,
            line.proposed, line.state, line.reason,
        )
        for line in summary.scores
    )  # fmt: skip
    sheet.table(columns(_SCORES), rows, filtered=True)
    sheet = workbook.sheet(say("remarks"), (9, 14, 7, 20, 28, 22, 12, 56, 44, 24, 8, 36))
    listed = (
        (
            group_name(row.finding.severity, language),
            label(f"topic.{row.finding.topic}", language) if row.finding.topic else "",
            row.table.year, row.table.unit or row.table.department, row.table.project, row.subject, row.place,
            row.finding.message, row.finding.suggestion,
            decided(row.finding.decision, language) if row.finding.decision is not None else "", row.finding.code, path,
        )
        for path, row in summary.remarks
    )  # fmt: skip
    sheet.table(columns(_REMARKS), listed, filtered=True)
    sheet = workbook.sheet(say("unread"), (60, 90))
    sheet.table(columns(("file", "why")), summary.unread or [(say("none_unread"), "")], filtered=True)
    return workbook.content()


def _first(workbook: Book, summary: Overview, book: Rulebook, today: date, language: Language) -> None:
    say = partial(_say, language)
    sheet = workbook.sheet(say("first"), (11,) * 9, across=False, pages=1)
    sheet.line(say("title"), "title", 30)
    years = "、".join(str(year) for year in sorted({item.year for item in summary.reviewed if item.year is not None}))
    sheet.line(say("basis", years=years or "—", title=book.title, version=book.version), "subtitle")
    sheet.row += 1
    budget, spent, counted = summary.money()
    rate = Percent(number.divide(spent, budget)) if budget else None
    sheet.table(
        [say(name) for name in ("units", "evaluations", "target_tables", "budget", "spent", "rate")],
        [(summary.units, len(summary.reviewed), summary.target_tables, budget, spent, rate)],
        spans=(1, 2, 1, 2, 2, 1),
    )
    if counted < len(summary.reviewed):
        sheet.row -= 1
        sheet.line(say("money_of", count=counted))
    sheet.line(say("grades"), "heading")
    before = [sum(item.claimed_grade == grade for item in summary.reviewed) for grade in GRADES]
    after = [sum(item.settled_grade == grade for item in summary.reviewed) for grade in GRADES]
    rest = len(summary.reviewed)
    rows = [
        (say("self"), *before, rest - sum(before), _mean(summary, "claimed")),
        (say("review"), *after, rest - sum(after), _mean(summary, "settled")),
    ]
    sheet.table(["", *GRADES, say("ungraded"), say("mean")], rows, spans=(2, 1, 1, 1, 1, 1, 2))
    counts = (
        sum(item.regraded for item in summary.reviewed), sum(item.corrections for item in summary.reviewed),
        sum(item.waiting for item in summary.reviewed), sum(item.errors for item in summary.reviewed),
        sum(item.warnings for item in summary.reviewed), len(summary.unread),
    )  # fmt: skip
    names = ("regraded", "corrections_all", "waiting_all", "errors_all", "warnings_all", "unread_all")
    sheet.table([say(name) for name in names], [counts], spans=(1, 2, 2, 1, 1, 2))
    sheet.line(say("frequent"), "heading")
    frequent = [
        (index, item.demand, item.title, item.tables, item.remarks) for index, item in enumerate(summary.frequent, 1)
    ]
    headers = [say(name) for name in ("rank", "demand", "matter", "tables_with", "times")]
    sheet.table(headers, frequent or [("", "", say("none"), 0, 0)], spans=(1, 1, 5, 1, 1))
    sheet.line(say("to_name"), "heading")
    headers = [say(name) for name in ("project", "unit", "rate", "total", "why")]
    named = [(item.project, item.unit, _rate(item), item.total, _why(item, language)) for item in summary.to_name()]
    sheet.table(headers, named or [(say("none"), "", "", "", "")], spans=(2, 2, 1, 3, 1))
    sheet.line(say("made", version=VERSION, date=today.isoformat()), "small")
    sheet.line(say("sign"), "plain", 26)


def _say(language: Language, name: str, **values: object) -> str:
    return label(f"summary.{name}", language, **{key: str(value) for key, value in values.items()})


def _project(item: Reviewed) -> tuple[Value, ...]:
    return (
        item.year, item.unit, item.project, item.budget, item.spent, _rate(item), item.claimed, item.settled,
        item.proposed, item.claimed_grade, item.settled_grade, item.corrections, item.waiting, item.errors,
        item.warnings, item.path,
    )  # fmt: skip


def _rate(item: Reviewed) -> Percent | None:
    return Percent(item.rate) if item.rate is not None else None


def _mean(summary: Overview, name: str) -> Value:
    """Average the totals of those that have one before and after."""
    values = [getattr(item, name) for item in summary.reviewed if item.claimed is not None and item.settled is not None]
    return number.half_up(number.divide(number.add(*values), Decimal(len(values)))) if values else None


def _why(item: Reviewed, language: Language) -> str:
    parts = [label("summary.why_regraded", language)] if item.regraded else []
    if item.errors:
        parts.append(label("summary.why_errors", language, count=str(item.errors)))
    return "\n".join(parts)

"""The summary workbook: one page for the head of the office, then projects, scores, remarks and unread files."""

from __future__ import annotations

import os
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import quote

from attrs import frozen

from perfscore import number
from perfscore.keys import GRADES
from perfscore.report.overview import Overview, Reviewed, UnitLine, mean, money
from perfscore.report.remarks import group_name
from perfscore.report.workbook import Book, Link, Percent, Value
from perfscore.version import VERSION
from perfscore.wording import Language, label

_PROJECTS: Final = (
    "year", "unit", "project", "budget", "spent", "rate", "claimed", "settled", "proposed", "grade_before",
    "grade_after", "corrections", "waiting", "errors", "warnings", "file",
)  # fmt: skip
_UNITS: Final = (
    "unit", "evaluations", "budget", "spent", "rate", "mean_claimed", "mean_settled", "regraded", "corrections",
    "waiting", "errors", "warnings",
)  # fmt: skip
_SCORES: Final = (
    "year", "unit", "project", "level1", "level2", "indicator", "target", "actual", "weight", "claimed_score",
    "settled_score", "proposed_score", "state", "reason",
)  # fmt: skip
_REMARKS: Final = (
    "demand", "topic", "year", "unit", "project", "indicator", "place", "matter", "suggestion", "decided", "code",
    "file",
)  # fmt: skip


@frozen
class Basis:
    """The rule book in force. Args: title; version."""

    title: str
    version: str


def render(
    summary: Overview, basis: Basis, today: date, language: Language = "zh", folder: Path | None = None
) -> bytes:
    """Write the workbook.

    Args:
        summary: what it shows. basis: the rule book in force. today: the date on the first sheet.
        language: of the words. folder: where the workbook will stand: links to corrected copies start there.
    """

    say = partial(_say, language)

    def columns(names: tuple[str, ...]) -> list[str]:
        return [say(name) for name in names]

    workbook = Book()
    _first(workbook, summary, basis, today, language)
    sheet = workbook.sheet(say("by_unit"), (32, 11, 13, 13, 10, 11, 11, 9, 8, 8, 8, 8))
    sheet.table(columns(_UNITS), map(_unit, summary.units()), filtered=True)
    linked = folder is not None and any(item.corrected for item in summary.reviewed)
    sheet = workbook.sheet(say("projects"), (7, 24, 38, 11, 11, 9, 9, 9, 9, 7, 7, 7, 7, 7, 7, 40, *[12] * linked))
    rows = ((*_project(item), *[_copy(item, folder, language)] * linked) for item in summary.reviewed)
    sheet.table(columns((*_PROJECTS, *["copy"] * linked)), rows, filtered=True, rest=say("rest"))
    sheet = workbook.sheet(say("scores"), (7, 20, 28, 10, 10, 24, 14, 14, 7, 8, 8, 8, 10, 52))
    lines = (
        (
            line.reviewed.year, line.reviewed.unit, line.reviewed.project, line.level1, line.level2, line.name,
            line.target, line.actual, number.read(line.weight) or line.weight, line.claimed, line.settled,
            line.proposed, line.state, line.reason,
        )
        for line in summary.scores
    )  # fmt: skip
    sheet.table(columns(_SCORES), lines, filtered=True, rest=say("rest"))
    sheet = workbook.sheet(say("remarks"), (9, 14, 7, 20, 28, 22, 12, 56, 44, 24, 8, 36))
    listed = (
        (
            group_name(line.severity, language), label(f"topic.{line.topic}", language) if line.topic else "",
            line.year, line.unit, line.project, line.subject, line.place, line.message, line.suggestion, line.decided,
            line.code, line.path,
        )
        for line in summary.remarks
    )  # fmt: skip
    sheet.table(columns(_REMARKS), listed, filtered=True, rest=say("rest"))
    sheet = workbook.sheet(say("unread"), (60, 90))
    sheet.table(columns(("file", "why")), summary.unread or [(say("none_unread"), "")], filtered=True)
    if summary.repeated:
        sheet = workbook.sheet(say("repeated"), (24, 50, 80))
        repeated = ((item.kind, item.what, "\n".join(item.paths)) for item in summary.repeated)
        sheet.table(columns(("kind", "what", "file")), repeated, filtered=True)
    return workbook.content()


def _first(workbook: Book, summary: Overview, basis: Basis, today: date, language: Language) -> None:
    say = partial(_say, language)
    sheet = workbook.sheet(say("first"), (11,) * 9, across=False, pages=1)
    sheet.line(say("title"), "title", 30)
    years = "、".join(str(year) for year in sorted({item.year for item in summary.reviewed if item.year is not None}))
    sheet.line(say("basis", years=years or "—", title=basis.title, version=basis.version), "subtitle")
    sheet.row += 1
    budget, spent, counted = money(summary.reviewed)
    rate = Percent(number.divide(spent, budget)) if budget else None
    sheet.table(
        [say(name) for name in ("units", "evaluations", "target_tables", "budget", "spent", "rate")],
        [(len(summary.units()), len(summary.reviewed), summary.target_tables, budget, spent, rate)],
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
        (say("self"), *before, rest - sum(before), mean(summary.reviewed, "claimed")),
        (say("review"), *after, rest - sum(after), mean(summary.reviewed, "settled")),
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


def _unit(unit: UnitLine) -> tuple[Value, ...]:
    budget, spent, counted = money(unit.reviewed)
    return (
        unit.name, len(unit.reviewed), budget if counted else None, spent if counted else None,
        Percent(number.divide(spent, budget)) if budget else None, mean(unit.reviewed, "claimed"),
        mean(unit.reviewed, "settled"),
        *(unit.count(name) for name in ("regraded", "corrections", "waiting", "errors", "warnings")),
    )  # fmt: skip


def _copy(item: Reviewed, folder: Path | None, language: Language) -> Value:
    if item.corrected is None or folder is None:
        return None
    path = os.path.relpath(item.corrected, folder).replace(os.sep, "/")
    # Chinese characters stay as they are: that is how Excel writes the path of a file.
    target = "".join(quote(character) if character.isascii() else character for character in path)
    return Link(target, _say(language, "open"))


def _why(item: Reviewed, language: Language) -> str:
    parts = [label("summary.why_regraded", language)] if item.regraded else []
    if item.errors:
        parts.append(label("summary.why_errors", language, count=str(item.errors)))
    return "\n".join(parts)

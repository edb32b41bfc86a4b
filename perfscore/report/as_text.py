"""The text view of an evaluation for the terminal: what changes, why, and what else was found."""

from __future__ import annotations

from perfscore import number
from perfscore.changes import Change, changes, is_scored, waits
from perfscore.correction.explain import brief, decided, points, state, total_line
from perfscore.model import Evaluation, File, Finding, Score, Table
from perfscore.report.screen import Screen
from perfscore.rulebook import Rulebook
from perfscore.wording import Language, label

_COLUMNS = ("cell", "indicator", "target", "actual", "weight", "claimed", "recomputed", "reason")
_COLOURS = {"error": "red", "warning": "yellow", "info": "dim"}


def show(evaluation: Evaluation, book: Rulebook, screen: Screen, language: Language = "zh") -> None:
    """Print an evaluation.

    Args:
        evaluation: to show.
        book: the rule book in force.
        screen: where to print.
        language: of the words.
    """
    for file in evaluation.files:
        if file.error is None:
            _file(file, book, screen, language)


def _file(file: File, book: Rulebook, screen: Screen, language: Language) -> None:
    screen.rule(file.path)
    if not file.tables:
        screen.add(label("report.no_table", language))
    for table in file.tables:
        _table(table, book, screen, language)
    _findings(file.findings, screen, language)


def _table(table: Table, book: Rulebook, screen: Screen, language: Language) -> None:
    kind = label(f"kind.{table.kind}", language)
    heading = label("report.table_found", language, kind=kind, sheet=table.sheet, range=table.range)
    screen.add(f"\n{heading}", "bold")
    facts = [label("report.year", language, year=str(table.year))] if table.year else []
    if table.project:
        facts.append(label("report.project", language, project=table.project))
    if table.unit or table.department:
        facts.append(label("report.unit", language, unit=table.unit or table.department))
    screen.add("　".join(facts))
    if table.kind == "project_target":
        weights = [number.read(indicator.weight) for indicator in table.indicators]
        total = number.short(number.add(*(weight for weight in weights if weight is not None)))
        text = label("report.target_table", language, count=str(len(table.indicators)), weight=total)
        screen.add(text)
    else:
        _scores(table, screen, language)
    _findings(table.findings, screen, language)
    values = {"id": book.id, "version": book.version, "title": book.title}
    technical = label("report.rulebook", language, **values), label("report.layout", language, layout=table.layout)
    screen.add("　".join(technical), "dim")


def _scores(table: Table, screen: Screen, language: Language) -> None:
    changed = list(changes(table))
    if not changed and not is_scored(table):
        return
    if changed:
        _changes(changed, table, screen, language)
    elif not any(finding.severity == "error" for finding in table.findings):
        screen.add(label("report.no_changes", language), "green")
    if table.execution is not None:
        claimed, recomputed = points(table.execution.claimed), points(table.execution.recomputed)
        screen.add(f"{label('report.execution', language)}：{claimed} → {recomputed}", "bold")
    if table.total is not None:
        screen.add(f"{label('report.total', language)}：{total_line(table, language)}", "bold")


def _changes(changed: list[Change], table: Table, screen: Screen, language: Language) -> None:
    waiting = sum(waits(change.kind) for change in changed)
    counts = [label("report.changes", language, count=str(len(changed) - waiting))]
    if waiting:
        counts.append(label("report.waiting", language, count=str(waiting)))
    screen.add("　".join(counts))
    rows = []
    for change in changed:
        score, indicator = change.score, change.indicator
        name = indicator.level3 if indicator is not None else label(f"report.{change.part}", language)
        middle = (indicator.target, indicator.actual, indicator.weight) if indicator is not None else ("", "", "")
        # A total shows what the corrected cells add up to, as the line of totals and the workbook do.
        becomes = points(table.settled) if score is table.total else _recomputed(score, language)
        rows.append((score.cell or "—", name, *middle, points(score.claimed), becomes, _reason(change, language)))
    right = [_COLUMNS.index(column) for column in ("weight", "claimed", "recomputed")]
    screen.table([label(f"column.{column}", language) for column in _COLUMNS], rows, right)


def _recomputed(score: Score, language: Language) -> str:
    unscored = score.recomputed is None and score.status == "unscored"
    return label("report.unscored", language) if unscored else points(score.recomputed)


def _reason(change: Change, language: Language) -> str:
    reasons = [] if change.part == "total" else brief(change.score, language)
    return "\n".join([state(change.kind, language), *reasons])


def _findings(findings: tuple[Finding, ...], screen: Screen, language: Language) -> None:
    if not findings:
        return
    screen.add(label("report.findings", language, count=str(len(findings))))
    blank = " " if language == "en" else ""
    screen.columns(
        [
            (
                (f"  {finding.code}", "bold"),
                (label(f"severity.{finding.severity}", language), _COLOURS[finding.severity]),
                (finding.cell or "", ""),
                (blank.join(_words(finding, language)), ""),
            )
            for finding in findings
        ]
    )


def _words(finding: Finding, language: Language) -> list[str]:
    words = [finding.message, finding.suggestion]
    return words if finding.decision is None else [*words, decided(finding.decision, language)]

"""The text view of an evaluation for the terminal: what changes, why, and what else was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfscore import number
from perfscore.changes import Change, changes, waits
from perfscore.correction.explain import total_line
from perfscore.model import Evaluation, File, Finding, Score, Table
from perfscore.rulebook import Rulebook
from perfscore.wording import Language, conventions, label

if TYPE_CHECKING:
    from rich.console import Console

_COLOURS = {"error": "red", "warning": "yellow", "info": "dim"}


def show(evaluation: Evaluation, book: Rulebook, console: Console, language: Language = "zh") -> None:
    """Print an evaluation.

    Args:
        evaluation: to show.
        book: the rule book in force.
        console: where to print.
        language: of the words.
    """
    for file in evaluation.files:
        if file.error is None:
            _file(file, book, console, language)


def _file(file: File, book: Rulebook, console: Console, language: Language) -> None:
    from rich.rule import Rule
    from rich.text import Text

    console.print(Rule(Text(file.path, overflow="fold"), align="left"))
    if not file.tables:
        console.print(label("report.no_table", language))
    for table in file.tables:
        _table(table, book, console, language)
    _findings(file.findings, console, language)


def _table(table: Table, book: Rulebook, console: Console, language: Language) -> None:
    kind = label(f"kind.{table.kind}", language)
    heading = label("report.table_found", language, kind=kind, sheet=table.sheet, range=table.range)
    console.print(f"\n{heading}", style="bold", markup=False, highlight=False)
    facts = [label("report.year", language, year=str(table.year))] if table.year else []
    if table.project:
        facts.append(label("report.project", language, project=table.project))
    if table.unit or table.department:
        facts.append(label("report.unit", language, unit=table.unit or table.department))
    facts.append(label("report.layout", language, layout=table.layout))
    console.print("　".join(facts), markup=False, highlight=False)
    values = {"id": book.id, "version": book.version, "title": book.title}
    console.print(label("report.rulebook", language, **values), markup=False, highlight=False)
    if table.kind == "project_target":
        weights = [number.read(indicator.weight) for indicator in table.indicators]
        total = number.short(number.add(*(weight for weight in weights if weight is not None)))
        text = label("report.target_table", language, count=str(len(table.indicators)), weight=total)
        console.print(text, markup=False, highlight=False)
    else:
        _scores(table, console, language)
    _findings(table.findings, console, language)


def _scores(table: Table, console: Console, language: Language) -> None:
    changed = list(changes(table))
    if changed:
        _changes(changed, console, language)
    elif not any(finding.severity == "error" for finding in table.findings):
        console.print(label("report.no_changes", language), style="green")
    if table.execution is not None:
        claimed, recomputed = (_points(table.execution, side) for side in ("claimed", "recomputed"))
        line = f"{label('report.execution', language)}：{claimed} → {recomputed}"
        console.print(line, style="bold", markup=False, highlight=False)
    if table.total is not None:
        line = f"{label('report.total', language)}：{total_line(table, language)}"
        console.print(line, style="bold", markup=False, highlight=False)


def _points(score: Score, side: str) -> str:
    value = getattr(score, side)
    return "—" if value is None else number.plain(value)


def _changes(changed: list[Change], console: Console, language: Language) -> None:
    from rich import box
    from rich.table import Table as Grid
    from rich.text import Text

    waiting = sum(waits(change.kind) for change in changed)
    counts = [label("report.changes", language, count=str(len(changed) - waiting))]
    if waiting:
        counts.append(label("report.waiting", language, count=str(waiting)))
    console.print("　".join(counts), markup=False, highlight=False)
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("cell", "indicator", "target", "actual", "weight", "claimed", "recomputed", "reason"):
        numeric = column in ("weight", "claimed", "recomputed")
        grid.add_column(label(f"column.{column}", language), justify="right" if numeric else "left", overflow="fold")
    for change in changed:
        score, indicator = change.score, change.indicator
        name = change.name if indicator is not None else label(change.name, language)
        middle = (indicator.target, indicator.actual, indicator.weight) if indicator is not None else ("", "", "")
        texts = (score.cell or "—", name, *middle, _points(score, "claimed"), _recomputed(score, language))
        grid.add_row(*(Text(text) for text in texts), Text(_reason(change, language)))
    console.print(grid)


def _recomputed(score: Score, language: Language) -> str:
    if score.recomputed is not None:
        return number.plain(score.recomputed)
    return label("report.unscored", language) if score.status == "unscored" else "—"


def _reason(change: Change, language: Language) -> str:
    score = change.score
    parts = [label(f"kind_of_change.{change.kind}", language)]
    if change.name != "report.total":
        parts.append(label(f"branch.{score.trace.branch}", language))
        if score.trace.formula:
            parts.append(score.trace.formula)
    if change.kind == "judged" and score.low is not None and score.high is not None:
        bounds = {"low": number.plain(score.low), "high": number.plain(score.high)}
        parts.append(label("report.low_high", language, **bounds))
    if score.explained_by:
        parts.append(label("report.explained", language, conventions=conventions(score.explained_by, language)))
    return "\n".join(parts)


def _findings(findings: tuple[Finding, ...], console: Console, language: Language) -> None:
    from rich.table import Table as Grid
    from rich.text import Text

    if not findings:
        return
    console.print(label("report.findings", language, count=str(len(findings))), markup=False, highlight=False)
    grid = Grid.grid(padding=(0, 1, 0, 0))
    for _ in range(4):
        grid.add_column(overflow="fold")
    blank = " " if language == "en" else ""
    for finding in findings:
        severity = Text(label(f"severity.{finding.severity}", language), style=_COLOURS[finding.severity])
        sentence = Text(f"{finding.message}{blank}{finding.suggestion}")
        grid.add_row(Text(f"  {finding.code}", style="bold"), severity, Text(finding.cell or ""), sentence)
    console.print(grid)

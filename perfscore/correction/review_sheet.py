"""The sheet 复核说明: every change and every finding of a file, with links to the cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve

from perfscore.correction.explain import calculation, total_line
from perfscore.correction.plan import Plan, Step
from perfscore.keys import ChangeKind
from perfscore.model import Finding, Table
from perfscore.ooxml import ReviewCell, ReviewSheet
from perfscore.ooxml.changes import ReviewStyle
from perfscore.version import VERSION
from perfscore.wording import Language, label

# Widths in characters; the first column also holds the running text of the head.
_WIDTHS: tuple[float, ...] = (12, 26, 14, 14, 8, 10, 10, 12, 58)
_CHANGED, _WAITING = "FFE699", "F8CBAD"
FILLS: dict[ChangeKind, str] = {
    "differs": _CHANGED,
    "rounding": _CHANGED,
    "filled": _CHANGED,
    "confirm": _WAITING,
    "judged": _WAITING,
    "unscored": _WAITING,
}
"""Fill of a changed cell, and of one that waits for a person, as RGB."""
_CHANGE_COLUMNS = ("cell", "indicator", "target", "actual", "weight", "claimed", "recomputed", "kind")
_MESSAGE_COLUMNS = 5
_LEGEND_COLUMNS = 2

Row = tuple[ReviewCell, ...]


def review_sheet(plan: Plan, language: Language = "zh") -> ReviewSheet:
    """Lay out the sheet.

    Args:
        plan: of the file's correction.
        language: of the words.
    """
    rows: list[Row] = [(ReviewCell(label("review.title", language), "title"),)]
    books = {table.rulebook for table in plan.file.tables if table.rulebook is not None}
    for book in sorted(books, key=lambda book: book.id):
        made_by = label("review.made_by", language, version=VERSION, id=book.id, edition=book.version)
        rows.append((ReviewCell(made_by, "plain"),))
    rows.append((ReviewCell(label("review.untouched", language), "plain"),))
    styles: tuple[ReviewStyle, ...] = ("change", "judged")
    for style in styles:
        rows.append((ReviewCell(label(f"review.legend_{style}", language), style, span=_LEGEND_COLUMNS),))
    for table in plan.file.tables:
        rows.append(())
        steps = [step for step in plan.steps if step.sheet == table.sheet and step.cell in _cells(table)]
        rows.extend(_table(table, steps, language))
    if plan.file.findings:
        rows.append(())
        rows.extend(_findings(plan.file.findings, None, language))
    name = label("review.title", language)
    return ReviewSheet(name, _WIDTHS, tuple(rows), change_fill=_CHANGED, judged_fill=_WAITING)


def _cells(table: Table) -> set[str | None]:
    scores = [table.execution, table.total, *(indicator.score for indicator in table.indicators)]
    return {score.cell for score in scores if score is not None}


def _table(table: Table, steps: Sequence[Step], language: Language) -> Iterator[Row]:
    kind = label(f"kind.{table.kind}", language)
    heading = label("review.table", language, kind=kind, project=table.project, sheet=table.sheet, range=table.range)
    yield (ReviewCell(heading, "heading"),)
    if table.total is not None:
        total = f"{label('report.total', language)}：{total_line(table, language)}"
        yield (ReviewCell(total, "plain"),)
    yield (ReviewCell(label("review.changes", language), "heading"),)
    if steps:
        yield tuple(
            ReviewCell(text, "header")
            for text in (
                *(label(f"column.{name}", language) for name in _CHANGE_COLUMNS),
                label("review.basis", language),
            )
        )
        for step in steps:
            yield _step(step, language)
    elif table.total is not None and not any(finding.severity == "error" for finding in table.findings):
        yield (ReviewCell(label("review.no_changes", language), "plain"),)
    yield from _findings(table.findings, table.sheet, language)


def _step(step: Step, language: Language) -> Row:
    change, score = step.change, step.change.score
    indicator = change.indicator
    name = change.name if indicator is not None else label(change.name, language)
    middle = (indicator.target, indicator.actual, indicator.weight) if indicator is not None else ("", "", "")
    style: ReviewStyle = "judged" if FILLS[step.kind] == _WAITING else "change"
    return (
        ReviewCell(step.cell, "link", (step.sheet, step.cell)),
        *(ReviewCell(text, "text") for text in (name, *middle)),
        ReviewCell(score.claimed if score.claimed is not None else "—", "number"),
        ReviewCell(score.recomputed if score.recomputed is not None else "—", "number"),
        ReviewCell(label(f"kind_of_change.{change.kind}", language), style),
        ReviewCell("\n".join(calculation(score, language)), "text"),
    )


def _findings(findings: Sequence[Finding], sheet: str | None, language: Language) -> Iterator[Row]:
    yield (ReviewCell(label("review.findings", language), "heading"),)
    if not findings:
        yield (ReviewCell(label("review.no_findings", language), "plain"),)
        return
    names = ("cell", "finding", "code", "severity", "suggestion")
    yield _finding(*(ReviewCell(label(f"column.{name}", language), "header") for name in names))
    for finding in findings:
        link = (sheet, finding.cell) if sheet is not None and finding.cell is not None else None
        yield _finding(
            ReviewCell(finding.cell or "—", "link" if link else "text", link),
            ReviewCell(finding.message, "text"),
            ReviewCell(finding.code, "text"),
            ReviewCell(label(f"severity.{finding.severity}", language), "text"),
            ReviewCell(finding.suggestion, "text"),
        )


def _finding(
    cell: ReviewCell, message: ReviewCell, code: ReviewCell, severity: ReviewCell, suggestion: ReviewCell
) -> Row:
    # The message takes the columns in which the changes above show their figures.
    return (cell, evolve(message, span=_MESSAGE_COLUMNS), code, severity, suggestion)

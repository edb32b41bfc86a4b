"""The sheet 复核说明: every proposed score and every remark of a file, with the columns in which a reviewer decides."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from perfscore import number
from perfscore.actions import doubtful
from perfscore.changes import changes, is_scored
from perfscore.correction.explain import calculation, total_line, why_it_waits
from perfscore.correction.plan import FILLS, WAITING, WRITTEN, Plan
from perfscore.decisions import subjects
from perfscore.decisions.reading import COLUMNS, KEY, OPINIONS
from perfscore.decisions.subjects import Decidable
from perfscore.keys import ChangeKind
from perfscore.model import Decision, Finding, Score, Table
from perfscore.ooxml import ReviewCell, ReviewSheet
from perfscore.ooxml.changes import Picture, ReviewStyle
from perfscore.recognition import png_size
from perfscore.version import VERSION
from perfscore.wording import Language, label

_COLUMNS: Final = ("kind", "cell", "indicator", "claimed", "recomputed", "finding")
# Widths in characters, in the order of the columns: what is remarked, what is decided, and what tells the row again.
_WIDTHS: Final = (10.0, 9.0, 24.0, 9.0, 10.0, 58.0, 11.0, 10.0, 24.0, 10.0, 12.0, 2.0)
_OPINION_COLUMN: Final = len(_COLUMNS) + 1
# Points: the width of the two columns over which a picture lies, and the height up to which it helps.
_PICTURE_WIDTH: Final = 104.0
_PICTURE_HEIGHT: Final = 150.0
Row = tuple[ReviewCell, ...]


def review_sheet(plan: Plan, language: Language = "zh", fingerprint: str = "") -> ReviewSheet:
    """Lay out the sheet.

    Args:
        plan: of the file's correction.
        language: of the words.
        fingerprint: of the cells of the corrected workbook, which tells later whether a person changed them.
    """
    return ReviewSheet(
        label("review.title", language),
        _WIDTHS,
        _Rows(plan, language, fingerprint),
        change_fill=WRITTEN,
        judged_fill=WAITING,
        choices=(_OPINION_COLUMN, OPINIONS),
        hidden_columns=frozenset({len(_WIDTHS)}),
        foot=label("review.foot", language),
        page_foot=label("review.page_foot", language, page="&P", pages="&N"),
    )


@frozen
class _Rows:
    """The rows, laid out while they are taken: of thousands only one is in memory."""

    plan: Plan
    language: Language
    fingerprint: str

    def __iter__(self) -> Iterator[Row]:
        plan, language = self.plan, self.language
        tables = plan.file.tables
        yield (ReviewCell(label("review.title", language), "title"),)
        yield from ((ReviewCell(line, "plain"),) for line in dict.fromkeys(_about(table, language) for table in tables))
        yield (ReviewCell(label("review.untouched", language), "plain"),)
        yield (ReviewCell(label("review.how_to_decide", language), "plain"),)
        if any(map(is_scored, tables)):
            yield (ReviewCell(label("review.legend_change", language), "change", span=3),)
            yield (ReviewCell(label("review.legend_judged", language), "judged", span=3),)
        for table in tables:
            yield ()
            yield from _table(table, language)
        if plan.file.findings:
            yield ()
            yield (ReviewCell(label("review.findings", language), "heading"),)
            yield from (_file_finding(finding, language) for finding in plan.file.findings)
        yield ()
        yield (ReviewCell(label("review.signature", language), "plain"),)
        yield ()
        yield from ((ReviewCell(line, "plain"),) for line in _technical(plan, language))
        yield (*(ReviewCell("", "plain") for _ in _WIDTHS[:-1]), ReviewCell(self.fingerprint, "hidden"))


def _about(table: Table, language: Language) -> str:
    """Say whose table it is and by which rule book it was reviewed."""
    book = table.rulebook
    values = {
        "unit": table.unit or table.department or "—",
        "project": table.project or label(f"kind.{table.kind}", language),
        "year": str(table.year) if table.year else "—",
        "rulebook": book.id if book is not None else "—",
    }
    return label("review.about", language, **values)


def _table(table: Table, language: Language) -> Iterator[Row]:
    kind = label(f"kind.{table.kind}", language)
    heading = label("review.table", language, kind=kind, project=table.project, sheet=table.sheet, range=table.range)
    yield (ReviewCell(heading, "heading"),)
    scores = is_scored(table)
    if table.total is not None and scores:
        yield (ReviewCell(f"{label('report.total', language)}：{total_line(table, language)}", "plain"),)
    kinds = {id(change.score): change.kind for change in changes(table)}
    listed = [entry for entry in subjects(table) if isinstance(entry.item, Finding) or _shown(entry.item, kinds)]
    if not any(isinstance(entry.item, Score) for entry in listed) and scores:
        right = "no_changes" if _no_grave_remark(table) else "no_changes_but_remarks"
        yield (ReviewCell(label(f"review.{right}", language), "plain"),)
    if listed:
        heads = (*(f"column.{name}" for name in _COLUMNS), *(f"decision.{name}" for name in COLUMNS))
        key = ReviewCell(label(f"decision.{KEY}", language), "hidden")
        yield (*(ReviewCell(label(head, language), "header") for head in heads), key)
    for entry in listed:
        yield _row(entry, table, kinds, language)
    if listed and table.total is not None and table.total.action == "replace":
        yield _total_row(table, table.total, language)


def _shown(score: Score, kinds: dict[int, ChangeKind]) -> bool:
    return id(score) in kinds or score.decision is not None


def _no_grave_remark(table: Table) -> bool:
    return not any(finding.severity == "error" for finding in table.findings)


def _row(entry: Decidable, table: Table, kinds: dict[int, ChangeKind], language: Language) -> Row:
    item, indicator = entry.item, entry.indicator
    link = (table.sheet, item.cell) if item.cell is not None else None
    cell = ReviewCell(item.cell or "—", "link" if link else "text", link)
    if isinstance(item, Finding):
        name = indicator.level3 if indicator is not None else ""
        kind = ReviewCell(f"{item.code}\n{label(f'severity.{item.severity}', language)}", "text")
        blank, picture = ReviewCell("", "text"), ReviewCell("", "text", picture=_picture(item, table))
        message = ReviewCell("\n".join(_words(item, table, language)), "text")
        row: Row = (kind, cell, ReviewCell(name, "text"), picture, blank, message)
    else:
        name = indicator.level3 if indicator is not None else label("report.execution", language)
        why = kinds.get(id(item))
        style: ReviewStyle = "judged" if why is not None and FILLS[why] == WAITING else "change"
        kind_label = label(f"kind_of_change.{why}" if why is not None else "action.keep", language)
        row = (
            ReviewCell(kind_label, style if why is not None else "text"),
            cell,
            ReviewCell(name, "text"),
            ReviewCell(item.claimed if item.claimed is not None else "—", "number"),
            ReviewCell(item.recomputed if item.recomputed is not None else "—", "number"),
            ReviewCell("\n".join(_why(item, language)), "text"),
        )
    key = json.dumps(entry.subject.to_json(), ensure_ascii=False, separators=(",", ":"))
    return (*row, *_decided(item.decision), ReviewCell(key, "hidden"))


def _words(finding: Finding, table: Table, language: Language) -> Iterator[str]:
    """Give the words of a finding; of a doubtful text of a scan also what another look at it read."""
    yield from filter(None, (finding.message, finding.suggestion))
    recognition = doubtful(finding, table)
    if recognition is not None and recognition.other:
        yield label("review.other_reading", language, other=recognition.other)


def _picture(finding: Finding, table: Table) -> Picture | None:
    """Show what is printed where a text of a scan is in doubt, over the two columns that a remark leaves blank."""
    recognition = doubtful(finding, table)
    if recognition is None or not recognition.picture:
        return None
    width, height = png_size(recognition.picture)
    scale = min(1.0, _PICTURE_WIDTH / width, _PICTURE_HEIGHT / height)
    return Picture(recognition.picture, width * scale, height * scale)


def _total_row(table: Table, total: Score, language: Language) -> Row:
    """Show the total, which follows its parts and is not decided by itself."""
    link = (table.sheet, total.cell) if total.cell is not None else None
    return (
        ReviewCell(label("kind_of_change.differs", language), "change"),
        ReviewCell(total.cell or "—", "link" if link else "text", link),
        ReviewCell(label("report.total", language), "text"),
        ReviewCell(total.claimed if total.claimed is not None else "—", "number"),
        ReviewCell(table.settled if table.settled is not None else "—", "number"),
        ReviewCell(label("note.sum", language), "text"),
    )


def _why(score: Score, language: Language) -> Iterator[str]:
    if score.reasons:
        yield why_it_waits(score, language)
    yield from calculation(score, language)


def _decided(decision: Decision | None) -> Row:
    """Give the reviewer's cells: blank, or as decided so far."""
    if decision is None:
        return tuple(ReviewCell("", "input") for _ in COLUMNS)
    score = "" if decision.score is None else number.short(decision.score)
    texts = (decision.opinion, score, decision.reason, decision.reviewer, decision.date)
    return tuple(ReviewCell(text, "input") for text in texts)


def _file_finding(finding: Finding, language: Language) -> Row:
    severity = label(f"severity.{finding.severity}", language)
    return (ReviewCell(f"{finding.code}　{severity}　{finding.message}{finding.suggestion}", "plain"),)


def _technical(plan: Plan, language: Language) -> Iterator[str]:
    """Say at the end what only the technically minded need: versions, hashes, layouts."""
    for table in plan.file.tables:
        if table.rulebook is not None:
            book = table.rulebook
            values = {"version": VERSION, "id": book.id, "edition": book.version, "sha256": book.sha256}
            yield label("review.made_by", language, layout=table.layout, sheet=table.sheet, **values)

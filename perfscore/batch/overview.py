"""What the summary workbook shows, put together from a store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from perfscore import number
from perfscore.batch.digest import same_content, same_project
from perfscore.batch.store import Store
from perfscore.correction.explain import state, total_in_words
from perfscore.report.as_summary import Basis, render
from perfscore.report.overview import Overview, RemarkLine, Repeated, Reviewed, ScoreLine, frequent
from perfscore.report.workbook import MOST_ROWS
from perfscore.wording import Language, label

_UNIT: Final = "coalesce(nullif(tables.unit, ''), tables.department)"
_ORDER: Final = f"tables.year NULLS LAST, {_UNIT}, tables.project, files.path, tables.table_no"
_EACH_ONCE: Final = "files.edition = ? AND files.file NOT IN (SELECT file FROM copies WHERE path <> first_path)"
_TABLES: Final = "tables JOIN files USING (file)"


def workbook(store: Store, edition: int, folder: Path, language: Language = "zh") -> bytes:
    """Write the summary workbook of one edition.

    Args:
        store, edition: what it shows. folder: where it will stand. language: of the words.
    """
    title, version = store.rows("SELECT title, version FROM editions WHERE edition = ?", [edition])[0]
    return render(overview(store, edition, language), Basis(title, version), date.today(), language, folder)


def overview(store: Store, edition: int, language: Language = "zh") -> Overview:
    """Put together what the summary shows of one edition.

    Args:
        store: open; an older one, whose rows lack budget and reasons, shows what it has.
        edition: what was in force. language: of the words.
    """
    reviewed = {(file, table_no): item for file, table_no, item in _reviewed(store, edition, language)}
    counted = store.rows(
        "SELECT code, findings.severity, count(DISTINCT (findings.file, findings.table_no)), count(*) "
        f"FROM findings JOIN {_TABLES} ON findings.file = tables.file AND findings.table_no = tables.table_no "
        f"WHERE {_EACH_ONCE} GROUP BY ALL",
        [edition],
    )
    return Overview(
        tuple(reviewed.values()),
        store.rows(f"SELECT count(*) FROM {_TABLES} WHERE tables.kind = 'project_target' AND {_EACH_ONCE}", [edition])[
            0
        ][0],
        tuple(_scores(store, edition, reviewed, language)),
        tuple(_remarks(store, edition, language)),
        frequent(((code, severity, tables, count) for code, severity, tables, count in counted), language),
        tuple(
            store.rows(
                "SELECT place, coalesce(error, '') FROM files WHERE edition = ? AND status <> 'read' ORDER BY 1",
                [edition],
            )
        ),
        tuple(_repeated(store, edition, language)),
    )


def _reviewed(store: Store, edition: int, language: Language) -> Iterator[tuple[int, int, Reviewed]]:
    *money, proposed = store.columns("tables", "budget", "spent", "proposed")
    query = (
        "SELECT tables.file, tables.table_no, tables.kind, count(scores.file), files.place, tables.year, "
        f"{_UNIT}, tables.project, {', '.join(money)}, tables.claimed_total, tables.settled, "
        f"{proposed if proposed != 'NULL' else 'tables.total'}, "
        "tables.claimed_grade, tables.settled_grade, tables.corrections, tables.waiting, tables.errors, "
        "tables.warnings, files.corrected "
        f"FROM {_TABLES} LEFT JOIN scores ON scores.file = tables.file AND scores.table_no = tables.table_no "
        f"AND scores.change = 'confirm' WHERE tables.kind <> 'project_target' AND {_EACH_ONCE} "
        f"GROUP BY ALL ORDER BY {_ORDER.replace('files.path', 'files.place')}"
    )
    for file, table_no, kind, confirmations, path, year, unit, project, *rest in store.rows(query, [edition]):
        *amounts, settled, proposed, claimed_grade, settled_grade = rest[:7]
        corrections, waiting, errors, warnings, corrected = rest[7:]
        budget, spent, claimed = map(_without_padding, amounts)
        total = ""
        if not (claimed is settled is proposed is None):
            grades = (claimed_grade, settled_grade)
            total = total_in_words(claimed, settled, proposed, confirmations, grades, language)
        item = Reviewed(
            path, year, unit, project or label(f"kind.{kind}", language), budget, spent, claimed, settled, proposed,
            claimed_grade, settled_grade, total, corrections, waiting, errors, warnings, corrected,
        )  # fmt: skip
        yield file, table_no, item


def _scores(
    store: Store, edition: int, reviewed: dict[tuple[int, int], Reviewed], language: Language
) -> Iterator[ScoreLine]:
    settled, explanation = store.columns("scores", "settled", "explanation")
    query = (
        "SELECT scores.file, scores.table_no, scores.part, scores.level1, scores.level2, scores.level3, scores.target, "
        f"scores.actual, scores.weight_text, scores.claimed, {settled}, scores.recomputed, scores.change, "
        f"{explanation} FROM scores JOIN {_TABLES} ON scores.file = tables.file AND scores.table_no = tables.table_no "
        f"WHERE scores.part <> 'total' AND scores.status IS NOT NULL AND tables.kind <> 'project_target' "
        f"AND {_EACH_ONCE} ORDER BY {_ORDER}, scores.place LIMIT {MOST_ROWS + 1}"
    )
    for file, table_no, part, level1, level2, level3, *rest in store.rows(query, [edition]):
        target, actual, weight, claimed, settled, proposed, change, reason = rest
        name = label("report.execution", language) if part == "execution" else level3 or level2
        yield ScoreLine(
            reviewed[file, table_no], level1, level2, name, target, actual, weight, _without_padding(claimed),
            _without_padding(settled), proposed, state(change, language) if change else "", reason or "",
        )  # fmt: skip


def _remarks(store: Store, edition: int, language: Language) -> Iterator[RemarkLine]:
    subject, decision = store.columns("findings", "subject", "decision")
    query = (
        "SELECT findings.severity, findings.topic, findings.code, files.place, tables.year, "
        f"{_UNIT}, tables.project, tables.kind, {subject}, tables.sheet, findings.cell, findings.message, "
        f"findings.suggestion, {decision} "
        f"FROM findings JOIN {_TABLES} ON findings.file = tables.file AND findings.table_no = tables.table_no "
        f"WHERE {_EACH_ONCE} ORDER BY {_ORDER}, "
        "list_position(['error', 'warning', 'info'], findings.severity), findings.place "
        f"LIMIT {MOST_ROWS + 1}"
    )
    for severity, topic, code, path, year, unit, project, kind, *rest in store.rows(query, [edition]):
        subject, sheet, cell, message, suggestion, decided = rest
        project = project or label(f"kind.{kind}", language)
        place = f"{sheet}!{cell}" if sheet and cell else cell or ""
        yield RemarkLine(
            severity, topic or "", code, path, year, unit, project, subject or "", place, message, suggestion,
            decided or "",
        )  # fmt: skip


def _repeated(store: Store, edition: int, language: Language) -> Iterator[Repeated]:
    for same in same_content(store, edition):
        yield Repeated(label("batch.same_content", language), same.what, same.places)
    for same in same_project(store, edition):
        kind = label("batch.same_project_differ" if same.differ else "batch.same_project", language)
        yield Repeated(kind, same.what, same.places)


def _without_padding(value: Decimal | None) -> Decimal | None:
    """Take away the zeros that a column of fifteen decimals adds; two decimals stay."""
    if value is None:
        return None
    rounded = number.half_up(value)
    return rounded if rounded == value else number.read(number.short(value))

"""The views of a comparison of two rounds: for the terminal, as JSON, as a workbook and as a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from perfscore import number
from perfscore.keys import SEVERITIES
from perfscore.report.remarks import group_name, project_name
from perfscore.report.screen import Screen
from perfscore.report.workbook import Book
from perfscore.rounds.compare import OUTCOMES, CellChange, RemarkOutcome, Rounds, TablePair
from perfscore.rounds.pairs import Located
from perfscore.version import VERSION
from perfscore.wording import Language, label

_TEMPLATE: Final = Path(__file__).with_name("rounds.html")
_REMARK_COLUMNS: Final = ("outcome", "demand", "cell", "indicator", "finding", "reason_now", "code")
_CHANGE_COLUMNS: Final = ("field", "cell", "indicator", "before", "after")
_TABLE_COLUMNS: Final = ("year", "unit", "project", "total_before", "total_now")
_ORDER: Final = ("open", "new", "explained", "mended")
"""What is still to be done comes first."""


def heading(pair: TablePair, language: Language) -> str:
    """Name a table: year, unit, project, and whether it stands in one round only."""
    table = pair.table
    year = label("report.year", language, year=str(table.year)) if table.year else ""
    parts = [part for part in (year, table.unit or table.department, project_name(table, language)) if part]
    if pair.old is None or pair.new is None:
        parts.append(label("compare.not_before" if pair.old is None else "compare.not_again", language))
    return "　".join(parts)


def summary(rounds: Rounds, language: Language) -> str:
    """Count in one line what became of the remarks."""
    counts = rounds.counts()
    texts = [label(f"outcome.{key}", language) + f" {counts.get(key, 0)}" for key in OUTCOMES]
    texts.append(label("compare.changed", language) + f" {counts.get('changed', 0)}")
    return "　".join(texts)


def remark_rows(pair: TablePair, language: Language) -> Iterator[tuple[str, ...]]:
    """Give the remarks of a table, what is still to be done first."""
    ordered = sorted(
        pair.remarks, key=lambda item: (_ORDER.index(item.outcome), SEVERITIES.index(item.finding.severity))
    )
    for item in ordered:
        finding = item.finding
        yield (
            label(f"outcome.{item.outcome}", language), group_name(finding.severity, language), _moved(item),
            item.subject, finding.message, item.reason, finding.code,
        )  # fmt: skip


def change_rows(pair: TablePair, language: Language) -> Iterator[tuple[str, ...]]:
    """Give the cells that changed without having been asked for."""
    for change in pair.changes:
        yield field_name(change, language), change.cell or "", change.subject, change.before, change.after


def field_name(change: CellChange, language: Language) -> str:
    """Name the column that changed."""
    return label(f"compare.field_{change.field}", language)


def _moved(item: RemarkOutcome) -> str:
    cells = list(dict.fromkeys(cell for cell in (item.before, item.after) if cell))
    return " → ".join(cells) or "—"


def _totals(pair: TablePair) -> tuple[str, str]:
    return _total(pair.old), _total(pair.new)


def _total(located: Located | None) -> str:
    total = located.table.total if located is not None else None
    return "—" if total is None or total.claimed is None else number.plain(total.claimed)


def show(rounds: Rounds, screen: Screen, language: Language = "zh") -> None:
    """Print a comparison, table by table."""
    for pair in rounds.tables:
        screen.rule(heading(pair, language))
        if pair.new is not None:
            screen.add(pair.new.path)
        if pair.old is not None and pair.new is not None and pair.new.table.total is not None:
            before, now = _totals(pair)
            screen.add(label("compare.totals", language, before=before, now=now))
        if pair.remarks:
            screen.table(_headers(_REMARK_COLUMNS, language), list(remark_rows(pair, language)))
        else:
            screen.add(label("compare.no_remarks", language))
        if pair.changes:
            screen.add(label("compare.changes", language, count=str(len(pair.changes))), "red")
            screen.table(_headers(_CHANGE_COLUMNS, language), list(change_rows(pair, language)))
    screen.add(summary(rounds, language), "bold")


def to_json(rounds: Rounds) -> dict[str, Any]:
    """Turn a comparison into an object of texts, numbers and lists."""
    return {
        "schema": "perfscore.rounds/1",
        "version": VERSION,
        "counts": {key: rounds.counts().get(key, 0) for key in (*OUTCOMES, "changed")},
        "tables": [_table_json(pair) for pair in rounds.tables],
        "errors": list(rounds.errors),
    }


def _table_json(pair: TablePair) -> dict[str, Any]:
    table = pair.table
    sides = {
        side: located and {"path": located.path, "sheet": located.table.sheet, "range": located.table.range}
        for side, located in (("old", pair.old), ("new", pair.new))
    }
    remarks = [
        {
            "outcome": item.outcome, "code": item.finding.code, "topic": item.finding.topic,
            "severity": item.finding.severity, "indicator": item.subject, "old_cell": item.before,
            "new_cell": item.after, "message": item.finding.message, "reason": item.reason or None,
        }
        for item in pair.remarks
    ]  # fmt: skip
    changes = [change._asdict() for change in pair.changes]
    named = {"kind": table.kind, "year": table.year, "unit": table.unit or table.department, "project": table.project}
    return {**named, **sides, "remarks": remarks, "changes": changes}


def workbook(rounds: Rounds, language: Language = "zh") -> bytes:
    """Write a comparison as a workbook: tables, remarks, and what changed without having been asked for."""
    book = Book()
    sheet = book.sheet(label("compare.tables", language), (8, 30, 50, 12, 12, *(9 for _ in range(5))))
    columns = [*_headers(_TABLE_COLUMNS, language), *(label(f"outcome.{key}", language) for key in OUTCOMES)]
    rows = []
    for pair in rounds.tables:
        table = pair.table
        counts = Rounds((pair,), ()).counts()
        figures = [counts.get(key, 0) for key in (*OUTCOMES, "changed")]
        rows.append(
            (table.year, table.unit or table.department, project_name(table, language), *_totals(pair), *figures)
        )
    sheet.table([*columns, label("compare.changed", language)], rows, filtered=True)
    first = (label("column.project", language), label("column.sheet", language))
    for key, widths, make in (
        ("remarks", (10, 9, 12, 24, 60, 40, 9), remark_rows),
        ("changed", (14, 10, 30, 34, 34), change_rows),
    ):
        sheet = book.sheet(label(f"compare.{key}", language), (30, 14, *widths))
        headers = _headers(_REMARK_COLUMNS if key == "remarks" else _CHANGE_COLUMNS, language)
        listed = [
            (project_name(pair.table, language), pair.table.sheet, *row)
            for pair in rounds.tables for row in make(pair, language)
        ]  # fmt: skip
        sheet.table((*first, *headers), listed, filtered=True)
    return book.content()


def page(rounds: Rounds, language: Language = "zh") -> str:
    """Write a comparison as one page without any script."""
    from perfscore.report.pages import render

    tables = [
        {
            "heading": heading(pair, language), "totals": _totals(pair), "scored": pair.table.total is not None,
            "remarks": list(remark_rows(pair, language)), "changes": list(change_rows(pair, language)),
        }
        for pair in rounds.tables
    ]  # fmt: skip
    headers = {"remarks": _headers(_REMARK_COLUMNS, language), "changes": _headers(_CHANGE_COLUMNS, language)}
    return render(_TEMPLATE, language, tables=tables, headers=headers, summary=summary(rounds, language),
                  errors=rounds.errors)  # fmt: skip


def _headers(names: tuple[str, ...], language: Language) -> list[str]:
    return [label(f"column.{name}", language) for name in names]

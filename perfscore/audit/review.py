"""Run the checks over a scored table and put all remarks into words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from attrs import evolve

from perfscore import wording
from perfscore.audit.context import Context
from perfscore.audit.registry import cross_checks, table_checks
from perfscore.keys import Severity
from perfscore.model import Finding, Remark, Table
from perfscore.rulebook import Rulebook

SWITCHED_OFF: Final = "PS414"
"""The code that names the switched-off ones; it cannot be switched off itself."""
_ORDER: dict[str, int] = {"error": 0, "warning": 1, "info": 2}


def review(table: Table, book: Rulebook, language: wording.Language = "zh") -> Table:
    """Check a scored table.

    Args:
        table: after scoring.
        book: the rule book in force; its ``[findings]`` set severities or switch codes off.
        language: of the findings.

    Returns:
        The table with its findings, the gravest first, then in the order of the sheet.
    """
    remarks = list(table.remarks)
    context = Context.of(table, book)
    for check in table_checks():
        remarks.extend(check(table, context))
    remarks.extend(switched_off(book))
    return evolve(table, findings=findings(remarks, book, language))


def across(tables: Sequence[Table], book: Rulebook, language: wording.Language = "zh") -> tuple[Table, ...]:
    """Hold the reviewed tables of one call against each other: projects of one unit, years of one project.

    Args:
        tables: after ``review``, of any files.
        book: the rule book in force.
        language: of the findings.

    Returns:
        The tables in the same order; those with something to say carry further findings.
    """
    if len(tables) < 2:
        return tuple(tables)
    remarks: dict[int, list[Remark]] = {}
    for check in cross_checks():
        for index, remark in check(tables):
            remarks.setdefault(index, []).append(remark)
    return tuple(
        evolve(table, findings=_sorted((*table.findings, *findings(remarks[index], book, language))))
        if index in remarks
        else table
        for index, table in enumerate(tables)
    )


def switched_off(book: Rulebook) -> tuple[Remark, ...]:
    """Name the codes that a rule book, or the settings laid over it, switch off; nothing where none is.

    Args:
        book: the rule book in force.
    """
    off = sorted(code for code, severity in book.findings.items() if severity == "off")
    return (Remark(SWITCHED_OFF, None, {"codes": "、".join(off), "where": book.title}),) if off else ()


def findings(remarks: Iterable[Remark], book: Rulebook, language: wording.Language = "zh") -> tuple[Finding, ...]:
    """Put remarks into words, sorted by severity.

    Args:
        remarks: of any layer.
        book: the rule book in force.
        language: of the words.

    Returns:
        The findings; a remark whose cells one covers that folds its code (``folds`` of the page) is left out.
    """
    active = [remark for remark in remarks if book.findings.get(remark.code) != "off" or remark.code == SWITCHED_OFF]
    folded = {(code, spot) for remark in active for code in wording.page(remark.code).folds for spot in _spots(remark)}
    items = [
        _finding(remark, book, language)
        for remark in active
        if not folded.issuperset((remark.code, spot) for spot in _spots(remark))
    ]
    return _sorted(items)


def _sorted(items: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(items, key=lambda finding: _ORDER[finding.severity]))


def _spots(remark: Remark) -> tuple[str | None, ...]:
    """List the cells that a remark rests on; in a table that was built in code the name of its row stands for them."""
    spots = (remark.cell, *remark.cells)
    return spots if any(spots) else (remark.values.get("indicator"),)


def _finding(remark: Remark, book: Rulebook, language: wording.Language) -> Finding:
    severity, message, suggestion = _words(remark.code, tuple(remark.values.items()), language)
    chosen = book.findings.get(remark.code)
    if chosen is not None and chosen != "off":
        severity = chosen  # type: ignore[assignment]  # checked on loading
    cells = tuple(dict.fromkeys(cell for cell in (remark.cell, *remark.cells) if cell is not None))
    topic = wording.page(remark.code).topic
    return Finding(remark.code, severity, remark.cell, message, suggestion, topic, cells)


@lru_cache(maxsize=4096)
def _words(code: str, values: tuple[tuple[str, str], ...], language: wording.Language) -> tuple[Severity, str, str]:
    """Put a remark into words; years of sheets repeat the same remarks with the same figures."""
    page, texts = wording.page(code), dict(values)
    message, suggestion = (wording.fill(text, texts, language, page.labels) for text in (page.message, page.suggestion))
    return page.severity, message, suggestion

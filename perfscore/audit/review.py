"""Run the checks over a scored table and put all remarks into words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from attrs import evolve

from perfscore import wording
from perfscore.audit.context import Context
from perfscore.audit.registry import CHECKS
from perfscore.keys import Severity
from perfscore.model import Finding, Remark, Table
from perfscore.rulebook import Rulebook

SWITCHED_OFF: Final = "PS414"
"""The code that names the switched-off ones; it cannot be switched off itself."""
_SAID_BETTER: Final = {
    "PS301": frozenset({"PS601"}),
    "PS302": frozenset({"PS613"}),
    "PS306": frozenset({"PS609"}),
    "PS315": frozenset({"PS607"}),
    "PS508": frozenset({"PS610"}),
}
"""For a code the more specific ones: where one of those speaks of the same cell, the first would say it twice."""
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
    for check in CHECKS:
        remarks.extend(check(table, context))
    remarks.extend(switched_off(book))
    return evolve(table, findings=findings(remarks, book, language))


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
        remarks: from any room.
        book: the rule book in force.
        language: of the words.
    """
    spoken = [remark for remark in remarks if book.findings.get(remark.code) != "off" or remark.code == SWITCHED_OFF]
    said = {(remark.code, remark.cell) for remark in spoken}
    found = [
        _finding(remark, book, language)
        for remark in spoken
        if said.isdisjoint((better, remark.cell) for better in _SAID_BETTER.get(remark.code, ()))
    ]
    return tuple(sorted(found, key=lambda finding: _ORDER[finding.severity]))


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
    page, given = wording.page(code), dict(values)
    return page.severity, wording.fill(page.message, given, language), wording.fill(page.suggestion, given, language)

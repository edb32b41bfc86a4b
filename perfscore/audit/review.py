"""Run the checks over a scored table and put all remarks into words."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from perfscore import wording
from perfscore.audit import differences
from perfscore.model import Finding, Remark, Severity, Table
from perfscore.rulebook import Rulebook

_CHECKS = (differences.check,)
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
    if table.kind != "project_target":
        for check in _CHECKS:
            remarks.extend(check(table, book))
    return evolve(table, findings=findings(remarks, book, language))


def findings(remarks: Iterable[Remark], book: Rulebook, language: wording.Language = "zh") -> tuple[Finding, ...]:
    """Put remarks into words, sorted by severity.

    Args:
        remarks: from any room.
        book: the rule book in force.
        language: of the words.
    """
    found = [_finding(remark, book, language) for remark in remarks if book.findings.get(remark.code) != "off"]
    return tuple(sorted(found, key=lambda finding: _ORDER[finding.severity]))


def _finding(remark: Remark, book: Rulebook, language: wording.Language) -> Finding:
    page = wording.page(remark.code)
    severity: Severity = book.findings.get(remark.code, page.severity)  # type: ignore[assignment]  # checked on loading
    return Finding(
        remark.code,
        severity,
        remark.cell,
        wording.fill(page.message, remark.values, language),
        wording.fill(page.suggestion, remark.values, language),
    )

"""Run the checks over a scored table and put all remarks into words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from attrs import evolve

from perfscore import wording
from perfscore.audit.context import Context
from perfscore.audit.registry import cross_checks, table_checks
from perfscore.keys import SEVERITIES, Severity
from perfscore.model import Finding, Remark, Table
from perfscore.ooxml import PackageError
from perfscore.ooxml.watchdog import bounded
from perfscore.rulebook import Rulebook

SWITCHED_OFF: Final = "PS414"
"""The code that names the switched-off ones; it cannot be switched off itself."""
UNFINISHED: Final = "PS422"
"""The code that names a check that failed."""


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
        try:
            remarks.extend(remark for remark in check(table, context) if wording.page(remark.code))
        except Exception as error:  # whatever a check raises costs that check and no other
            remarks.append(_unfinished(check.__module__, error))
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
        try:
            with bounded():
                for index, remark in check(tables, book):
                    if wording.page(remark.code):
                        remarks.setdefault(index, []).append(remark)
        except Exception as error:
            for index in range(len(tables)):
                remarks.setdefault(index, []).append(_unfinished(check.__module__, error))
    return tuple(
        evolve(table, findings=by_severity((*table.findings, *findings(remarks[index], book, language))))
        if index in remarks
        else table
        for index, table in enumerate(tables)
    )


def _unfinished(check: str, error: Exception) -> Remark:
    """Say that a check failed; a lack of memory is the matter of the whole file."""
    if isinstance(error, MemoryError):
        raise error
    reason = "limits" if isinstance(error, PackageError) else f"{type(error).__name__}: {error}"
    return Remark(UNFINISHED, None, {"check": check, "reason": reason})


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
        The findings; a remark whose cells one covers that folds its code (``folds`` of the page) is left out, and
        remarks that their page says together (``several``) make one finding on the cell of the first.
    """
    active = [remark for remark in remarks if book.findings.get(remark.code) != "off" or remark.code == SWITCHED_OFF]
    folded = {(code, spot) for remark in active for code in wording.page(remark.code).folds for spot in _spots(remark)}
    said = [remark for remark in active if not folded.issuperset((remark.code, spot) for spot in _spots(remark))]
    return by_severity(_finding(alike, book, language) for alike in _together(said))


def _together(remarks: Iterable[Remark]) -> Iterable[list[Remark]]:
    """Group the remarks of one table that its pages say together, in the order of the first of each."""
    groups: dict[object, list[Remark]] = {}
    for number, remark in enumerate(remarks):
        several = wording.page(remark.code).several
        shared = number if several is None else tuple(remark.values.get(name) for name in several.by)
        groups.setdefault((remark.code, shared), []).append(remark)
    return groups.values()


def by_severity(items: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings, the gravest first, otherwise in their order."""
    return tuple(sorted(items, key=lambda finding: SEVERITIES.index(finding.severity)))


def _spots(remark: Remark) -> tuple[str | None, ...]:
    """List the cells that a remark rests on; in a table that was built in code the name of its row stands for them."""
    spots = (remark.cell, *remark.cells)
    return spots if any(spots) else (remark.values.get("indicator"),)


def _finding(remarks: Sequence[Remark], book: Rulebook, language: wording.Language) -> Finding:
    """Put remarks of one code into words: one, or several that are said together."""
    first = remarks[0]
    texts = tuple(tuple(remark.values.items()) for remark in remarks)
    severity, message, suggestion = _words(first.code, texts, language)
    chosen = book.findings.get(first.code)
    if chosen is not None and chosen != "off":
        severity = chosen  # type: ignore[assignment]  # checked on loading
    spots = (spot for remark in remarks for spot in (remark.cell, *remark.cells))
    cells = tuple(dict.fromkeys(cell for cell in spots if cell is not None))
    return Finding(first.code, severity, first.cell, message, suggestion, wording.page(first.code).topic, cells)


@lru_cache(maxsize=4096)
def _words(
    code: str, remarks: tuple[tuple[tuple[str, str], ...], ...], language: wording.Language
) -> tuple[Severity, str, str]:
    """Put remarks into words; years of sheets repeat the same remarks with the same figures."""
    page, texts = wording.page(code), [dict(values) for values in remarks]
    message = wording.message(page, texts, language)
    return page.severity, message, wording.fill(page.suggestion, texts[0], language, page.labels)

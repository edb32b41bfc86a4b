"""The remarks of a table as every view shows them: grouped by what a unit has to do, with row, place and basis."""

from __future__ import annotations

from typing import Final, NamedTuple

from perfscore import wording
from perfscore.keys import SEVERITIES, Severity
from perfscore.model import Finding, Indicator, Table
from perfscore.text import is_blank
from perfscore.wording import Language, label

FOR_THE_REVIEWER: Final = frozenset({"PS317", "PS318", "PS319", "PS401", "PS402"})
"""Codes that tell a reviewer how scores were computed or what became of decisions, and ask nothing of the unit."""


class RemarkRow(NamedTuple):
    """A finding with what a view needs to show it.

    Args:
        finding: the remark in words. table: where it was found. indicator: the row that it is about, or None.
        subject: name of the row, or of the part of the table. place: sheet and cell, as a person finds them.
        title: what is the matter, in a few words. basis: document and number that ask for it.
    """

    finding: Finding
    table: Table
    indicator: Indicator | None
    subject: str
    place: str
    title: str
    basis: str


def remark_rows(table: Table, language: Language = "zh") -> list[RemarkRow]:
    """List the remarks of a table, the gravest first, otherwise in their order."""
    rows = [remark_row(finding, table, language) for finding in table.findings]
    return sorted(rows, key=lambda row: SEVERITIES.index(row.finding.severity))


def remark_row(finding: Finding, table: Table, language: Language = "zh") -> RemarkRow:
    """Put a finding beside the row and the place that it is about."""
    indicator = row_of(finding, table)
    page = wording.page(finding.code)
    subject = name_of(indicator) if indicator is not None else ""
    place = f"{table.sheet}!{finding.cell}" if finding.cell and table.sheet else finding.cell or ""
    return RemarkRow(finding, table, indicator, subject, place, page.title.in_language(language), page.source)


def row_of(finding: Finding, table: Table) -> Indicator | None:
    """Find the indicator whose row a finding is about; None where it is about something else of the table."""
    if finding.cell is None:
        return None
    return next((row for row in table.indicators if finding.cell in own_cells(row)), None)


def own_cells(indicator: Indicator) -> set[str]:
    """Give the cells that belong to one indicator alone; those of its levels are shared with others."""
    return {cell for field, cell in indicator.cells.items() if field not in ("level1", "level2")}


def name_of(indicator: Indicator) -> str:
    """Name an indicator; where a form leaves the name blank, its group names it."""
    return indicator.level2 if is_blank(indicator.level3) else indicator.level3


def is_about_the_sheet(finding: Finding) -> bool:
    """Say whether a remark is about what a unit wrote, not about the file, the rule book or a decision."""
    return finding.topic is not None and finding.code not in FOR_THE_REVIEWER


def is_dropped(finding: Finding) -> bool:
    """Say whether a reviewer did not adopt a remark: nothing is asked about it any more."""
    decision = finding.decision
    return decision is not None and decision.state == "applied" and decision.opinion == "不采纳"


def project_name(table: Table, language: Language = "zh") -> str:
    """Name the project of a table; where none is written, as for a whole department, the form names it."""
    return table.project or label(f"kind.{table.kind}", language)


def group_name(severity: Severity, language: Language = "zh") -> str:
    """Say what a severity asks of a unit: 须整改, 须说明 or 提示."""
    return label(f"demand.{severity}", language)

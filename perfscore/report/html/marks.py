"""Where the findings of a table stand in the report: a number beside the cell, a link from the finding to its row."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping

from attrs import frozen

from perfscore.actions import doubtful
from perfscore.correction.explain import decided
from perfscore.model import Finding, Table
from perfscore.wording import Language, label


@frozen(kw_only=True)
class FindingView:
    """A finding with its place in the table's list.

    Args:
        number: from 1. anchor: its id. target: id of the row that it is about, or empty.
        finding: the words. severity: in words. decided: what a person decided about it, or empty.
        other: another reading of a text of a scan, in words, or empty. picture: what is printed there, as a data URI.
    """

    number: int
    anchor: str
    target: str
    finding: Finding
    severity: str
    decided: str
    other: str = ""
    picture: str = ""


class Marks:
    """The findings of one table, by the cell that they are about.

    Args:
        table: with its findings.
        anchor: beginning of the ids of the table.
        language: of the words.
    """

    def __init__(self, table: Table, anchor: str, language: Language) -> None:
        targets = dict(_places(table, anchor))
        self.findings = tuple(
            FindingView(
                number=number,
                anchor=f"{anchor}-f{number}",
                target=targets.get(finding.cell, "") if finding.cell else "",
                finding=finding,
                severity=label(f"severity.{finding.severity}", language),
                decided=decided(finding.decision, language) if finding.decision is not None else "",
                **_scanned(finding, table, language),
            )
            for number, finding in enumerate(table.findings, start=1)
        )
        self._by_row: dict[str, list[FindingView]] = {}
        for finding in self.findings:
            self._by_row.setdefault(finding.target, []).append(finding)

    def of_row(
        self, anchor: str, cells: Mapping[str, str], shown: Collection[str], key: str
    ) -> dict[str, tuple[FindingView, ...]]:
        """Give the marks of a row by the column that they stand in.

        Args:
            anchor: the row's id.
            cells: the row's cells by column.
            shown: the columns that the row shows.
            key: the column that takes the marks of cells that are not shown.
        """
        by_column: dict[str, tuple[FindingView, ...]] = {}
        for finding in self._by_row.get(anchor, ()):
            columns = [name for name, cell in cells.items() if cell == finding.finding.cell and name in shown]
            column = columns[0] if columns else key
            by_column[column] = (*by_column.get(column, ()), finding)
        return by_column


def _scanned(finding: Finding, table: Table, language: Language) -> dict[str, str]:
    """Show what is printed where a finding doubts a text of a scan."""
    recognition = doubtful(finding, table)
    if recognition is None:
        return {}
    other = label("review.other_reading", language, other=recognition.other) if recognition.other else ""
    picture = recognition.picture
    return {"other": other, "picture": f"data:image/png;base64,{b64encode(picture).decode()}" if picture else ""}


def head_anchor(anchor: str) -> str:
    """Name the head of a table."""
    return f"{anchor}-head"


def total_anchor(anchor: str) -> str:
    """Name the row of the total."""
    return f"{anchor}-total"


def fund_anchor(anchor: str, index: int) -> str:
    """Name a row of the funds block, counted from 0."""
    return f"{anchor}-m{index + 1}"


def indicator_anchor(anchor: str, index: int) -> str:
    """Name a row of the indicator block, counted from 0."""
    return f"{anchor}-r{index + 1}"


def _places(table: Table, anchor: str) -> Iterator[tuple[str, str]]:
    """List which cell stands in which row; the first row of a merged cell comes last, so that it stays."""
    for name, cell in table.cells.items():
        yield cell, total_anchor(anchor) if name in ("claimed_total", "total_weight") else head_anchor(anchor)
    for index in reversed(range(len(table.indicators))):
        for cell in table.indicators[index].cells.values():
            yield cell, indicator_anchor(anchor, index)
    for index in reversed(range(len(table.funds))):
        for cell in table.funds[index].cells.values():
            yield cell, fund_anchor(anchor, index)

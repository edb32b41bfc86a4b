"""Hold a resubmission against the review of the round before: remark by remark, and cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, get_args

from perfscore import datafile
from perfscore.model import FUND_AMOUNTS, Evaluation, Finding, Fund, Indicator, Table
from perfscore.report.remarks import is_about_the_sheet, is_dropped, name_of, own_cells, row_of
from perfscore.rounds.pairs import Located, Pair, pair_funds, pair_rows, pair_tables
from perfscore.text import fold, is_blank

Outcome = Literal["mended", "explained", "open", "new"]
"""已改: the remark is gone. 已说明: it stands, with a reason now. 未改: it stands. 新出现: it was not there before."""
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
_DATA: Final = Path(__file__).with_name("asked.toml")
_ROW_FIELDS: Final = ("level3", "target", "actual", "weight")


class RemarkOutcome(NamedTuple):
    """What became of a remark.

    Args:
        outcome: what the resubmission did about it. finding: the remark, as it stands in the last round that has it.
        subject: name of the row, or empty. reason: the reason that the row gives now.
        before: cell in the old file. after: cell in the new one.
    """

    outcome: Outcome
    finding: Finding
    subject: str
    reason: str
    before: str | None
    after: str | None


class CellChange(NamedTuple):
    """A cell, or a row, that changed although no remark had asked for it (擅改).

    Args:
        field: which column; ``added`` or ``removed`` for a whole row. subject: name of the row.
        before: old text. after: new text. cell: where it stands now; in the old file where the row is gone.
    """

    field: str
    subject: str
    before: str
    after: str
    cell: str | None


class TablePair(NamedTuple):
    """A table in both rounds, or in one of them.

    Args:
        old: of the round before, or None. new: of the resubmission, or None.
        remarks: what became of each remark. changes: what changed without having been asked for.
    """

    old: Located | None
    new: Located | None
    remarks: tuple[RemarkOutcome, ...]
    changes: tuple[CellChange, ...]

    @property
    def table(self) -> Table:
        """The table as it stands now, or stood where it was not handed in again."""
        located = self.new or self.old
        assert located is not None
        return located.table


class Rounds(NamedTuple):
    """A comparison of two rounds.

    Args:
        tables: one entry per table. errors: why files of either round could not be read.
    """

    tables: tuple[TablePair, ...]
    errors: tuple[str, ...]

    def counts(self) -> Mapping[str, int]:
        """Count the remarks by outcome and the changes; absent is zero."""
        counted = Counter[str](remark.outcome for pair in self.tables for remark in pair.remarks)
        counted["changed"] = sum(len(pair.changes) for pair in self.tables)
        return counted


def compare(old: Evaluation, new: Evaluation) -> Rounds:
    """Compare two rounds.

    Args:
        old: the review of the first submission. new: that of the resubmission.
    """
    tables = tuple(_compare(before, after) for before, after in pair_tables(old, new))
    errors = tuple(file.error for side in (old, new) for file in side.files if file.error is not None)
    return Rounds(tables, errors)


def _compare(old: Located | None, new: Located | None) -> TablePair:
    if old is None or new is None:
        # A table that was not handed in again mends nothing; one that is new brings its remarks.
        outcome: Outcome = "open" if new is None else "new"
        located = old or new
        assert located is not None
        table = located.table
        return TablePair(
            old,
            new,
            tuple(_single(finding, table, outcome) for finding in _remarks(table) if not is_dropped(finding)),
            (),
        )
    rows = pair_rows(old.table.indicators, new.table.indicators)
    funds = pair_funds(old.table.funds, new.table.funds)
    remarks = tuple(_outcomes(old.table, new.table, rows))
    return TablePair(old, new, remarks, tuple(_changes(old.table, rows, funds)))


def _remarks(table: Table) -> list[Finding]:
    return [finding for finding in table.findings if is_about_the_sheet(finding)]


def _single(finding: Finding, table: Table, outcome: Outcome) -> RemarkOutcome:
    row = row_of(finding, table)
    cells = (finding.cell, None) if outcome == "open" else (None, finding.cell)
    return RemarkOutcome(outcome, finding, name_of(row) if row is not None else "", "", *cells)


def _outcomes(old: Table, new: Table, rows: list[Pair[Indicator]]) -> Iterator[RemarkOutcome]:
    """Follow each remark of the old table into the new one: the same code about the same row or the same part.

    A remark about several rows stands as long as it is made about one of them. A remark that was not adopted is neither
    open nor mended: the unit is not asked about it any more.
    """
    numbers = {id(row): number for number, pair in enumerate(rows) for row in pair if row is not None}
    before = [(finding, _positions(finding, old, numbers)) for finding in _remarks(old)]
    after = [(finding, _positions(finding, new, numbers)) for finding in _remarks(new)]
    standing = _standing(before, after)
    for index, (finding, _) in enumerate(before):
        row = row_of(finding, old)
        counterpart = rows[numbers[id(row)]][1] if row is not None else None
        subject = name_of(counterpart or row) if row is not None else ""
        if index not in standing:
            cell = _counterpart(finding.cell, row, counterpart) if row is not None else finding.cell
            yield RemarkOutcome("mended", finding, subject, "", finding.cell, cell)
            continue
        now, _ = after[standing[index]]
        if is_dropped(now):
            continue
        row = row_of(now, new)
        reason = _reason(*rows[numbers[id(row)]]) if row is not None else ""
        yield RemarkOutcome("explained" if reason else "open", now, subject, reason, finding.cell, now.cell)
    known = set(standing.values())
    for index, (finding, _) in enumerate(after):
        if index not in known and not is_dropped(finding):
            yield _single(finding, new, "new")


_Positioned = tuple[Finding, tuple[object, ...]]


def _standing(before: list[_Positioned], after: list[_Positioned]) -> dict[int, int]:
    """Find which remarks still stand: old index to new index; the remark's own cell decides before its others do."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for depth in (1, None):
        known: dict[tuple[str, object], list[int]] = {}
        for number, (finding, positions) in enumerate(after):
            for position in dict.fromkeys(positions[:depth]):
                known.setdefault((finding.code, position), []).append(number)
        for index, (finding, positions) in enumerate(before):
            numbers = (number for position in positions[:depth] for number in known.get((finding.code, position), ()))
            match = None if index in pairs else next((number for number in numbers if number not in taken), None)
            if match is not None:
                pairs[index] = match
                taken.add(match)
    return pairs


def _positions(finding: Finding, table: Table, numbers: Mapping[int, int]) -> tuple[object, ...]:
    """Name the rows and parts of the table that a remark rests on, that of its own cell first."""
    names: dict[str, object] = {cell: name for name, cell in table.cells.items()}
    for fund in table.funds:
        names |= {cell: f"{fund.name} {name}" for name, cell in fund.cells.items()}
    for row in table.indicators:
        names |= dict.fromkeys(own_cells(row), numbers[id(row)])
    return tuple(names.get(cell) if cell is not None else None for cell in (finding.cell, *finding.cells))


def _reason(before: Indicator | None, after: Indicator | None) -> str:
    """Give the reason of a row where it says more than in the round before."""
    if before is None or after is None or is_blank(after.deviation):
        return ""
    return "" if fold(before.deviation) == fold(after.deviation) else after.deviation


def _counterpart(cell: str | None, before: Indicator, after: Indicator | None) -> str | None:
    field = next((name for name, own in before.cells.items() if own == cell), "")
    return after.cells.get(field) if after is not None else None


def _changes(old: Table, rows: list[Pair[Indicator]], funds: list[Pair[Fund]]) -> Iterator[CellChange]:
    for before, after in rows:
        if before is None and after is not None:
            if not _asked(old, None, "added"):
                yield CellChange("added", name_of(after), "", after.target, after.cells.get("level3"))
        elif before is not None and after is None:
            if not _asked(old, before, "removed"):
                yield CellChange("removed", name_of(before), before.target, "", before.cells.get("level3"))
        elif before is not None and after is not None:
            for field in _ROW_FIELDS:
                texts = getattr(before, field), getattr(after, field)
                if _differ(*texts) and not _asked(old, before, field):
                    yield CellChange(field, name_of(after), *texts, after.cells.get(field))
    for fund, other in funds:
        if fund is None or other is None:
            continue
        for field in FUND_AMOUNTS:
            texts = getattr(fund, field), getattr(other, field)
            if _differ(*texts) and not _asked(old, None, field, fund.cells.get(field)):
                yield CellChange(field, other.name, *texts, other.cells.get(field))


def _differ(before: str, after: str) -> bool:
    return fold(before) != fold(after) and not (is_blank(before) and is_blank(after))


def _asked(table: Table, row: Indicator | None, field: str, cell: str | None = None) -> bool:
    """Say whether a remark asked for a change: it stands in that cell, or its topic allows to mend that column.

    A topic speaks for the rows, or the cells among the funds, that its remark touches; where it names no row, for all.
    """
    own = own_cells(row) if row is not None else set()
    cell = cell or (row.cells.get(field) if row is not None else None)
    for finding in table.findings:
        if cell is not None and finding.cell == cell:
            return True
        if field not in _fields().get(finding.topic or "", ()):
            continue
        touched = {finding.cell, *finding.cells} - {None}
        if touched & own or cell in touched or (row_of(finding, table) is None and (row is not None or cell is None)):
            return True
    return False


@cache
def _fields() -> Mapping[str, tuple[str, ...]]:
    data: dict[str, Any] = datafile.load(_DATA)
    return {topic: tuple(fields) for topic, fields in data["fields"].items()}

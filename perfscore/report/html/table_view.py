"""What the report shows of one table: its blocks as the official knows them, with marks and calculations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Final

from attrs import evolve, frozen
from markupsafe import Markup

from perfscore import changes
from perfscore.changes import waits
from perfscore.correction.explain import points, settled_line
from perfscore.keys import SEVERITIES, UNSCORED_KINDS
from perfscore.model import Fund, Indicator, Score, Table, shown_in
from perfscore.place import split_cell
from perfscore.report.html.chart import SERIES, Group, bars
from perfscore.report.html.marks import (
    FindingView,
    Marks,
    fund_anchor,
    head_anchor,
    indicator_anchor,
    total_anchor,
)
from perfscore.report.html.scores import ScoreView, score_view
from perfscore.scoring.row import read_points, sum_or_none
from perfscore.wording import Language, label

_LONGEST_TITLE: Final = 120
_FACTS = ("project", "department", "unit", "year", "manager")
_GOALS = ("goal", "completion")
_FUND_FIELDS: Final = shown_in("html", Fund)
# The order of the official form, for a table that was built in code and has no cells.
_FIELDS: Final = shown_in("html", Indicator)
_ALWAYS = ("level3", "target", "weight")
_ALWAYS_EVALUATED = (*_ALWAYS, "actual", "claimed")


@frozen(kw_only=True)
class CellView:
    """A cell of a block.

    Args:
        field: which column. text: as printed. rows, columns: how many it spans.
        score: where it is a score. marks: the findings about it.
    """

    field: str
    text: str
    rows: int = 1
    columns: int = 1
    score: ScoreView | None = None
    marks: tuple[FindingView, ...] = ()


@frozen
class RowView:
    """A row of a block: its id and its cells."""

    anchor: str
    cells: tuple[CellView, ...]


@frozen(kw_only=True)
class TableView:
    """A whole table.

    Args:
        anchor: its id. table: the record. kind, title: in words.
        head: id of the head. facts, goals: its cells, one for each that is filled.
        fund_columns, funds: the funds block. columns, rows: the indicator block, the total last.
        claimed, recomputed, total_changes: the total, for the summary. settled: what it is sorted by.
        changed: scores that change. waiting: scores that wait for a person.
        findings: in the order of the evaluation. counts: their number by severity, the gravest first.
        scores: every score, for the appendix.
        chart: points by group.
    """

    anchor: str
    table: Table
    kind: str
    title: str
    head: str
    facts: tuple[CellView, ...]
    goals: tuple[CellView, ...]
    fund_columns: tuple[str, ...]
    funds: tuple[RowView, ...]
    columns: tuple[str, ...]
    rows: tuple[RowView, ...]
    claimed: str
    recomputed: str
    settled: str
    total_changes: bool
    changed: int
    waiting: int
    findings: tuple[FindingView, ...]
    counts: tuple[int, ...]
    scores: tuple[ScoreView, ...]
    chart: Markup


def view(table: Table, anchor: str, language: Language = "zh") -> TableView:
    """Lay out a table.

    Args:
        table: scored, or a target table.
        anchor: beginning of all its ids; unique in the document.
        language: of the words.
    """
    marks = Marks(table, anchor, language)
    changed = list(changes.changes(table))
    by_score = {id(change.score): change for change in changed}

    def shown(name: str, score: Score | None, printed: str) -> ScoreView | None:
        return None if score is None else score_view(name, score, printed, by_score.get(id(score)), language)

    fund_columns = tuple(name for name in _FUND_FIELDS if any(getattr(fund, name) for fund in table.funds))
    if table.execution is not None and "score" not in fund_columns:
        fund_columns = (*fund_columns, "score")
    execution = shown(label("report.execution", language), table.execution, table.funds[0].score if table.funds else "")
    scores = [shown(row.level3, row.score, row.claimed) for row in table.indicators]
    total = shown(label("report.total", language), table.total, table.claimed_total)
    if total is not None and table.total is not None and table.settled is not None:
        # What the corrected workbook shows: the scores that wait are in it as they were claimed.
        stands = table.settled == table.total.claimed
        total = evolve(total, recomputed="" if stands else points(table.settled))
    columns = _columns(table)
    rows = list(_rows(table, columns, scores, anchor, marks))
    if total is not None:
        rows.append(_total(table, columns, total, anchor, marks, language))
    head = _head(table, anchor, marks)
    waiting = sum(waits(change.kind) for change in changed)
    return TableView(
        anchor=anchor,
        table=table,
        kind=label(f"kind.{table.kind}", language),
        title=_title(table.project or table.unit or table.department or label("html.unnamed", language)),
        head=head_anchor(anchor),
        facts=tuple(cell for cell in head if cell.field in _FACTS),
        goals=tuple(cell for cell in head if cell.field in _GOALS),
        fund_columns=fund_columns,
        funds=tuple(_funds(table, fund_columns, execution, anchor, marks)),
        columns=columns,
        rows=tuple(rows),
        claimed=points(table.total.claimed) if table.total is not None else "",
        recomputed=settled_line(table, language),
        settled=points(table.settled) if table.settled is not None else "",
        total_changes=total is not None and bool(total.kind),
        changed=len(changed) - waiting,
        waiting=waiting,
        findings=marks.findings,
        counts=tuple(sum(item.finding.severity == row for item in marks.findings) for row in SEVERITIES),
        scores=tuple(score for score in (execution, *scores, total) if score is not None),
        chart=_chart(table, anchor, language),
    )


def _title(name: str) -> str:
    """Cut a name for lists and headings; the head of the table has it whole."""
    return name if len(name) <= _LONGEST_TITLE else f"{name[: _LONGEST_TITLE - 1]}…"


def _head(table: Table, anchor: str, marks: Marks) -> list[CellView]:
    named = {name: str(value) for name in (*_FACTS, *_GOALS) if (value := getattr(table, name))}
    marked = marks.of_row(head_anchor(anchor), table.cells, named, next(iter(named), ""))
    return [CellView(field=name, text=text, marks=marked.get(name, ())) for name, text in named.items()]


def _funds(
    table: Table, columns: Sequence[str], execution: ScoreView | None, anchor: str, marks: Marks
) -> Iterator[RowView]:
    for index, fund in enumerate(table.funds):
        row = fund_anchor(anchor, index)
        marked = marks.of_row(row, fund.cells, columns, columns[0])
        yield RowView(
            row,
            tuple(
                CellView(
                    field=name,
                    text=getattr(fund, name),
                    score=execution if name == "score" and index == 0 else None,
                    marks=marked.get(name, ()),
                )
                for name in columns
            ),
        )


def _columns(table: Table) -> tuple[str, ...]:
    """List the columns to show, in the order of the sheet."""
    always = _ALWAYS if table.kind in UNSCORED_KINDS else _ALWAYS_EVALUATED
    filled = {
        name
        for name in _FIELDS
        for row in table.indicators
        # What was inferred is no column of the form; the calculation says it.
        if getattr(row, name) and (name != "rule" or row.rule_source == "sheet")
    }
    fields = [name for name in _FIELDS if name in always or name in filled or name in table.columns]
    cells: Mapping[str, str] = table.indicators[0].cells if table.indicators else {}
    if all(name in cells for name in fields):
        fields.sort(key=lambda name: split_cell(cells[name])[1])
    return tuple(fields)


def _rows(
    table: Table, columns: Sequence[str], scores: Sequence[ScoreView | None], anchor: str, marks: Marks
) -> Iterator[RowView]:
    spans = {
        "level1": _spans([item.level1 for item in table.indicators]),
        "level2": _spans([item.level2 and (item.level1, item.level2) for item in table.indicators]),
    }
    for index, indicator in enumerate(table.indicators):
        row = indicator_anchor(anchor, index)
        shown = [name for name in columns if name not in spans or spans[name][index]]
        marked = marks.of_row(row, indicator.cells, shown, "level3")
        yield RowView(
            row,
            tuple(
                CellView(
                    field=name,
                    text=getattr(indicator, name),
                    rows=spans[name][index] if name in spans else 1,
                    score=scores[index] if name == "claimed" else None,
                    marks=marked.get(name, ()),
                )
                for name in shown
            ),
        )


def _spans(names: Sequence[object]) -> list[int]:
    """Say how many rows each cell spans: the run of equal names from it on, 0 inside a run; blanks stay single."""
    spans: list[int] = []
    for name, run in groupby(names):
        length = len(list(run))
        spans.extend([length] + [0] * (length - 1) if name else [1] * length)
    return spans


def _total(
    table: Table, columns: Sequence[str], total: ScoreView, anchor: str, marks: Marks, language: Language
) -> RowView:
    row = total_anchor(anchor)
    marked = marks.of_row(
        row,
        {"claimed": table.cells.get("claimed_total", ""), "weight": table.cells.get("total_weight", "")},
        columns,
        "claimed",
    )
    first = min(columns.index("weight"), columns.index("claimed"))
    name = total.name
    if table.settled_grade is not None or table.claimed_grade is not None:
        grades = {"claimed": table.claimed_grade or "—", "recomputed": table.settled_grade or "—"}
        key = "report.grade" if table.settled_grade != table.claimed_grade else "html.grade"
        name = f"{name}（{label(key, language, **grades)}）"
    cells = [CellView(field="level3", text=name, columns=first)] if first else []
    for column in columns[first:]:
        text = table.total_weight if column == "weight" else ""
        score = total if column == "claimed" else None
        cells.append(CellView(field=column, text=text, score=score, marks=marked.get(column, ())))
    return RowView(row, tuple(cells))


def _chart(table: Table, anchor: str, language: Language) -> Markup:
    groups = []
    execution = table.execution
    if execution is not None:
        weight = read_points(table.funds[0].weight) if table.funds else None
        groups.append(Group(label("report.execution", language), weight, execution.claimed, execution.recomputed))
    by_level: dict[str, list[Indicator]] = {}
    for indicator in table.indicators:
        by_level.setdefault(indicator.level1 or label("html.no_group", language), []).append(indicator)
    for name, rows in by_level.items():
        weight = sum_or_none([read_points(row.weight) for row in rows])
        groups.append(Group(name, weight, _sum(rows, "claimed"), _sum(rows, "recomputed")))
    series = SERIES[:1] if table.kind in UNSCORED_KINDS else SERIES
    return bars(groups, f"{anchor}-chart", language, series)


def _sum(rows: Sequence[Indicator], side: str) -> Decimal | None:
    values: list[Decimal | None] = [getattr(row.score, side) if row.score is not None else None for row in rows]
    return sum_or_none(values)

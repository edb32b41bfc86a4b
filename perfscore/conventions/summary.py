"""Count over all tables, and by unit and year, what each known reading explains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from attrs import Factory, define, frozen

from perfscore.conventions.records import ConventionsReport, Group, Question, Reading, Row, Separation
from perfscore.conventions.rows import Answer, answers, rounding
from perfscore.keys import UNSCORED_KINDS
from perfscore.model import Score, Table
from perfscore.rulebook import Rulebook
from perfscore.text import fold

_FEWEST: Final = 2
"""A single row may be an accident; it is shown, and advises nothing."""


@frozen
class _Claim:
    """A claimed score with what it says to each question."""

    row: Row
    score: Score
    answers: tuple[Answer, ...]


@define
class _Pile:
    """The claims of a group while they are collected."""

    unit: str | None = None
    year: int | None = None
    tables: int = 0
    uncompared: int = 0
    claims: list[_Claim] = Factory(list)


def summarise(tables_by_file: Mapping[str, Sequence[Table]], book: Rulebook) -> ConventionsReport:
    """Summarise which readings explain the claimed scores.

    Args:
        tables_by_file: scored tables by the path of their file; target tables among them are passed over.
        book: the rule book under which they were scored.

    Returns:
        The report; the same table met again, in a copy of a file say, is counted once.
    """
    overall, repeated, files = _Pile(), 0, 0
    piles: dict[tuple[str, int | None], _Pile] = {}
    seen: set[object] = set()
    for file, tables in tables_by_file.items():
        evaluations = [table for table in tables if table.kind not in UNSCORED_KINDS]
        files += bool(evaluations)
        for table in evaluations:
            content = _content(table)
            if content in seen:
                repeated += 1
                continue
            seen.add(content)
            unit = table.unit or table.department
            own = piles.setdefault((fold(unit), table.year), _Pile(unit, table.year))
            claims = list(_claims(file, table, book))
            scores = [row.score for row in table.indicators] + [table.execution]
            uncompared = sum(score is not None for score in scores) - len(claims)
            for pile in (own, overall):
                pile.tables += 1
                pile.uncompared += uncompared
                pile.claims.extend(claims)
    groups = tuple(_group(pile) for pile in piles.values())
    return ConventionsReport(book.reference, files, repeated, _group(overall), groups)


def _content(table: Table) -> object:
    rows = tuple(
        (row.level1, row.level2, row.level3, row.target, row.actual, row.weight, row.claimed)
        for row in table.indicators
    )
    funds = tuple((fund.full_year, fund.executed, fund.score) for fund in table.funds)
    return table.unit, table.department, table.year, table.project, table.claimed_total, funds, rows


def _claims(file: str, table: Table, book: Rulebook) -> Iterator[_Claim]:
    """Give every claimed score of a table that can be compared."""
    parameters = book.parameters(table.year)
    for indicator in table.indicators:
        score = indicator.score
        if score is not None and score.claimed is not None and score.verdict is not None:
            row = _row(file, table, score, score.claimed, indicator.level3 or indicator.level2)
            yield _Claim(row, score, tuple(answers(indicator, score, table.year, parameters)))
    score = table.execution
    if score is not None and score.claimed is not None and score.verdict is not None:
        row = _row(file, table, score, score.claimed, "")
        yield _Claim(row, score, tuple(rounding(score.claimed, [score.trace.exact])))


def _row(file: str, table: Table, score: Score, claimed: Decimal, name: str) -> Row:
    used = {item.name: item.text for item in score.trace.inputs}
    return Row(
        file=file,
        sheet=table.sheet,
        cell=score.cell,
        project=table.project,
        indicator=name,
        target=used.get("target", used.get("full_year", "")),
        actual=used.get("actual", used.get("executed", "")),
        weight=used.get("weight", ""),
        claimed=claimed,
    )


def _group(pile: _Pile) -> Group:
    differing = [claim for claim in pile.claims if claim.score.verdict == "differs"]
    unexplained = tuple(claim.row for claim in differing if not claim.score.explained_by)
    return Group(
        unit=pile.unit,
        year=pile.year,
        tables=pile.tables,
        in_force=len(pile.claims) - len(differing),
        other=len(differing) - len(unexplained),
        uncompared=pile.uncompared,
        questions=tuple(sorted(_questions(pile.claims), key=_weight, reverse=True)),
        unexplained=unexplained,
    )


def _questions(claims: Sequence[_Claim]) -> Iterator[Question]:
    by_parameter: dict[str, list[tuple[Row, Answer]]] = {}
    for claim in claims:
        for answer in claim.answers:
            by_parameter.setdefault(answer.parameter, []).append((claim.row, answer))
    for parameter, answered in by_parameter.items():
        names = dict.fromkeys(name for _, answer in answered for name in answer.scores)
        in_force = {answer.in_force for _, answer in answered}
        readings = tuple(
            Reading(name, name in in_force, sum(name in answer.explained_by for _, answer in answered))
            for name in sorted(names, key=lambda name: name not in in_force)
        )
        rows = tuple(Separation(row, answer.scores, answer.explained_by) for row, answer in answered)
        yield Question(parameter, readings, rows, _advice(readings))


def _weight(question: Question) -> tuple[bool, int]:
    """Order questions: those that advise first, then those that say most against the rule book."""
    return question.advice is not None, sum(item.explains for item in question.readings if not item.in_force)


def _advice(readings: Sequence[Reading]) -> str | None:
    """Name the reading that explains more than the one in force, if any does."""
    known = max(reading.explains for reading in readings if reading.in_force)
    best = max(readings, key=lambda reading: reading.explains)
    return best.name if best.explains > known and best.explains >= _FEWEST else None

"""Which scores of a table change or wait for a person: the rows that every report shows and the correction writes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from perfscore.model import CLAIMED_IS_TEXT, Indicator, Score, Table

ChangeKind = Literal["differs", "rounding", "filled", "judged", "unscored"]


class Change(NamedTuple):
    """A score that is replaced, filled in, or waits for a person.

    Args:
        kind: why. name: the indicator's name, or the label key of execution or total.
        score: claimed and recomputed. indicator: its row, or None for execution and total.
    """

    kind: ChangeKind
    name: str
    score: Score
    indicator: Indicator | None


def kind_of(score: Score) -> ChangeKind | None:
    """Tell whether a score changes and why; None where it stays and nobody has to look.

    A judged score inside the interval of its grade has been decided by the unit; one that nothing bounds, or that
    was moved to a bound, waits for a person.
    """
    if score.status == "unscored":
        return "unscored"
    if score.claimed is None:
        if score.recomputed is None:
            return "judged"
        return "filled" if CLAIMED_IS_TEXT not in score.trace.notes else None
    if score.status == "judged" and (score.verdict == "differs" or is_open(score)):
        return "judged"
    if score.verdict in ("differs", "rounding"):
        return "differs" if score.verdict == "differs" else "rounding"
    return None


def is_open(score: Score) -> bool:
    """Say whether the judgement is not bounded by a grade."""
    return score.low != score.high and not score.trace.branch.startswith("grade_")


def changes(table: Table) -> Iterator[Change]:
    """List the scores of a table that change or wait for a person, in the order of the sheet."""
    if table.execution is not None and (kind := kind_of(table.execution)):
        yield Change(kind, "report.execution", table.execution, None)
    for indicator in table.indicators:
        if indicator.score is not None and (kind := kind_of(indicator.score)):
            yield Change(kind, indicator.level3, indicator.score, indicator)
    total = table.total
    if total is not None and total.claimed is not None and total.verdict in ("differs", "rounding"):
        yield Change("differs" if total.verdict == "differs" else "rounding", "report.total", total, None)
    elif total is not None and total.claimed is None and total.recomputed is not None and total.cell is not None:
        yield Change("filled", "report.total", total, None)


def has_corrections(table: Table) -> bool:
    """Say whether any score or total of the table has to change; rounding gaps count."""
    return any(
        change.score.recomputed is not None and change.score.claimed != change.score.recomputed
        for change in changes(table)
    )

"""Which scores of a table change or wait for a person: the rows that every view shows and the correction writes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from perfscore.keys import ChangeKind
from perfscore.model import Indicator, Score, Table

Part = Literal["execution", "indicator", "total"]


class Change(NamedTuple):
    """A score that is replaced, filled in, or waits for a person.

    Args:
        kind: why. part: which score of the table it is.
        score: claimed and recomputed. indicator: its row, or None for execution and total.
    """

    kind: ChangeKind
    part: Part
    score: Score
    indicator: Indicator | None = None


def kind_of(score: Score) -> ChangeKind | None:
    """Say why a score changes or waits; None where it stays and nobody has to look."""
    if score.action == "keep":
        return None
    if score.action == "confirm":
        return "confirm"
    if score.action == "judge":
        return "unscored" if score.status == "unscored" else "judged"
    if score.claimed is None:
        return "filled"
    return "rounding" if score.verdict == "rounding" else "differs"


def changes(table: Table) -> Iterator[Change]:
    """List the scores of a table that change or wait for a person, in the order of the sheet."""
    if table.execution is not None and (kind := kind_of(table.execution)):
        yield Change(kind, "execution", table.execution)
    for indicator in table.indicators:
        if indicator.score is not None and (kind := kind_of(indicator.score)):
            if kind == "unscored" and not table.prints_points:
                # The form has no scores: nobody is waited for.
                continue
            yield Change(kind, "indicator", indicator.score, indicator)
    total = table.total
    if total is not None and total.action == "replace":
        yield Change("filled" if total.claimed is None else "differs", "total", total)


def waits(kind: ChangeKind) -> bool:
    """Say whether a person has to decide."""
    return kind in ("confirm", "judged", "unscored")


def is_scored(table: Table) -> bool:
    """Say whether a table claims a score or has one recomputed; forms without weights and scores have neither."""
    scores = (table.total, table.execution, *(indicator.score for indicator in table.indicators))
    return any(score is not None and not (score.claimed is score.recomputed is None) for score in scores)


def has_corrections(table: Table) -> bool:
    """Say whether any score or total of the table has to change under the rule book; rounding gaps count."""
    total = table.total
    return any(
        change.score.recomputed is not None and change.score.claimed != change.score.recomputed
        for change in changes(table)
    ) or (total is not None and total.verdict in ("differs", "rounding"))

"""The printed criterion of a row, where the row was scored by it."""

from __future__ import annotations

from perfscore import criteria
from perfscore.audit.rows import Row
from perfscore.scoring.row import read_points


def criterion_of(row: Row) -> criteria.Criterion | None:
    """Read the criterion that a row was scored by; None where it was scored by another rule."""
    if row.score is None or row.score.trace.rule != "criterion":
        return None
    criterion = criteria.read(row.indicator.rule, read_points(row.indicator.weight))
    return criterion if isinstance(criterion, criteria.Criterion) else None

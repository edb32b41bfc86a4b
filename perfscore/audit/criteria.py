"""The rows of a table that were scored by their printed criteria."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from perfscore.audit.context import Context
from perfscore.audit.rows import Row
from perfscore.scoring.row import read_points

if TYPE_CHECKING:
    from perfscore.criteria import Criterion


def rows_with_criteria(context: Context) -> Iterator[tuple[Row, Criterion]]:
    """List the rows that were scored by a printed criterion, and the criterion as it was read."""
    rows = [row for row in context.rows if row.score is not None and row.score.trace.rule == "criterion"]
    if not rows:
        return
    # Most tables print no criteria, and what reads them takes a while to import.
    from perfscore.criteria import Criterion, read

    for row in rows:
        criterion = read(row.indicator.rule, read_points(row.indicator.weight))
        if isinstance(criterion, Criterion):
            yield row, criterion

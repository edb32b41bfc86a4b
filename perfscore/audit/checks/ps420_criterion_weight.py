"""PS420: the points that a printed criterion names are not those of the row's weight."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.criteria import rows_with_criteria
from perfscore.model import Remark, Table

CODE = "PS420"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Compare the most points of the text with the weight."""
    for row, criterion in rows_with_criteria(context):
        if not criterion.several and criterion.top is not None and criterion.top != criterion.weight:
            yield row.remark(CODE, "rule", [row.cell("weight")], top=number.short(criterion.top))

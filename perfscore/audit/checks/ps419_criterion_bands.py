"""PS419: the bands of a printed criterion leave something out, or two of them speak of the same number."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.criteria import rows_with_criteria
from perfscore.model import Remark, Table

CODE = "PS419"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Look at every seam of the bands, whatever the actual is."""
    for row, criterion in rows_with_criteria(context):
        from perfscore.criteria.bands import seams

        listed = list(seams(criterion))
        for kind in ("gap", "overlap"):
            values = [str(seam) for seam in listed if seam.kind == kind]
            if values:
                yield row.remark(CODE, "rule", case=kind, places="、".join(values))

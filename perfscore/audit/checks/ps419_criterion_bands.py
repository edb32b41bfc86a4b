"""PS419: the bands of a printed criterion leave something out, or two of them speak of the same number."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.criteria import criterion_of
from perfscore.criteria.bands import seams
from perfscore.model import Remark, Table

CODE = "PS419"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Look at every seam of the bands, whatever the actual is."""
    for row in context.rows:
        criterion = criterion_of(row)
        if criterion is None:
            continue
        found = list(seams(criterion))
        for kind in ("gap", "overlap"):
            places = [str(seam) for seam in found if seam.kind == kind]
            if places:
                yield row.remark(CODE, "rule", case=kind, places="、".join(places))

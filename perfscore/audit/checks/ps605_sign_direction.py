"""PS605: the target's sign points the wrong way for what is measured."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.direction import misdirection
from perfscore.model import Remark, Table

CODE = "PS605"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Compare the sign with the indicator's name, as far as the name leaves no doubt."""
    for row in context.rows:
        case = misdirection(row)
        if case is not None:
            yield row.remark(CODE, "target", case=case, sign="≤" if case == "bad" else "≥")

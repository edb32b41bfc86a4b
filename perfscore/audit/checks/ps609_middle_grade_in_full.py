"""PS609: words of the middle grade, such as 基本达到, with full marks."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.expression import Words
from perfscore.model import Remark, Table

CODE = "PS609"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Look at rows of words whose actual names the middle grade.

    Source: 财预〔2020〕10号: the middle grade is worth 80% to 60% of the points.
    """
    for row in context.rows:
        actual = row.compared.actual
        if isinstance(actual, Words) and actual.grade == "partial" and row.claimed_in_full:
            yield row.remark(CODE)

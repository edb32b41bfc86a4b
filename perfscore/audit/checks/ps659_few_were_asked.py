"""PS659: a rate of satisfaction rests on so few answers that it tells nothing."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.prose import mentions
from perfscore.audit.surveys import answers
from perfscore.expression import Quantity
from perfscore.model import Remark, Table

CODE = "PS659"


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Look for the number of answers in the row's own texts, then in the completion: 调查3人, 收回问卷5份."""
    for row in context.rows:
        actual = row.compared.actual
        if row.group != "satisfaction" or not isinstance(actual, Quantity) or actual.unit not in ("%", ""):
            continue
        indicator = row.indicator
        texts = (indicator.deviation, indicator.evidence, indicator.basis, table.completion)
        asked = [mention for text in texts for mention in answers(text)]
        # Of several numbers the largest is how many were asked; the others are those of one answer.
        most = max(asked, key=lambda mention: mention.value, default=None)
        if most is not None and most.value < context.parameters.fewest_answers:
            cell = table.cells.get("completion") if most in mentions(table.completion) else row.cell("deviation")
            yield row.remark(CODE, "actual", [cell], asked=most.text)

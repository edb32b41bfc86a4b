"""PS634: the printed scoring rule does not fit the target: a ratio of words, of a date or of nothing."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.rows import Row
from perfscore.expression import Availability, Conditions, Deadline, Quantity, Range, Words
from perfscore.model import Remark, Table
from perfscore.scoring.lexicon import rule_key

CODE = "PS634"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Look at rules that the table prints; an inferred rule is nobody's fault."""
    for row in context.rows:
        if row.indicator.rule_source != "inferred":
            case = _misfit(row)
            if case is not None:
                yield row.remark(CODE, "rule", [row.cell("target")], rule=row.indicator.rule, case=case)


def _misfit(row: Row) -> str | None:
    target, rule = row.compared.target, rule_key(row.indicator.rule)
    if rule == "proportion":
        if isinstance(target, Words | Availability | Conditions):
            return "ratio_of_words"
        if isinstance(target, Deadline):
            return "ratio_of_date"
        if isinstance(target, Quantity) and target.value == 0:
            return "ratio_of_zero"
    if rule == "grades" and isinstance(target, Quantity | Range | Deadline):
        return "grades_of_number"
    if rule == "direct" and isinstance(target, Words) and row.group == "benefit":
        return "direct_of_words"
    return None

"""PS641: the completion text gives the target's figure although the row reports another one."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import head, holds
from perfscore.audit.likeness import common
from perfscore.audit.prose import Mention, clauses, mentions
from perfscore.audit.rows import Row
from perfscore.expression.units import is_share
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED
from perfscore.text import fold

CODE = "PS641"
_TELLING = 20
_SHARED = 3


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Find 完成900套云终端安装 in the text beside 500套 in the table.

    A small figure stands in many clauses; it counts only beside words of the indicator's name.
    """
    if not context.comparable:
        return
    yield from _happened(table, context)
    reached = {row.actual_size for row in context.rows}
    reported = {(mention.size, mention.dimension) for mention in mentions(table.completion)}
    for mention in mentions(table.completion):
        if holds(mention.before, "completion", "planned") or holds(mention.before, "completion", "limited"):
            continue
        for row in context.rows:
            compared = row.compared
            if compared.actual_value is None or compared.actual_value == compared.target_value:
                continue
            missed = compared.met is False and not compared.cost
            if row.actual_size in reported or (mention.size, mention.dimension) != row.target_size:
                continue
            named = missed and _is_named(mention, row)
            if named or (row.target_size not in reached and _is_about(mention, row, missed)):
                words = f"{mention.before[-12:]}{mention.text}{mention.after[:8]}"
                case = "missed" if missed else "exceeded"
                yield row.remark(CODE, "actual", [table.cells.get("completion")], words=words, case=case)


def _happened(table: Table, context: Context) -> Iterator[Remark]:
    """Find 未发生群体性事件 beside a number of them above 0."""
    none = [clause for clause in clauses(table.completion) if holds(clause, "completion", "none_happened")]
    for row in context.rows if none else ():
        counted = row.compared.direction == "ceiling" and row.compared.actual_value and not row.compared.cost
        name = fold(row.indicator.level3)
        clause = next((clause for clause in none if counted and len(common(name, clause)) > _SHARED), None)
        if clause is not None:
            yield row.remark(CODE, "actual", [table.cells.get("completion")], words=clause, case="happened")


def _is_named(mention: Mention, row: Row) -> bool:
    """Say whether a rate is called by the end of its name right in front of the figure: 处置率100%."""
    rate = head(row.indicator.level3)[-_SHARED:]
    return is_share(mention.unit) and mention.before.endswith(rate)


def _is_about(mention: Mention, row: Row, missed: bool) -> bool:
    """Say whether a figure is meant for a row; where more was reached than it says, the name has to tell."""
    if missed and mention.value >= _TELLING and mention.value != HUNDRED:
        return True
    if not missed and (is_share(mention.unit) or holds(mention.after, "completion", "or_more")):
        return False
    return len(common(fold(row.indicator.level3), mention.before + mention.after)) >= _SHARED

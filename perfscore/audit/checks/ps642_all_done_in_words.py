"""PS642: the completion says that all targets were reached or all was paid, and the table or itself says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfscore import wording
from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds, pattern, words
from perfscore.audit.likeness import common, content, pairs
from perfscore.audit.prose import clauses
from perfscore.audit.rows import Row, joint
from perfscore.audit.states import states
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS642"
_SPENT, _SHARED = 90, 3


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Look for 预期目标已按时完成, 足额支付 beside missed targets; the words are in the lexicon."""
    done = _clause(table.completion, "all_done")
    paid = _clause(table.completion, "all_paid")
    all_of_it = pattern("completion", "all_of_it")
    said = [(clause, hit["act"]) for clause in clauses(table.completion) if (hit := all_of_it.search(clause))]
    if done is None and paid is None and not said:
        return
    missed = [row for row in context.rows if row.compared.met is False]
    total = context.total
    percent = total.amounts.percent if total is not None else None
    low = percent is not None and percent < _SPENT
    undone = next((state for state in states(table.completion) if state.kind == "unfinished"), None)
    if done is not None and undone is not None and undone.words != done:
        values = {"words": done, "actual": undone.words, "case": "unfinished"}
        yield Remark(CODE, table.cells.get("completion"), values)
    elif missed and done is not None:
        yield _missed(table, missed, done)
    for clause, act in said if done is None else ():
        short = [row for row in missed if _is_said(row, clause, act)]
        if short:
            yield _missed(table, short, clause)
    if paid is None or paid == done:
        return
    late = [row for row in missed if _is_paid(row, paid)]
    if late:
        yield _missed(table, late, paid)
    elif total is not None and low and not any(_is_paid(row, paid) for row in context.rows):
        also = [table.cells.get("completion")]
        yield total.remark(
            CODE,
            "rate",
            also,
            words=paid,
            rows=wording.names([total.fund.name]),
            target="100%",
            actual=total.fund.rate,
            case="unspent",
        )


def _missed(table: Table, rows: list[Row], clause: str) -> Remark:
    """Remark on rows that missed their targets although a clause says that all is done."""
    first = rows[0].indicator
    values = {"words": clause, "target": first.target, "actual": first.actual}
    return joint(CODE, rows, "actual", [table.cells.get("completion")], **values, case="missed")


def _is_said(row: Row, clause: str, act: str) -> bool:
    """Say whether a clause about all of something speaks of the row: 全部结案 of 按期结案率."""
    name = fold(row.indicator.level3)
    return act in name or len(common(name, clause)) >= _SHARED


def _is_paid(row: Row, clause: str) -> bool:
    """Say whether a clause about payment speaks of the row: 工资已足额发放 and 工资发放及时率."""
    name = fold(row.indicator.level3)
    return holds(name, "payment", "money") and len(common(name, clause)) > 1 and bool(content(name) & pairs(clause))


def _clause(text: str, kind: str) -> str | None:
    for clause in clauses(text):
        if any(re.search(pattern, clause) for pattern in words("completion", kind)):
            return clause
    return None

"""PS644: the completion text repeats the goal, speaks like a plan, or names no figure although points were lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfscore.audit.context import Context
from perfscore.audit.lexicon import words
from perfscore.audit.likeness import alike, contained, pairs
from perfscore.audit.prose import COUNTLESS, mentions
from perfscore.audit.rows import Row
from perfscore.audit.states import open_states
from perfscore.expression.units import unit
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS644"
_FOREIGN, _HARDLY, _ENOUGH, _OTHER_WORK = 0.1, 0.25, 15, 2
_PLANS = 3
_SHORTEST, _PLANNED = 12, 2


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Look at the text as a whole; the gravest fault is named."""
    completion = fold(table.completion)
    if not completion or not context.claims:
        return
    if len(completion) < _SHORTEST:
        if len(mentions(table.goal)) >= _PLANNED:
            yield Remark(CODE, table.cells.get("completion"), {"case": "no_figure", "words": f"“{completion}”"})
        return
    plans = [word for word in words("completion", "plan") if word in completion]
    quantities = [row for row in context.rows if row.compared.actual_value is not None]
    case = ""
    reported = {(mention.size, mention.dimension) for mention in mentions(table.completion)}
    planned = {(mention.size, mention.dimension) for mention in mentions(table.goal)}
    if reported <= planned and alike(pairs(table.goal), pairs(table.completion)) >= context.parameters.copied_text:
        case = "copied"
    elif _is_foreign(table, context.rows):
        case = "foreign"
    elif sum(completion.count(word) for word in plans) >= _PLANS:
        case = "plan"
    elif quantities and not reported and any(row.lost for row in context.rows):
        case = "no_figure"
    if case:
        quoted = "、".join(f"“{word}”" for word in plans) if case == "plan" else f"“{completion[:24]}…”"
        yield Remark(CODE, table.cells.get("completion"), {"case": case, "words": quoted})


def _is_foreign(table: Table, rows: Sequence[Row]) -> bool:
    """Say whether the text shares hardly a word with goal, project and indicators: it is about something else."""
    if open_states(table.completion):  # what is not done yet is told in words of its own
        return False
    known = pairs("，".join([table.goal, table.project, *(row.level3 + row.target for row in table.indicators)]))
    reported = pairs(table.completion)
    if not table.goal or len(reported) < _ENOUGH:
        return False
    shared = contained(reported, known)
    return shared < _FOREIGN or (shared < _HARDLY and _counts_other_work(table, rows))


def _counts_other_work(table: Table, rows: Sequence[Row]) -> bool:
    """Say whether a text counts only what neither goal nor indicators count: 培训3期、420人次 beside 维修6所."""
    counted = {item.dimension for item in mentions(table.completion) if not unit(item.unit).money} - COUNTLESS
    asked = {mention.dimension for mention in mentions(table.goal)}
    asked.update(row.target_size[1] for row in rows if row.target_size is not None)
    return len(counted) >= _OTHER_WORK and counted.isdisjoint(asked)

"""PS644: the completion text repeats the goal, speaks like a plan, or names no figure although points were lost."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import words
from perfscore.audit.likeness import alike, contained, pairs
from perfscore.audit.prose import mentions
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS644"
_FOREIGN, _ENOUGH = 0.1, 15
_PLANS = 3
_SHORTEST = 12


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Look at the text as a whole; the gravest fault is named."""
    completion = fold(table.completion)
    if len(completion) < _SHORTEST or not context.claims:
        return
    plans = [word for word in words("completion", "plan") if word in completion]
    quantities = [row for row in context.rows if row.compared.actual_value is not None]
    case = ""
    reported = {(mention.size, mention.dimension) for mention in mentions(table.completion)}
    planned = {(mention.size, mention.dimension) for mention in mentions(table.goal)}
    if reported <= planned and alike(pairs(table.goal), pairs(table.completion)) >= context.parameters.copied_text:
        case = "copied"
    elif _is_foreign(table):
        case = "foreign"
    elif sum(completion.count(word) for word in plans) >= _PLANS:
        case = "plan"
    elif quantities and not reported and any(row.lost for row in context.rows):
        case = "no_figure"
    if case:
        quoted = "、".join(f"“{word}”" for word in plans) if case == "plan" else f"“{completion[:24]}…”"
        yield Remark(CODE, table.cells.get("completion"), {"case": case, "words": quoted})


def _is_foreign(table: Table) -> bool:
    """Say whether the text shares hardly a word with goal, project and indicators: it is about something else."""
    known = pairs("，".join([table.goal, table.project, *(row.level3 + row.target for row in table.indicators)]))
    reported = pairs(table.completion)
    return bool(table.goal) and len(reported) >= _ENOUGH and contained(reported, known) < _FOREIGN

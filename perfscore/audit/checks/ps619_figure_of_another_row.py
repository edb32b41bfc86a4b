"""PS619: the reason of a row, or the completion, gives another figure for an indicator than its own row."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.goal_figures import begins_with_the_act
from perfscore.audit.lexicon import holds, without_verbs
from perfscore.audit.likeness import common, content
from perfscore.audit.prose import Mention, mentions
from perfscore.audit.rows import Narrative, Row, narratives
from perfscore.expression.units import is_share, unit
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS619"
_SHARED, _TELLING = 4, 10


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Match 馕全自动生产线6套 in a text with the row 馕全自动生产线数量 by the words in front of the figure.

    A figure of half a year, of a plan or of a part is another one.
    """
    if not context.comparable:
        return
    counted = [row for row in context.rows if row.compared.actual_value is not None and row.compared.unit]
    for narrative in narratives(table, context.rows):
        for mention in mentions(narrative.text):
            if holds(mention.before, "completion", "partial"):
                continue
            row = _row_meant(mention, counted)
            if row is None and narrative.row is None:  # a reason tells of parts
                row = _row_of_the_goal(mention, counted, table.goal)
            if row is not None and row is not narrative.row and not _fits(mention, row, narrative):
                figure, quote = mention.text, _quote(mention)
                yield row.remark(CODE, "actual", [narrative.cell], figure=figure, text=quote, where=narrative.where)


def _row_meant(mention: Mention, rows: list[Row]) -> Row | None:
    """Find the row whose name ends the words in front of a figure or begins those behind it, if there is one."""
    best: list[tuple[int, Row]] = []
    for row in rows:
        if unit(row.compared.unit).dimension != mention.dimension:
            continue
        name, before = fold(row.indicator.level3), without_verbs(mention.before)
        shared, behind = common(name, before), common(name, mention.after)
        if len(shared) >= _SHARED and before.endswith(shared):
            best.append((len(shared), row))
        elif len(behind) >= _SHARED and mention.after.removeprefix("的").startswith(behind):
            best.append((len(behind), row))
    if not best:
        return None
    most = max(length for length, _ in best)
    meant = [row for length, row in best if length == most]
    return meant[0] if len(meant) == 1 else None


def _row_of_the_goal(mention: Mention, rows: list[Row], goal: str) -> Row | None:
    """Find the only row in a mention's unit, if the goal gives its target and speaks of the same thing in other words.

    养护工程完成28公里 is what was done of 完成公路养护45公里, and the row is called 养护里程.
    """
    if unit(mention.unit).money or is_share(mention.unit):
        return None
    fitting = [row for row in rows if unit(row.compared.unit).dimension == mention.dimension]
    planned = [other for other in mentions(goal) if other.dimension == mention.dimension]
    if len(fitting) == 1 and mention.value >= _TELLING and begins_with_the_act(fitting[0].indicator.level3, mention):
        return fitting[0]
    if len(fitting) != 1 or len(planned) != 1 or (planned[0].size, mention.dimension) != fitting[0].target_size:
        return None
    clauses = (content(f"{told.before}，{told.after}") for told in (planned[0], mention))
    return fitting[0] if frozenset.intersection(*clauses) else None


def _fits(mention: Mention, row: Row, narrative: Narrative) -> bool:
    """Say whether a figure is the row's actual, its target, or in a reason what lies between the two."""
    actual, target = row.actual_size, row.target_size
    if actual is None:
        return True
    known = {actual[0]} if target is None else {actual[0], target[0]}
    if target is not None and narrative.row is not None:
        known.add(abs(number.add(actual[0], -target[0])))
    return mention.size in known


def _quote(mention: Mention) -> str:
    return f"{mention.before[-14:]}{mention.text}"

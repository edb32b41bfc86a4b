"""PS615: the reason names another figure of what was done than the actual."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds, pattern
from perfscore.audit.prose import Mention, mentions
from perfscore.audit.rows import Row, is_time
from perfscore.expression.units import unit
from perfscore.model import Remark, Table

CODE = "PS615"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Look for one figure in the actual's unit that a clause calls done; neither actual nor target, nor their gap."""
    for row in context.rows:
        left = _wrong_rest(row, context)
        if left is not None:
            yield row.remark(CODE, "deviation", [row.cell("actual")], figure=left, case="rest")
        elif row.indicator.deviation and row.compared.actual_value is not None and _is_counter(row):
            figure = _figure_done(row)
            if figure is not None:
                yield row.remark(CODE, "deviation", [row.cell("actual")], figure=figure, case="done")


def _wrong_rest(row: Row, context: Context) -> str | None:
    """Find 结余4.36万元 in the reason of a cost that left 3.36万元, and no other money of the table leaves as much."""
    target, actual = row.target_size, row.actual_size
    if not row.indicator.deviation or not row.compared.money or target is None or actual is None:
        return None
    rests = {
        number.add(other.target_size[0], -other.actual_size[0])
        for other in context.rows
        if other.target_size is not None and other.actual_size is not None
    }
    for fund in context.funds:
        spent, budgets = fund.money("executed"), (fund.money("initial"), fund.money("full_year"))
        rests.update(number.add(budget, -spent) for budget in budgets if budget is not None and spent is not None)
    for mention in mentions(row.indicator.deviation):
        if mention.dimension == target[1] and pattern("reason", "rest").search(mention.before):
            return None if mention.size in rests else mention.text
    return None


def _is_counter(row: Row) -> bool:
    name = row.compared.unit
    return bool(name) and unit(name).dimension == name and not row.compared.money and not is_time(name)


def _figure_done(row: Row) -> str | None:
    dimension = unit(row.compared.unit).dimension
    counted = [mention for mention in mentions(row.indicator.deviation) if mention.dimension == dimension]
    really = [mention for mention in counted if holds(mention.before, "reason", "really")]
    # 实际 in front of a figure leaves no doubt, even if it is the target's.
    if len(really) == 1 and row.actual_size is not None and not holds(really[0].before, "reason", "other_really"):
        return really[0].text if really[0].size != row.actual_size[0] else None
    if len(counted) != 1 or row.actual_size is None or _fits(counted[0], row):
        return None
    clause = f"{counted[0].before}{counted[0].text}{counted[0].after}"
    if not holds(clause, "reason", "done") or holds(clause, "reason", "other"):
        return None
    return counted[0].text


def _fits(mention: Mention, row: Row) -> bool:
    sizes = [size[0] for size in (row.actual_size, row.target_size) if size is not None]
    return mention.size in sizes or (len(sizes) > 1 and mention.size == abs(number.add(sizes[0], -sizes[1])))

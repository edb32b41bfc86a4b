"""PS510: a target was exceeded so far that a reason is due, and none is given."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.lexicon import pattern
from perfscore.audit.rows import says_nothing
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED
from perfscore.text import fold

CODE = "PS510"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Ask for a reason where the form has a column for it.

    Source: the rule book's ``exceeded_reason``; 财预〔2020〕10号 names no figure.
    """
    if not context.has_reasons:
        return
    bound = context.parameters.exceeded_reason
    for row in context.rows:
        ratio = row.compared.excess
        if ratio is not None and ratio >= bound and _is_none(row.indicator.deviation):
            share = number.short(number.half_up(number.multiply(ratio, HUNDRED), 1))
            least = number.short(number.multiply(bound, HUNDRED))
            yield row.remark(CODE, "deviation", [row.cell("actual")], share=share, bound=least)


def _is_none(reason: str) -> bool:
    """Say whether a reason is none: blank, or 超额完成年度任务, which the figures say themselves."""
    return says_nothing(reason) or pattern("reason", "circular").fullmatch(fold(reason).rstrip("。.")) is not None

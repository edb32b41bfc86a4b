"""PS655: the only limit of time is the year itself, which every project of a year keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import words
from perfscore.audit.rows import Row
from perfscore.expression import Quantity
from perfscore.expression.units import unit
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS655"
_YEAR = 12


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Find ≤12个月 and 1月—12月 among the indicators of time."""
    for row in context.rows:
        if row.group == "time" and (_is_twelve_months(row) or _is_the_whole_year(row.indicator.target)):
            yield row.remark(CODE, "target")


def _is_twelve_months(row: Row) -> bool:
    target = row.compared.target
    if not isinstance(target, Quantity) or row.compared.direction != "ceiling":
        return False
    return unit(target.unit).dimension == unit("个月").dimension and target.value == _YEAR


def _is_the_whole_year(target: str) -> bool:
    return any(re.fullmatch(pattern, fold(target)) for pattern in words("time", "whole_year"))

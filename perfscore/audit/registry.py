"""All checks, in the order in which their findings are listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from perfscore.audit import differences
from perfscore.audit.checks import (
    ps501_weights_sum,
    ps503_rate_arithmetic,
    ps601_full_marks_for_a_miss,
)
from perfscore.audit.context import Context
from perfscore.model import Remark, Table

Check = Callable[[Table, Context], Iterator[Remark]]

CHECKS: Final[tuple[Check, ...]] = (
    differences.check,
    ps501_weights_sum.check,
    ps503_rate_arithmetic.check,
    ps601_full_marks_for_a_miss.check,
)

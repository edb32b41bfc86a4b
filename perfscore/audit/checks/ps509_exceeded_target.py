"""PS509: a target was exceeded by far, by 20% unless the rule book says otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.rows import says_nothing
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED

CODE = "PS509"


def check(_table: Table, context: Context) -> Iterator[Remark]:
    """Note an exceeded target for which no reason is given; one that needs a reason is PS510.

    Source: 财预〔2020〕10号: where far more than the target is reached, look for the reason.
    """
    parameters = context.parameters
    for row in context.rows:
        ratio = row.compared.excess
        if ratio is None or ratio < parameters.exceeded_notice or not says_nothing(row.indicator.deviation):
            continue
        if ratio < parameters.exceeded_reason or not context.has_reasons:
            share = number.short(number.half_up(number.multiply(ratio, HUNDRED), 1))
            bound = number.short(number.multiply(parameters.exceeded_notice, HUNDRED))
            yield row.remark(CODE, "actual", share=share, bound=bound)

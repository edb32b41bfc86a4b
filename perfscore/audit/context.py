"""What every check is given besides the table: the rule book's values and facts worked out once."""

from __future__ import annotations

from typing import NamedTuple

from perfscore.audit.funds import FundRow, RateSlip, execution_base, fund_row, rate_slips
from perfscore.audit.rows import Row, row_of
from perfscore.model import Table
from perfscore.rulebook import Parameters, Rulebook


class Context(NamedTuple):
    """Rule book and shared facts for the checks of one table.

    Args:
        book: the rule book in force. parameters: its values for the table's year.
        rows: the indicators with their facts, in order.
        funds: the rows of the funds block with their numbers, the total first.
        has_reasons: whether the form has a column for reasons of deviation.
        rate_slips: the printed execution rates that are not those of their rows.
        execution_base: the funds row that gives a wrong execution score, or None.
    """

    book: Rulebook
    parameters: Parameters
    rows: tuple[Row, ...]
    funds: tuple[FundRow, ...]
    has_reasons: bool
    rate_slips: tuple[RateSlip, ...]
    execution_base: FundRow | None

    @classmethod
    def of(cls, table: Table, book: Rulebook) -> Context:
        """Work out the facts of a scored table."""
        year = table.year
        parameters = book.parameters(year)
        funds = tuple(fund_row(fund) for fund in table.funds)
        return cls(
            book,
            parameters,
            tuple(row_of(indicator, year) for indicator in table.indicators),
            funds,
            "deviation" in table.columns,
            rate_slips(funds),
            execution_base(funds, table.execution, parameters.execution_weight),
        )

"""What every check is given besides the table: the rule book's values and facts worked out once."""

from __future__ import annotations

from typing import NamedTuple

from perfscore.audit.funds import FundRow, RateSlip, execution_base, fund_row, rate_slips
from perfscore.audit.rows import Row, row_of
from perfscore.keys import UNSCORED_KINDS
from perfscore.model import Table
from perfscore.rulebook import Parameters, Rulebook
from perfscore.scoring.row import sum_or_none

_WHOLE = 85
# What a form without weights has at least, where it is no excerpt.
_FEWEST_ROWS = 5
_MOST_ROWS = 200


class Context(NamedTuple):
    """Rule book and shared facts for the checks of one table.

    Args:
        book: the rule book in force. parameters: its values for the table's year.
        rows: the indicators with their facts, in order.
        funds: the rows of the funds block with their numbers, the total first.
        claims: whether the table is an evaluation, which tells results, and not a target table.
        whole: whether the printed weights make a whole table (85 or more); an excerpt lacks groups for no fault.
        has_reasons: whether the form has a column for reasons of deviation.
        rate_slips: the printed execution rates that are not those of their rows.
        execution_base: the funds row that gives a wrong execution score, or None.
    """

    book: Rulebook
    parameters: Parameters
    rows: tuple[Row, ...]
    funds: tuple[FundRow, ...]
    claims: bool
    whole: bool
    has_reasons: bool
    rate_slips: tuple[RateSlip, ...]
    execution_base: FundRow | None

    @property
    def comparable(self) -> bool:
        """Whether the rows are few enough to be held against each other, pair by pair; real tables have dozens."""
        return len(self.rows) <= _MOST_ROWS

    @property
    def total(self) -> FundRow | None:
        """The row of the whole budget."""
        return self.funds[0] if self.funds else None

    @classmethod
    def of(cls, table: Table, book: Rulebook) -> Context:
        """Work out the facts of a scored table."""
        year = table.year
        parameters = book.parameters(year)
        funds = tuple(fund_row(fund) for fund in table.funds)
        rows = tuple(row_of(indicator, year) for indicator in table.indicators)
        weights = sum_or_none([row.weight for row in rows])
        return cls(
            book,
            parameters,
            rows,
            funds,
            table.kind not in UNSCORED_KINDS,
            weights >= _WHOLE if weights is not None else "weight" not in table.columns and len(rows) >= _FEWEST_ROWS,
            "deviation" in table.columns,
            rate_slips(funds),
            execution_base(funds, table.execution, parameters.execution_weight),
        )

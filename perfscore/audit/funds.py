"""What several checks ask of the funds block: amounts as numbers, and where a printed rate comes from."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from perfscore import number
from perfscore.expression import Quantity, parse
from perfscore.expression.money import FUNDS_UNIT
from perfscore.expression.units import unit
from perfscore.model import FUND_FIELDS, Fund, Remark, Score
from perfscore.number import CENT, HUNDRED, ONE, ZERO
from perfscore.scoring.row import read_points

_HALF_CENT = Decimal("0.005")
_TENTH = Decimal("0.1")


class Rate(NamedTuple):
    """A printed execution rate.

    Args:
        percent: its readings in percent: a bare ``0.89`` may be 89% or 0.89%.
        steps: the last printed digit of each reading, in percentage points.
    """

    percent: tuple[Decimal, ...]
    steps: tuple[Decimal, ...]

    def comes_from(self, spent: Decimal | None, budget: Decimal | None, *, surely: bool = False) -> bool:
        """Say whether the rate is spent over budget, rounded or cut off at its last digit.

        Args:
            spent: amount, in the same unit as ``budget``; both count as rounded to two decimals.
            budget: amount.
            surely: whether it must be printed to a tenth of a percent, so that it is no chance hit.
        """
        if spent is None or budget is None or budget <= 0:
            return False
        exact = number.multiply(number.divide(spent, budget), HUNDRED)
        # Half a cent on either side, in percent of the budget.
        slack = number.divide(number.multiply(_HALF_CENT, number.add(HUNDRED, exact)), budget)
        return any(
            abs(number.add(percent, -exact)) < number.add(step, slack)
            for percent, step in zip(self.percent, self.steps, strict=True)
            if step <= _TENTH or not surely
        )


class Amounts(NamedTuple):
    """A row of the funds block in numbers.

    Args:
        initial, full_year, executed: the amounts as printed, in ``unit``; None where there is none.
        unit: the unit printed beside them, empty for none; None where the row mixes units.
        rate: the printed rate, or None.
    """

    initial: Decimal | None
    full_year: Decimal | None
    executed: Decimal | None
    unit: str | None
    rate: Rate | None

    @property
    def percent(self) -> Decimal | None:
        """The spending over the adjusted budget in percent; None where it cannot be computed."""
        if self.executed is None or self.full_year is None or self.full_year <= 0:
            return None
        return number.multiply(number.divide(self.executed, self.full_year), HUNDRED)


class FundRow(NamedTuple):
    """A row of the funds block with its numbers.

    Args:
        fund: the row as printed. amounts: its numbers.
    """

    fund: Fund
    amounts: Amounts

    def money(self, field: str) -> Decimal | None:
        """Give an amount in 元; a block that prints no unit counts in 万元, as the official forms do."""
        amount: Decimal | None = getattr(self.amounts, field)
        if amount is None or self.amounts.unit is None:
            return None
        return number.multiply(amount, unit(self.amounts.unit or FUNDS_UNIT).factor)

    def printed(self, field: str) -> str:
        """Give an amount as printed, with the unit that the block counts in where the cell prints none."""
        text: str = getattr(self.fund, field)
        return text if text[-1:] in ("元", "万", "亿") else f"{text}{self.amounts.unit or FUNDS_UNIT}"

    def remark(self, code: str, field: str, also: Iterable[str | None] = (), **values: str) -> Remark:
        """Remark on a cell of the row; the row's own texts are among the values."""
        fund = self.fund
        texts = {name: getattr(fund, name) for name in FUND_FIELDS}
        cell = fund.cells.get(field) or fund.cells.get("name")
        return Remark(code, cell, {**texts, **values}, tuple(cell for cell in also if cell))


def fund_row(fund: Fund) -> FundRow:
    """Read the numbers of a funds row; cached by its texts."""
    return FundRow(fund, _amounts(fund.initial, fund.full_year, fund.executed, fund.rate))


class RateSlip(NamedTuple):
    """A printed rate that is not the one of its row.

    Args:
        row: the row. rate: its rate.
        base: the row whose figures give it: the same row where it was computed on the initial budget, another
            row, or None where no division of the block gives it.
    """

    row: FundRow
    rate: Rate
    base: FundRow | None


def rate_slips(funds: tuple[FundRow, ...]) -> tuple[RateSlip, ...]:
    """List the printed rates that are not their row's spending over its adjusted budget.

    Args:
        funds: the rows of the block.
    """
    slips = []
    for row in funds:
        amounts = row.amounts
        rate = amounts.rate
        if rate is None or amounts.full_year is None or amounts.executed is None or amounts.full_year <= 0:
            continue
        if rate.comes_from(amounts.executed, amounts.full_year):
            continue
        base: FundRow | None = None
        # Nothing spent and everything spent are the rates of many rows and tell nothing.
        if rate.comes_from(amounts.executed, amounts.initial, surely=True):
            base = row
        elif not {ZERO, HUNDRED} & set(rate.percent):
            for other in funds:
                if rate.comes_from(other.amounts.executed, other.amounts.full_year, surely=True):
                    base = other
                    break
        slips.append(RateSlip(row, rate, base))
    return tuple(slips)


def execution_base(funds: tuple[FundRow, ...], score: Score | None, norm: Decimal) -> FundRow | None:
    """Find the row whose figures give a claimed execution score that is wrong.

    Args:
        funds: the rows of the block. score: of the execution rate.
        norm: the weight where the form prints none.

    Returns:
        The row of the total itself where the initial budget gives the score, another row where its spending over
        its budget does, else None. Scores of 0 and of the full weight tell nothing.
    """
    if score is None or score.claimed is None or score.verdict not in ("differs", "rounding"):
        return None
    if score.explained_by or not funds:
        return None
    weight = read_points(funds[0].fund.weight)
    weight = norm if weight is None else weight
    if not 0 < score.claimed < weight:
        return None
    total = funds[0].amounts
    if gives(score.claimed, weight, total.executed, total.initial):
        return funds[0]
    if not is_telling(score.claimed):
        return None
    for row in funds[1:]:
        if gives(score.claimed, weight, row.amounts.executed, row.amounts.full_year):
            return row
    return None


def gives(claimed: Decimal, weight: Decimal, part: Decimal | None, whole: Decimal | None) -> bool:
    """Say whether weight · part ÷ whole is the claimed score, rounded half up or cut off at two decimals."""
    if part is None or whole is None or whole <= 0 or part >= whole:
        return False
    exact = number.divide(number.multiply(weight, part), whole)
    # Most candidates are far off, and rounding is the dear part.
    return abs(exact - claimed) < CENT and claimed in (number.half_up(exact), number.truncate(exact))


def is_telling(claimed: Decimal) -> bool:
    """Say whether a score has enough digits to be no chance hit: 5.11, but neither 7.5 nor 0.03."""
    decimals = number.short(claimed).partition(".")[2]  # a remainder does not exist for every huge number
    return claimed >= 1 and len(decimals) > 1


@lru_cache(maxsize=4096)
def _amounts(initial: str, full_year: str, executed: str, rate: str) -> Amounts:
    trees = [parse(text) for text in (initial, full_year, executed)]
    units = {tree.unit for tree in trees if isinstance(tree, Quantity) and tree.unit}
    if len(units) > 1:
        return Amounts(None, None, None, None, _rate(rate))
    values = [tree.value if isinstance(tree, Quantity) and tree.operator in (None, "=") else None for tree in trees]
    return Amounts(values[0], values[1], values[2], next(iter(units), ""), _rate(rate))


def _rate(text: str) -> Rate | None:
    tree = parse(text)
    if not isinstance(tree, Quantity) or tree.operator not in (None, "=") or tree.unit not in ("", "%"):
        return None
    exponent = tree.value.as_tuple().exponent
    step = ONE.scaleb(exponent) if isinstance(exponent, int) else ONE
    if tree.unit:
        return Rate((tree.value,), (step,))
    as_share = number.multiply(tree.value, HUNDRED)
    return Rate((tree.value, as_share), (step, number.multiply(step, HUNDRED)))

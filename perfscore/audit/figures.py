"""The figures of a sheet, and the one among them that gives a wrong score when it is put in."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.funds import FundRow, gives
from perfscore.audit.rows import Row
from perfscore.expression import Quantity
from perfscore.expression.money import FUNDS_UNIT
from perfscore.expression.units import unit

_TELLING_DIGITS = 3


class Figure(NamedTuple):
    """A figure of the sheet.

    Args:
        value: in the unit in which its dimension is compared. dimension: what it measures.
        text: as printed. cell: where it stands, or empty. owner: the name of its row.
    """

    value: Decimal
    dimension: str
    text: str
    cell: str
    owner: str


class Pair(NamedTuple):
    """The two figures that a score is computed from: what was reached, and what it is measured by.

    Args:
        reached: an actual or a spending. base: a target or a budget.
    """

    reached: Figure
    base: Figure


def pair_of_row(row: Row) -> Pair | None:
    """Give actual and target of an indicator; None where they are no single numbers."""
    compared, indicator = row.compared, row.indicator
    if not isinstance(compared.actual, Quantity) or not isinstance(compared.target, Quantity):
        return None
    figures = []
    for field, tree in (("actual", compared.actual), ("target", compared.target)):
        measured = unit(tree.unit or compared.unit)
        value = number.multiply(tree.value, measured.factor)
        cell = indicator.cells.get(field, "")
        figures.append(Figure(value, measured.dimension, getattr(indicator, field), cell, indicator.level3))
    return Pair(*figures)


def pairs_of_fund(row: FundRow) -> Iterator[Pair]:
    """Give the spending of a funds row over its adjusted budget, then over its initial one."""
    measured = unit(row.amounts.unit or FUNDS_UNIT)
    figures = {}
    for field in ("executed", "full_year", "initial"):
        amount = getattr(row.amounts, field)
        if amount is not None:
            value = number.multiply(amount, measured.factor)
            cell = row.fund.cells.get(field, "")
            figures[field] = Figure(value, measured.dimension, getattr(row.fund, field), cell, row.fund.name)
    if "executed" in figures:
        for field in ("full_year", "initial"):
            if field in figures:
                yield Pair(figures["executed"], figures[field])


def all_pairs(context: Context) -> tuple[Pair, ...]:
    """List the pairs of all indicators, then of the funds block."""
    rows = (pair_of_row(row) for row in context.rows)
    funds = (pair for row in context.funds for pair in pairs_of_fund(row))
    return (*(pair for pair in rows if pair is not None), *funds)


def explain(claimed: Decimal, weight: Decimal, own: Pair, pairs: tuple[Pair, ...]) -> tuple[Figure, str] | None:
    """Find the one figure that gives a score when it is put in place of a row's own.

    Args:
        claimed: the score. weight: of the row.
        own: the figures of the row.
        pairs: the figures of the sheet; one that was reached is tried for one that was reached, a base for a base.

    Returns:
        The figure and the calculation with it; None where no figure or more than one gives the score. Round
        figures stand in every sheet and give every share: they are no evidence.
    """
    part, base = own.reached.value, own.base.value
    candidates: dict[Decimal, tuple[Figure, str]] = {}
    for pair in pairs:
        if pair.base.dimension != own.base.dimension:
            continue
        for figure, part_used, base_used in (
            (pair.reached, pair.reached.value, base),
            (pair.base, part, pair.base.value),
        ):
            value = figure.value
            if value in (part, base) or value in candidates or not gives(claimed, weight, part_used, base_used):
                continue
            if len(value.normalize().as_tuple().digits) >= _TELLING_DIGITS:
                candidates[value] = (figure, _formula(part_used, base_used, weight, claimed, figure.dimension))
    return next(iter(candidates.values())) if len(candidates) == 1 else None


def _formula(part: Decimal, base: Decimal, weight: Decimal, claimed: Decimal, dimension: str) -> str:
    """Write the calculation out; money is shown in the unit of the forms."""
    shown = unit(FUNDS_UNIT)
    if dimension == shown.dimension:
        part, base = number.divide(part, shown.factor), number.divide(base, shown.factor)
    exact = number.divide(number.multiply(weight, part), base)
    numbers = f"{number.short(part)} ÷ {number.short(base)} × {number.short(weight)}"
    return f"{numbers} = {number.plain(number.half_up(exact, 4))} → {number.plain(claimed)}"

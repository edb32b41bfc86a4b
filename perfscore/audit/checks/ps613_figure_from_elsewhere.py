"""PS613: a wrong score comes out exactly when a figure from elsewhere in the sheet is put in."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from attrs import frozen

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.funds import FundRow, gives, is_telling
from perfscore.expression import Expression, Quantity
from perfscore.expression.units import unit
from perfscore.model import Remark, Table
from perfscore.scoring.row import read_points

CODE = "PS613"
# The unit of a funds block that prints none, as the official forms have it.
_FUNDS_UNIT = "万元"


@frozen
class _Figure:
    """A figure of the sheet that may have slipped into another row.

    Args:
        value: in the base of its dimension. dimension: what it measures.
        text: as printed. cell: where. owner: whose it is.
        reached: whether it is an actual or a spending, else a target or a budget.
    """

    value: Decimal
    dimension: str
    text: str
    cell: str | None
    owner: str
    reached: bool


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Try each figure of the sheet in place of one figure of an unexplained score.

    Named is only what cannot well be chance: the score has two telling decimals, the figure has the role in
    which it is tried (an actual for an actual, a budget or target for a base) and the same dimension, and
    exactly one figure of the sheet gives the score.
    """
    figures: tuple[_Figure, ...] | None = None
    for row in context.rows:
        compared = row.compared
        if not row.unexplained or row.claimed is None or row.weight is None or row.claimed_in_full:
            continue
        target, actual = compared.target, compared.actual
        if not is_telling(row.claimed) or not isinstance(target, Quantity) or not isinstance(actual, Quantity):
            continue
        figures = figures or _figures(context)
        own = (_of(actual, target.unit), _of(target, actual.unit))
        found = _explain(row.claimed, row.weight, own, unit(compared.unit).dimension, figures)
        if found is not None:
            figure, formula = found
            yield row.remark(CODE, **_values(figure, formula))
    yield from _execution(table, context, figures)


def _execution(table: Table, context: Context, figures: tuple[_Figure, ...] | None) -> Iterator[Remark]:
    score = table.execution
    if score is None or score.claimed is None or score.verdict not in ("differs", "rounding") or score.explained_by:
        return
    total = context.funds[0]
    budget, spent = total.amounts.full_year, total.amounts.executed
    if context.execution_base is not None or budget is None or spent is None or not is_telling(score.claimed):
        return
    weight = read_points(total.fund.weight) or context.parameters.execution_weight
    measured = unit(total.amounts.unit or _FUNDS_UNIT)
    own = (number.multiply(spent, measured.factor), number.multiply(budget, measured.factor))
    found = _explain(score.claimed, weight, own, measured.dimension, figures or _figures(context))
    if found is not None:
        figure, formula = found
        claimed = number.plain(score.claimed)
        yield total.remark(CODE, "score", indicator=total.fund.name, claimed=claimed, **_values(figure, formula))


def _values(figure: _Figure, formula: str) -> dict[str, str]:
    return {"figure": figure.text, "owner": figure.owner, "place": figure.cell or "", "formula": formula}


def _explain(
    claimed: Decimal,
    weight: Decimal,
    own: tuple[Decimal, Decimal],
    dimension: str,
    figures: tuple[_Figure, ...],
) -> tuple[_Figure, str] | None:
    """Give the one figure that yields the claimed score, and the calculation."""
    reached, base = own
    hits: dict[Decimal, tuple[_Figure, str]] = {}
    for figure in figures:
        if figure.dimension != dimension or figure.value in own or figure.value in hits:
            continue
        part, whole = (figure.value, base) if figure.reached else (reached, figure.value)
        if gives(claimed, weight, part, whole):
            hits[figure.value] = (figure, _formula(part, whole, weight, claimed, dimension))
    return next(iter(hits.values())) if len(hits) == 1 else None


def _formula(part: Decimal, whole: Decimal, weight: Decimal, claimed: Decimal, dimension: str) -> str:
    scale = unit(_FUNDS_UNIT)
    if dimension == scale.dimension:
        part, whole = number.divide(part, scale.factor), number.divide(whole, scale.factor)
    exact = number.divide(number.multiply(weight, part), whole)
    numbers = f"{number.short(part)} ÷ {number.short(whole)} × {number.short(weight)}"
    return f"{numbers} = {number.plain(number.half_up(exact, 4))} → {number.plain(claimed)}"


def _figures(context: Context) -> tuple[_Figure, ...]:
    found = []
    for row in context.rows:
        indicator, compared = row.indicator, row.compared
        for field, tree, reached in (("actual", compared.actual, True), ("target", compared.target, False)):
            if isinstance(tree, Quantity) and tree.value > 0:
                measured = unit(tree.unit or compared.unit)
                cell = indicator.cells.get(field)
                text = getattr(indicator, field)
                value = number.multiply(tree.value, measured.factor)
                found.append(_Figure(value, measured.dimension, text, cell, indicator.level3, reached))
    for fund in context.funds:
        found.extend(_of_fund(fund))
    return tuple(found)


def _of_fund(row: FundRow) -> Iterator[_Figure]:
    measured = unit(row.amounts.unit or _FUNDS_UNIT)
    for field, reached in (("full_year", False), ("initial", False), ("executed", True)):
        amount = getattr(row.amounts, field)
        if amount:
            value = number.multiply(amount, measured.factor)
            text, cell = getattr(row.fund, field), row.fund.cells.get(field)
            yield _Figure(value, measured.dimension, text, cell, row.fund.name, reached)


def _of(tree: Expression, other_unit: str) -> Decimal:
    assert isinstance(tree, Quantity)
    return number.multiply(tree.value, unit(tree.unit or other_unit).factor)

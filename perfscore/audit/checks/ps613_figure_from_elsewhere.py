"""PS613: a wrong score comes out when a figure from elsewhere in the sheet is put in."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.funds import is_telling
from perfscore.model import Remark, Table
from perfscore.scoring.row import read_points

if TYPE_CHECKING:
    from perfscore.audit.figures import Figure

CODE = "PS613"


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Try each figure of the sheet in place of one figure of a score that no known reading explains.

    Named is only what cannot well be chance: the score has two telling decimals, the figure has the role in
    which it is tried and the same dimension, and exactly one figure of the sheet gives the score.
    """
    rows = [
        row
        for row in context.rows
        if row.unexplained and row.claimed is not None and is_telling(row.claimed) and not row.claimed_in_full
    ]
    execution = _wrong_execution(table, context)
    if not rows and execution is None:
        return
    from perfscore.audit import figures

    pairs = figures.all_pairs(context)
    for row in rows:
        own = figures.pair_of_row(row)
        if own is not None and row.claimed is not None and row.weight is not None:
            figure_and_formula = figures.explain(row.claimed, row.weight, own, pairs)
            if figure_and_formula is not None:
                yield row.remark(CODE, **_values(*figure_and_formula))
    if execution is not None:
        total = context.funds[0]
        weight = read_points(total.fund.weight) or context.parameters.execution_weight
        own = next(figures.pairs_of_fund(total), None)
        figure_and_formula = figures.explain(execution, weight, own, pairs) if own is not None else None
        if figure_and_formula is not None:
            claimed = number.plain(execution)
            yield total.remark(
                CODE, "score", indicator=total.fund.name, claimed=claimed, **_values(*figure_and_formula)
            )


def _wrong_execution(table: Table, context: Context) -> Decimal | None:
    """Give the claimed execution score if it is wrong and neither base nor row of the funds block explains it."""
    score = table.execution
    if score is None or score.claimed is None or score.verdict not in ("differs", "rounding"):
        return None
    if score.explained_by or context.execution_base is not None or not is_telling(score.claimed):
        return None
    return score.claimed


def _values(figure: Figure, formula: str) -> dict[str, str]:
    return {"figure": figure.text, "owner": figure.owner, "place": figure.cell, "formula": formula}

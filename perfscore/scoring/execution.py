"""Score the execution rate: the weight times spent over budget, at most the weight."""

from __future__ import annotations

from decimal import Decimal

from perfscore import number
from perfscore.expression import Quantity, parse
from perfscore.expression.units import unit
from perfscore.model import Fund, Input, Remark, Score, Source, Trace
from perfscore.rulebook import Rulebook
from perfscore.scoring.row import claimed_note, read_points, verdict_of
from perfscore.text import is_blank

_FIELDS = ("full_year", "executed", "weight")


def read_amount(text: str, beside: str = "") -> Decimal | None:
    """Read an amount of the funds block: ``1,875.00``, ``3519.86万元``.

    Args:
        text: as printed.
        beside: the amount it is compared with, whose unit a bare number shares.

    Returns:
        The amount in the unit of the block or, where both amounts carry units, in the smallest; None where
        the text is no amount.
    """
    amount, other = parse(text), parse(beside)
    if not isinstance(amount, Quantity) or amount.operator not in (None, "="):
        return None
    if isinstance(other, Quantity) and amount.unit and other.unit and amount.unit != other.unit:
        return number.multiply(amount.value, unit(amount.unit).factor)
    return amount.value


def score_execution(fund: Fund, year: int | None, book: Rulebook) -> tuple[Score | None, tuple[Remark, ...]]:
    """Score the execution row of the funds block.

    Args:
        fund: the row of the total, amounts as printed.
        year: the table's year, or None.
        book: the rule book in force; gives the weight where the form prints none.

    Returns:
        The score and what was noticed; None where the form scores no execution rate.

    Source: min(10, 10 · 全年执行数 ÷ 全年预算数), 财预〔2020〕10号; the base is the adjusted budget.
    """
    if "score" not in fund.cells and is_blank(fund.score) and is_blank(fund.weight):
        return None, ()
    remarks: list[Remark] = []
    cells = fund.cells
    claimed = read_points(fund.score)
    if claimed is None and not is_blank(fund.score):
        remarks.append(Remark("PS210", cells.get("score"), {"text": fund.score}))
    weight = read_points(fund.weight)
    norm: Decimal = book.parameters(year).execution_weight
    if weight is None:
        weight = norm
    elif weight != norm:
        values = {"weight": number.short(weight), "norm": number.short(norm)}
        remarks.append(Remark("PS411", cells.get("weight"), values))
    source = book.source("execution_weight", year)
    inputs = tuple(Input(name, getattr(fund, name), cells.get(name)) for name in _FIELDS)
    budget, spent = read_amount(fund.full_year, fund.executed), read_amount(fund.executed, fund.full_year)
    reason = _missing(budget, spent, weight, fund)
    if reason or budget is None or spent is None:
        remarks.append(Remark("PS311", cells.get("score"), {"reason": reason}))
        trace = Trace("execution", "no_base", inputs)
        return Score(cells.get("score"), claimed, None, None, None, "unscored", None, (), trace), tuple(remarks)
    notes = claimed_note(fund.score, claimed)
    score = _scored(claimed, budget, spent, weight, cells.get("score"), inputs, source, notes)
    return score, tuple(remarks)


def _missing(budget: Decimal | None, spent: Decimal | None, weight: Decimal, fund: Fund) -> str:
    """Name what stops the calculation, as the key of its words; empty where nothing does."""
    if budget is None:
        return "budget_unreadable" if fund.full_year else "budget_missing"
    if spent is None:
        return "spending_unreadable" if fund.executed else "spending_missing"
    if budget <= 0:
        return "budget_not_positive"
    if spent < 0:
        return "spending_negative"
    return "weight_negative" if weight < 0 else ""


def _scored(
    claimed: Decimal | None,
    budget: Decimal,
    spent: Decimal,
    weight: Decimal,
    cell: str | None,
    inputs: tuple[Input, ...],
    source: Source,
    notes: tuple[str, ...],
) -> Score:
    exact = number.divide(number.multiply(weight, spent), budget)
    formula = f"{number.short(spent)} ÷ {number.short(budget)} × {number.short(weight)}"
    branch = "execution"
    if exact > weight:
        exact, branch = weight, "execution_over_budget"
        formula = f"{number.short(spent)} ＞ {number.short(budget)} → {number.short(weight)}"
    rounded = number.half_up(exact)
    if branch == "execution":
        formula = f"{formula} = {number.plain(rounded)}"
    verdict = verdict_of(claimed, rounded)
    truncated = verdict in ("differs", "rounding") and number.truncate(exact) == claimed
    trace = Trace("execution", branch, inputs, formula, exact, rounded, source, notes)
    explained = ("rounding=truncate",) if truncated else ()
    return Score(cell, claimed, rounded, rounded, rounded, "scored", verdict, explained, trace)

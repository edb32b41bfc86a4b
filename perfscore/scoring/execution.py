"""Score the execution rate, and find what it allows the total to reach."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from perfscore import number
from perfscore.expression import Quantity, parse
from perfscore.expression.units import unit
from perfscore.model import Fund, Input, Remark, Score, Trace
from perfscore.number import ZERO
from perfscore.rulebook import Parameters, Rulebook
from perfscore.scoring.case import Outcome, scored
from perfscore.scoring.conventions import readings, variants
from perfscore.scoring.points import cents, percentage
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
    parameters = book.parameters(year)
    norm = parameters.execution_weight
    if weight is None and not norm and claimed is None:
        return None, ()
    if weight is None:
        weight = norm
    elif weight != norm:
        values = {"weight": number.short(weight), "norm": number.short(norm)}
        remarks.append(Remark("PS411", cells.get("weight"), values))
    inputs = tuple(Input(name, getattr(fund, name), cells.get(name)) for name in _FIELDS)
    budget, spent = read_amount(fund.full_year, fund.executed), read_amount(fund.executed, fund.full_year)
    reason = _missing(budget, spent, weight, fund)
    if reason or budget is None or spent is None:
        remarks.append(Remark("PS311", cells.get("score"), {"reason": reason}))
        trace = Trace("execution", "no_base", inputs)
        return Score(cells.get("score"), claimed, None, None, None, "unscored", None, (), trace), tuple(remarks)
    earned = _points(budget, spent, weight, parameters)
    trace = Trace(
        "execution",
        earned.branch,
        inputs,
        earned.formula,
        earned.exact,
        earned.low,
        book.source(earned.parameter, year),
        claimed_note(fund.score, claimed),
    )
    verdict = verdict_of(claimed, earned.low)
    explained: tuple[str, ...] = ()
    if claimed is not None and verdict in ("differs", "rounding"):
        alternatives = variants(parameters, ("execution_steps",))
        explained = tuple(readings(partial(_points, budget, spent, weight), claimed, earned, alternatives))
    score = Score(cells.get("score"), claimed, earned.low, earned.low, earned.high, "scored", verdict, explained, trace)
    return score, tuple(remarks)


def total_cap(fund: Fund, parameters: Parameters) -> Decimal | None:
    """Find the points that the total reaches at most.

    Args:
        fund: the row of the total budget, amounts as printed.
        parameters: the values in force.

    Returns:
        Points, or None where the rule book caps no total, the execution rate is high enough or cannot be computed.

    Source: the rule book's ``total_caps``.
    """
    if not parameters.total_caps:
        return None
    budget, spent = read_amount(fund.full_year, fund.executed), read_amount(fund.executed, fund.full_year)
    if budget is None or spent is None or budget <= 0:
        return None
    caps = [cap for level, cap in parameters.total_caps if spent < number.multiply(level, budget)]
    return min(caps, default=None)


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


def _points(budget: Decimal, spent: Decimal, weight: Decimal, parameters: Parameters) -> Outcome:
    shown, full = f"{number.short(spent)} ÷ {number.short(budget)}", number.short(weight)
    if parameters.execution_steps:
        for level, share in parameters.execution_steps:
            if spent >= number.multiply(level, budget):
                exact = number.multiply(weight, share)
                formula = f"{shown} ≥ {percentage(level)} → {number.short(share)} × {full} = {cents(exact)}"
                return scored(exact, "execution_step", formula, "execution_steps")
        formula = f"{shown} ＜ {percentage(level)} → 0"
        return scored(ZERO, "execution_below_steps", formula, "execution_steps")
    if spent > budget:
        formula = f"{number.short(spent)} ＞ {number.short(budget)} → {full}"
        return scored(weight, "execution_over_budget", formula, "execution_weight")
    exact = number.divide(number.multiply(weight, spent), budget)
    return scored(exact, "execution", f"{shown} × {full} = {cents(exact)}", "execution_weight")

"""Score a whole table: every indicator, the execution rate, the total and its grade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from attrs import evolve

from perfscore import number
from perfscore.keys import UNSCORED_KINDS, Grade
from perfscore.model import Fund, Indicator, Input, Remark, Score, Table, Trace
from perfscore.rulebook import Parameters, Rulebook
from perfscore.scoring.conventions import variants
from perfscore.scoring.execution import score_execution, total_cap
from perfscore.scoring.row import (
    read_points,
    score_indicator,
    status_of,
    sum_or_none,
    verdict_of,
)
from perfscore.text import is_blank

_GRADES: tuple[Grade, ...] = ("优", "良", "中")


def score_table(table: Table, book: Rulebook) -> Table:
    """Recompute every score of a table.

    Args:
        table: as read from a file or built in code.
        book: the rule book in force.

    Returns:
        The table with rule book, scores, total, grade and remarks; a target table gets only its rules.
    """
    parameters = book.parameters(table.year)
    remarks = list(table.remarks)
    if not book.in_force(table.year):
        remarks.append(Remark("PS407", None, {"year": str(table.year), "rulebook": book.id}))
    indicators = []
    for indicator in table.indicators:
        scored, seen = score_indicator(indicator, table.year, book, parameters)
        indicators.append(scored)
        remarks.extend(seen)
    if table.kind in UNSCORED_KINDS:
        return _target_table(table, indicators, remarks, book)
    execution = None
    if table.funds:
        execution, seen = score_execution(table.funds[0], table.year, book)
        remarks.extend(seen)
    if table.columns and "weight" not in table.columns:
        remarks = [remark for remark in remarks if remark.code not in _ABOUT_WEIGHTS]
    if table.prints_points:
        remarks.extend(_inferred(indicators))
    else:
        remarks.append(Remark("PS138"))
    if _is_blank_form(table):
        remarks = [remark for remark in remarks if remark.code not in _ABSENCES]
        remarks.append(Remark("PS125"))
    if table.funds:
        table = evolve(table, total_cap=total_cap(table.funds[0], parameters))
    total = _total(table, indicators, execution, book)
    graded = not is_part(indicators, table.funds)
    return evolve(
        table,
        rulebook=book.reference,
        indicators=tuple(indicators),
        execution=execution,
        total=total,
        grade=grade_of(total.recomputed, parameters) if graded else None,
        claimed_grade=grade_of(total.claimed, parameters) if graded else None,
        remarks=tuple(remarks),
    )


def is_part(indicators: Sequence[Indicator], funds: Sequence[Fund]) -> bool:
    """Say whether only a part of a table is there, such as an excerpt with weights of 30 in all: it earns no grade."""
    weights = [read_points(indicator.weight) for indicator in indicators]
    known = [weight for weight in (*weights, *(read_points(fund.weight) for fund in funds[:1])) if weight is not None]
    return bool(known) and None not in weights and number.add(*known) < _LEAST_WEIGHTS


def _is_blank_form(table: Table) -> bool:
    """Say whether nobody has filled the form in yet: then nothing is missing either."""
    rows = any(indicator.actual or indicator.claimed for indicator in table.indicators)
    return (
        not rows
        and not table.claimed_total
        and not any(fund.executed or not is_blank(fund.score) for fund in table.funds)
    )


_LEAST_WEIGHTS = 60
"""Weights of a table of 100 points below which it is a part of one."""

# A form without a column for weights says so once, not in every row.
_ABOUT_WEIGHTS = frozenset({"PS203", "PS212"})
# What a form lacks before it is filled in: actuals, spending.
_ABSENCES = frozenset({"PS207", "PS311"})


def grade_of(total: Decimal | None, parameters: Parameters) -> Grade | None:
    """Give the grade of a total; a band's lower bound belongs to it. Source: 财预〔2020〕10号."""
    if total is None:
        return None
    for grade, bound in zip(_GRADES, parameters.bands, strict=True):
        if total >= bound:
            return grade
    return "差"


# A target table has no actuals, so all that scoring says about them is noise there.
_ABOUT_TARGETS = frozenset({"PS201", "PS203", "PS208", "PS212", "PS402", "PS405", "PS406"})


def _target_table(table: Table, indicators: list[Indicator], remarks: list[Remark], book: Rulebook) -> Table:
    own = len(table.remarks)
    about = {*_ABOUT_TARGETS, "PS407"}
    if "weight" not in table.columns:
        about -= _ABOUT_WEIGHTS
    kept = [remark for index, remark in enumerate(remarks) if index < own or remark.code in about]
    return evolve(
        table,
        rulebook=book.reference,
        indicators=tuple(evolve(indicator, score=None) for indicator in indicators),
        remarks=tuple(kept),
    )


def _inferred(indicators: list[Indicator]) -> list[Remark]:
    """Say once for the table which rules were inferred."""
    rules = Counter(indicator.rule for indicator in indicators if indicator.rule_source == "inferred")
    if not rules:
        return []
    listed = "、".join(f"{rule}{count}项" for rule, count in rules.items())
    return [Remark("PS401", None, {"count": str(sum(rules.values())), "rules": listed})]


def capped(points: Decimal | None, cap: Decimal | None) -> Decimal | None:
    """Hold a sum of scores to what the execution rate allows.

    Args:
        points: the sum, or None. cap: the ``total_cap`` of the table, or None.
    """
    return points if points is None or cap is None else min(points, cap)


def _total(table: Table, indicators: list[Indicator], execution: Score | None, book: Rulebook) -> Score:
    parts = [indicator.score for indicator in indicators if indicator.score is not None]
    if execution is not None:
        parts.insert(0, execution)
    claimed = read_points(table.claimed_total)
    added = sum_or_none([part.recomputed for part in parts]) if parts else None
    recomputed = capped(added, table.total_cap)
    verdict = verdict_of(claimed, recomputed)
    formula = None
    if added is not None:
        terms = [number.short(part.recomputed) for part in parts if part.recomputed is not None]
        formula = f"{' + '.join(terms)} = {number.plain(added)}"
    trace = Trace("total", "sum", (), formula, added, recomputed)
    if added is not None and recomputed is not None and recomputed < added:
        formula = f"{formula} ＞ {number.short(recomputed)} → {number.short(recomputed)}"
        source = book.source("total_caps", table.year)
        trace = evolve(trace, branch="sum_capped", inputs=_rate_inputs(table), formula=formula, source=source)
    explained: tuple[str, ...] = ()
    if claimed is not None and verdict in ("differs", "rounding"):
        explained = tuple(
            label
            for label, changed in variants(book.parameters(table.year), ("total_caps",))
            if table.funds and capped(added, total_cap(table.funds[0], changed)) == claimed
        )
    return Score(
        table.cells.get("claimed_total"),
        claimed,
        recomputed,
        capped(sum_or_none([part.low for part in parts]), table.total_cap),
        capped(sum_or_none([part.high for part in parts]), table.total_cap),
        status_of([part.status for part in parts]) if parts else "unscored",
        verdict,
        explained,
        trace,
    )


def _rate_inputs(table: Table) -> tuple[Input, ...]:
    fund = table.funds[0]
    return tuple(Input(name, getattr(fund, name), fund.cells.get(name)) for name in ("full_year", "executed"))

"""Say of every score that changes what kind of difference it is: error, convention, rounding, judgement."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfscore import number
from perfscore.audit.context import Context
from perfscore.model import CLAIMED_IS_TEXT, Indicator, Remark, Score, Table
from perfscore.place import split_cell
from perfscore.scoring import capped
from perfscore.scoring.row import read_points, sum_or_none

_UNBOUNDED = frozenset({"no_grade", "not_comparable"})
"""Branches that leave everything open and about which scoring itself has made no remark."""


def check(table: Table, _context: Context) -> Iterator[Remark]:
    """Compare claimed and recomputed scores of rows, execution and total.

    Args:
        table: a scored evaluation.

    Yields:
        PS301 to PS316, at most one difference per score.
    """
    for indicator in table.indicators:
        if indicator.score is not None:
            yield from _bounds(indicator.score, indicator.weight)
            yield from _row(indicator, indicator.score)
    if table.execution is not None:
        yield from _execution(table.execution)
    if table.total is not None:
        yield from _total(table, table.total)


def _text(value: Decimal | None) -> str:
    return "—" if value is None else number.plain(value)


def _bounds(score: Score, weight: str) -> Iterator[Remark]:
    points = read_points(weight)
    if score.claimed is None:
        return
    if score.claimed < 0:
        yield Remark("PS313", score.cell, {"claimed": _text(score.claimed)})
    elif points is not None and score.claimed > points:
        yield Remark("PS312", score.cell, {"claimed": _text(score.claimed), "weight": weight})


def _row(indicator: Indicator, score: Score) -> Iterator[Remark]:
    code = _code(score)
    if code is None:
        return
    values = {
        "indicator": indicator.level3,
        "target": indicator.target,
        "actual": indicator.actual,
        "weight": indicator.weight,
        "claimed": _text(score.claimed),
        "recomputed": _text(score.recomputed),
        "low": _text(score.low),
        "high": _text(score.high),
        "formula": score.trace.formula or "—",
        "conventions": "\n".join(score.explained_by),
    }
    yield Remark(code, score.cell or indicator.cells.get("level3"), values)


def _code(score: Score) -> str | None:
    if score.status == "unscored" or CLAIMED_IS_TEXT in score.trace.notes:  # the text is said on its own
        return None
    if score.claimed is None:
        return "PS307" if score.recomputed is None else "PS308"
    if score.verdict == "differs":
        if score.explained_by:
            return "PS303"
        return "PS306" if score.status == "judged" else "PS301"
    if score.verdict == "rounding":
        return "PS302"
    return "PS315" if score.trace.branch in _UNBOUNDED else None


def _execution(score: Score) -> Iterator[Remark]:
    values = {
        "claimed": _text(score.claimed),
        "recomputed": _text(score.recomputed),
        "formula": score.trace.formula or "—",
    }
    if score.verdict == "differs":
        yield Remark("PS305", score.cell, values)
    elif score.verdict == "rounding":
        yield Remark("PS302", score.cell, values)
    elif score.claimed is None and score.recomputed is not None and CLAIMED_IS_TEXT not in score.trace.notes:
        yield Remark("PS308", score.cell, values)


def _total(table: Table, total: Score) -> Iterator[Remark]:
    parts = [item.score for item in table.indicators if item.score is not None]
    if table.execution is not None:
        parts.append(table.execution)
    printed = capped(sum_or_none([part.claimed for part in parts]), table.total_cap)
    values = {"claimed": _text(total.claimed), "recomputed": _text(total.recomputed)}
    if total.verdict == "differs":
        # Where the total follows from the printed scores, its difference is that of the rows and is said there.
        if printed == total.claimed and all(_is_a_reading(part) for part in parts):
            yield Remark("PS316", total.cell, values)
        elif printed is None:
            yield Remark("PS304", total.cell, values)
    elif total.verdict == "rounding":
        yield Remark("PS309", total.cell, values)
    elif (
        table.prints_points
        and total.recomputed is None
        and any(indicator.actual or indicator.claimed for indicator in table.indicators)
    ):
        yield Remark("PS314", total.cell, {"rows": "、".join(_undetermined(table)) or "—"})
    if printed is not None and total.claimed is not None and printed != total.claimed:
        gap = number.add(total.claimed, -printed)
        values = {"side": "more" if gap > 0 else "less", "gap": _text(abs(gap)), "sum": _text(printed)}
        yield Remark("PS310", total.cell, {"claimed": _text(total.claimed), **values})


def _undetermined(table: Table) -> Iterator[str]:
    """Give the numbers of the rows whose scores are undetermined."""
    execution = table.execution
    if execution is not None and execution.recomputed is None and execution.cell is not None:
        yield str(split_cell(execution.cell)[0])
    yield from (str(item.row) for item in table.indicators if item.score and item.score.recomputed is None)


def _is_a_reading(score: Score) -> bool:
    """Say whether a claimed score is right, a rounding gap, right under another convention, or a judgement."""
    return score.verdict != "differs" or bool(score.explained_by) or score.status == "judged"

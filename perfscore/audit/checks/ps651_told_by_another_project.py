"""PS651: two projects of one unit and year have the same goal, completion or results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from perfscore.audit.likeness import common, contained, content, is_copy, long_clauses, pairs
from perfscore.audit.projects import by_unit_and_year, is_same
from perfscore.audit.prose import COUNTLESS, mentions
from perfscore.audit.rows import Row, row_of
from perfscore.expression.units import unit
from perfscore.model import Remark, Table
from perfscore.rulebook import Rulebook
from perfscore.text import fold

CODE = "PS651"
_COPIED = 0.9
_CLAUSES, _ROWS = 3, 3
# A goal of some length of which another one holds most of the words.
_ENOUGH, _HELD = 40, 0.6
# An amount that is hardly met by chance, and names that mean the same.
_TELLING, _ALIKE = 50, 0.5
# Counts that two goals share, each with some letters of what is counted.
_FIGURES, _SOME, _SHORTEST, _THING, _ACT, _DIGITS = 2, 10, 2, 5, 4, 3


def across(tables: Sequence[Table], _book: Rulebook) -> Iterator[tuple[int, Remark]]:
    """Compare each project with the others of its unit and year, evaluations and target tables apart."""
    for indices in by_unit_and_year(tables):
        outputs = {index: _outputs(tables[index]) for index in indices}
        for index in indices:
            for other in indices:
                if other == index or is_same(tables[index], tables[other]):
                    continue
                remark = _compare(tables[index], tables[other])
                remark = remark or _same_output(outputs[index], outputs[other], tables[other])
                if remark is not None:
                    yield index, remark
                    break


def _compare(table: Table, other: Table) -> Remark | None:
    for field in ("goal", "completion"):
        first, second = getattr(table, field), getattr(other, field)
        if is_copy(first, second, _COPIED):
            return _remark(table, other, field, f"{fold(first)[:24]}…", field)
    shared = sorted(set(long_clauses(table.goal)) & set(long_clauses(other.goal)), key=len)
    if len(shared) >= _CLAUSES:
        return _remark(table, other, "goal", shared[-1], "clauses")
    first, second = sorted((pairs(table.goal), pairs(other.goal)), key=len)
    if len(first) >= _ENOUGH and contained(first, second) >= _HELD:
        return _remark(table, other, "goal", common(fold(table.goal), fold(other.goal)), "clauses")
    figures = sorted(_figures(table.goal) & _figures(other.goal))
    if len(figures) >= _FIGURES or any(_is_telling(figure) for figure in figures):
        return _remark(table, other, "goal", "、".join(figures[:_FIGURES]), "clauses")
    done = sorted(figure for figure in _figures(table.completion) & _figures(other.completion) if _is_own_count(figure))
    if done:
        return _remark(table, other, "completion", done[0], "completion_clauses")
    rows = {(fold(row.level3), fold(row.target), fold(row.actual)) for row in other.indicators if _tells(row.target)}
    repeated = [row for row in table.indicators if (fold(row.level3), fold(row.target), fold(row.actual)) in rows]
    if len(repeated) >= _ROWS:
        remark = _remark(table, other, "goal", repeated[0].level3, "rows")
        cells = [cell for row in repeated if (cell := row.cells.get("level3"))]
        return Remark(CODE, cells[0] if cells else None, remark.values, tuple(cells[1:]))
    return None


def _is_own_count(figure: str) -> bool:
    """Say whether a count behind what was done is neither small nor round: 技能提升培训1840人次."""
    digits = "".join(letter for letter in figure if letter.isdecimal())
    return not figure[0].isdigit() and len(digits) >= _DIGITS and not digits.endswith("00")


@lru_cache(maxsize=1024)
def _figures(goal: str) -> frozenset[str]:
    """List the counts of a goal with the thing that they count: 42处自动雨量站, 清淤疏浚6.8公里."""
    counted = (item for item in mentions(goal) if item.dimension not in COUNTLESS and not unit(item.unit).money)
    return frozenset(
        f"{item.text}{item.after[:_THING]}" if len(item.after) >= _SHORTEST else f"{item.before[-_ACT:]}{item.text}"
        for item in counted
        if (item.value >= _SOME and len(item.after) >= _SHORTEST) or len(item.before) >= _ACT
    )


def _is_telling(figure: str) -> bool:
    """Say whether a count stands behind what is done and has decimals: 清淤疏浚6.8公里 is one piece of work."""
    return not figure[0].isdigit() and "." in figure


_Amount = tuple[Decimal, str]


def _outputs(table: Table) -> dict[_Amount, Row]:
    """List the outputs of a project by their amount: 演出80场次; a few of anything are in many projects."""
    rows = (row_of(indicator, table.year) for indicator in table.indicators)
    counted = ((row.target_size, row) for row in rows if row.group == "quantity" and not row.compared.money)
    sized = ((size, row) for size, row in counted if size is not None and size[1] not in COUNTLESS)
    return {size: row for size, row in sized if _is_own(row, size[0])}


def _is_own(row: Row, amount: Decimal) -> bool:
    """Say whether an amount tells one piece of work: a large one, or one with another result than planned."""
    return amount >= _TELLING or (amount >= _SOME and row.actual_size not in (None, row.target_size))


def _same_output(first: dict[_Amount, Row], second: dict[_Amount, Row], other: Table) -> Remark | None:
    """Find an output of the same amount under a name alike."""
    for size in first.keys() & second.keys():
        row, twin = first[size], second[size]
        about, told = content(row.indicator.level3), content(twin.indicator.level3)
        if row.actual_size == twin.actual_size and max(contained(about, told), contained(told, about)) >= _ALIKE:
            values = {"other": other.project, "words": f"{row.indicator.level3}{row.indicator.target}", "case": "rows"}
            return Remark(CODE, row.cell("level3"), values)
    return None


def _tells(target: str) -> bool:
    """Say whether a target is an amount of its own: ≥95% and ≤12个月 stand in many projects."""
    return any(letter.isdigit() for letter in target) and "%" not in target and "月" not in target


def _remark(table: Table, other: Table, field: str, words: str, case: str) -> Remark:
    return Remark(CODE, table.cells.get(field), {"other": other.project, "words": words, "case": case})

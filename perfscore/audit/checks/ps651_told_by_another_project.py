"""PS651: two projects of one unit and year have the same goal, completion or results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfscore.audit.claims import Outputs, counts, is_own_count, is_piece_of_work, outputs_of, same_output
from perfscore.audit.likeness import common, contained, is_copy, long_clauses, pairs
from perfscore.audit.projects import by_unit_and_year, is_same
from perfscore.model import Remark, Table
from perfscore.rulebook import Rulebook
from perfscore.text import fold

CODE = "PS651"
_COPIED = 0.9
_CLAUSES, _ROWS = 3, 3
# A goal of some length of which another one holds most of the words.
_ENOUGH, _HELD = 40, 0.6
# Counts that two goals share.
_FIGURES = 2


def across(tables: Sequence[Table], _book: Rulebook) -> Iterator[tuple[int, Remark]]:
    """Compare each project with the others of its unit and year, evaluations and target tables apart."""
    for indices in by_unit_and_year(tables):
        outputs = {index: outputs_of(tables[index]) for index in indices}
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
    figures = sorted(counts(table.goal) & counts(other.goal))
    if len(figures) >= _FIGURES or any(is_piece_of_work(figure) for figure in figures):
        return _remark(table, other, "goal", "、".join(figures[:_FIGURES]), "clauses")
    done = sorted(figure for figure in counts(table.completion) & counts(other.completion) if is_own_count(figure))
    if done:
        return _remark(table, other, "completion", done[0], "completion_clauses")
    rows = {(fold(row.level3), fold(row.target), fold(row.actual)) for row in other.indicators if _tells(row.target)}
    repeated = [row for row in table.indicators if (fold(row.level3), fold(row.target), fold(row.actual)) in rows]
    if len(repeated) >= _ROWS:
        remark = _remark(table, other, "goal", repeated[0].level3, "rows")
        cells = [cell for row in repeated if (cell := row.cells.get("level3"))]
        return Remark(CODE, cells[0] if cells else None, remark.values, tuple(cells[1:]))
    return None


def _same_output(first: Outputs, second: Outputs, other: Table) -> Remark | None:
    row = same_output(first, second)
    if row is None:
        return None
    values = {"other": other.project, "words": f"{row.indicator.level3}{row.indicator.target}", "case": "rows"}
    return Remark(CODE, row.cell("level3"), values)


def _tells(target: str) -> bool:
    """Say whether a target is an amount of its own: ≥95% and ≤12个月 stand in many projects."""
    return any(letter.isdigit() for letter in target) and "%" not in target and "月" not in target


def _remark(table: Table, other: Table, field: str, words: str, case: str) -> Remark:
    return Remark(CODE, table.cells.get(field), {"other": other.project, "words": words, "case": case})

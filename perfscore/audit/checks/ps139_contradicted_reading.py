"""PS139: a text of a scan that other texts of its table contradict was probably misread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from perfscore import number
from perfscore.audit.checks.ps501_weights_sum import wrong_sum
from perfscore.audit.context import Context
from perfscore.audit.rows import Row
from perfscore.expression import Quantity, Unreadable
from perfscore.model import Remark, Table
from perfscore.scoring.row import read_points, sum_or_none
from perfscore.sheets.evidence import doubt

CODE = "PS139"


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Hold the recognised weights, scores and values against one another; each cell is named once."""
    if not table.recognitions:
        return
    named = {remark.cell for remark in table.remarks if remark.code == CODE}
    for cell, text, flaw in _values(context):
        if cell is not None and cell not in named:
            named.add(cell)
            yield doubt(table, cell, text, flaw)
    for entries, flaw in ((_in_weights(table, context), "weights"), (_in_scores(table, context), "scores")):
        cells = {cell: text for cell, text in entries if cell is not None and cell in table.recognitions}
        # A cell in doubt that explains the sum is enough; else it is most likely the one read least surely.
        if cells and named.isdisjoint(cells):
            cell = min(cells, key=lambda cell: table.recognitions[cell].confidence)
            named.add(cell)
            yield doubt(table, cell, cells[cell], flaw)


Entries = Iterable[tuple[str | None, str]]
"""Cells and their texts."""


def _in_weights(table: Table, context: Context) -> Entries:
    """Find the weights that would make the sum right if one character were another one."""
    sums = wrong_sum(table, context)
    if sums is None:
        return ()
    weights = [(row.cell("weight"), row.indicator.weight) for row in context.rows]
    weights += [(fund.cells.get("weight"), fund.weight) for fund in table.funds[:1] if fund.weight]
    return _explaining(weights, *sums)


def _in_scores(table: Table, context: Context) -> Entries:
    """Find the scores that would make the printed total if one character were another one, and such a total."""
    total = read_points(table.claimed_total)
    scores = [(row.cell("claimed"), row.indicator.claimed) for row in context.rows]
    scores += [(fund.cells.get("score"), fund.score) for fund in table.funds[:1] if fund.score]
    added = sum_or_none([read_points(text) for _, text in scores])
    if total is None or added is None or total == added:
        return ()
    whole = [(table.cells.get("claimed_total"), table.claimed_total)]
    return (*_explaining(scores, added, total), *(whole if _differs_by_one(table.claimed_total, added) else ()))


def _explaining(entries: Entries, added: Decimal, expected: Decimal) -> Entries:
    """Find the texts that one misread character makes wrong by as much as the sum is."""
    gap = number.add(expected, -added)
    for cell, text in entries:
        meant = number.add(read_points(text) or number.ZERO, gap)
        if meant >= 0 and _differs_by_one(text, meant):
            yield cell, text


def _values(context: Context) -> Iterable[tuple[str | None, str, str]]:
    """Find values that cannot be read, scores above their weights, and those right but for one character."""
    for row in context.rows:
        indicator, compared, score = row.indicator, row.compared, row.score
        for field, tree in (("target", compared.target), ("actual", compared.actual)):
            if isinstance(tree, Unreadable):
                yield row.cell(field), getattr(indicator, field), "unreadable"
        if _may_lack_a_sign(row):
            yield row.cell("target"), indicator.target, "sign"
        if score is None or row.claimed is None or row.weight is None:
            continue
        if row.claimed > row.weight:
            yield row.cell("claimed"), indicator.claimed, "over"
            yield row.cell("weight"), indicator.weight, "over"
        if row.unexplained and score.recomputed is not None and _differs_by_one(indicator.claimed, score.recomputed):
            yield row.cell("claimed"), indicator.claimed, "score"


def _may_lack_a_sign(row: Row) -> bool:
    """Say whether an actual that is another than `=` asks for has all points: `>=` or `<=` may have been printed."""
    compared = row.compared
    exact = isinstance(compared.target, Quantity) and compared.target.operator == "="
    return exact and row.claimed_in_full and compared.target_value != compared.actual_value is not None


def _differs_by_one(text: str, meant: Decimal) -> bool:
    """Say whether a text becomes a number if one character is changed, left out or added."""
    read = text.strip().removesuffix("分")
    return any(_one_apart(read, printed) for printed in {number.short(meant), number.plain(number.half_up(meant))})


def _one_apart(first: str, second: str) -> bool:
    shorter, longer = sorted((first, second), key=len)
    if len(longer) == len(shorter):
        return sum(a != b for a, b in zip(shorter, longer, strict=True)) == 1
    cut = (longer[:index] + longer[index + 1 :] for index in range(len(longer)))
    return len(longer) == len(shorter) + 1 and shorter in cut

"""The total among the sums of a table, and the reading of its row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from perfscore.number import read
from perfscore.place import cell_name
from perfscore.sheets.cells import claimed_text
from perfscore.sheets.grid import Grid, GridCell
from perfscore.sheets.header import Header
from perfscore.sheets.marking import Mark
from perfscore.sheets.regions import Region
from perfscore.text import printed


class Sum(NamedTuple):
    """A row that begins with 总分, 合计, 小计 or the like.

    Args:
        row: its row. mark: the cell with the word.
        after: how many indicators stand above it.
    """

    row: int
    mark: Mark
    after: int


class Total(NamedTuple):
    """The row of the total.

    Args:
        row: its row. claimed: the score as printed. weight: the weight as printed.
        addresses: cells of ``claimed_total`` and ``total_weight``.
    """

    row: int
    claimed: str
    weight: str
    addresses: Mapping[str, str]


def choose_total(sums: list[Sum], indicators: int) -> Sum | None:
    """Choose the total: the last 总分; without one, the last 合计 that stands below or above all indicators.

    Args:
        sums: all rows with a sum.
        indicators: how many indicators the table has.
    """
    strong = [entry for entry in sums if entry.mark.meaning.total == "total"]
    if strong:
        return strong[-1]
    outside = [entry for entry in sums if entry.mark.meaning.total == "sum" and entry.after in (0, indicators)]
    return outside[-1] if outside else None


def read_total(grid: Grid, header: Header, region: Region, entry: Sum) -> Total:
    """Read the total's row.

    The score stands in the score's column; in a cell merged over weight and score; or, where the form prints nothing
    but the score, somewhere to the right of the word, or in one cell with it (``总分：92.03分``). Beside a score of its
    own, a number at the word is the full mark (``总分：100分``).
    """
    column, meaning, _ = entry.mark
    content = grid.rows[entry.row]
    score_columns = header.columns.get("claimed", ())
    claimed = next((position for position in score_columns if position in content and position != column), None)
    if meaning.inline and claimed is None:
        return Total(entry.row, meaning.inline, "", {"claimed_total": cell_name(entry.row, column)})
    merged = {merge[1]: merge[3] for merge in region.merges if merge[0] <= entry.row <= merge[2]}
    weight = next((position for position in header.columns.get("weight", ()) if position in content), None)
    if claimed is None and weight is not None:
        over_both = any(weight < position <= merged.get(weight, weight) for position in score_columns)
        if over_both or printed(content[weight].text).endswith("分"):
            claimed, weight = weight, None
    if claimed is None:
        right = (position for position in reversed(content) if column < position <= region.right and position != weight)
        claimed = next((position for position in right if _is_score(content[position])), None)
    addresses: dict[str, str] = {}
    for key, field, position in (("claimed_total", "claimed", claimed), ("total_weight", "weight", weight)):
        if position is None:
            position = _blank(header.columns.get(field, ()), column, merged)
        if position is not None:
            addresses[key] = cell_name(entry.row, position)
    return Total(
        entry.row,
        claimed_text(content[claimed]) if claimed is not None else "",
        printed(content[weight].text) if weight is not None else "",
        addresses,
    )


def _blank(span: tuple[int, ...], word: int, merged: Mapping[int, int]) -> int | None:
    """Find the column of an empty cell that can be filled: right of the word, under no other cell's merge."""
    for column in span:
        if column > word and not any(left < column <= right for left, right in merged.items()):
            return column
    return None


def _is_score(cell: GridCell) -> bool:
    return cell.kind == "number" or read(printed(cell.text).removesuffix("分").strip()) is not None

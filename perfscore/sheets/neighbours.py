"""Tables side by side: between which columns of a sheet each of them stands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import islice
from typing import Final

from attrs import define, field

from perfscore.sheets.grid import Grid
from perfscore.sheets.header import Header
from perfscore.sheets.words import word

LAST_COLUMN: Final = 16_384
_BELOW_ALL: Final = 1 << 30


@define
class _Stack:
    """Headers in the same columns, one below the other, with no other table's header between them.

    Args:
        first: its first header.
        top: the first row that can belong to its tables. bottom: the last one.
        members: positions of its headers.
    """

    first: Header
    top: int
    bottom: int = _BELOW_ALL
    members: list[int] = field(factory=list)


def overlap(first: Header, second: Header) -> bool:
    """Tell whether two headers share a column."""
    return first.left <= second.right and second.left <= first.right


def limits(grid: Grid, heads: list[Header]) -> list[tuple[int, int, bool]]:
    """Bound each table by those beside it.

    Args:
        grid: the sheet. heads: its headers from top to bottom.

    Returns:
        For each header its first and last column, and whether there is a table beside it.
    """
    bounds = [(1, LAST_COLUMN, False)] * len(heads)
    if max(header.left for header in heads) <= min(header.right for header in heads):
        return bounds
    stacks = _stacks(heads)
    by_right = sorted(stacks, key=lambda stack: stack.first.right)
    by_left = sorted(stacks, key=lambda stack: stack.first.left)
    rights = [stack.first.right for stack in by_right]
    lefts = [stack.first.left for stack in by_left]
    for stack in stacks:
        # The nearest on either side; those further away cannot bound it more closely.
        before = (by_right[index] for index in range(bisect_left(rights, stack.first.left) - 1, -1, -1))
        behind = islice(by_left, bisect_right(lefts, stack.first.right), None)
        left = next((other for other in before if _in_same_rows(stack, other)), None)
        right = next((other for other in behind if _in_same_rows(stack, other)), None)
        if left is None and right is None:
            continue
        bound = (
            _border(grid, left.first, stack.first) + 1 if left is not None else 1,
            _border(grid, stack.first, right.first) if right is not None else LAST_COLUMN,
            True,
        )
        for member in stack.members:
            bounds[member] = bound
    return bounds


def _stacks(heads: list[Header]) -> list[_Stack]:
    stacks: list[_Stack] = []
    growing: list[_Stack] = []
    for index, header in enumerate(heads):
        above = [stack for stack in growing if overlap(stack.first, header)]
        same = [stack for stack in above if (stack.first.left, stack.first.right) == (header.left, header.right)]
        if same and len(above) == 1:
            same[0].members.append(index)
            continue
        top = 1
        for stack in above:
            stack.bottom = header.top - 1
            top = max(top, heads[stack.members[-1]].bottom + 1)
            growing.remove(stack)
        stacks.append(_Stack(header, top, members=[index]))
        growing.append(stacks[-1])
    return stacks


def _in_same_rows(first: _Stack, second: _Stack) -> bool:
    return first.top <= second.bottom and second.top <= first.bottom


def _border(grid: Grid, first: Header, second: Header) -> int:
    """Find the last column of the left one of two tables.

    What stands between their headers: columns of the left one that the synonyms do not know, a gap, and the label in
    the margin of the right one.
    """
    border = first.right
    if first.bottom != second.bottom:
        return border
    margin = {merge[1] for merge in grid.merges if merge[0] <= second.top and merge[2] > second.bottom}
    cells = grid.rows[first.bottom]
    while border + 1 < second.left and border + 1 in cells and border + 1 not in margin:
        known = word(cells[border + 1].text)
        if known is not None and known.label:
            break
        border += 1
    return border

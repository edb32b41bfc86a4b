"""Pair the indicators of an evaluation with the approved ones: by name, then by order and likeness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final, Literal

from attrs import frozen

from perfscore.model import Indicator
from perfscore.names import indicator_name, likeness
from perfscore.scoring.row import read_points
from perfscore.targets.comparing import target_change
from perfscore.text import letters

How = Literal["name", "order", "likeness"]

_CLEAR: Final = 0.8
"""Likeness of two names that needs only the group or the target to agree."""
_POSSIBLE: Final = 0.5
"""Likeness of two names that needs the group, and the target or the neighbours, to agree."""
_NEARBY: Final = 40
"""How many rows up and down, counted among those left over, are looked at; keeps the work linear."""


@frozen
class Pair:
    """Two rows that are the same indicator.

    Args:
        approved: index in the target table.
        how: ``name``; ``order`` for a name that occurs several times; ``likeness``.
        likeness: of the names, 0 to 1.
    """

    approved: int
    how: How
    likeness: float = 1.0


def pair_rows(rows: Sequence[Indicator], approved: Sequence[Indicator]) -> dict[int, Pair]:
    """Pair rows.

    Args:
        rows: the indicators of the evaluation. approved: those of the target table.

    Returns:
        The pair of each row that has one, by its index; each approved row is used once.
    """
    pairs = _by_name(rows, approved)
    used = {pair.approved for pair in pairs.values()}
    left = [index for index in range(len(rows)) if index not in pairs]
    free = [index for index in range(len(approved)) if index not in used]
    if left and free:
        pairs.update(_by_likeness(rows, approved, left, free, pairs))
    return pairs


def _by_name(rows: Sequence[Indicator], approved: Sequence[Indicator]) -> dict[int, Pair]:
    """Pair equal names; those that occur several times first within their group, in order."""
    pairs: dict[int, Pair] = {}
    used: set[int] = set()
    for grouped in (True, False):
        waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
        for index, item in enumerate(approved):
            if index not in used:
                waiting[_key(item, grouped)].append(index)
        several = {key for key, positions in waiting.items() if len(positions) > 1}
        for index, item in enumerate(rows):
            key = _key(item, grouped)
            if index in pairs or not key[1] or not waiting.get(key):
                continue
            position = waiting[key].pop(0)
            pairs[index] = Pair(position, "order" if key in several else "name")
            used.add(position)
    return pairs


def _key(item: Indicator, grouped: bool) -> tuple[str, str]:
    return (_group(item) if grouped else ""), indicator_name(item.level3, item.level2)


def _group(item: Indicator) -> str:
    return letters(item.level2 or item.level1).removesuffix("指标")


def _by_likeness(
    rows: Sequence[Indicator],
    approved: Sequence[Indicator],
    left: list[int],
    free: list[int],
    pairs: dict[int, Pair],
) -> dict[int, Pair]:
    likely: list[tuple[float, int, int, float]] = []
    for rank, index in enumerate(left):
        for position in free[max(0, rank - _NEARBY) : rank + _NEARBY + 1]:
            row, other = rows[index], approved[position]
            names = [indicator_name(item.level3, item.level2) for item in (row, other)]
            alike = likeness(names[0], names[1], _POSSIBLE)
            if not alike:
                continue
            group = _group(row) == _group(other)
            target = target_change(other.target, row.target, other.level3) is None
            beside = _beside(index, position, len(rows), len(approved), pairs)
            if (alike >= _CLEAR and (group or target)) or (group and (target or beside)):
                weight = read_points(row.weight) == read_points(other.weight)
                evidence = alike + (group + target + beside + weight) / 10
                likely.append((evidence, index, position, alike))
    result: dict[int, Pair] = {}
    taken: set[int] = set()
    # The best evidence first; of equal evidence the earlier rows.
    for _, index, position, alike in sorted(likely, key=lambda item: (-item[0], item[1], item[2])):
        if index not in result and position not in taken:
            result[index] = Pair(position, "likeness", alike)
            taken.add(position)
    return result


def _beside(index: int, position: int, rows: int, approved: int, pairs: dict[int, Pair]) -> bool:
    """Say whether both stand between the same neighbours, a table's end being a neighbour too."""
    above = pairs.get(index - 1)
    below = pairs.get(index + 1)
    fits_above = position == 0 if index == 0 else above is not None and above.approved == position - 1
    fits_below = position == approved - 1 if index == rows - 1 else below is not None and below.approved == position + 1
    return fits_above and fits_below

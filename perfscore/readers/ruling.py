"""From rules to tables: which rules belong together, and which cells they enclose."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from attrs import define, evolve, frozen

# All in points. Rules this close are one: a double rule, or the borders of two neighbours.
_SAME: Final = 2.5
# Pieces of a rule with a smaller gap between them are one: dashes, borders drawn cell by cell.
_GAP: Final = 3.0
_SHORTEST: Final = 4.0
# A rule may end this far from the one it meets.
_MEET: Final = 3.0
# Rules that stand further out than the last one across them show that the table is open on that side.
_OPEN: Final = 8.0
_MOST_RULES: Final = 3000
_FEWEST_ALONE: Final = 3


class Rule(NamedTuple):
    """A straight rule: where it stands, and from where to where it runs, in points."""

    at: float
    start: float
    stop: float


@frozen
class Area:
    """A cell as its rules enclose it.

    Args:
        top: its first row, from 0. left: its first column. bottom: its last row. right: its last column.
        whole: whether its rules enclose it fully, the table's head and foot left aside.
        open_above: whether it lies at the table's head and no rule closes it there: a page break cut it.
        open_below: the same at the table's foot.
    """

    top: int
    left: int
    bottom: int
    right: int
    whole: bool = True
    open_above: bool = False
    open_below: bool = False


@define
class Ruled:
    """A table as its rules show it.

    Args:
        xs: its vertical rules from left to right. ys: its horizontal rules from top to bottom.
        areas: its cells. slots: number of the cell at each row and column.
    """

    xs: list[float]
    ys: list[float]
    areas: list[Area]
    slots: list[list[int]]

    def at(self, x: float, y: float) -> int | None:
        """Give the number of the cell at a point, or None outside the table."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= row < len(self.slots) and 0 <= column < len(self.slots[0]):
            return self.slots[row][column]
        return None

    def box(self, number: int) -> tuple[float, float, float, float]:
        """Give the box of a cell: left, top, right, bottom."""
        area = self.areas[number]
        return self.xs[area.left], self.ys[area.top], self.xs[area.right + 1], self.ys[area.bottom + 1]


def tables(across: Sequence[Rule], down: Sequence[Rule], most_slots: int) -> list[Ruled]:
    """Find the tables of a page, from top to bottom.

    Args:
        across: horizontal rules. down: vertical rules.
        most_slots: rows times columns; what has more is a drawing.
    """
    horizontal, vertical = _merged(across), _merged(down)
    if not vertical or len(horizontal) + len(vertical) > _MOST_RULES:
        return []
    ruled = []
    for rows, columns in _connected(horizontal, vertical):
        table = _table(rows, columns, most_slots)
        if table is not None:
            ruled.append(table)
    ruled.sort(key=lambda table: (table.ys[0], table.xs[0]))
    return [table for table in ruled if not _inside(table, ruled)]


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Unite rules that are one: those side by side, and those that follow one another."""
    merged: list[Rule] = []
    for cluster in _clusters(rules):
        position = sum(rule.at for rule in cluster) / len(cluster)
        cluster.sort(key=lambda rule: rule.start)
        start, stop = cluster[0].start, cluster[0].stop
        for rule in cluster[1:]:
            if rule.start <= stop + _GAP:
                stop = max(stop, rule.stop)
            else:
                merged.append(Rule(position, start, stop))
                start, stop = rule.start, rule.stop
        merged.append(Rule(position, start, stop))
    return [rule for rule in merged if rule.stop - rule.start >= _SHORTEST]


def _clusters(rules: Iterable[Rule]) -> list[list[Rule]]:
    clusters: list[list[Rule]] = []
    for rule in sorted(rules):
        if clusters and rule.at - clusters[-1][0].at <= _SAME:
            clusters[-1].append(rule)
        else:
            clusters.append([rule])
    return clusters


class _Partition:
    """Things, told by their numbers, that are joined to groups."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def root(self, number: int) -> int:
        """Give the number that stands for the group of a thing."""
        parents = self._parents
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    def join(self, number: int, other: int) -> None:
        """Make one group of the groups of two things."""
        self._parents[self.root(number)] = self.root(other)

    def groups(self) -> list[list[int]]:
        """List the groups, each in the order of its numbers."""
        groups: dict[int, list[int]] = {}
        for number in range(len(self._parents)):
            groups.setdefault(self.root(number), []).append(number)
        return list(groups.values())


def _connected(horizontal: list[Rule], vertical: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Divide the rules into groups that meet one another."""
    rules, across = [*horizontal, *vertical], len(horizontal)
    partition = _Partition(len(rules))
    heights = [rule.at for rule in horizontal]
    for number, rule in enumerate(vertical, across):
        first, last = bisect_left(heights, rule.start - _MEET), bisect_right(heights, rule.stop + _MEET)
        for row in range(first, last):
            if horizontal[row].start - _MEET <= rule.at <= horizontal[row].stop + _MEET:
                partition.join(row, number)
    groups = [
        (
            [rules[number] for number in group if number < across],
            [rules[number] for number in group if number >= across],
        )
        for group in partition.groups()
    ]
    connected = [group for group in groups if group[0] and len(group[1]) > 1]
    alone = [rule for rows, columns in groups if not rows for rule in columns]
    connected.extend(([], row) for row in _side_by_side(alone))
    return connected


def _side_by_side(rules: list[Rule]) -> list[list[Rule]]:
    """Find vertical rules of one height that no other rule meets: a row that fills a page and is cut on both sides."""
    sets: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: (rule.start, rule.stop)):
        last = sets[-1][-1] if sets else None
        if last is not None and abs(last.start - rule.start) <= _MEET and abs(last.stop - rule.stop) <= _MEET:
            sets[-1].append(rule)
        else:
            sets.append([rule])
    return [alike for alike in sets if len(alike) > _FEWEST_ALONE]


def _table(rows: list[Rule], columns: list[Rule], most_slots: int) -> Ruled | None:
    """Read a table out of rules that meet."""
    xs, ys = sorted({rule.at for rule in columns}), sorted({rule.at for rule in rows})
    left, right = _reach(rows) if rows else (xs[0], xs[-1])
    top, bottom = _reach(columns)
    open_left, open_right = xs[0] - left > _OPEN, right - xs[-1] > _OPEN
    open_top, open_bottom = not ys or ys[0] - top > _OPEN, not ys or bottom - ys[-1] > _OPEN
    xs = [*([left] if open_left else []), *xs, *([right] if open_right else [])]
    ys = [*([top] if open_top else []), *ys, *([bottom] if open_bottom else [])]
    width, height = len(xs) - 1, len(ys) - 1
    if width < 1 or height < 1 or not 2 <= width * height <= most_slots:
        return None
    beside = _walls(columns, xs, ys)
    below = _walls(rows, ys, xs)
    partition = _Partition(width * height)
    for row in range(height):
        for column in range(width):
            slot = row * width + column
            if column + 1 < width and not beside[column + 1][row]:
                partition.join(slot + 1, slot)
            if row + 1 < height and not below[row + 1][column]:
                partition.join(slot + width, slot)
    areas: list[Area] = []
    slots = [[0] * width for _ in range(height)]
    for region in partition.groups():
        for area in _areas(region, width):
            span = range(area.left, area.right + 1)
            area = evolve(
                area,
                open_above=area.top == 0 and not all(below[0][column] for column in span),
                open_below=area.bottom == height - 1 and not all(below[height][column] for column in span),
            )
            for row in range(area.top, area.bottom + 1):
                for column in range(area.left, area.right + 1):
                    slots[row][column] = len(areas)
            areas.append(area)
    return Ruled(xs, ys, areas, slots)


def _reach(rules: Sequence[Rule]) -> tuple[float, float]:
    """Give from where to where the rules of a table run; one that runs further alone is no part of it there."""
    alone = min(1, len(rules) - 1)
    return sorted(rule.start for rule in rules)[alone], sorted((rule.stop for rule in rules), reverse=True)[alone]


def _walls(rules: list[Rule], positions: list[float], crossing: list[float]) -> list[list[bool]]:
    """Tell for each place and each stretch between two crossing rules whether a rule stands there."""
    walls = [[False] * (len(crossing) - 1) for _ in positions]
    for rule in rules:
        line = walls[positions.index(rule.at)]
        for index in range(len(crossing) - 1):
            start, stop = crossing[index], crossing[index + 1]
            slack = min(_MEET, 0.35 * (stop - start))
            if rule.start <= start + slack and rule.stop >= stop - slack:
                line[index] = True
    return walls


def _areas(region: list[int], width: int) -> list[Area]:
    """Make a rectangle of the slots that no rule divides; where they form none, one per row that differs."""
    rows = sorted({slot // width for slot in region})
    columns = sorted({slot % width for slot in region})
    if len(region) == (rows[-1] - rows[0] + 1) * (columns[-1] - columns[0] + 1):
        return [Area(rows[0], columns[0], rows[-1], columns[-1])]
    inside = set(region)
    areas: list[Area] = []
    for slot in sorted(region):
        if slot not in inside:
            continue
        row, left = divmod(slot, width)
        right = left
        while right + 1 < width and row * width + right + 1 in inside:
            right += 1
        bottom = row
        while _same_stretch(inside, (bottom + 1) * width, left, right, width):
            bottom += 1
        inside.difference_update(
            r * width + column for r in range(row, bottom + 1) for column in range(left, right + 1)
        )
        areas.append(Area(row, left, bottom, right, whole=False))
    return areas


def _same_stretch(inside: set[int], start: int, left: int, right: int, width: int) -> bool:
    """Tell whether exactly these columns of a row are left of a region."""
    return (
        all(start + column in inside for column in range(left, right + 1))
        and (left == 0 or start + left - 1 not in inside)
        and (right + 1 == width or start + right + 1 not in inside)
    )


def _inside(table: Ruled, tables: list[Ruled]) -> bool:
    """Tell whether a table is a drawing inside a cell of another, such as a box for a tick."""
    if len(table.areas) > 4:
        return False
    return any(
        other is not table
        and other.xs[0] <= table.xs[0]
        and table.xs[-1] <= other.xs[-1]
        and other.ys[0] <= table.ys[0]
        and table.ys[-1] <= other.ys[-1]
        for other in tables
    )

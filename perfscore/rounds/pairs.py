"""Match the tables of two rounds by year, unit and project, and their rows by name."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import count
from pathlib import PurePath
from typing import Final, NamedTuple, TypeVar

from perfscore.model import Evaluation, Fund, Indicator, Table
from perfscore.names import indicator_name, likeness, project_name, unit_name
from perfscore.text import letters

_ALIKE: Final = 0.75
"""Likeness from which two names of rows that are left over count as one name that was reworded."""
Item = TypeVar("Item")
Pair = tuple[Item | None, Item | None]


class Located(NamedTuple):
    """A table and the path of its file."""

    path: str
    table: Table


def pair_tables(old: Evaluation, new: Evaluation) -> list[Pair[Located]]:
    """Match tables by the strictest key that tells them apart; what has no counterpart stands alone."""
    keys: tuple[Callable[[Located], Hashable], ...] = (
        lambda item: (_group(item), item.table.year, _unit(item.table), _project(item.table)),
        lambda item: (_group(item), item.table.year, _project(item.table)),
        lambda item: (_group(item), PurePath(item.path).name, item.table.sheet, item.table.range.split(":")[0]),
        lambda item: (_group(item), item.table.year, _unit(item.table)),
    )
    return pair(_located(old), _located(new), keys)


def pair_rows(old: Sequence[Indicator], new: Sequence[Indicator]) -> list[Pair[Indicator]]:
    """Match indicators by group and name, then by name, then by a name that is nearly the same in the same group."""
    keys: tuple[Callable[[Indicator], Hashable], ...] = (
        lambda row: (letters(row.level2), _name(row), row.row),
        lambda row: (letters(row.level2), _name(row)),
        _name,
    )
    pairs = pair(old, new, keys)
    gone = [before for before, after in pairs if after is None and before is not None]
    added = [after for before, after in pairs if before is None and after is not None]
    for before in gone:
        alike = [(likeness(_name(before), _name(after), _ALIKE), -index) for index, after in enumerate(added)
                 if letters(before.level2) == letters(after.level2)]  # fmt: skip
        if alike and max(alike)[0]:
            after = added.pop(-max(alike)[1])
            pairs = [(before, after) if entry[0] is before else entry for entry in pairs if entry[1] is not after]
    return pairs


def pair_funds(old: Sequence[Fund], new: Sequence[Fund]) -> list[Pair[Fund]]:
    """Match the rows of the funds block by name."""
    return pair(old, new, (lambda fund: letters(fund.name),))


def pair(old: Iterable[Item], new: Iterable[Item], keys: Sequence[Callable[[Item], Hashable]]) -> list[Pair[Item]]:
    """Match two lists by keys, the strictest first.

    Items that share a key are matched in their order only where both sides have equally many of them: which of two
    equal names was left out is not known.

    Args:
        old: the one list. new: the other. keys: give what must be equal.

    Returns:
        Every item once, in the order of ``old``, what only ``new`` has behind it.
    """
    olds, news = list(old), list(new)
    matched: dict[int, int] = {}
    for key in keys:
        free_old = _by_key(olds, key, matched.keys())
        free_new = _by_key(news, key, matched.values())
        for value, indexes in free_old.items():
            candidates = free_new.get(value, [])
            if len(candidates) == len(indexes):
                matched.update(zip(indexes, candidates, strict=True))
    pairs: list[Pair[Item]] = [
        (item, news[matched[index]] if index in matched else None) for index, item in enumerate(olds)
    ]
    taken = set(matched.values())
    pairs.extend((None, item) for index, item in enumerate(news) if index not in taken)
    return pairs


def _by_key(items: Sequence[Item], key: Callable[[Item], Hashable], taken: Iterable[int]) -> dict[Hashable, list[int]]:
    used = set(taken)
    groups: dict[Hashable, list[int]] = {}
    for index, item in zip(count(), items, strict=False):
        if index not in used:
            groups.setdefault(key(item), []).append(index)
    return groups


def _located(evaluation: Evaluation) -> list[Located]:
    return [Located(file.path, table) for file in evaluation.files for table in file.tables]


def _group(item: Located) -> str:
    return item.table.kind


def _project(table: Table) -> str:
    return project_name(table.project, table.year).core


def _unit(table: Table) -> str:
    return unit_name(table.unit or table.department)


def _name(row: Indicator) -> str:
    return indicator_name(row.level3, row.level2)

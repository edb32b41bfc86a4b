"""Which table it is: the layouts, and the choice among them by what a form shows."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import NamedTuple, cast, get_args

from perfscore.model import Kind
from perfscore.sheets.words import FOLDER


class Layout(NamedTuple):
    """One known form of table.

    Args:
        id: its name in results.
        kind: which table it is.
        signs: lines of signs; all lines must hold, one sign of a line is enough.
        needs: fields without a column of which its rows cannot be scored.
    """

    id: str
    kind: Kind
    signs: tuple[tuple[str, ...], ...]
    needs: tuple[str, ...]


@cache
def layouts() -> tuple[Layout, ...]:
    """Load the known layouts; done once, at the first use."""
    with open(FOLDER / "layouts.toml", "rb") as file:
        entries = tomllib.load(file)["layout"]
    for entry in entries:
        if entry["kind"] not in get_args(Kind):
            raise ValueError(f"layouts.toml: {entry['id']}: unknown kind {entry['kind']!r}")
    return tuple(
        Layout(
            entry["id"],
            cast(Kind, entry["kind"]),
            tuple(tuple(line) for line in entry["signs"]),
            tuple(entry["needs"]),
        )
        for entry in entries
    )


def choose(title: str, columns: frozenset[str], labels: frozenset[str]) -> Layout | None:
    """Choose the layout of a table.

    Args:
        title: the folded title, or empty.
        columns: fields for which the form has a column.
        labels: names of the labels that the form prints.

    Returns:
        The first layout all of whose lines hold, or None.
    """

    def holds(sign: str) -> bool:
        where, _, what = sign.removeprefix("no-").partition(":")
        if where == "title":
            there = what in title
        else:
            there = what in (columns if where == "column" else labels)
        return there != sign.startswith("no-")

    for layout in layouts():
        if all(any(map(holds, line)) for line in layout.signs):
            return layout
    return None

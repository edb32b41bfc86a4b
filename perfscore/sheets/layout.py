"""Which table it is: the layouts, and the choice among them by what a form shows."""

from __future__ import annotations

from collections.abc import Container
from functools import cache
from typing import NamedTuple

from perfscore.keys import UNSCORED_KINDS, Kind
from perfscore.sheets.layout_files import layout_entries


class Sign(NamedTuple):
    """Something that a form shows or does not show.

    Args:
        where: ``title``, ``column`` or ``label``.
        what: a part of the title, the field of a column or the name of a label.
        there: whether the form has to show it.
    """

    where: str
    what: str
    there: bool


class Layout(NamedTuple):
    """One known form of table.

    Args:
        id: its name in results.
        kind: which table it is.
        signs: lines of signs; all lines must hold, one sign of a line is enough.
        needs: fields without a column of which its rows cannot be scored.
        scores: whether the form prints scores and a total.
    """

    id: str
    kind: Kind
    signs: tuple[tuple[Sign, ...], ...]
    needs: tuple[str, ...]
    scores: bool


@cache
def layouts() -> tuple[Layout, ...]:
    """Load the known layouts; done once, at the first use."""
    return tuple(
        Layout(
            entry["id"],
            entry["kind"],
            tuple(tuple(map(_sign, line)) for line in entry["signs"]),
            tuple(entry["needs"]),
            entry["kind"] not in UNSCORED_KINDS and entry.get("scores", True),
        )
        for entry in layout_entries()
    )


def _sign(text: str) -> Sign:
    """Read ``label:project`` or ``no-column:actual``."""
    where, _, sign = text.removeprefix("no-").partition(":")
    return Sign(where, sign, not text.startswith("no-"))


def choose(title: str, columns: frozenset[str], labels: frozenset[str]) -> Layout | None:
    """Choose the layout of a table.

    Args:
        title: the folded title, or empty.
        columns: fields for which the form has a column.
        labels: names of the labels that the form prints.

    Returns:
        The first layout all of whose lines hold, or None.
    """
    shown: dict[str, Container[str]] = {"title": title, "column": columns, "label": labels}
    for layout in layouts():
        if all(any((sign in shown[where]) is expected for where, sign, expected in line) for line in layout.signs):
            return layout
    return None

"""Labels beside a table whose cells have lost their rules at a page break."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from perfscore.readers.blocks import SAME_RULE, Piece
from perfscore.readers.pdf.content import Char
from perfscore.readers.pdf.texts import Line, lines
from perfscore.readers.ruling import Ruled

# Lines of one label are not further apart, in sizes of their characters.
_NEXT_LINE: Final = 1.8


def unruled(table: Ruled, known: Sequence[float], outside: Iterable[Char]) -> Iterator[Piece]:
    """Find the labels beside a table whose cells have lost their rules at the page break.

    Args:
        table: what is ruled on the page. known: the rules of the table on the page before.
        outside: the characters outside all tables.

    Yields:
        A cell for each label, in the row in which it begins.
    """
    columns = [*(edge for edge in known if edge < table.xs[0] - SAME_RULE), table.xs[0]]
    for left, right in pairwise(columns):
        chars = [
            char
            for char in outside
            if left <= (char.x0 + char.x1) / 2 < right and table.ys[0] < (char.y0 + char.y1) / 2 < table.ys[-1]
        ]
        groups: list[list[Line]] = []
        for line in lines(chars)[0]:
            if groups and line.middle - groups[-1][-1].middle < _NEXT_LINE * line.size:
                groups[-1].append(line)
            else:
                groups.append([line])
        for group in groups:
            row = max(0, bisect_right(table.ys, group[0].middle) - 1)
            text = "\n".join("".join(entry[2].text for entry in line.chars) for line in group)
            yield Piece(row, row, left, right, text, ("outline",))

"""Lay out text and tables for a terminal or a pipe: columns fit Chinese text, and nothing has to be imported for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final
from unicodedata import east_asian_width

STYLES: Final = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33"}
_NARROWEST: Final = 6
_WORD: Final = re.compile(r"[!-~]+|\s|.")
"""What a line is not broken inside of: a word or number in half-width letters."""

Cell = tuple[str, str]
"""A text and the name of its style; the empty name for none."""


class Screen:
    """A page of text that grows downwards.

    Args:
        width: columns of the terminal; a Chinese character takes two.
        coloured: whether styles are shown.
    """

    def __init__(self, width: int, coloured: bool) -> None:
        self._width = width
        self._coloured = coloured
        self._lines: list[str] = []

    @property
    def text(self) -> str:
        """Everything that was added."""
        return "".join(f"{line}\n" for line in self._lines)

    def add(self, text: str, style: str = "") -> None:
        """Add a text, broken where the page ends."""
        self._lines += (self._styled(line, style) for line in wrap(text, self._width))

    def rule(self, title: str) -> None:
        """Add a title with a line behind it."""
        *above, last = wrap(title, self._width)
        self._lines += above
        self._lines.append(f"{last} {'─' * max(0, self._width - width_of(last) - 1)}")

    def table(self, headers: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> None:
        """Add a table.

        Args:
            headers: of the columns. rows: their cells. right: columns that are set flush right.
        """
        widths = self._widths([headers, *rows], 2)
        self._row([(header, "bold") for header in headers], widths, 2, right)
        self._lines.append("─" * (sum(widths) + 2 * (len(widths) - 1)))
        for row in rows:
            self._row([(text, "") for text in row], widths, 2, right)
        self._lines.append("")

    def columns(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Add cells in columns, without headers."""
        widths = self._widths([[text for text, _ in row] for row in rows], 1)
        for row in rows:
            self._row(row, widths, 1)

    def _widths(self, rows: Sequence[Sequence[str]], gap: int) -> list[int]:
        """Give each column what it needs; where that is too much, take from the widest."""
        widths = [max(max(map(width_of, text.split("\n"))) for text in column) for column in zip(*rows, strict=True)]
        excess = sum(widths) + gap * (len(widths) - 1) - self._width
        while excess > 0 and max(widths) > _NARROWEST:
            widest = max(widths)
            index = widths.index(widest)
            below = max((width for width in widths if width < widest), default=_NARROWEST)
            cut = min(excess, max(1, widest - max(below, _NARROWEST)))
            widths[index] -= cut
            excess -= cut
        return widths

    def _row(self, cells: Sequence[Cell], widths: Sequence[int], gap: int, right: Collection[int] = ()) -> None:
        wrapped = [wrap(text, width) for (text, _), width in zip(cells, widths, strict=True)]
        for number in range(max(map(len, wrapped))):
            parts = []
            for column, (lines, width) in enumerate(zip(wrapped, widths, strict=True)):
                line = lines[number] if number < len(lines) else ""
                blank = " " * (width - width_of(line))
                styled = self._styled(line, cells[column][1])
                parts.append(blank + styled if column in right else styled + blank)
            self._lines.append((" " * gap).join(parts).rstrip())

    def _styled(self, text: str, style: str) -> str:
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if style and text and self._coloured else text


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines: between words and Chinese characters, inside a word only where it is too long."""
    lines = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for word in _WORD.findall(paragraph):
            needed = width_of(word)
            if used + needed > width and used:
                lines.append(line.rstrip())
                line, used = "", 0
                if word.isspace():
                    continue
            while needed > width:
                lines.append(word[:width])
                word = word[width:]
                needed = width_of(word)
            line += word
            used += needed
        lines.append(line)
    return lines


@lru_cache(maxsize=4096)
def width_of(text: str) -> int:
    """Count the columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)

"""Put the pages of a document together: tables that run on, headers and footers left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from attrs import define, evolve, field

from perfscore.readers.blocks import Block, TableBlock, TextBlock
from perfscore.readers.joining import joined, resembles, runs_on

_PAGE_NUMBER: Final = re.compile(r"[-—–·\s]*第?\s*\d{1,4}\s*页?\s*(?:[/共，,]\s*\d{1,4}\s*页?)?[-—–·\s]*")
_DIGITS: Final = re.compile(r"\d+")
_MOST_SCRAPS: Final = 3
_LONGEST_SCRAP: Final = 6


@define
class Paging:
    """The pages of a document so far.

    Args:
        blocks: their tables and lines, in order.
        title: the first line of the document.
        tables: count of tables.
    """

    blocks: list[Block] = field(factory=list)
    title: str = ""
    tables: int = 0
    # Outermost lines of the page before, digits left out: what is printed there again is a header or footer.
    _margins: frozenset[str] = frozenset()
    # Where in the blocks the last table stands that could run on to the next page.
    _open_table: int | None = None
    # All vertical rules of that table, on every page it fills.
    _rules: tuple[float, ...] = ()

    @property
    def known(self) -> tuple[float, ...]:
        """The vertical rules of the table that the page before ended with, if it can run on."""
        return self._rules if self._open_table is not None else ()

    def skip(self) -> None:
        """Take note of a page that cannot be read: no table runs on over it."""
        self._open_table = None

    def add(self, blocks: Sequence[Block]) -> None:
        """Add a page.

        Args:
            blocks: its tables and lines from top to bottom.
        """
        margins = frozenset(
            _DIGITS.sub("#", block.text) for block in (*blocks[:2], *blocks[-2:]) if isinstance(block, TextBlock)
        )
        kept = [block for block in blocks if not _in_margin(block, self._margins)]
        self._margins = margins
        if not self.title:
            self.title = next((block.text for block in kept if isinstance(block, TextBlock)), "")
        self._go_on(kept)
        before = len(self.blocks)
        self.tables += sum(isinstance(block, TableBlock) for block in kept)
        self.blocks.extend(kept)
        added = [index for index in range(before, len(self.blocks)) if isinstance(self.blocks[index], TableBlock)]
        if added:
            last = self.blocks[added[-1]]
            assert isinstance(last, TableBlock)
            goes_on = len(added) == 1 and last.continues
            self._rules = tuple(sorted({*self._rules, *last.edges})) if goes_on else last.edges
            self._open_table = added[-1]
        elif kept:
            self._open_table = None

    def _go_on(self, kept: list[Block]) -> None:
        """Put the table that begins a page together with the one that the page before ended with, if it is its rest.

        Scraps of text may stand between: the label of a merged cell that runs out of the rules left to it.
        """
        if self._open_table is None:
            return
        last = self.blocks[self._open_table]
        at = next((at for at, block in enumerate(kept) if isinstance(block, TableBlock)), None)
        if at is None or not isinstance(last, TableBlock):
            return
        between = [*self.blocks[self._open_table + 1 :], *kept[:at]]
        first = kept[at]
        assert isinstance(first, TableBlock)
        if len(between) > _MOST_SCRAPS or not runs_on(self._rules, first):
            kept[at] = evolve(first, follows=resembles(self._rules, first))
            return
        if any(len(block.text) > _LONGEST_SCRAP for block in between if isinstance(block, TextBlock)):
            return
        del self.blocks[self._open_table + 1 :], kept[:at]
        self.blocks[self._open_table], rest = joined(last, first)
        if rest is None:
            del kept[0]
        else:
            kept[0] = evolve(rest, continues=True)


def _in_margin(block: Block, margins: frozenset[str]) -> bool:
    """Tell whether a line is the number of the page, or stood on the page before as well."""
    if isinstance(block, TableBlock):
        return False
    return bool(_PAGE_NUMBER.fullmatch(block.text)) or _DIGITS.sub("#", block.text) in margins

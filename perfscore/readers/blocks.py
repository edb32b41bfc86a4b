"""Tables and the text around them, as they follow one another in a document, put together to sheets of cells.

A document has no sheet: a form may be printed as several tables (head, funds, indicators), run on over pages, or stand
among hundreds of others. Tables below one another that share their outer rules become one sheet, their columns told by
position; where a form begins and ends in it is for the layouts to say.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import evolve, field, frozen

from perfscore.ooxml.errors import over
from perfscore.ooxml.records import Area, Cell
from perfscore.place import LAST_COLUMN, Spot
from perfscore.readers.limits import DocumentLimits
from perfscore.readers.records import DocumentSheet
from perfscore.recognition import Recognition

# In points. Rules of tables that belong together differ by the width of a line; a column is never as narrow.
SAME_RULE: Final = 3.0
_NARROWEST_COLUMN: Final = 6.0
# Lines of running text that can stand between two parts of one form.
_LINES_BETWEEN: Final = 3
# Lines above a table that belong to it: title, year, unit, 金额单位.
_LINES_ABOVE: Final = 8


@frozen
class Piece:
    """A cell of a table, merged or not.

    Args:
        top: its first row in the table, from 0. bottom: its last row.
        left: its left rule, points. right: its right rule.
        text: as printed, with line breaks.
        doubts: why the text may not be what the document shows.
        recognition: how it was recognised, where it had to be.
        open_above: whether a page break cut it from what stands on the page before. open_below: on the page behind.
    """

    top: int
    bottom: int
    left: float
    right: float
    text: str
    doubts: tuple[str, ...] = ()
    open_above: bool = False
    open_below: bool = False
    recognition: Recognition | None = None


@frozen
class TableBlock:
    """A ruled table.

    Args:
        pieces: its cells. rows: how many rows it has. edges: its vertical rules from left to right, points.
        spots: where each of its rows stood.
        continues: whether it runs on from the table before it, whatever its rules are.
        follows: whether it may be the rest of the table before it though its rules stand elsewhere.
        page: the page it begins on, or 0.
    """

    pieces: tuple[Piece, ...] = field(repr=False)
    rows: int
    edges: tuple[float, ...]
    spots: tuple[Spot, ...] = field(repr=False)
    continues: bool = False
    follows: bool = False
    page: int = 0


@frozen
class TextBlock:
    """A line of running text, in parts where wide gaps divide it.

    Args:
        parts: left end in points and text of each part. page: its page, or 0.
    """

    parts: tuple[tuple[float, str], ...]
    page: int = 0

    @property
    def text(self) -> str:
        """The whole line."""
        return "　".join(text for _, text in self.parts)


Block = TableBlock | TextBlock

SEEN: Final = "PS140"
"""The note that says what was seen on recognised pages; it counts where no performance table was found there."""
_FIRST_TEXTS: Final = 3
_LONGEST_TEXT: Final = 16


def seen(blocks: Iterable[Block]) -> tuple[str, dict[str, str]]:
    """Note what was seen on recognised pages, so that a person can tell a wrong file from a bad scan."""
    tables = lines = 0
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, TextBlock):
            lines += 1
            texts.append(block.text)
        else:
            tables += 1
            texts.extend(piece.text for piece in block.pieces if piece.text)
    first = "、".join(text[:_LONGEST_TEXT] for text in texts[:_FIRST_TEXTS])
    return SEEN, {"tables": str(tables), "lines": str(lines), "texts": str(len(texts)), "first": first}


def sheets(blocks: Iterable[Block], title: str, limits: DocumentLimits) -> tuple[DocumentSheet, ...]:
    """Put the blocks of a document together.

    Args:
        blocks: in the document's order.
        title: the document's first line, for the year and the unit.
        limits: bounds on tables and cells.

    Raises:
        PackageError: more tables or cells than allowed.
    """
    stacked: list[DocumentSheet] = []
    left = limits.package.cells
    for chain in _chains(blocks, limits):
        sheet = _sheet(chain, title, f"表{len(stacked) + 1}")
        left -= len(sheet.cells)
        if left < 0:
            raise over("cells", limits.package.cells, "more")
        stacked.append(sheet)
    return tuple(stacked)


def _chains(blocks: Iterable[Block], limits: DocumentLimits) -> Iterator[list[Block]]:
    """Divide the blocks where tables do not belong together; text that heads no table is left out."""
    chain: list[Block] = []
    lines: list[TextBlock] = []
    tables = 0
    last: TableBlock | None = None
    for block in blocks:
        if isinstance(block, TextBlock):
            lines.append(block)
            if len(lines) > _LINES_ABOVE:
                del lines[0]
            continue
        tables += 1
        if tables > limits.tables:
            raise over("tables", limits.tables, "more")
        if last is not None and not _belongs(last, block, len(lines)):
            yield chain
            chain = []
            if len(lines) <= _LINES_BETWEEN and len(last.edges) == len(block.edges):
                block = evolve(block, follows=True)
        chain.extend(lines)
        chain.append(block)
        lines = []
        last = block
    if chain:
        yield chain


def _belongs(last: TableBlock, block: TableBlock, lines: int) -> bool:
    """Tell whether a table can be part of the same form as the one before it."""
    if block.continues:
        return True
    if last.page and block.page > (last.spots[-1].page or last.page) + 1:
        return False
    same_width = abs(last.edges[0] - block.edges[0]) <= SAME_RULE and abs(last.edges[-1] - block.edges[-1]) <= SAME_RULE
    if same_width and (lines <= _LINES_BETWEEN or _alike(last.edges, block.edges)):
        return True
    return lines <= _LINES_BETWEEN and len(last.edges) == len(block.edges) and _shifted(last.edges, block.edges)


def _alike(first: Sequence[float], second: Sequence[float]) -> bool:
    return len(first) == len(second) and all(abs(a - b) <= SAME_RULE for a, b in zip(first, second, strict=True))


def _sheet(chain: Sequence[Block], title: str, name: str) -> DocumentSheet:
    """Stack blocks below one another; columns stand between all rules of all tables."""
    cells: dict[tuple[int, int], Cell] = {}
    merges: list[Area] = []
    spots: dict[int, Spot] = {}
    doubts: dict[tuple[int, int], tuple[str, ...]] = {}
    recognitions: dict[tuple[int, int], Recognition] = {}
    edges, moved = _edges([block for block in chain if isinstance(block, TableBlock)])
    row = 0
    around: list[str] = []
    for block in chain:
        if isinstance(block, TextBlock):
            row += 1
            spots[row] = Spot(block.page or None, 0, 1)
            around.append(block.text)
            last = 0
            for left, text in block.parts:
                column = min(max(last + 1, bisect_right(edges, left + SAME_RULE)), LAST_COLUMN)
                last = column
                cells[row, column] = Cell(row, column, "text", text, None, None)
            continue
        rules = moved[id(block)]
        for piece in block.pieces:
            top, bottom = row + piece.top + 1, row + piece.bottom + 1
            left_column = bisect_right(edges, rules[piece.left] + SAME_RULE / 2)
            right_column = max(left_column, bisect_right(edges, rules[piece.right] + SAME_RULE / 2) - 1)
            if (top, left_column) != (bottom, right_column):
                merges.append((top, left_column, bottom, right_column))
            if piece.doubts:
                doubts[top, left_column] = piece.doubts
            if piece.recognition is not None:
                recognitions[top, left_column] = piece.recognition
            if piece.text:
                cells[top, left_column] = Cell(top, left_column, "text", piece.text, None, None)
        for offset, spot in enumerate(block.spots):
            spots[row + offset + 1] = spot
        row += block.rows
    return DocumentSheet(
        name,
        dict(sorted(cells.items())),
        tuple(merges),
        spots=spots,
        doubts=doubts,
        recognitions=recognitions,
        follows=any(isinstance(block, TableBlock) and block.follows for block in chain),
        around=(*reversed(around), *([title] if title else [])),
    )


def _edges(tables: Sequence[TableBlock]) -> tuple[list[float], dict[int, dict[float, float]]]:
    """Find the vertical rules of a chain of tables, and where each table's own rules go.

    A table with as many columns as the one before it has the same columns, even where a rule was dragged aside.
    """
    moved: dict[int, dict[float, float]] = {}
    before: Sequence[float] = ()
    placed: Sequence[float] = ()
    every: set[float] = set()
    for table in tables:
        if len(table.edges) == len(before) and _shifted(before, table.edges):
            rules = dict(zip(table.edges, placed, strict=True))
        else:
            rules = {edge: edge for edge in table.edges}
            before, placed = table.edges, table.edges
        moved[id(table)] = rules
        every.update(rules.values())
    edges: list[float] = []
    nearest: dict[float, float] = {}
    for edge in sorted(every):
        if edges and edge - edges[-1] <= SAME_RULE:
            nearest[edge] = edges[-1]
        else:
            edges.append(edge)
            nearest[edge] = edge
    for rules in moved.values():
        for edge, goal in rules.items():
            rules[edge] = nearest[goal]
    return edges, moved


def _shifted(before: Sequence[float], edges: Sequence[float]) -> bool:
    """Tell whether each rule stands nearer to its counterpart than to any other."""
    for index, edge in enumerate(edges):
        nearest = min(
            before[index] - before[index - 1] if index else before[1] - before[0],
            before[index + 1] - before[index] if index + 1 < len(before) else before[-1] - before[-2],
        )
        if abs(edge - before[index]) > max(nearest / 2, _NARROWEST_COLUMN / 2):
            return False
    return True

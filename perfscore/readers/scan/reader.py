"""Read scanned pages: each straightened, its tables found, its cells recognised; pages of one table joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean
from typing import Final

from attrs import evolve

from perfscore.ooxml.watchdog import allow_more
from perfscore.page_listener import announce
from perfscore.place import Spot
from perfscore.readers.blocks import Block, Piece, TableBlock, TextBlock, seen, sheets
from perfscore.readers.limits import LIMITS, DocumentLimits
from perfscore.readers.paging import Paging
from perfscore.readers.records import Document
from perfscore.readers.ruling import Ruled, tables
from perfscore.readers.scan.cells import LineReading, cell_reading
from perfscore.readers.scan.lines import Lines, TextLine
from perfscore.readers.scan.pictures import POINTS, Picture, pages_of_picture
from perfscore.readers.scan.recognise import LineText, recognised, recogniser
from perfscore.readers.scan.rules import ruling
from perfscore.readers.scan.straighten import Page, straightened
from perfscore.recognition import Recognition

# Lines that are read to see whether a page stands upright, and how sure they are at least if it does.
_SAMPLE: Final = 12
_UPRIGHT: Final = 0.8
# Characters that a line holds at least: on a square of its height, and in all if it is one of the widest.
_SPACED: Final = 0.6
_FEWEST: Final = 3
# Widths of one table on two scanned pages may differ by this share.
_SAME_WIDTH: Final = 0.03


def read_scan(data: bytes, limits: DocumentLimits = LIMITS) -> Document:
    """Read the tables of a picture.

    Args:
        data: the whole file: PNG, JPEG or TIFF, of one page or several.
        limits: bounds on pages and pixels.

    Raises:
        PackageError: it is damaged or over a limit.
        ModuleNotFoundError: the packages of the extra are missing.
    """
    reader = ScanReader(limits)
    paging = Paging()
    for picture in pages_of_picture(data, limits):
        paging.add(reader.blocks(picture, paging.known))
    return Document("scan", sheets(paging.blocks, paging.title, limits), (seen(paging.blocks),))


class ScanReader:
    """Recognises pages one by one.

    Args:
        limits: bounds on tables.

    Raises:
        ModuleNotFoundError: the packages of the extra are missing.
    """

    def __init__(self, limits: DocumentLimits) -> None:
        self._limits = limits
        recogniser()  # says at once where a package is missing
        allow_more(megabytes=limits.recogniser_megabytes)

    def blocks(self, picture: Picture, known: Sequence[float]) -> list[Block]:
        """Recognise a page.

        Args:
            picture: the page. known: the vertical rules of a table that may run on here.

        Returns:
            Its tables and lines from top to bottom.
        """
        announce(picture.number)
        allow_more(seconds=self._limits.page_seconds)
        page = straightened(picture)
        best = _Layout(page, self._limits)
        sureness = best.sureness()
        if sureness < _UPRIGHT:
            for quarters in (1, 3, 2):
                turned = _Layout(page.turned(quarters), self._limits)
                other = turned.sureness()
                if other > sureness:
                    best, sureness = turned, other
                if sureness >= _UPRIGHT:
                    break
        return best.blocks(known)


class _Layout:
    """A page with its tables and lines.

    Args:
        page: straightened. limits: bounds on marks and tables.
    """

    def __init__(self, page: Page, limits: DocumentLimits) -> None:
        self._page = page
        rules = ruling(page)
        self._tables = tables(rules.across, rules.down, limits.slots)
        lines = Lines(page, rules, self._tables, limits.page_objects)
        self._cells: list[tuple[int, int, TextLine]] = [
            (number, area, line)
            for number, table in enumerate(self._tables)
            for area in range(len(table.areas))
            for line in lines.of_cell(number, area)
        ]
        self._outside = lines.outside()

    def sureness(self) -> float:
        """Read the widest lines and say how sure they are on average."""
        lines = [line for *_, line in self._cells] + self._outside
        lines.sort(key=lambda line: line.bottom - line.top - (line.right - line.left))
        usual = lines[len(lines) // 8 :][:_SAMPLE]
        texts = recognised([line.grey for line in usual])
        return mean([_sureness(line, text) for line, text in zip(usual, texts, strict=True)]) if texts else 0.0

    def blocks(self, known: Sequence[float]) -> list[Block]:
        """Recognise everything on the page."""
        again = [line.again for *_, line in self._cells if line.again is not None]
        texts = recognised([*(line.grey for *_, line in self._cells), *(line.grey for line in self._outside), *again])
        second = iter(texts[len(self._cells) + len(self._outside) :])
        by_cell: dict[tuple[int, int], list[LineReading]] = {}
        for (number, area, line), text in zip(self._cells, texts, strict=False):
            other = next(second) if line.again is not None else None
            by_cell.setdefault((number, area), []).append(LineReading(line, text, other))
        entries: list[tuple[float, Block]] = []
        for number, table in enumerate(self._tables):
            block = self._table(number, table, by_cell)
            entries.append((table.ys[0], _aligned(block, known) if not number else block))
        scale = POINTS / self._page.density
        rows: list[list[tuple[TextLine, str]]] = []
        for line, text in zip(self._outside, texts[len(self._cells) :], strict=False):
            if not text.text.strip():
                continue
            if rows and abs(rows[-1][0][0].top - line.top) < (line.bottom - line.top):
                rows[-1].append((line, text.text))
            else:
                rows.append([(line, text.text)])
        for row in rows:
            row.sort(key=lambda entry: entry[0].left)
            parts = tuple((line.left * scale, text.strip()) for line, text in row)
            entries.append((row[0][0].top * scale, TextBlock(parts, self._page.number)))
        entries.sort(key=lambda entry: entry[0])
        return [block for _, block in entries]

    def _table(self, number: int, table: Ruled, by_cell: Mapping[tuple[int, int], list[LineReading]]) -> TableBlock:
        """Make the cells of a table."""
        pieces = []
        for index, area in enumerate(table.areas):
            left, top, right, bottom = table.box(index)
            reading = cell_reading(by_cell.get((number, index), []))
            doubts, recognition = reading.doubts, None
            if reading.text or doubts:
                if not area.whole:
                    doubts = (*doubts, "outline")
                # What holds a figure may be doubted later, when all texts are held against one another.
                shown = bool(doubts) or any(character.isdecimal() for character in reading.text)
                box = (left, top, right, bottom)
                picture = self._page.cut(box) if shown else b""
                recognition = Recognition(reading.confidence, self._page.number, box, reading.other, picture)
            pieces.append(
                Piece(
                    area.top,
                    area.bottom,
                    left,
                    right,
                    reading.text,
                    doubts,
                    area.open_above,
                    area.open_below,
                    recognition,
                )
            )
        rows = len(table.ys) - 1
        spots = tuple(Spot(self._page.number, number + 1, row + 1) for row in range(rows))
        return TableBlock(tuple(pieces), rows, tuple(table.xs), spots, page=self._page.number)


def _sureness(line: TextLine, text: LineText) -> float:
    """Say how sure a line is, what it has room for but does not hold counting as nothing.

    On a page that lies on its side each line is one character, and many of them are read with certainty.
    """
    expected = _SPACED * (line.right - line.left) / max(1, line.bottom - line.top)
    return sum(character.confidence for character in text.characters) / max(len(text.characters), expected, _FEWEST)


def _aligned(block: TableBlock, known: Sequence[float]) -> TableBlock:
    """Move a table's rules to where they stood on the page before: no two pages lie on the glass alike."""
    if not known:
        return block
    width, other = block.edges[-1] - block.edges[0], known[-1] - known[0]
    if width <= 0 or abs(width / other - 1) > _SAME_WIDTH:
        return block

    def moved(x: float) -> float:
        goal = known[0] + (x - block.edges[0]) * other / width
        return min(known, key=lambda edge: abs(edge - goal)) if _near(known, goal) else goal

    pieces = tuple(evolve(piece, left=moved(piece.left), right=moved(piece.right)) for piece in block.pieces)
    return evolve(block, pieces=pieces, edges=tuple(moved(edge) for edge in block.edges))


def _near(known: Sequence[float], x: float) -> bool:
    return any(abs(edge - x) <= 6.0 for edge in known)

"""Read a PDF: page by page, its tables with the text above them; what cannot be read is refused or named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import define, field
from pdfminer.pdfpage import PDFPage

from perfscore.ooxml.errors import PackageError, over
from perfscore.ooxml.watchdog import check_time
from perfscore.place import Spot
from perfscore.readers.blocks import SAME_RULE, Block, Piece, TableBlock, TextBlock, seen, sheets
from perfscore.readers.limits import LIMITS, DocumentLimits
from perfscore.readers.paging import Paging
from perfscore.readers.pdf.content import PageContent
from perfscore.readers.pdf.drawing import read_page
from perfscore.readers.pdf.fonts import Fonts
from perfscore.readers.pdf.opening import Budget, open_pdf
from perfscore.readers.pdf.scanned import ScannedPages
from perfscore.readers.pdf.texts import assign, cell_text, lines, parts
from perfscore.readers.pdf.unruled import unruled
from perfscore.readers.records import Document
from perfscore.readers.ruling import Ruled, tables

NO_TEXT: Final = "PS131"  # values: pages
NO_MEANING: Final = "PS132"  # values: pages, fonts
PAGES_LEFT_OUT: Final = "PS133"  # values: pages, cause

_FEW_CHARACTERS: Final = 10
_IMAGE_PAGE: Final = 0.3
_TOO_MANY_UNKNOWN: Final = 0.1
_MOST_PAGES_NAMED: Final = 20


@define
class _Reading:
    """What was read so far."""

    scans: ScannedPages
    paging: Paging = field(factory=Paging)
    scanned: list[int] = field(factory=list)
    unreadable: list[int] = field(factory=list)
    fonts: set[str] = field(factory=set)
    characters: int = 0


def read_pdf(data: bytes, limits: DocumentLimits = LIMITS) -> Document:
    """Read all ruled tables.

    Args:
        data: the whole file.
        limits: bounds on pages, objects and memory.

    Raises:
        PackageError: it has no text and scans are not read here (PS131), or none with a meaning (PS132), wants a
            password, is over a limit or damaged.
    """
    budget = Budget(limits)
    document = open_pdf(data, budget)
    fonts = Fonts()
    reading = _Reading(ScannedPages(data, limits))
    number = 0
    for number, page in enumerate(PDFPage.create_pages(document), 1):
        if number > limits.pages:
            raise over("pages", limits.pages, "more")
        check_time()
        _take(reading, read_page(page, number, fonts, budget), limits)
    if not reading.characters and not reading.scans.pages:
        raise PackageError(NO_TEXT, pages=str(number))
    if reading.unreadable and not reading.paging.tables:
        raise PackageError(NO_MEANING, pages=_named(reading.unreadable), fonts="、".join(sorted(reading.fonts)[:3]))
    notes = tuple(
        (PAGES_LEFT_OUT, {"pages": _named(pages), "cause": cause})
        for pages, cause in ((reading.scanned, "scanned"), (reading.unreadable, "unmapped"))
        if pages
    )
    if reading.scans.pages:
        notes = (*notes, seen(reading.paging.blocks))
    return Document("pdf", sheets(reading.paging.blocks, reading.paging.title, limits), notes)


def _named(pages: list[int]) -> str:
    text = "、".join(map(str, pages[:_MOST_PAGES_NAMED]))
    return f"{text}…" if len(pages) > _MOST_PAGES_NAMED else text


def _take(reading: _Reading, page: PageContent, limits: DocumentLimits) -> None:
    """Add a page to what was read."""
    paging = reading.paging
    if len(page.chars) < _FEW_CHARACTERS and page.image >= _IMAGE_PAGE:
        recognised = reading.scans.blocks(page.number, paging.known)
        if recognised is None:
            reading.scanned.append(page.number)
            paging.skip()
        else:
            paging.add(recognised)
        return
    reading.characters += len(page.chars)
    if page.unmapped > _TOO_MANY_UNKNOWN * len(page.chars):
        reading.unreadable.append(page.number)
        reading.fonts.update(page.fonts)
        paging.skip()
        return
    paging.add(list(_blocks(page, tables(page.across, page.down, limits.slots), paging.known)))


def _blocks(page: PageContent, tables: list[Ruled], known: tuple[float, ...]) -> Iterator[Block]:
    """Give the tables and lines of a page from top to bottom.

    Args:
        page: the page. tables: its tables.
        known: the rules of the table that the page before ended with.
    """
    texts, outside = assign(page, tables)
    entries: list[tuple[float, Block]] = []
    number = 0
    for at_all, (table, cells) in enumerate(zip(tables, texts, strict=True)):
        if not any(cell.chars for cell in cells):
            continue
        number += 1
        pieces = []
        for index, area in enumerate(table.areas):
            left, _, right, _ = table.box(index)
            text, doubts = cell_text(cells[index], right - left)
            if text and not area.whole:
                doubts = (*doubts, "outline")
            pieces.append(Piece(area.top, area.bottom, left, right, text, doubts, area.open_above, area.open_below))
        edges = list(table.xs)
        if known and not at_all and known[0] < edges[0] - SAME_RULE:
            labels = list(unruled(table, known, outside))
            pieces.extend(labels)
            edges = sorted({*edges, *(edge for piece in labels for edge in (piece.left, piece.right))})
        rows = len(table.ys) - 1
        spots = tuple(Spot(page.number, number, row + 1) for row in range(rows))
        block = TableBlock(tuple(pieces), rows, tuple(edges), spots, page=page.number)
        entries.append((table.ys[0], block))
    for line in lines(outside)[0]:
        # What stands beside a table is no line of text: a label whose cell has lost its outer rule at a page break.
        if not any(table.ys[0] < line.middle < table.ys[-1] for table in tables):
            entries.append((line.middle, TextBlock(parts(line), page.number)))
    entries.sort(key=lambda entry: entry[0])
    yield from (block for _, block in entries)

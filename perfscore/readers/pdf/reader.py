"""Read a PDF: page by page, its tables with the text above them; what cannot be read is refused or named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import define, evolve, field
from pdfminer.pdfpage import PDFPage

from perfscore.ooxml.errors import PackageError, over
from perfscore.place import Spot
from perfscore.readers.blocks import SAME_RULE, Block, Piece, TableBlock, TextBlock, sheets
from perfscore.readers.limits import LIMITS, DocumentLimits
from perfscore.readers.pdf.content import Fonts, PageContent, read_page
from perfscore.readers.pdf.joining import joined, resembles, runs_on, unruled
from perfscore.readers.pdf.opening import Budget, open_pdf
from perfscore.readers.pdf.ruling import Ruled, tables
from perfscore.readers.pdf.texts import assign, cell_text, lines, parts
from perfscore.readers.records import Document

NO_TEXT: Final = "PS131"  # values: pages
NO_MEANING: Final = "PS132"  # values: pages, fonts
PAGES_LEFT_OUT: Final = "PS133"  # values: pages, cause

_PAGE_NUMBER: Final = re.compile(r"[-—–·\s]*第?\s*\d{1,4}\s*页?\s*(?:[/共，,]\s*\d{1,4}\s*页?)?[-—–·\s]*")
_DIGITS: Final = re.compile(r"\d+")
_FEW_CHARACTERS: Final = 10
_IMAGE_PAGE: Final = 0.3
_TOO_MANY_UNKNOWN: Final = 0.1
_MOST_PAGES_NAMED: Final = 20
_MOST_SCRAPS: Final = 3
_LONGEST_SCRAP: Final = 6


@define
class _Reading:
    """What was read so far."""

    blocks: list[Block] = field(factory=list)
    title: str = ""
    scanned: list[int] = field(factory=list)
    unreadable: list[int] = field(factory=list)
    fonts: set[str] = field(factory=set)
    characters: int = 0
    tables: int = 0
    # Outermost lines of the page before, digits left out: what is printed there again is a header or footer.
    margins: frozenset[str] = frozenset()
    # Where in the blocks the last table stands that could run on to the next page.
    open_table: int | None = None
    # All vertical rules of that table, on every page it fills.
    rules: tuple[float, ...] = ()


def read_pdf(data: bytes, limits: DocumentLimits = LIMITS) -> Document:
    """Read all ruled tables.

    Args:
        data: the whole file.
        limits: bounds on pages, objects, memory and time.

    Raises:
        PackageError: it has no text (PS131) or none with a meaning (PS132), wants a password, is over a limit or
            damaged.
    """
    budget = Budget(limits)
    document = open_pdf(data, budget)
    fonts = Fonts()
    reading = _Reading()
    number = 0
    for number, page in enumerate(PDFPage.create_pages(document), 1):
        if number > limits.pages:
            raise over("pages", limits.pages, "more")
        budget.check_time()
        _take(reading, read_page(page, number, fonts, budget), limits)
    if not reading.characters:
        raise PackageError(NO_TEXT, pages=str(number))
    if reading.unreadable and not reading.tables:
        raise PackageError(NO_MEANING, pages=_named(reading.unreadable), fonts="、".join(sorted(reading.fonts)[:3]))
    notes = [
        (PAGES_LEFT_OUT, {"pages": _named(pages), "cause": cause})
        for pages, cause in ((reading.scanned, "scanned"), (reading.unreadable, "unmapped"))
        if pages
    ]
    return Document("pdf", sheets(reading.blocks, reading.title, limits), tuple(notes))


def _named(pages: list[int]) -> str:
    text = "、".join(map(str, pages[:_MOST_PAGES_NAMED]))
    return f"{text}…" if len(pages) > _MOST_PAGES_NAMED else text


def _take(reading: _Reading, page: PageContent, limits: DocumentLimits) -> None:
    """Add a page to what was read."""
    if len(page.chars) < _FEW_CHARACTERS and page.image >= _IMAGE_PAGE:
        reading.scanned.append(page.number)
        reading.open_table = None
        return
    reading.characters += len(page.chars)
    if page.unmapped > _TOO_MANY_UNKNOWN * len(page.chars):
        reading.unreadable.append(page.number)
        reading.fonts.update(page.fonts)
        reading.open_table = None
        return
    known = reading.rules if reading.open_table is not None else ()
    blocks = list(_blocks(page, tables(page.across, page.down, limits.slots), known))
    margins = frozenset(
        _DIGITS.sub("#", block.text) for _, block in (*blocks[:2], *blocks[-2:]) if isinstance(block, TextBlock)
    )
    kept = [block for _, block in blocks if not _in_margin(block, reading.margins)]
    reading.margins = margins
    if not reading.title:
        reading.title = next((block.text for block in kept if isinstance(block, TextBlock)), "")
    _go_on(reading, kept)
    before = len(reading.blocks)
    found = sum(isinstance(block, TableBlock) for block in kept)
    reading.tables += found
    reading.blocks.extend(kept)
    tables_at = [at for at, block in enumerate(reading.blocks) if at >= before and isinstance(block, TableBlock)]
    if tables_at:
        last = reading.blocks[tables_at[-1]]
        assert isinstance(last, TableBlock)
        goes_on = len(tables_at) == 1 and last.continues
        reading.rules = tuple(sorted({*reading.rules, *last.edges})) if goes_on else last.edges
        reading.open_table = tables_at[-1]
    elif kept:
        reading.open_table = None


def _go_on(reading: _Reading, kept: list[Block]) -> None:
    """Put the table that begins a page together with the one that the page before ended with, if it is its rest.

    Scraps of text may stand between: the label of a merged cell that runs out of the rules left to it.
    """
    if reading.open_table is None:
        return
    last = reading.blocks[reading.open_table]
    at = next((at for at, block in enumerate(kept) if isinstance(block, TableBlock)), None)
    if at is None or not isinstance(last, TableBlock):
        return
    between = [*reading.blocks[reading.open_table + 1 :], *kept[:at]]
    first = kept[at]
    assert isinstance(first, TableBlock)
    if len(between) > _MOST_SCRAPS or not runs_on(reading.rules, first):
        kept[at] = evolve(first, follows=resembles(reading.rules, first))
        return
    if any(len(block.text) > _LONGEST_SCRAP for block in between if isinstance(block, TextBlock)):
        return
    del reading.blocks[reading.open_table + 1 :], kept[:at]
    reading.blocks[reading.open_table], rest = joined(last, first)
    if rest is None:
        del kept[0]
    else:
        kept[0] = evolve(rest, continues=True)


def _in_margin(block: Block, margins: frozenset[str]) -> bool:
    """Tell whether a line is the number of the page, or stood on the page before as well."""
    if isinstance(block, TableBlock):
        return False
    return bool(_PAGE_NUMBER.fullmatch(block.text)) or _DIGITS.sub("#", block.text) in margins


def _blocks(page: PageContent, found: list[Ruled], known: tuple[float, ...]) -> Iterator[tuple[float, Block]]:
    """Give the tables and lines of a page from top to bottom, each with its height on the page.

    Args:
        page: the page. found: its tables.
        known: the rules of the table that the page before ended with.
    """
    texts, outside = assign(page, found)
    entries: list[tuple[float, Block]] = []
    number = 0
    for at_all, (table, cells) in enumerate(zip(found, texts, strict=True)):
        if not any(cell.chars for cell in cells):
            continue
        number += 1
        pieces = []
        for at, area in enumerate(table.areas):
            left, _, right, _ = table.box(at)
            text, doubts = cell_text(cells[at], right - left)
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
        if not any(table.ys[0] < line.middle < table.ys[-1] for table in found):
            entries.append((line.middle, TextBlock(parts(line), page.number)))
    entries.sort(key=lambda entry: entry[0])
    yield from entries

"""Read a web page that bears the name of a workbook, as systems export it: its tables as a browser lays them out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final, NamedTuple

from perfscore.ooxml.errors import CONTENT, NOT_A_WORKBOOK, PackageError, damaged, over
from perfscore.ooxml.markup import well_formed
from perfscore.place import Spot
from perfscore.readers.blocks import Block, Piece, TableBlock, TextBlock, sheets
from perfscore.readers.limits import LIMITS, DocumentLimits
from perfscore.readers.records import Document

_CHARSET: Final = re.compile(rb"<(?:meta|\?xml)[^>]*(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# Encodings of pages; Python knows others (punycode, idna) that take a time without bound.
_ENCODING: Final = re.compile(
    r"utf-?(?:8|16|32)\S*|gb\S+|big5\S*|hz\S*|(?:us-)?ascii|(?:iso|windows|euc|koi8|x-mac)-\S+|cp\d+"
)
# Pages of this country that say gb2312 use characters that only its successor has.
_SUCCESSOR: Final = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030"}
_COLUMN: Final = 60.0
_MOST_COLUMNS: Final = 1000
_MOST_ROWS: Final = 65_536
_BREAKS: Final = frozenset({"br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6"})
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
# A comment, a declaration, or a tag: closing slash, name, attributes. What is not closed runs to the end, as in a
# browser; the possessive repeats keep a broken page from being searched again and again.
_MARKUP: Final = re.compile(
    r"<(?:!--(?:.*?-->|.*)|[!?][^>]*+>?|(/?)([a-zA-Z][^\s/>]*+)((?:[^>\"'=]++|=\s*+(?:\"[^\"]*+\"?|'[^']*+'?)?|[\"'])*+)>?)",
    re.DOTALL,
)
_SPAN: Final = re.compile(r"\b(colspan|rowspan)\s*=\s*[\"']?\s*(\d{1,6})(?!\d)", re.IGNORECASE | re.ASCII)
# Elements whose content is no part of what a page shows.
_UNSEEN: Final = {
    name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style", "title", "template", "noscript")
}


def read_html(data: bytes, limits: DocumentLimits = LIMITS) -> Document:
    """Read all tables.

    Args:
        data: the whole file.
        limits: bounds on cells and texts.

    Raises:
        PackageError: it has no table (PS101), is over a limit, or written in no known encoding.
    """
    text = _decoded(data)
    if text.count("<") > 2 * limits.package.elements:
        raise over("elements", limits.package.elements, text.count("<") // 2)
    page = _Page(limits)
    page.feed(text)
    blocks = list(page.blocks())
    if not any(isinstance(block, TableBlock) for block in blocks):
        raise PackageError(NOT_A_WORKBOOK, found="html")
    title = next((block.text for block in blocks if isinstance(block, TextBlock)), "")
    return Document("html", sheets(blocks, title, limits))


def _decoded(data: bytes) -> str:
    names = [name for mark, name in _MARKS if data.startswith(mark)]
    declared = _CHARSET.search(data[:4096])
    if declared is not None:
        name = declared[1].decode("ascii", "replace").lower()
        if _ENCODING.fullmatch(name):
            names.append(_SUCCESSOR.get(name, name))
    for name in (*names, "utf-8", "gb18030"):
        try:
            return well_formed(data.decode(name).lstrip("\ufeff"))
        except (UnicodeDecodeError, LookupError):
            continue
    raise damaged(CONTENT, "encoding")


class _Cell(NamedTuple):
    """A cell as written: its text in pieces, and how far it spans."""

    parts: list[str]
    down: int
    across: int


class _Table:
    """A table as written: its rows, the tables inside its cells, and the cell that is open."""

    def __init__(self) -> None:
        self.rows: list[list[_Cell]] = []
        self.inner: list[_Table] = []
        self.in_row = False
        self.cell: _Cell | None = None


class _Page:
    """Takes a page apart by the rules of HTML that matter for tables: most end tags may be left out.

    Args:
        limits: bounds on tables inside one another, cells and texts.
    """

    def __init__(self, limits: DocumentLimits) -> None:
        self._limits = limits
        self._entries: list[str | _Table] = []
        self._open: list[_Table] = []
        self._tables = 0

    def feed(self, text: str) -> None:
        """Read a whole page."""
        position = 0
        while (markup := _MARKUP.search(text, position)) is not None:
            self._text(text[position : markup.start()])
            position = markup.end()
            name = (markup[2] or "").lower()
            if markup[1]:
                self._end(name)
            elif name in _UNSEEN:
                end = _UNSEEN[name].search(text, position)
                position = end.start() if end is not None else len(text)
            elif name:
                self._start(name, markup[3])
        self._text(text[position:])

    def _text(self, text: str) -> None:
        """Keep a text; between the cells of a table there is only the caption, which stands above it."""
        if not text:
            return
        text = unescape(text)
        if not self._open:
            self._entries.append(text)
        elif (cell := self._open[-1].cell) is not None:
            cell.parts.append(text)
        elif len(self._open) == 1 and not text.isspace():
            self._entries.insert(-1, text + "\v")

    def _start(self, name: str, attributes: str) -> None:
        table = self._open[-1] if self._open else None
        if name == "table":
            self._start_table(table)
        elif name in _BREAKS:
            self._text("\v")
        elif table is not None and name in ("tr", "tbody", "thead", "tfoot"):
            table.cell = None
            table.in_row = name == "tr"
            if table.in_row:
                table.rows.append([])
        elif table is not None and name in ("td", "th"):
            if not table.in_row:
                table.in_row = True
                table.rows.append([])
            spans = {span.lower(): int(count) for span, count in _SPAN.findall(attributes)}
            down, across = (max(1, min(spans.get(key, 1), _MOST_ROWS)) for key in ("rowspan", "colspan"))
            table.cell = _Cell([], down, across)
            table.rows[-1].append(table.cell)

    def _start_table(self, around: _Table | None) -> None:
        if around is not None and around.cell is None:
            # A table cannot stand between the cells of another: the first one was never closed.
            self._open.pop()
            around = self._open[-1] if self._open else None
        table = _Table()
        if around is None:
            self._entries.append("\v")
            self._entries.append(table)
        else:
            around.inner.append(table)
        self._open.append(table)
        if len(self._open) > self._limits.nesting:
            raise over("nesting", self._limits.nesting, len(self._open))

    def _end(self, name: str) -> None:
        if name in _BREAKS:
            self._text("\v")
        elif self._open and name == "table":
            self._open.pop()
        elif self._open and name in ("td", "th", "tr"):
            self._open[-1].cell = None
            self._open[-1].in_row = self._open[-1].in_row and name != "tr"

    def blocks(self) -> Iterator[Block]:
        """Give the tables of the page and the lines of text between them, in order."""
        line: list[str] = []
        for entry in self._entries:
            if isinstance(entry, str):
                line.append(entry)
            else:
                yield from _lines(line)
                yield from self._blocks(entry)
        yield from _lines(line)

    def _blocks(self, table: _Table) -> Iterator[TableBlock]:
        """Lay a table out; those inside its cells follow it."""
        self._tables += 1
        number = self._tables
        limits = self._limits.package
        taken: set[tuple[int, int]] = set()
        pieces: list[Piece] = []
        for index, row in enumerate(table.rows):
            column = 0
            for cell in row:
                while (index, column) in taken:
                    column += 1
                down = min(cell.down, len(table.rows) - index)
                right = column + cell.across
                if right > _MOST_COLUMNS:
                    raise over("last_column", _MOST_COLUMNS, right)
                if len(taken) + down * cell.across > limits.cells:
                    raise over("cells", limits.cells, "more")
                taken.update((index + i, j) for i in range(down) for j in range(column, right))
                text = _clean("".join(cell.parts))
                if len(text) > limits.text_length:
                    raise over("text_length", limits.text_length, len(text))
                pieces.append(Piece(index, index + down - 1, _COLUMN * column, _COLUMN * right, text))
                column = right
        if pieces:
            edges = tuple(sorted({edge for piece in pieces for edge in (piece.left, piece.right)}))
            spots = tuple(Spot(None, number, row + 1) for row in range(len(table.rows)))
            yield TableBlock(tuple(pieces), len(table.rows), edges, spots)
        for inner in table.inner:
            yield from self._blocks(inner)


def _clean(text: str) -> str:
    """Fold the blanks of the source into one; what the page breaks is a line break."""
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\v"))
    return "\n".join(line for line in lines if line)


def _lines(line: list[str]) -> Iterator[TextBlock]:
    text = _clean("".join(line))
    line.clear()
    for part in text.split("\n"):
        if part:
            yield TextBlock(((0.0, part),))

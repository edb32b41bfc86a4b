"""Read a web page that bears the name of a workbook, as systems export it: its tables as a browser lays them out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from perfscore.ooxml.errors import NOT_A_WORKBOOK, PackageError, damaged, over
from perfscore.place import Spot
from perfscore.readers.blocks import Block, Piece, TableBlock, TextBlock, sheets
from perfscore.readers.limits import LIMITS, DocumentLimits
from perfscore.readers.records import Document

_CHARSET: Final = re.compile(rb"<(?:meta|\?xml)[^>]*(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# Pages of this country that say gb2312 use characters that only its successor has.
_SUCCESSOR: Final = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030"}
_COLUMN: Final = 60.0
_MOST_COLUMNS: Final = 1000
_UNSEEN: Final = frozenset({"script", "style", "head", "template", "noscript"})
_BREAKS: Final = frozenset({"br", "p", "div", "li"})
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")


def read_html(data: bytes, limits: DocumentLimits = LIMITS) -> Document:
    """Read all tables.

    Args:
        data: the whole file.
        limits: bounds on cells and texts.

    Raises:
        PackageError: it has no table (PS101), is over a limit, or written in no known encoding.
    """
    from lxml import html

    text = _decoded(data)
    if text.count("<") > 2 * limits.package.elements:
        raise over("elements", limits.package.elements, text.count("<") // 2)
    # An encoding that the text claims for itself is no longer true of the decoded one.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    root = html.document_fromstring(text, parser=html.HTMLParser(no_network=True, huge_tree=False))
    reader = _Reader(limits)
    blocks = list(reader.blocks(root, 0))
    if not any(isinstance(block, TableBlock) for block in blocks):
        raise PackageError(NOT_A_WORKBOOK, found="html")
    title = next((block.text for block in blocks if isinstance(block, TextBlock)), "")
    return Document("html", sheets(blocks, title, limits))


def _decoded(data: bytes) -> str:
    names = [name for mark, name in _MARKS if data.startswith(mark)]
    declared = _CHARSET.search(data[:4096])
    if declared is not None:
        name = declared[1].decode("ascii", "replace").lower()
        names.append(_SUCCESSOR.get(name, name))
    for name in (*names, "utf-8", "gb18030"):
        try:
            return data.decode(name).lstrip("\ufeff")
        except (UnicodeDecodeError, LookupError):
            continue
    raise damaged("html", "encoding")


class _Reader:
    """Walks a page.

    Args:
        limits: bounds on tables inside one another, cells and texts.
    """

    def __init__(self, limits: DocumentLimits) -> None:
        self._limits = limits
        self._tables = 0

    def blocks(self, parent: Any, depth: int) -> Iterator[Block]:
        """Give the tables of a page and the lines of text between them, in order."""
        line: list[str] = [parent.text or ""]
        for child in parent:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag == "table":
                yield from _lines(line)
                yield from self._table(child, depth + 1)
            elif tag and tag not in _UNSEEN:
                if tag in _BREAKS or child.find(".//table") is not None:
                    yield from _lines(line)
                    yield from self.blocks(child, depth)
                else:
                    line.append(_text(child, []))
            line.append(child.tail or "")
        yield from _lines(line)

    def _table(self, table: Any, depth: int) -> Iterator[Block]:
        if depth > self._limits.nesting:
            raise over("nesting", self._limits.nesting, depth)
        self._tables += 1
        number = self._tables
        taken: set[tuple[int, int]] = set()
        pieces: list[Piece] = []
        inner: list[Any] = []
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        for at, row in enumerate(rows):
            column = 0
            for cell in row:
                if cell.tag not in ("td", "th"):
                    continue
                while (at, column) in taken:
                    column += 1
                down = min(_span(cell, "rowspan"), len(rows) - at)
                across = _span(cell, "colspan")
                if column + across > _MOST_COLUMNS:
                    raise over("last_column", _MOST_COLUMNS, column + across)
                taken.update((at + i, column + j) for i in range(down) for j in range(across))
                if len(taken) > self._limits.package.cells:
                    raise over("cells", self._limits.package.cells, f">{self._limits.package.cells}")
                text = _clean(_text(cell, inner))
                if len(text) > self._limits.package.text_length:
                    raise over("text_length", self._limits.package.text_length, len(text))
                pieces.append(Piece(at, at + down - 1, _COLUMN * column, _COLUMN * (column + across), text))
                column += across
        if pieces:
            edges = tuple(sorted({edge for piece in pieces for edge in (piece.left, piece.right)}))
            spots = tuple(Spot(None, number, row + 1) for row in range(len(rows)))
            yield TableBlock(tuple(pieces), len(rows), edges, spots)
        for table in inner:
            yield from self._table(table, depth + 1)


def _span(cell: Any, name: str) -> int:
    text = str(cell.get(name) or "")
    return max(1, min(int(text[:6]), 65_536)) if text.isascii() and text.isdigit() else 1


def _text(element: Any, inner: list[Any]) -> str:
    """Read the text of an element; tables inside it are added to ``inner`` instead."""
    parts = [element.text or ""]
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "table":
            inner.append(child)
        elif tag and tag not in _UNSEEN:
            if tag in _BREAKS:
                parts.append("\v")
            parts.append(_text(child, inner))
        parts.append(child.tail or "")
    return "".join(parts)


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

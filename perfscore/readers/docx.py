"""Read a .docx document: its tables with merged cells once, nested ones, text boxes, and the text around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder

from attrs import define, evolve, field

from perfscore.ooxml.errors import damaged, over
from perfscore.ooxml.markup import counted, new_parser, run
from perfscore.ooxml.package import Package
from perfscore.place import Spot
from perfscore.readers.blocks import Block, Piece, TableBlock, TextBlock, sheets
from perfscore.readers.limits import LIMITS, DocumentLimits
from perfscore.readers.records import Document
from perfscore.readers.symbols import UNKNOWN, sign

# Transitional and strict WordprocessingML: ISO/IEC 29500-1, 17. Its own elements go by their local names here.
_SPACES: Final = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
}
_FOREIGN: Final = "?"
_TWIPS: Final = 20.0  # in a point
_DEFAULT_WIDTH: Final = 1000.0
_MOST_COLUMNS: Final = 1000
_DEEPEST: Final = 256  # elements inside one another; Word itself writes some 60 at most
# What stands inside a paragraph and shows nothing, or what somebody has deleted or moved away.
_UNSEEN: Final = frozenset({"del", "moveFrom", "rPr", "pPr", "instrText", "delText", "delInstrText"})
_MARKS: Final = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}
# What divides a line of running text into parts: 单位：某局　　　　金额单位：万元.
_GAP: Final = re.compile(r"\t|[ \u3000\u00a0]{3,}")
_OFF: Final = frozenset({"0", "false", "off", "none"})


def read_docx(data: bytes, limits: DocumentLimits = LIMITS) -> Document:
    """Read all tables.

    Args:
        data: the whole file.
        limits: bounds on what is unpacked and walked.

    Raises:
        PackageError: encrypted, over a limit or damaged.
    """
    package = Package(data, limits.package)
    part = package.related("", "officeDocument") or "word/document.xml"
    body = next((child for child in _tree(package, part) if child.tag == "body"), None)
    if body is None:
        raise damaged(part, "root")
    blocks = list(_Walker(limits).blocks(body, 0))
    title = next((block.text for block in blocks if isinstance(block, TextBlock)), "")
    return Document("docx", sheets(blocks, title, limits))


def _tree(package: Package, part: str) -> Element:
    """Parse a part; an element's tag is its local name, with ``m:`` and ``mc:`` before those that are not Word's own.

    Raises:
        PackageError: broken, with a document type, or over a limit.
    """
    builder = TreeBuilder()
    names: dict[str, str] = {}
    depth_left = limit = _DEEPEST

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth_left
        depth_left -= 1
        if depth_left < 0:
            raise over("depth", limit, "more")
        if name not in names:
            space, _, local = name.rpartition(" ")
            names[name] = _SPACES[space] + local if space in _SPACES else _FOREIGN
        builder.start(names[name], attributes)

    def end(name: str) -> None:
        nonlocal depth_left
        depth_left += 1
        builder.end(names[name])

    parser = new_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    run(parser, counted(package, part), part)
    return builder.close()


def _value(element: Element, name: str = "val") -> str | None:
    """Give an attribute, whatever namespace its writer used."""
    for key, value in element.attrib.items():
        if key.rpartition(" ")[2] == name:
            return str(value)
    return None


def _child(element: Element | None, name: str) -> Element | None:
    if element is None:
        return None
    return next((child for child in element if child.tag == name), None)


def _number(text: str | None, most: int) -> int:
    """Read a count or a width; nonsense is 0."""
    if text is None or not text.isascii() or not text.isdigit():
        return 0
    return min(int(text[:9]), most)


@define
class _Cell:
    """A cell while its table is read: where it stands, and what else than text it holds."""

    top: int
    bottom: int
    left: int
    right: int
    text: str
    inner: list[Element] = field(factory=list)


class _Walker:
    """Walks the body of a document.

    Args:
        limits: bounds on tables inside one another and on texts.
    """

    def __init__(self, limits: DocumentLimits) -> None:
        self._limits = limits
        self._tables = 0

    def blocks(self, parent: Element, depth: int) -> Iterator[Block]:
        """Give tables and paragraphs in order; content controls and tracked insertions are looked through."""
        for child in parent:
            name = child.tag
            if name == "p":
                boxes: list[Element] = []
                text = self._paragraph(child, boxes)
                if text.strip():
                    for line in text.split("\n"):
                        parts = tuple(part.strip() for part in _GAP.split(line))
                        if any(parts):
                            yield TextBlock(tuple((40.0 * index, part) for index, part in enumerate(parts) if part))
                for box in boxes:
                    yield from self.blocks(box, depth + 1)
            elif name == "tbl":
                yield from self._table(child, depth + 1, 0.0, None)
            elif name == "sdt":
                content = _child(child, "sdtContent")
                if content is not None:
                    yield from self.blocks(content, depth)
            elif name in ("ins", "moveTo", "customXml", "smartTag"):
                yield from self.blocks(child, depth)

    def _table(self, table: Element, depth: int, origin: float, width: float | None) -> Iterator[Block]:
        """Give a table; one inside a cell follows the row it stands in.

        Args:
            table: its element. depth: tables around it.
            origin: where its left rule stands, points. width: what it is fitted into, or None.
        """
        if depth > self._limits.nesting:
            raise over("nesting", self._limits.nesting, depth)
        self._tables += 1
        number = self._tables
        rows = list(_through(table, "tr"))
        grid = _child(table, "tblGrid")
        widths = [
            _number(_value(column, "w"), 100_000) / _TWIPS or _DEFAULT_WIDTH / _TWIPS
            for column in (grid if grid is not None else ())
            if column.tag == "gridCol"
        ]
        cells = self._cells(rows)
        columns = max((cell.right for cell in cells), default=0)
        widths = [*widths[:columns], *([_DEFAULT_WIDTH / _TWIPS] * (columns - len(widths)))]
        scale = width / sum(widths) if width and sum(widths) else 1.0
        edges = [origin]
        for column in widths:
            edges.append(edges[-1] + column * scale)
        breaks = sorted({cell.bottom for cell in cells if cell.inner})
        start = 0
        for stop in [*breaks, len(rows) - 1]:
            if stop >= start:
                yield from self._part(cells, start, stop, edges, number, inside=depth > 1 or start > 0)
            for cell in cells:
                if cell.inner and cell.bottom == stop and start <= stop:
                    for inner in cell.inner:
                        available = edges[cell.right] - edges[cell.left]
                        for block in self._table(inner, depth + 1, edges[cell.left], available):
                            yield evolve(block, continues=True) if isinstance(block, TableBlock) else block
            start = stop + 1

    def _part(
        self, cells: list[_Cell], start: int, stop: int, edges: list[float], number: int, inside: bool
    ) -> Iterator[TableBlock]:
        """Give the rows from start to stop as a block; a cell merged past them is cut."""
        pieces = []
        used: set[int] = set()
        for cell in cells:
            if cell.top > stop or cell.bottom < start or (cell.top < start and not cell.text):
                continue
            top = max(cell.top, start) - start
            text = cell.text if cell.top >= start else ""
            used.update((cell.left, cell.right))
            doubts = ("unmapped",) if UNKNOWN in text else ()
            bottom = min(cell.bottom, stop) - start
            pieces.append(Piece(top, bottom, edges[cell.left], edges[cell.right], text, doubts))
        if pieces:
            spots = tuple(Spot(None, number, row + 1) for row in range(start, stop + 1))
            rules = tuple(edges[column] for column in sorted(used))
            yield TableBlock(tuple(pieces), stop - start + 1, rules, spots, continues=inside)

    def _cells(self, rows: list[Element]) -> list[_Cell]:
        """Read the cells of a table, each merged one once."""
        cells: list[_Cell] = []
        open_cells: dict[int, _Cell] = {}
        for number, row in enumerate(rows):
            properties = _child(row, "trPr")
            column = _number(_value(before) if (before := _child(properties, "gridBefore")) is not None else None, 100)
            still_open: dict[int, _Cell] = {}
            for element in _through(row, "tc"):
                properties = _child(element, "tcPr")
                span = _child(properties, "gridSpan")
                right = column + max(1, _number(_value(span) if span is not None else None, _MOST_COLUMNS))
                if right > _MOST_COLUMNS:
                    raise over("last_column", _MOST_COLUMNS, right)
                down, across = _child(properties, "vMerge"), _child(properties, "hMerge")
                above = open_cells.get(column)
                if down is not None and _value(down) != "restart" and above is not None and above.right == right:
                    above.bottom = number
                    still_open[column] = above
                elif across is not None and _value(across) != "restart" and cells and cells[-1].top == number:
                    cells[-1].right = right
                else:
                    cell = _Cell(number, number, column, right, *self._content(element))
                    cells.append(cell)
                    if down is not None:
                        still_open[column] = cell
                    if len(cells) > self._limits.package.cells:
                        raise over("cells", self._limits.package.cells, "more")
                column = right
            open_cells = still_open
        return cells

    def _content(self, cell: Element) -> tuple[str, list[Element]]:
        """Read a cell's paragraphs, and find the tables inside it or inside its text boxes."""
        lines: list[str] = []
        inner: list[Element] = []

        def walk(parent: Element) -> None:
            for child in parent:
                name = child.tag
                if name == "p":
                    boxes: list[Element] = []
                    lines.append(self._paragraph(child, boxes))
                    for box in boxes:
                        walk(box)
                elif name == "tbl":
                    inner.append(child)
                elif name == "sdt":
                    content = _child(child, "sdtContent")
                    if content is not None:
                        walk(content)
                elif name in ("ins", "moveTo", "customXml", "smartTag"):
                    walk(child)

        walk(cell)
        text = "\n".join(lines).strip("\n")
        if len(text) > self._limits.package.text_length:
            raise over("text_length", self._limits.package.text_length, len(text))
        return text, inner

    def _paragraph(self, paragraph: Element, boxes: list[Element]) -> str:
        """Read the text of a paragraph as it is shown; the contents of its text boxes are added to ``boxes``."""
        parts: list[str] = []
        # A stack instead of recursion: how deep elements stand in one another is up to the file.
        waiting = list(reversed(paragraph))
        while waiting:
            element = waiting.pop()
            name = element.tag
            if name in ("t", "m:t"):
                parts.append(element.text or "")
            elif name in _MARKS:
                if name != "br" or _value(element, "type") in (None, "textWrapping"):
                    parts.append(_MARKS[name])
            elif name == "sym":
                parts.append(_symbol(element))
            elif name == "txbxContent":
                boxes.append(element)
            elif name in _UNSEEN or (name == "r" and _hidden(element)):
                continue
            elif name == "mc:AlternateContent":
                # The same content twice, for newer and older programs.
                waiting.extend(element[:1])
            else:
                waiting.extend(reversed(element))
        return "".join(parts)


def _through(parent: Element, tag: str) -> Iterator[Element]:
    """Give the rows of a table or the cells of a row, also those inside content controls; deleted ones are left out."""
    for child in parent:
        name = child.tag
        if name == tag:
            if tag != "tr" or _child(_child(child, "trPr"), "del") is None:
                yield child
        elif name == "sdt":
            content = _child(child, "sdtContent")
            if content is not None:
                yield from _through(content, tag)
        elif name in ("ins", "moveTo", "customXml", "smartTag"):
            yield from _through(child, tag)


def _hidden(run: Element) -> bool:
    vanish = _child(_child(run, "rPr"), "vanish")
    return vanish is not None and (_value(vanish) or "1").lower() not in _OFF


def _symbol(element: Element) -> str:
    """Read a character of a symbol font (17.3.3.30)."""
    try:
        return sign(int(_value(element, "char") or "", 16))
    except ValueError:
        return UNKNOWN

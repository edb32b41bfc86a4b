"""Find rows and cells of a worksheet part by their tags.

The part has been parsed before, so every ``<`` in it begins a tag once comments, CDATA and instructions are blanked
out; finding the few cells that change costs a fraction of parsing all of them again.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from attrs import define, field

from perfscore import number
from perfscore.ooxml.spans import Element
from perfscore.place import cell_name, split_cell

Position = tuple[int, int]

_NO_TAG = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_ROOT = re.compile(rb"<(?:([^\s/>:]+):)?[^\s/>]+")
_ATTRIBUTE = re.compile(rb"([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z0-9]+)[\"']")
_HEIGHT = re.compile(rb"\sht\s*=\s*[\"']([0-9.eE+-]+)[\"']")


@define(eq=False)
class CellElement:
    """A cell of interest where it stands in the part.

    Args:
        position: its row and column.
        element: the cell. parts: its formula (``f``) and stored value (``v``), as far as it has them.
    """

    position: Position
    element: Element
    parts: dict[str, Element] = field(factory=dict)


@define(eq=False)
class Rows:
    """What was found.

    Args:
        start: where the rows start. end: where they end.
        starts: number and start of every row, in order.
        heights: heights of rows in points, where they are set.
        elements: the rows of interest. cell_starts: name and start of each of their cells.
        cells: the cells of interest.
    """

    start: int = 0
    end: int = 0
    starts: list[tuple[int, int]] = field(factory=list)
    heights: dict[int, Decimal] = field(factory=dict)
    elements: dict[int, Element] = field(factory=dict)
    cell_starts: dict[int, list[tuple[bytes, int]]] = field(factory=dict)
    cells: dict[Position, CellElement] = field(factory=dict)


@lru_cache(maxsize=16)
def _tag(prefix: bytes, names: bytes) -> re.Pattern[bytes]:
    """Match a first tag: its name, attributes, and whether it is also the last."""
    attributes = rb"((?:\s+[^\s=/>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)"
    return re.compile(rb"<" + prefix + rb"(" + names + rb")" + attributes + rb"\s*(/?)>")


def find_rows(data: bytes, positions: set[Position]) -> Rows:
    """Find the rows of a worksheet, and in them the cells of interest.

    Args:
        data: the part, well-formed, in UTF-8.
        positions: row and column of the cells of interest.
    """
    if data.find(b"<!") >= 0 or data.find(b"<?", 1) >= 0:
        masked = _NO_TAG.sub(lambda match: b" " * len(match[0]), data)
    else:
        masked = _NO_TAG.sub(lambda match: b" " * len(match[0]), data[:200]) + data[200:]
    root = _ROOT.search(masked)
    prefix = re.escape(root[1]) + b":" if root and root[1] else b""
    whole = _tag(prefix, b"sheetData").search(masked)
    if whole is None or whole[3]:
        at = whole.end() if whole else 0
        return Rows(at, at)
    rows = Rows(whole.end(), masked.find(b"</" + prefix + b"sheetData", whole.end()))
    columns: dict[int, list[int]] = {}
    for row, column in positions:
        columns.setdefault(row, []).append(column)
    tags = list(_tag(prefix, b"row").finditer(masked, rows.start, rows.end))
    row = 0
    for index, tag in enumerate(tags):
        reference = _REFERENCE.search(tag[2])
        row = int(reference[1]) if reference else row + 1
        rows.starts.append((row, tag.start()))
        height = _HEIGHT.search(tag[2])
        if height:
            rows.heights[row] = number.read_stored(height[1].decode()) or Decimal(15)
        if row in columns:
            end = tags[index + 1].start() if index + 1 < len(tags) else rows.end
            _find_cells(rows, data, masked, prefix, row, tag, end, columns[row])
    rows.starts.sort()
    return rows


def _find_cells(
    rows: Rows,
    data: bytes,
    masked: bytes,
    prefix: bytes,
    row: int,
    tag: re.Match[bytes],
    end: int,
    columns: list[int],
) -> None:
    """Find the cells of one row."""
    element = rows.elements[row] = Element(data, tag.start(), "row", _attributes(tag[2]))
    starts = rows.cell_starts[row] = []
    if tag[3]:
        return
    element.close(masked.rfind(b"</", tag.end(), end))
    positions = {cell_name(row, column).encode(): (row, column) for column in columns}
    last = re.compile(rb"</" + prefix + rb"c\s*>")
    for cell in _tag(prefix, b"c").finditer(masked, tag.end(), end):
        reference = _REFERENCE.search(cell[2])
        if reference is None:
            column = split_cell(starts[-1][0].decode())[1] if starts else 0
            name = cell_name(row, column + 1).encode()
        else:
            name = reference[1].upper()
        starts.append((name, cell.start()))
        position = positions.get(name)
        if position is None:
            continue
        found_cell = rows.cells[position] = CellElement(
            position, Element(data, cell.start(), "c", _attributes(cell[2]))
        )
        if cell[3]:
            continue
        closing = last.search(masked, cell.end(), end)
        stop = closing.start() if closing else end
        found_cell.element.close(stop)
        for part in _tag(prefix, b"[fv]").finditer(masked, cell.end(), stop):
            child = found_cell.parts[part[1].decode()] = Element(
                data, part.start(), part[1].decode(), _attributes(part[2])
            )
            child.close(masked.find(b"</", part.end()))


def by_column(starts: list[tuple[bytes, int]]) -> list[tuple[int, int]]:
    """Turn names of cells into columns, in order."""
    return sorted((split_cell(name.decode())[1], start) for name, start in starts)


def _attributes(text: bytes) -> dict[str, str]:
    return {name.decode(): (double or single).decode() for name, double, single in _ATTRIBUTE.findall(text)}


def move(element: Element, data: bytes, start: int, end: int) -> None:
    """Move an element, parsed from a part whose rows were left out, to where it stands in the whole part."""
    element.move(data, start, end - start)
    for child in element.children:
        move(child, data, start, end)

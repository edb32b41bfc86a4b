"""The legacy drawing (VML) that holds the boxes of a sheet's notes."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from attrs import frozen

from perfscore import number
from perfscore.ooxml.limits import Limits
from perfscore.ooxml.markup import escape
from perfscore.ooxml.sheetpatch import SheetPart
from perfscore.ooxml.sheetscan import Position
from perfscore.ooxml.spans import Document, Element
from perfscore.ooxml.widths import line_widths
from perfscore.place import LAST_COLUMN, LAST_ROW

_SHAPE_TYPE: Final = (
    '<v:shapetype{spaces} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SPACES: Final = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_DECLARED: Final = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items())
_EMPTY: Final = f'<xml{_DECLARED}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
_SHAPE: Final = (
    '<v:shape{spaces} id="_x0000_s{id}" type="#_x0000_t202" style="{style}" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_LENGTH = re.compile(r"\b(width|height):\s*([0-9.]+)(pt|px)", re.ASCII)
_SHAPE_ID = re.compile(rb"_x0000_s(\d{1,9})")
# Excel writes line breaks inside controls as HTML does; blanks of the same length read the same.
_UNCLOSED = re.compile(rb"</?br\s*>")

# Pixels at 96 dpi. A note's text is 9 points: 12 pixels for a Chinese character, line spacing included 16.
_HALF_WIDTH: Final = 6
_LINE: Final = 16
_PADDING: Final = 16
_NARROWEST: Final = 160
_WIDEST: Final = 400
_DEFAULT_WIDTH: Final = Decimal("8.43")
_DEFAULT_HEIGHT: Final = Decimal(15)


@frozen
class Size:
    """Width and height of a note's box, in pixels."""

    width: int
    height: int


def text_size(text: str) -> Size:
    """Find the box that a text fits in."""
    widths = [width * _HALF_WIDTH for width in line_widths(text)]
    inner = min(max(*widths, _NARROWEST), _WIDEST)
    # Breaking between words costs some of a line's width.
    usable = inner - 2 * _HALF_WIDTH
    lines_shown = sum(1 if width <= inner else -(-width // usable) for width in widths)
    return Size(inner + _PADDING, lines_shown * _LINE + _PADDING)


class Grid:
    """The widths of a sheet's columns and the heights of its rows, in pixels.

    Args:
        sheet: the worksheet part.
    """

    def __init__(self, sheet: SheetPart) -> None:
        form = sheet.root.find("sheetFormatPr")
        attributes = form.attributes if form is not None else {}
        width = number.read_stored(attributes.get("defaultColWidth", "")) or _DEFAULT_WIDTH
        self._default_width = _column_pixels(width)
        self._default_height = _row_pixels(
            number.read_stored(attributes.get("defaultRowHeight", "")) or _DEFAULT_HEIGHT
        )
        self._heights = {row: _row_pixels(height) for row, height in sheet.rows.heights.items()}
        self._columns: list[tuple[int, int, int]] = []
        columns = sheet.root.find("cols")
        for column in columns.children if columns is not None else ():
            characters = number.read_stored(column.attributes.get("width", ""))
            bounds = [number.read_stored(column.attributes.get(name, "")) for name in ("min", "max")]
            if characters is not None and bounds[0] is not None and bounds[1] is not None:
                hidden = column.attributes.get("hidden") in ("1", "true")
                self._columns.append((int(bounds[0]), int(bounds[1]), 0 if hidden else _column_pixels(characters)))

    def width(self, column: int) -> int:
        """Give a column's width; columns count from 1."""
        for low, high, pixels in self._columns:
            if low <= column <= high:
                return pixels
        return self._default_width

    def height(self, row: int) -> int:
        """Give a row's height; rows count from 1."""
        return self._heights.get(row, self._default_height)

    def anchor(self, row: int, column: int, down: int, right: int, size: Size) -> str:
        """Write where a box stands: cells from 0, and pixels inside them, of its two corners."""
        last_column, to_right = _walk(self.width, column, right + size.width, LAST_COLUMN)
        last_row, to_bottom = _walk(self.height, row, down + size.height, LAST_ROW)
        corners = (column - 1, right, row - 1, down, last_column - 1, to_right, last_row - 1, to_bottom)
        return ", ".join(map(str, corners))

    def size(self, corners: list[int]) -> Size:
        """Measure the box between two corners."""
        left, right, top, down, last_column, to_right, last_row, to_bottom = corners
        width = sum(self.width(column + 1) for column in range(left, min(last_column, left + 255)))
        height = sum(self.height(row + 1) for row in range(top, min(last_row, top + 1023)))
        return Size(width - right + to_right, height - down + to_bottom)


def _column_pixels(width: Decimal) -> int:
    # 18.3.1.13: characters of 7 pixels (11 points) and 5 of padding.
    return int(min(width, Decimal(255)) * 7) + 5


def _row_pixels(height: Decimal) -> int:
    return max(int(min(height, Decimal(410)) * 96 / 72), 1)


def _walk(measure: Callable[[int], int], start: int, distance: int, last: int) -> tuple[int, int]:
    """Walk from a cell's edge over the cells behind it; gives the cell reached and the pixels inside it."""
    position = start
    while position < last and distance >= measure(position):
        distance -= measure(position)
        position += 1
    return position, distance


class Drawing:
    """A drawing part under way.

    Args:
        data: the part's bytes, or None for a new one.
        part: its name. sheet: the worksheet's part. limits: bounds on it.
    """

    def __init__(self, data: bytes | None, part: str, sheet: SheetPart, limits: Limits) -> None:
        self.is_new = data is None
        self._grid = Grid(sheet)
        self._document = _Vml(data if data is not None else _EMPTY.encode(), part, limits)
        root = self._document.root
        self._notes: dict[Position, tuple[Element, Element]] = {}
        for shape in root.children:
            note = _child(shape, "ClientData") if shape.name == "shape" else None
            row, column = (_child(note, name) for name in ("Row", "Column")) if note else (None, None)
            if note and row and column and row.text.strip().isdecimal() and column.text.strip().isdecimal():
                self._notes[int(row.text) + 1, int(column.text) + 1] = shape, note
        self._count = sum(1 for shape in root.children if shape.name == "shape")
        self._next_id = 0
        self._ids = {int(digits) for digits in _SHAPE_ID.findall(self._document.data)}
        self._spaces = "" if all(text in root.head for text in _DECLARED.split(" ")) else _DECLARED
        if not any(child.attributes.get("id") == "_x0000_t202" for child in root.children):
            self._document.append(root, _SHAPE_TYPE.format(spaces=self._spaces))

    def result(self) -> bytes:
        """Give the part's bytes."""
        return self._document.result()

    def fit(self, position: Position, right_edge: int, text: str) -> None:
        """See to it that a cell's note has a box and its text fits in.

        Args:
            position: the cell. right_edge: its column, or the last one of the merged area that it begins.
            text: the whole text of the note.
        """
        size = text_size(text)
        if position in self._notes:
            self._grow(*self._notes[position], size)
        else:
            self._document.append(self._document.root, self._shape(position, right_edge, size))

    def _grow(self, shape: Element, note: Element, needed: Size) -> None:
        """Make a box larger where its text needs it; its upper left corner stays."""
        style = shape.attributes.get("style", "")
        anchor = _child(note, "Anchor")
        corners = [int(corner) for corner in re.findall(r"\d+", anchor.text)] if anchor else []
        if len(corners) == 8:
            size = self._grid.size(corners)
        else:
            named = {
                name: Decimal(value) * (4 if unit == "pt" else 3) / 3 for name, value, unit in _LENGTH.findall(style)
            }
            size = Size(int(named.get("width", 0)), int(named.get("height", 0)))
        size_needed = Size(max(size.width, needed.width), max(size.height, needed.height))
        if size_needed == size:
            return
        if anchor is not None and len(corners) == 8:
            left, right, top, down = corners[:4]
            self._document.set_text(anchor, self._grid.anchor(top + 1, left + 1, down, right, size_needed))
        lengths = {"width": _points(size_needed.width), "height": _points(size_needed.height)}
        style = _LENGTH.sub(lambda match: f"{match[1]}:{lengths[match[1]]}", style)
        self._document.set(shape, "style", escape(style))

    def _shape(self, position: Position, right_edge: int, size: Size) -> str:
        row, column = position
        self._count += 1
        style = (
            f"position:absolute;margin-left:59.25pt;margin-top:1.5pt;width:{_points(size.width)};"
            f"height:{_points(size.height)};z-index:{self._count};visibility:hidden"
        )
        above, down = (row - 1, 10) if row > 1 else (row, 2)
        anchor = self._grid.anchor(above, min(right_edge + 1, LAST_COLUMN), down, 15, size)
        return _SHAPE.format(
            spaces=self._spaces, id=self._free_id(), style=style, anchor=anchor, row=row - 1, column=column - 1
        )

    def _free_id(self) -> int:
        """Find a shape's number in the blocks of 1024 that the drawing has for its own; a full one gets another."""
        if self._next_id % 1024 == 0:
            layout = _child(self._document.root, "shapelayout")
            blocks = _child(layout, "idmap") if layout else None
            owned = [int(block) for block in re.findall(r"\d+", blocks.attributes.get("data", ""))] if blocks else []
            last = {key // 1024: key for key in sorted(self._ids)}
            free = (last.get(block, block * 1024) + 1 for block in owned or [1])
            self._next_id = next((key for key in free if key % 1024), 0)
            if not self._next_id:
                block = max((*owned, *last)) + 1
                self._next_id = block * 1024 + 1
                if blocks is not None:
                    self._document.set(blocks, "data", ",".join(map(str, (*owned, block))))
        free_id = self._next_id
        self._ids.add(free_id)
        self._next_id += 1
        return free_id


class _Vml(Document):
    """A drawing part, of which the unclosed line breaks are not looked at."""

    def _readable(self) -> bytes:
        return _UNCLOSED.sub(lambda match: b" " * len(match[0]), self.data)


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element.children if child.name == name), None)


def _points(pixels: int) -> str:
    return f"{pixels * 3 / 4:g}pt"

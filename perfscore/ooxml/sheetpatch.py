"""Change single cells of a worksheet part; every other byte of it stays."""

from __future__ import annotations

from bisect import bisect_left
from decimal import Decimal
from typing import Final

from attrs import define

from perfscore import number
from perfscore.ooxml.errors import PatchRefused, damaged, unpatchable
from perfscore.ooxml.formula import shift
from perfscore.ooxml.limits import Limits
from perfscore.ooxml.markup import escape
from perfscore.ooxml.records import Sheet
from perfscore.ooxml.sheetscan import CellElement, Position, Rows, by_column, find_rows, move
from perfscore.ooxml.spans import Document, Element, set_attributes
from perfscore.place import cell_name, range_name, split_cell

# CT_Worksheet, ISO/IEC 29500-1, 18.3.1.99: the children stand in this order.
ORDER: Final = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations",
    "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",
    "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
    "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip


@define
class Write:
    """What happens to one cell.

    Args:
        content: a number, a text, or None for the content that it has.
        style: index of its new style, or None for the one that it has.
        keep_formula: whether ``content`` is only the stored value of its formula.
    """

    content: Decimal | str | None = None
    style: int | None = None
    keep_formula: bool = False


class SheetPart(Document):
    """A worksheet part; of its cells only those of interest are looked at.

    Args:
        data: the part's bytes, which have been read without an error.
        sheet: what was read from them.
        targets: the cells to be changed.
        limits: bounds on the part.

    Raises:
        PatchRefused: the part's tags are written in a way that only a full parse can follow.
    """

    def __init__(self, data: bytes, sheet: Sheet, targets: set[Position], limits: Limits) -> None:
        self.sheet = sheet
        self.rows = Rows()
        positions = targets | {position for position, cell in sheet.cells.items() if cell.formula is not None}
        self._wanted = positions
        super().__init__(data, sheet.part, limits, keep=3)
        for position in positions:
            if position in sheet.cells and position not in self.rows.cells:
                raise self._refusal(*position, "markup")

    def _parse(self) -> Element:
        """Parse what stands around the rows; find rows and cells by their tags."""
        self.rows = find_rows(self.data, self._wanted)
        root = super()._parse()
        move(root, self.data, self.rows.start, self.rows.end)
        return root

    def _readable(self) -> bytes:
        return self.data[: self.rows.start] + self.data[self.rows.end :]

    def write(self, writes: dict[Position, Write]) -> list[str]:
        """Change cells.

        Args:
            writes: what happens to each; every position is among the targets.

        Returns:
            Names of the cells that lose their formula, for the calculation chain.

        Raises:
            PatchRefused: a cell is part of an array formula, a data table or a picture.
        """
        leaving = {
            position for position, write in writes.items() if write.content is not None and not write.keep_formula
        }
        self._refuse(leaving)
        bodies = self._hand_on(leaving)
        lost = []
        missing: dict[int, list[tuple[int, str]]] = {}
        for position in sorted(writes.keys() | bodies.keys()):
            write = writes.get(position, Write())
            cell = self.rows.cells.get(position)
            if cell is None:
                if write.content is None and write.style is None:
                    continue
                style = write.style if write.style is not None else self.base_style(position)
                missing.setdefault(position[0], []).append(
                    (position[1], self._new_cell(position, write.content, style))
                )
                continue
            if position in leaving and "f" in cell.parts:
                lost.append(cell_name(*position))
            self._rewrite(cell, write, bodies.get(position))
        for row, cells in missing.items():
            self._insert(row, cells)
        return lost

    def base_style(self, position: Position) -> int:
        """Tell a cell's style: its own, else its row's, else its column's."""
        cell = self.rows.cells.get(position)
        if cell is not None:
            return _index(cell.element.attributes.get("s"))
        row = self.rows.elements.get(position[0])
        if row is not None and row.attributes.get("customFormat") in ("1", "true"):
            return _index(row.attributes.get("s"))
        columns = self.root.find("cols")
        for column in columns.children if columns is not None else ():
            low, high = (_index(column.attributes.get(name)) for name in ("min", "max"))
            if low <= position[1] <= high:
                return _index(column.attributes.get("style"))
        return 0

    def _refuse(self, leaving: set[Position]) -> None:
        for cell in self.rows.cells.values():
            formula = cell.parts.get("f")
            if formula is not None and formula.attributes.get("t") in ("array", "dataTable"):
                area = formula.attributes.get("ref", cell_name(*cell.position))
                top, left, bottom, right = _corners(area, self.part)
                for row, column in leaving:
                    if top <= row <= bottom and left <= column <= right:
                        raise self._refusal(row, column, "array_formula")
        for position in leaving:
            if position in self.rows.cells and {"vm", "cm"} & self.rows.cells[position].element.attributes.keys():
                raise self._refusal(*position, "rich_value")

    def _refusal(self, row: int, column: int, reason: str) -> PatchRefused:
        return unpatchable(reason, self.sheet.name, cell_name(row, column))

    def _hand_on(self, leaving: set[Position]) -> dict[Position, str]:
        """Let the next cell of a shared formula hold it, where the cell that held it changes."""
        groups: dict[str, list[CellElement]] = {}
        for cell in self.rows.cells.values():
            shared = cell.parts.get("f")
            if shared is not None and shared.attributes.get("t") == "shared":
                groups.setdefault(shared.attributes.get("si", ""), []).append(cell)
        bodies: dict[Position, str] = {}
        for key, members in groups.items():
            master = next((cell for cell in members if cell.parts["f"].inner), None)
            staying = [cell for cell in members if cell.position not in leaving]
            if master is None or master.position not in leaving or not staying:
                continue
            heir = staying[0]
            rows, columns = zip(*(cell.position for cell in staying), strict=True)
            area = range_name(min(rows), min(columns), max(rows), max(columns))
            formula = self.sheet.cells[master.position].formula or ""
            text = shift(formula, heir.position[0] - master.position[0], heir.position[1] - master.position[1])
            p = self.prefix
            bodies[heir.position] = f'<{p}f t="shared" ref="{area}" si="{escape(key)}">{escape(text)}</{p}f>'
        return bodies

    def _rewrite(self, cell: CellElement, write: Write, formula_xml: str | None) -> None:
        """Write one existing cell anew: its tag, and its content where that changes."""
        element, formula = cell.element, cell.parts.get("f")
        style = {} if write.style is None else {"s": str(write.style)}
        kind, body = self._content(write.content, write.keep_formula)
        if write.content is not None and not (write.keep_formula and formula is not None):
            head = set_attributes(element.head, {**style, "t": kind})
            opened = head[:-2].rstrip() + ">" if head.endswith("/>") else head
            self.replace(element, f"{opened}{body}</{self.prefix}c>")
            return
        if formula is not None and formula_xml is not None:
            self.replace(formula, formula_xml)
        if formula is not None and write.content is not None:
            if "v" in cell.parts:
                self.replace(cell.parts["v"], body)
            else:
                self.insert(formula.end, body)
            self.set(element, "t", kind)
        if style:
            self.set(element, "s", style["s"])

    def _content(self, content: Decimal | str | None, stored: bool) -> tuple[str | None, str]:
        """Give a cell's type and its content as XML."""
        p = self.prefix
        if content is None:
            return None, ""
        if isinstance(content, Decimal):
            return None, f"<{p}v>{number.short(content)}</{p}v>"
        if stored:
            return "str", f"<{p}v>{escape(content)}</{p}v>"
        space = ' xml:space="preserve"' if content != content.strip() or "\n" in content else ""
        return "inlineStr", f"<{p}is><{p}t{space}>{escape(content)}</{p}t></{p}is>"

    def _new_cell(self, position: Position, content: Decimal | str | None, style: int) -> str:
        p = self.prefix
        kind, body = self._content(content, False)
        attributes = f' s="{style}"' if style else ""
        attributes += f' t="{kind}"' if kind else ""
        name = cell_name(*position)
        return f'<{p}c r="{name}"{attributes}>{body}</{p}c>' if body else f'<{p}c r="{name}"{attributes}/>'

    def _insert(self, row: int, cells: list[tuple[int, str]]) -> None:
        """Insert cells that the part does not have, and their row where it is missing too."""
        p = self.prefix
        element = self.rows.elements.get(row)
        if element is None:
            xml = f'<{p}row r="{row}">{"".join(xml for _, xml in cells)}</{p}row>'
            index = bisect_left(self.rows.starts, (row, 0))
            data = self.root.find("sheetData")
            if data is None:
                raise damaged(self.part, "missing")
            if index < len(self.rows.starts):
                self.insert(self.rows.starts[index][1], xml)
            else:
                self.append(data, xml)
            return
        spans = element.attributes.get("spans", "")
        if spans:
            low, _, high = spans.partition(":")
            columns = [column for column, _ in cells]
            wider = f"{min(_index(low), *columns)}:{max(_index(high), *columns)}"
            if wider != spans:
                self.set(element, "spans", wider)
        starts = by_column(self.rows.cell_starts[row])
        for column, xml in cells:
            index = bisect_left(starts, (column, 0))
            if index < len(starts):
                self.insert(starts[index][1], xml)
            else:
                self.append(element, xml)


def _index(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _corners(area: str, part: str) -> tuple[int, int, int, int]:
    first, _, last = area.partition(":")
    try:
        top, left = split_cell(first)
        bottom, right = split_cell(last or first)
    except ValueError as error:
        raise damaged(part, "reference") from error
    return top, left, bottom, right

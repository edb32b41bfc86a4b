"""Write workbooks that people read and print: tables with headers, widths and filters, and no text that is live."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any, Final, Literal, NamedTuple

from perfscore.correction.existing import AUTHOR
from perfscore.ooxml.markup import clean
from perfscore.ooxml.widths import line_widths


class Percent(NamedTuple):
    """A part of a whole, shown as a percentage. Args: value: 0 to 1 and above."""

    value: Decimal


class Link(NamedTuple):
    """A link to another file. Args: target: relative and quoted. text: what is shown."""

    target: str
    text: str


Value = str | int | Decimal | Percent | Link | None
Style = Literal[
    "title", "subtitle", "heading", "header", "text", "middle", "number", "percent", "link", "plain", "small"
]
MOST_ROWS: Final = 100_000
"""Rows of a list; more are for a database: a sheet of millions opens on few desks."""
_MOST_LINKS: Final = 60_000
"""Excel keeps 65,530 links a sheet and repairs the file above that."""
_LINE: Final = 15
_SHORT: Final = 2
"""Texts below this length, such as a grade, stand in the middle of their cell."""
_TALLEST: Final = 400
_HEAD_FILL, _EDGE = "#DCE6F1", "#BFBFBF"


class Book:
    """A workbook that is written top down."""

    def __init__(self) -> None:
        from xlsxwriter import Workbook

        self._data = BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = Workbook(self._data, options)
        self._book.set_properties({"author": AUTHOR})
        bordered = {"border": 1, "border_color": _EDGE, "valign": "vcenter", "text_wrap": True}
        centred = {**bordered, "align": "center"}
        looks: dict[Style, dict[str, Any]] = {
            "title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
            "subtitle": {"font_color": "#595959", "align": "center"},
            "heading": {"bold": True, "font_size": 12, "valign": "vcenter"},
            "header": {**centred, "bold": True, "bg_color": _HEAD_FILL},
            "text": bordered,
            "middle": centred,
            "number": {**bordered, "num_format": "#,##0.00"},
            "percent": {**centred, "num_format": "0.00%"},
            "link": {**centred, "font_color": "#0563C1", "underline": 1},
            "plain": {"valign": "vcenter"},
            "small": {"font_size": 9, "font_color": "#595959"},
        }
        self._looks = {name: self._book.add_format(look) for name, look in looks.items()}

    def sheet(self, title: str, widths: Sequence[float], across: bool = True, pages: int = 0) -> Sheet:
        """Add a sheet for A4.

        Args:
            title: its name. widths: of the columns, in characters. across: whether it lies across.
            pages: into how many pages of height it has to fit; 0 for as many as it takes.
        """
        sheet = self._book.add_worksheet(title[:31])
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_paper(9)
        if across:
            sheet.set_landscape()
        sheet.fit_to_pages(1, pages)
        sheet.set_margins(0.5, 0.5, 0.6, 0.6)
        sheet.set_footer("&C&P / &N")
        return Sheet(sheet, widths, self._looks)

    def content(self) -> bytes:
        """Finish the workbook and give its content."""
        self._book.close()
        return self._data.getvalue()


class Sheet:
    """A sheet of a `Book`; rows and columns count from 0."""

    def __init__(self, sheet: Any, widths: Sequence[float], looks: dict[Style, Any]) -> None:
        self._sheet = sheet
        self._widths = widths
        self._looks = looks
        self._links = 0
        self.row = 0

    def line(self, text: str, style: Style = "plain", height: float | None = None) -> None:
        """Write a text over the whole width."""
        self._sheet.merge_range(self.row, 0, self.row, len(self._widths) - 1, "", self._looks[style])
        self._sheet.write_string(self.row, 0, clean(text), self._looks[style])
        if height:
            self._sheet.set_row(self.row, height)
        self.row += 1

    def table(
        self,
        headers: Sequence[str],
        rows: Iterable[Sequence[Value]],
        filtered: bool = False,
        spans: Sequence[int] = (),
        rest: str = "",
    ) -> None:
        """Write a table below what there is; a blank row follows.

        Args:
            headers: of the columns. rows: their cells.
            filtered: whether it is the sheet's list: with filters, and headers that repeat on every printed page.
            spans: how many columns of the sheet each column takes; one each where it is left out.
            rest: what is said below a list that is too long.
        """
        top = self.row
        spans = spans or (1,) * len(headers)
        self._cells(headers, spans, "header")
        for values in rows:
            if self.row > MOST_ROWS:
                self.line(rest)
                break
            self._cells(values, spans)
        if filtered:
            self._sheet.autofilter(top, 0, max(top, self.row - 1), len(headers) - 1)
            self._sheet.freeze_panes(top + 1, 0)
            self._sheet.repeat_rows(top)
        self.row += 1

    def _cells(self, values: Sequence[Value], spans: Sequence[int], style: Style | None = None) -> None:
        lines, column = 1, 0
        for value, span in zip(values, spans, strict=True):
            look = style or _look(value)
            if span > 1:
                self._sheet.merge_range(self.row, column, self.row, column + span - 1, "", self._looks[look])
            if isinstance(value, Decimal | int | Percent):
                figure = value.value if isinstance(value, Percent) else value
                self._sheet.write_number(self.row, column, float(figure), self._looks[look])
            elif isinstance(value, Link) and self._links < _MOST_LINKS:
                self._sheet.write_url(self.row, column, f"external:{value.target}", self._looks[look], value.text)
                self._links += 1
            else:
                text = clean((value.text if isinstance(value, Link) else value) or "")
                self._sheet.write_string(self.row, column, text, self._looks[look])
                width = max(int(sum(self._widths[column : column + span])) - 1, 1)
                lines = max(lines, sum(max(1, -(-int(part) // width)) for part in line_widths(text)))
            column += span
        if lines > 1:  # set, because LibreOffice and WPS do not fit the rows of a file that they open
            self._sheet.set_row(self.row, min(_TALLEST, lines * _LINE + 3))
        self.row += 1


def _look(value: Value) -> Style:
    if isinstance(value, Percent):
        return "percent"
    if isinstance(value, Decimal):
        return "number"
    if isinstance(value, Link):
        return "link"
    return "middle" if isinstance(value, int) or len(value or "") < _SHORT else "text"

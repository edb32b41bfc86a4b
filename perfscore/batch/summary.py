"""The summary workbook for a director: totals, grades, units, findings, a sheet per year with links."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from perfscore.batch.digest import GRADES, Digest, Evaluated, Group
from perfscore.batch.figures import Share, columns_of_groups, facts, findings, reasons
from perfscore.correction.existing import AUTHOR
from perfscore.ooxml.widths import line_widths
from perfscore.wording import Language, label

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_ROWS: Final = 1_000_000
"""A sheet ends at 1,048,576 rows."""
_MOST_LINKS: Final = 60_000
"""Excel keeps 65,530 links a sheet and repairs the file above that."""
_CHARTED: Final = 15
_LONGEST: Final = 32_000
_LINE: Final = 15
_TALLEST: Final = 400
_HEAD_FILL, _EDGE, _CHANGED = "DCE6F1", "BFBFBF", "FFEB9C"
_COLOURS: Final = ("8EA9C1", "C55A11")


def render(digest: Digest, folder: Path, language: Language = "zh") -> bytes:
    """Make the summary workbook.

    Args:
        digest: the figures. folder: where the workbook will stand; links to corrected files start there.
        language: of the words.
    """
    data = BytesIO()
    _Summary(digest, folder, language).make().save(data)
    return data.getvalue()


class _Summary:
    """The workbook while it is made."""

    def __init__(self, digest: Digest, folder: Path, language: Language) -> None:
        from openpyxl import Workbook
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self._digest = digest
        self._folder = folder
        self._language: Language = language
        self._book = Workbook()
        self._book.properties.creator = AUTHOR
        self._title = Font(bold=True, size=16)
        self._bold = Font(bold=True)
        self._link = Font(color="0563C1", underline="single")
        self._fill = PatternFill("solid", fgColor=_HEAD_FILL)
        self._changed = PatternFill("solid", fgColor=_CHANGED)
        side = Side(style="thin", color=_EDGE)
        self._border = Border(side, side, side, side)
        self._widths: dict[str, Sequence[int]] = {}
        self._wrap = Alignment(vertical="center", wrap_text=True)
        self._middle = Alignment(horizontal="center", vertical="center", wrap_text=True)

    def make(self) -> Workbook:
        """Make all sheets."""
        self._overview()
        self._regraded()
        for year, evaluated in groupby(self._digest.evaluated, key=lambda one: one.year):
            title = self._say("year_sheet", year=str(year)) if year is not None else self._say("no_year")
            self._year(title, list(evaluated))
        self._unread()
        self._copies()
        return self._book

    def _say(self, name: str, **values: str) -> str:
        return label(f"batch.{name}", self._language, **values)

    def _overview(self) -> None:
        digest = self._digest
        sheet = self._book.active
        assert sheet is not None
        sheet.title = self._say("overview")
        self._prepare(sheet, (38, 16, 16, 16, 16, 16, 16, 16, 16, 16))
        sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "portrait", 1
        self._put(sheet, 1, 1, self._say("title"), font=self._title)
        self._put(sheet, 2, 1, self._say("basis", title=digest.title, id=digest.rulebook, version=digest.version))
        at = f"{digest.at:%Y-%m-%d}" if digest.at else ""
        self._put(sheet, 3, 1, self._say("made", version=digest.made_by, date=at))
        row = 5
        for name, value in facts(digest, self._language):
            self._put(sheet, row, 1, name, bordered=True)
            self._put(sheet, row, 2, value, bordered=True)
            row += 1
        row = self._table(sheet, row + 1, (self._say("reason"), self._say("scores")), reasons(digest, self._language))
        top = row + 1
        rows = [(grade, *(digest.grades.get((grade, after), 0) for after in GRADES)) for grade in GRADES]
        headers = (self._say("before_after"), *(self._say("after", grade=grade) for grade in GRADES))
        row = self._table(sheet, top, headers, rows)
        before = [sum(digest.grades.get((grade, after), 0) for after in GRADES) for grade in GRADES]
        after = [sum(digest.grades.get((before_, grade), 0) for before_ in GRADES) for grade in GRADES]
        headers = (self._say("grade"), self._say("claimed_count"), self._say("recomputed_count"))
        first = row + 1
        row = self._table(sheet, first, headers, list(zip(GRADES, before, after, strict=True)))
        self._chart(sheet, "G5", self._say("grades_chart"), sheet, first, len(GRADES), (2, 3))
        first = row + 1
        row = self._table(sheet, first, *self._groups(self._say("year"), digest.years))
        if digest.years:
            self._chart(sheet, "G21", self._say("years_chart"), sheet, first, len(digest.years), (4,))
        units, codes = self._units(), self._codes()
        if digest.units:
            shown = min(len(digest.units), _CHARTED)
            self._chart(sheet, f"A{row + 1}", self._say("units_chart"), units, 1, shown, (4,), across=True)
        if digest.codes:
            shown = min(len(digest.codes), _CHARTED)
            self._chart(sheet, f"G{row + 1}", self._say("codes_chart"), codes, 1, shown, (4,), across=True, names=3)

    def _regraded(self) -> None:
        changed = [one for one in self._digest.evaluated if one.regraded]
        sheet = self._sheet(self._say("regraded"), (8, 30, 28, 44, 11, 11, 11, 9, 9, 16))
        headers = ("year", "project", "unit", "file", "claimed", "recomputed", "gap", "grade_before", "grade_after")
        if not changed:
            self._put(sheet, 1, 1, self._say("none_regraded"))
            return
        rows = [
            (one.year, one.project, one.unit, one.place, one.claimed, one.total, one.gap, one.claimed_grade, one.grade)
            for one in changed
        ]
        self._table(sheet, 1, (*map(self._say, headers), self._say("copy")), rows)
        self._links(sheet, changed, 10)

    def _units(self) -> Worksheet:
        sheet = self._sheet(self._say("units"), (34, 12, 12, 12, 12, 12, 12, 12, 14, 14))
        self._table(sheet, 1, *self._groups(self._say("unit"), self._digest.units))
        return sheet

    def _groups(self, name: str, groups: Sequence[Group]) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        headers, rows = columns_of_groups(groups, self._language)
        return (name, *headers), rows

    def _codes(self) -> Worksheet:
        sheet = self._sheet(self._say("codes"), (10, 10, 60, 12, 14, 60))
        self._table(sheet, 1, *findings(self._digest, self._language))
        return sheet

    def _year(self, title: str, evaluated: list[Evaluated]) -> None:
        sheet = self._sheet(title, (30, 28, 44, 11, 11, 11, 9, 9, 10, 10, 10, 16))
        names = (
            "project", "unit", "file", "claimed", "recomputed", "gap", "grade_before", "grade_after", "corrections",
            "waiting", "errors", "copy",
        )  # fmt: skip
        rows = [
            (
                one.project, one.unit, one.place, one.claimed, one.total, one.gap, one.claimed_grade, one.grade,
                one.corrections, one.waiting, one.errors,
            )
            for one in evaluated
        ]  # fmt: skip
        self._table(sheet, 1, tuple(map(self._say, names)), rows)
        self._links(sheet, evaluated, 12)
        for row, one in enumerate(evaluated[:_MOST_ROWS], 2):
            if one.regraded:
                for column in (7, 8):
                    sheet.cell(row, column).fill = self._changed

    def _unread(self) -> None:
        sheet = self._sheet(self._say("unread"), (60, 14, 100))
        rows = [(one.place, self._say(f"kind_{one.status}"), one.error) for one in self._digest.unread]
        self._listed(sheet, ("file", "kind", "reason_unread"), rows, "none_unread")

    def _copies(self) -> None:
        sheet = self._sheet(self._say("copies"), (24, 50, 100))
        rows = [(self._say("same_content"), one.what, "\n".join(one.places)) for one in self._digest.same_content]
        for one in self._digest.same_project:
            kind = self._say("same_project_differ" if one.differ else "same_project")
            rows.append((kind, one.what, "\n".join(one.places)))
        self._listed(sheet, ("kind", "what", "files"), rows, "none_copied")

    def _listed(self, sheet: Worksheet, names: Sequence[str], rows: list[tuple[Any, ...]], none: str) -> None:
        if rows:
            self._table(sheet, 1, tuple(map(self._say, names)), rows)
        else:
            self._put(sheet, 1, 1, self._say(none))

    def _sheet(self, title: str, widths: Sequence[int]) -> Worksheet:
        sheet = self._book.create_sheet(title)
        self._prepare(sheet, widths)
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
        return sheet

    def _prepare(self, sheet: Worksheet, widths: Sequence[int]) -> None:
        from openpyxl.utils import get_column_letter

        self._widths[sheet.title] = widths
        for column, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def _table(self, sheet: Worksheet, top: int, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Write headers and rows; give the row below them."""
        for column, header in enumerate(headers, 1):
            cell = self._put(sheet, top, column, header, font=self._bold, bordered=True)
            cell.fill = self._fill
            cell.alignment = self._middle
        row = top
        for row, values in enumerate(rows, top + 1):
            if row > _MOST_ROWS:
                self._put(sheet, row, 1, self._say("rest_in_store"))
                break
            lines = 1
            for column, value in enumerate(values, 1):
                self._put(sheet, row, column, value, bordered=True)
                if isinstance(value, str):
                    lines = max(lines, _lines(value, self._widths[sheet.title][column - 1]))
            if lines > 1:
                # Set, because LibreOffice and WPS do not fit the rows of a file that they open.
                sheet.row_dimensions[row].height = min(_TALLEST, lines * _LINE)
        return row + 1

    def _put(
        self, sheet: Worksheet, row: int, column: int, value: Any, font: Any = None, bordered: bool = False
    ) -> Any:
        """Write a value; a text stays a text, whatever it begins with."""
        cell = sheet.cell(row, column)
        if isinstance(value, str):
            cell.value = _clean(value)
            cell.data_type = "s"
            if value[:1] in tuple("=+-@"):
                cell.quotePrefix = True
        else:
            cell.value = value.value if isinstance(value, Share) else value
            if isinstance(value, Share):
                cell.number_format = "0.0%"
            elif isinstance(value, Decimal):
                cell.number_format = "0.00"
        if font is not None:
            cell.font = font
        if bordered:
            cell.border = self._border
            cell.alignment = self._middle if isinstance(value, str) and len(value) < 3 else self._wrap
        return cell

    def _links(self, sheet: Worksheet, evaluated: Sequence[Evaluated], column: int) -> None:
        for row, one in enumerate(evaluated[:_MOST_LINKS], 2):
            if one.corrected is not None:
                cell = self._put(sheet, row, column, self._say("open"), self._link, bordered=True)
                relative = os.path.relpath(one.corrected, self._folder).replace(os.sep, "/")
                cell.hyperlink = quote(relative)
                cell.font = self._link

    def _chart(
        self,
        sheet: Worksheet,
        at: str,
        title: str,
        source: Worksheet,
        top: int,
        rows: int,
        columns: Sequence[int],
        across: bool = False,
        names: int = 1,
    ) -> None:
        """Draw bars of some columns of a table, on this sheet or another, whose header stands at ``top``."""
        from openpyxl.chart import BarChart, Reference
        from openpyxl.chart.label import DataLabelList

        chart = BarChart()
        chart.type = "bar" if across else "col"
        chart.title = title
        chart.legend = None if len(columns) == 1 else chart.legend
        chart.gapWidth = 60
        chart.width, chart.height = (20, max(7, rows * 0.8 + 3)) if across else (18, 7.5)
        chart.dataLabels = DataLabelList()
        chart.dataLabels.showVal = True
        for hidden in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
            setattr(chart.dataLabels, hidden, False)
        for column, colour in zip(columns, _COLOURS[-len(columns) :], strict=True):
            chart.add_data(Reference(source, min_col=column, min_row=top, max_row=top + rows), titles_from_data=True)
            chart.series[-1].graphicalProperties.solidFill = colour
        chart.set_categories(Reference(source, min_col=names, min_row=top + 1, max_row=top + rows))
        chart.y_axis.delete = chart.x_axis.delete = False
        chart.y_axis.majorGridlines = None
        if across:
            chart.x_axis.scaling.orientation = "maxMin"
        sheet.add_chart(chart, at)


def _lines(text: str, width: int) -> int:
    """Count the lines that a text takes in a column."""
    return sum(max(1, -(-line // max(width - 2, 1))) for line in line_widths(text))


def _clean(text: str) -> str:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return str(ILLEGAL_CHARACTERS_RE.sub("", text))[:_LONGEST]

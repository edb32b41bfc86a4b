"""Fill the official blank tables with what was read: one worksheet a table, and where each value went."""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from attrs import define, evolve, field, frozen

from perfscore import number
from perfscore.forms.templates import blank
from perfscore.model import File, Finding, Fund, Indicator, Score, Table, shown_in
from perfscore.place import cell_name, column_number, range_name, split_cell

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST_NAME: Final = 31
_NOT_IN_A_NAME: Final = re.compile(r"[\\/*?:\[\]\x00-\x1f']")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LIKE_A_FORMULA: Final = ("=", "+", "-", "@")
_LONGEST_TEXT: Final = 32_767
_YEAR_SIZE: Final = "（{year}年度）"
_LINE_HEIGHT: Final = 15.0
_TALLEST: Final = 400.0
# Fields whose texts are numbers in most tables; a plain number is written as one.
_FIGURES: Final = frozenset({"weight", "claimed", "initial", "full_year", "executed", "score", "rate"})


@frozen
class Form:
    """Where one official form takes its values; see ``forms.toml``."""

    template: str
    subtitle: str
    header: int
    first: int
    total: int
    cells: Mapping[str, str]
    columns: Mapping[str, int]
    funds: Mapping[str, int]
    fund_row: int
    fund_rows: int
    amounts: tuple[str, ...]


@cache
def forms() -> Mapping[str, Form]:
    """Load the forms by the kind of table; done once."""
    data = tomllib.loads((files("perfscore.correction") / "forms.toml").read_text(encoding="utf-8"))
    found = {}
    for kind, entry in data.items():
        funds = entry.get("funds", {})
        found[kind] = Form(
            entry["template"],
            entry["subtitle"],
            entry["header"],
            entry["first"],
            entry["total"],
            entry["cells"],
            {name: column_number(letters) for name, letters in entry["columns"].items()},
            {name: column_number(funds[name]) for name in shown_in("form", Fund) if name in funds},
            funds.get("first", 0),
            funds.get("rows", 0),
            tuple(entry.get("amounts", {}).get("cells", ())),
        )
    return found


@define
class FilledTable:
    """A table on its form.

    Args:
        original: as it was read. table: the same with the addresses of the form.
        moved: for each cell that was read, the cell of the form that holds its value now.
        left_over: texts for which the form has no column, by the row of the form, with the field's name.
    """

    original: Table
    table: Table
    moved: dict[str, str] = field(factory=dict)
    left_over: dict[int, list[tuple[str, str]]] = field(factory=dict)


def filled(file: File) -> tuple[bytes, File, tuple[FilledTable, ...]]:
    """Make a workbook of all tables of a file.

    Args:
        file: evaluated.

    Returns:
        The workbook; the evaluation with its addresses in it; and each table's way there.
    """
    from openpyxl import Workbook, load_workbook

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    blanks: dict[str, Worksheet] = {}
    tables = []
    for table in file.tables:
        form = forms()[table.kind]
        if form.template not in blanks:
            blanks[form.template] = load_workbook(blank(form.template)).worksheets[0]
        sheet = workbook.create_sheet(_sheet_name(table, workbook))
        tables.append(_Filler(sheet, blanks[form.template], form).fill(table))
    output = io.BytesIO()
    workbook.save(output)
    moved = evolve(file, tables=tuple(entry.table for entry in tables))
    return output.getvalue(), moved, tuple(tables)


def _sheet_name(table: Table, workbook: Workbook) -> str:
    name = _NOT_IN_A_NAME.sub("", table.project or table.unit or table.department or table.sheet).strip()
    name = name[:_LONGEST_NAME] or "自评表"
    taken = {sheet.title.casefold() for sheet in workbook.worksheets}
    count = 1
    free = name
    while free.casefold() in taken:
        count += 1
        end = f"({count})"
        free = f"{name[: _LONGEST_NAME - len(end)]}{end}"
    return free


class _Filler:
    """Fills one worksheet after a blank form.

    Args:
        sheet: the empty worksheet. blank: the form. form: where it takes its values.
    """

    def __init__(self, sheet: Worksheet, blank: Worksheet, form: Form) -> None:
        self._sheet = sheet
        self._blank = blank
        self._form = form
        self._moved: dict[str, str] = {}

    def fill(self, table: Table) -> FilledTable:
        """Lay the form out for a table and write its values."""
        form, sheet = self._form, self._sheet
        rows = self._rows(len(table.funds), len(table.indicators))
        self._copy(rows)
        place = {old: new for new, old in reversed(rows)}
        result = FilledTable(table, table, self._moved)
        sheet[form.subtitle].value = _YEAR_SIZE.format(year=table.year or "　　　　")
        cells: dict[str, str] = {}
        for name, where in form.cells.items():
            text = getattr(table, name) or (table.department if name == "unit" else "")
            row, column = split_cell(where)
            source = name if getattr(table, name) else "department"
            cells[name] = self._write(place[row], column, text, name, table.cells.get(source))
        funds = self._funds(table, place)
        first = place[form.first] if form.first in place else place[form.header] + 1
        indicators = []
        for at, indicator in enumerate(table.indicators):
            indicators.append(self._indicator(indicator, first + at))
            rest = [
                (name, getattr(indicator, name))
                for name in shown_in("form", Indicator)
                if name not in form.columns and getattr(indicator, name)
            ]
            if indicator.rule_source != "sheet":
                rest = [entry for entry in rest if entry[0] != "rule"]
            if rest:
                result.left_over[first + at] = rest
        self._merge_levels(indicators, first)
        if form.total:
            row = place[form.total]
            weight, score = form.columns["weight"], form.columns["claimed"]
            cells["total_weight"] = self._write(
                row, weight, table.total_weight, "weight", table.cells.get("total_weight")
            )
            cells["claimed_total"] = self._write(
                row, score, table.claimed_total, "claimed", table.cells.get("claimed_total")
            )
        self._heights()
        last = sheet.max_row
        result.table = evolve(
            table,
            sheet=sheet.title,
            range=range_name(1, 1, last, sheet.max_column),
            cells=cells,
            funds=funds,
            indicators=tuple(indicators),
            execution=self._rescored(table.execution),
            total=self._rescored(table.total),
            findings=tuple(map(self._refound, table.findings)),
            spots={},
        )
        return result

    def _rows(self, funds: int, indicators: int) -> list[tuple[int, int]]:
        """Pair each row of the sheet with the row of the form that it is made after."""
        form = self._form
        old: list[int] = []
        for row in range(1, form.header + 1):
            if form.fund_rows and form.fund_row <= row < form.fund_row + form.fund_rows:
                if row == form.fund_row:
                    old.extend(min(row + at, row + form.fund_rows - 1) for at in range(max(1, funds)))
                continue
            old.append(row)
        old.extend([form.first] * indicators)
        if form.total:
            old.append(form.total)
        return list(enumerate(old, 1))

    def _copy(self, rows: Sequence[tuple[int, int]]) -> None:
        """Copy texts, formats, merges, widths and print set-up."""
        sheet, blank, form = self._sheet, self._blank, self._form
        last = blank.max_column
        top: dict[int, int] = {}
        bottom: dict[int, int] = {}
        for new, old in rows:
            top.setdefault(old, new)
            bottom[old] = new
            for column in range(1, last + 1):
                source = blank.cell(old, column)
                target = sheet.cell(new, column)
                target._style = copy(target._style)
                target.font, target.border = copy(source.font), copy(source.border)
                target.fill, target.alignment = copy(source.fill), copy(source.alignment)
                target.number_format = source.number_format
                if source.value is not None and not str(source.value).startswith("=") and old <= form.header:
                    target.value = source.value
            if form.total and old == form.total:
                sheet.cell(new, 1).value = blank.cell(old, 1).value
        # The margin's label reaches from the header of the indicators to the last of them.
        end = rows[-1][0] - bool(form.total)
        for merge in blank.merged_cells.ranges:
            left, right = merge.min_col, merge.max_col
            if merge.min_row >= form.first and merge.min_row != form.total:
                continue
            if merge.min_row == merge.max_row:
                for new, old in rows:
                    if old == merge.min_row:
                        sheet.merge_cells(start_row=new, end_row=new, start_column=left, end_column=right)
                continue
            first = top[merge.min_row]
            stop = end if merge.max_row >= form.first else max(bottom.get(merge.max_row, first), first)
            if merge.max_row >= form.first or merge.max_row in bottom:
                pass
            elif form.fund_rows:
                stop = max(bottom.get(row, first) for row in range(merge.min_row, merge.max_row + 1))
            if (stop, right) != (first, left):
                sheet.merge_cells(start_row=first, end_row=stop, start_column=left, end_column=right)
        for letters, width in blank.column_dimensions.items():
            sheet.column_dimensions[letters].width = width.width
        for new, old in rows:
            sheet.row_dimensions[new].height = blank.row_dimensions[old].height
        sheet.page_setup.orientation = blank.page_setup.orientation
        sheet.page_setup.paperSize = blank.page_setup.paperSize
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = copy(blank.sheet_properties.pageSetUpPr)
        sheet.page_margins = copy(blank.page_margins)
        header = next(new for new, old in rows if old == form.header)
        sheet.print_title_rows = f"{header}:{header}"

    def _write(self, row: int, column: int, text: str, name: str, read_from: str | None) -> str:
        """Write a value and note where it came from; a text never becomes a formula."""
        cell = self._sheet.cell(row, column)
        text = _CONTROL.sub("", text)[:_LONGEST_TEXT]
        figure = number.read(text) if name in _FIGURES else None
        if figure is not None and not text.strip().startswith("+"):
            cell.value = figure
            # Never fewer decimals than a corrected score has.
            whole = figure == figure.to_integral_value() and "." not in text
            cell.number_format = "General" if whole else "0.00" if len(text.partition(".")[2]) <= 2 else "General"
        elif text:
            cell.value = text
            cell.data_type = "s"
            cell.quotePrefix = text.startswith(_LIKE_A_FORMULA)
        else:
            cell.value = None
        place = cell_name(row, column)
        if read_from is not None:
            self._moved.setdefault(read_from, place)
        return place

    def _funds(self, table: Table, place: Mapping[int, int]) -> tuple[Fund, ...]:
        form = self._form
        if form.amounts:
            for fund, where in zip(table.funds, form.amounts, strict=False):
                row, column = split_cell(where)
                self._write(place[row], column, fund.initial, "initial", fund.cells.get("initial"))
            return table.funds
        first = place[form.fund_row]
        found = []
        for at, fund in enumerate(table.funds):
            cells = {
                name: self._write(first + at, column, getattr(fund, name), name, fund.cells.get(name))
                for name, column in form.funds.items()
            }
            found.append(evolve(fund, cells=cells))
        return tuple(found)

    def _indicator(self, indicator: Indicator, row: int) -> Indicator:
        cells = {
            name: self._write(row, column, getattr(indicator, name), name, indicator.cells.get(name))
            for name, column in self._form.columns.items()
        }
        return evolve(indicator, row=row, cells=cells, score=self._rescored(indicator.score))

    def _rescored(self, score: Score | None) -> Score | None:
        if score is None:
            return None
        return evolve(score, cell=self._moved.get(score.cell) if score.cell is not None else None)

    def _refound(self, finding: Finding) -> Finding:
        return evolve(finding, cell=self._moved.get(finding.cell) if finding.cell is not None else None)

    def _merge_levels(self, indicators: Sequence[Indicator], first: int) -> None:
        """Merge the cells of a level that runs over several rows."""
        for keys, name in ((("level1",), "level1"), (("level1", "level2"), "level2")):
            for start, stop in _runs([tuple(getattr(entry, key) for key in keys) for entry in indicators]):
                if stop > start and getattr(indicators[start], name):
                    column = self._form.columns[name]
                    for at in range(start + 1, stop + 1):
                        self._sheet.cell(first + at, column).value = None
                    self._sheet.merge_cells(
                        start_row=first + start, end_row=first + stop, start_column=column, end_column=column
                    )

    def _heights(self) -> None:
        """Make rows tall enough for their texts: not every program fits them by itself."""
        from openpyxl.utils import get_column_letter

        sheet = self._sheet
        widths = {at: sheet.column_dimensions[get_column_letter(at)].width for at in range(1, sheet.max_column + 1)}
        spans = {(merge.min_row, merge.min_col): merge for merge in sheet.merged_cells.ranges}
        for row in range(1, sheet.max_row + 1):
            needed = 0
            for column, one in widths.items():
                cell = sheet.cell(row, column)
                if not isinstance(cell.value, str):
                    continue
                merge = spans.get((row, column))
                if merge is not None and merge.max_row > merge.min_row:
                    continue
                width = sum(widths[at] for at in range(column, merge.max_col + 1)) if merge is not None else one
                needed = max(needed, sum(_lines(line, width) for line in cell.value.split("\n")))
            height = min(_TALLEST, needed * _LINE_HEIGHT + 6)
            if height > (sheet.row_dimensions[row].height or 20.0):
                sheet.row_dimensions[row].height = height


def _lines(text: str, width: float) -> int:
    """Count the lines of a text in a column; a Chinese character is as wide as two others."""
    size = sum(1 if character.isascii() else 2 for character in text)
    return max(1, -(-size // max(1, int(width) - 1)))


def _runs(values: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """Give first and last index of each run of equal values."""
    start = 0
    for at in range(1, len(values) + 1):
        if at == len(values) or values[at] != values[start]:
            yield start, at - 1
            start = at

"""Fill one sheet of the official form with a target table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from perfscore import number
from perfscore.forms.amounts import initial_amounts
from perfscore.forms.entry import Entry, entry_for
from perfscore.forms.form import form
from perfscore.forms.formulas import score_formula
from perfscore.model import Indicator, Table
from perfscore.ooxml.widths import line_widths
from perfscore.scoring.row import read_points

_AMOUNT_FORMAT: Final = "0.00####"
"""Shows every decimal of an amount in 万元 down to the cent: what is computed with is what is printed."""
_LINE: Final = 15.0
_LOWEST: Final = 25.5
_HIGHEST: Final = 409.0
_LIKE_A_FORMULA: Final = ("=", "+", "-", "@")

Stored = Mapping[str, Decimal]
"""The value of each formula that is not blank before anything is filled in, by cell."""


def fill_sheet(sheet: Worksheet, table: Table) -> Stored:
    """Fill a blank copy of the form.

    Args:
        sheet: the copy.
        table: a target table as read.

    Returns:
        What the formulas show until actuals are filled in; those not named show nothing.
    """
    stored = dict(_fill_head(sheet, table))
    rows, columns = form().rows, form().columns
    first, last = rows["first"], rows["last"]
    if table.indicators:
        last = first + len(table.indicators) - 1
        _make_rows(sheet, len(table.indicators))
        _fill_rows(sheet, table.indicators)
    stored[f"{columns['weight']}{last + 1}"] = _fill_total(sheet, table.indicators, last)
    _validate(sheet, last)
    sheet.print_title_rows = f"{rows['head']}:{rows['head']}"
    return stored


def _write(cell: Cell, text: str) -> None:
    """Write a text as text: ``=35台`` is no formula, also after somebody has edited the cell."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text) or None
    if cell.value is not None:
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(_LIKE_A_FORMULA)


def _fill_head(sheet: Worksheet, table: Table) -> Iterator[tuple[str, Decimal]]:
    cells = form().cells
    if table.year is not None:
        _write(sheet[cells["year"]], form().texts["year"].format(year=table.year))
    for name in ("project", "department", "unit", "goal"):
        _write(sheet[cells[name]], getattr(table, name))
        _fit(sheet, sheet[cells[name]].row, [(getattr(table, name), _width(sheet, cells[name]))])
    yield from _fill_funds(sheet, table)


def _fill_funds(sheet: Worksheet, table: Table) -> Iterator[tuple[str, Decimal]]:
    cells, funds = form().cells, [row for row, _ in form().funds]
    (total_row, *_), parts = funds, sorted(funds[1:])
    for name in ("initial_total", "full_year_total", "executed_total"):
        total = sheet[cells[name]]
        for row in funds:
            sheet[f"{total.column_letter}{row}"].number_format = _AMOUNT_FORMAT
        block = f"{total.column_letter}{parts[0]}:{total.column_letter}{parts[-1]}"
        total.value = f'=IF(COUNT({block})=0,"",ROUND(SUM({block}),6))'
    column = sheet[cells["initial_total"]].column_letter
    amounts = initial_amounts(table.funds)
    for row, amount in amounts.items():
        sheet[f"{column}{row}"].value = amount
    if amounts and total_row not in amounts:
        yield cells["initial_total"], number.add(*amounts.values())
    budget, spent, weight = cells["full_year_total"], cells["executed_total"], cells["execution_weight"]
    share = f"{weight}*MIN({budget},{spent})/{budget}"
    known = f"COUNT({budget},{spent})=2"
    score = f'IF(AND({budget}>0,{spent}>=0),ROUND(ROUND({share},12),2),"")'
    sheet[cells["execution_score"]].value = f'=IF({known},{score},"")'


def _make_rows(sheet: Worksheet, count: int) -> None:
    """Make as many rows of the form's look as there are indicators, with total and notes below them."""
    rows, columns = form().rows, form().columns
    first, total, notes = rows["first"], rows["total"], rows["notes"]
    margin = sheet[f"{columns['margin']}{rows['head']}"]
    for merged in list(sheet.merged_cells.ranges):
        if merged.max_row >= first:
            sheet.unmerge_cells(merged.coord)
    looks = {row: [copy(cell._style) for cell in sheet[row]] for row in (first, total, notes)}
    words = sheet[f"{columns['margin']}{total}"].value
    weight = copy(sheet[f"{columns['weight']}{total}"]._style)
    sheet.delete_rows(first, notes - first + 1)
    del sheet.row_dimensions[notes]
    last = first + count - 1
    for row in range(first, last + 3):
        look = looks[first if row <= last else total if row == last + 1 else notes]
        for column, style in enumerate(look, start=1):
            sheet.cell(row, column)._style = copy(style)
    for row in range(first, last + 1):
        sheet[f"{columns['margin']}{row}"]._style = copy(margin._style)
    left, right = columns["margin"], columns["deviation"]
    sheet.merge_cells(f"{left}{rows['head']}:{left}{last}")
    sheet.merge_cells(f"{left}{last + 1}:{columns['actual']}{last + 1}")
    sheet.merge_cells(f"{left}{last + 2}:{right}{last + 2}")
    sheet[f"{left}{last + 1}"].value = words
    sheet[f"{columns['weight']}{last + 1}"]._style = weight


def _fill_rows(sheet: Worksheet, indicators: Sequence[Indicator]) -> None:
    columns, first = form().columns, form().rows["first"]
    for row, indicator in enumerate(indicators, start=first):
        cell = {name: sheet[f"{letter}{row}"] for name, letter in columns.items()}
        entry = entry_for(indicator.target)
        _write(cell["level3"], indicator.level3)
        _write(cell["target"], indicator.target)
        points = read_points(indicator.weight)
        if points is None:
            _write(cell["weight"], indicator.weight)
        else:
            cell["weight"].value = points
        cell["actual"].number_format = entry.number_format
        places = (cell[name].coordinate for name in ("target", "actual", "weight"))
        cell["score"].value = score_formula(indicator, entry, *places)
        texts = [(getattr(indicator, name), _width(sheet, cell[name].coordinate)) for name in ("level3", "target")]
        _fit(sheet, row, texts)
    _fill_level(sheet, "level1", [(item.level1,) for item in indicators])
    _fill_level(sheet, "level2", [(item.level1, item.level2) for item in indicators])


def _fill_level(sheet: Worksheet, name: str, keys: Sequence[tuple[str, ...]]) -> None:
    """Write each level once beside its rows, merged; rows without a level stay single."""
    letter, row = form().columns[name], form().rows["first"]
    for key, members in groupby(keys):
        count = len(list(members))
        if key[-1]:
            _write(sheet[f"{letter}{row}"], key[-1])
            if count > 1:
                sheet.merge_cells(f"{letter}{row}:{letter}{row + count - 1}")
            elif len(key[-1]) > 1:
                _fit(sheet, row, [(key[-1], _width(sheet, f"{letter}{row}"))])
        row += count


def _fill_total(sheet: Worksheet, indicators: Sequence[Indicator], last: int) -> Decimal:
    """Write total and notes below the last row; give the sum of the weights."""
    columns, first, cells = form().columns, form().rows["first"], form().cells
    weights, scores = (f"{columns[name]}{first}:{columns[name]}{last}" for name in ("weight", "score"))
    weight, score = cells["execution_weight"], cells["execution_score"]
    sheet[f"{columns['weight']}{last + 1}"].value = f"=IF(COUNT({weights})=0,100,SUM({weights},{weight}))"
    complete = f"COUNT({scores},{score})=ROWS({scores})+1"
    total = sheet[f"{columns['score']}{last + 1}"]
    if indicators:
        total.value = f'=IF({complete},ROUND(SUM({scores},{score}),2),"")'
    notes = sheet[f"{columns['margin']}{last + 2}"]
    _write(notes, form().texts["notes"])
    sheet.row_dimensions[last + 2].height = _LINE * _lines(notes.value, _width(sheet, notes.coordinate) * 1.15)
    points = [read_points(item.weight) for item in indicators]
    given = [value for value in points if value is not None]
    return number.add(*given, Decimal(sheet[weight].value)) if given else number.HUNDRED


def _validate(sheet: Worksheet, last: int) -> None:
    """Check what is typed and offer what can be chosen; a warning never keeps anybody from typing something else."""
    columns, texts, first = form().columns, form().texts, form().rows["first"]
    funds = sorted(row for row, _ in form().funds[1:])
    left, right = (sheet[form().cells[name]].column_letter for name in ("initial_total", "executed_total"))
    score, weight = f"{columns['score']}{first}", f"{columns['weight']}{first}"
    _warn(sheet, f"{left}{funds[0]}:{right}{funds[-1]}", texts["amount"], type="decimal",
          operator="greaterThanOrEqual", formula1="0")  # fmt: skip
    _warn(sheet, f"{weight}:{columns['weight']}{last}", texts["weight"], type="decimal", formula1="0", formula2="100")
    allowed = f'AND(ISNUMBER({score}),{score}>=0,OR({weight}="",{score}<={weight}))'
    _warn(sheet, f"{score}:{columns['score']}{last}", texts["score"], type="custom", formula1=allowed)
    for kind, (title, text) in form().prompts.items():
        rows = [row for row in range(first, last + 1) if _entry(sheet, row).kind == kind]
        if rows:
            offered = {"type": "list", "formula1": f'"{",".join(form().grades)}"'} if kind == "words" else {}
            prompt = DataValidation(allow_blank=True, showInputMessage=True, **offered)
            prompt.promptTitle, prompt.prompt = title, text
            for row in rows:
                prompt.add(f"{columns['actual']}{row}")
            sheet.add_data_validation(prompt)


def _entry(sheet: Worksheet, row: int) -> Entry:
    return entry_for(sheet[f"{form().columns['target']}{row}"].value or "")


def _warn(sheet: Worksheet, cells: str, error: str, **what: Any) -> None:
    check = DataValidation(allow_blank=True, showErrorMessage=True, errorStyle="warning", **what)
    check.errorTitle, check.error = form().texts["check"], error
    check.add(cells)
    sheet.add_data_validation(check)


def _width(sheet: Worksheet, cell: str) -> float:
    """Measure a cell with all that is merged into it, in half-width characters of the standard font."""
    place = sheet[cell]
    merged = next((area for area in sheet.merged_cells.ranges if cell in area), None)
    span = range(place.column, merged.max_col + 1) if merged else (place.column,)
    return sum(_column_width(sheet, column) for column in span)


def _column_width(sheet: Worksheet, column: int) -> float:
    # Neighbours of one width are stored together, under the first of them.
    return next(
        (float(item.width) for item in sheet.column_dimensions.values() if item.min <= column <= item.max),
        sheet.sheet_format.baseColWidth,
    )


def _lines(text: str, width: float) -> int:
    # A Chinese character never hangs over the edge: a line loses up to one of them, and the cell has a margin.
    return sum(max(1, math.ceil(length / max(1.0, width - 3))) for length in line_widths(text))


def _fit(sheet: Worksheet, row: int, texts: Sequence[tuple[str, float]]) -> None:
    """Raise a row where a text needs more lines than it shows; spreadsheets do not do it when they open a file."""
    needed = max((_LINE * _lines(text, width) + 4 for text, width in texts if text), default=0.0)
    height = min(_HIGHEST, needed)
    if height > max(_LOWEST, sheet.row_dimensions[row].height or 0.0):
        sheet.row_dimensions[row].height = height

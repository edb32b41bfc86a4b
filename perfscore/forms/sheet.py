"""Write forms: sheets that look like a template, with as many rows as are needed, in a workbook written top down."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from typing import Any, Final, NamedTuple

from perfscore.forms.form import Form
from perfscore.forms.template import Area, Look, Template, template
from perfscore.model import Indicator
from perfscore.ooxml.markup import clean
from perfscore.ooxml.widths import line_widths
from perfscore.place import cell_name

_LINE: Final = 15.0
_FONT_SIZE: Final = 11
"""Points; the size in which the widths of columns are counted."""
_TALLEST: Final = 409.0
_LIKE_A_FORMULA: Final = ("=", "+", "-", "@")
_MADE: Final = datetime(2020, 1, 1, tzinfo=UTC)
"""One date for all, so that one input gives one content."""
# What every program adds to the width of a column for its edges.
_EDGES: Final = 5 / 7


class Formula(NamedTuple):
    """A formula. Args: text: with its equals sign. value: what it gives now; None for an empty text."""

    text: str
    value: Decimal | None = None


Value = str | Decimal | float | Formula | None


class FormBook:
    """A workbook of forms."""

    def __init__(self) -> None:
        from xlsxwriter import Workbook

        self._data = BytesIO()
        self._book = Workbook(self._data, {"in_memory": True})
        self._book.set_properties({"created": _MADE})
        self._formats: dict[Hashable, Any] = {}

    def add(self, form: Form, name: str, indicators: int, funds: int | None = None) -> FormSheet:
        """Add a form.

        Args:
            form: which.
            name: of the sheet.
            indicators: how many rows it needs; with none the form keeps its empty rows.
            funds: how many rows its funds need; None keeps formulas, checks and notes of the form, where a number
                makes it a table of values alone.
        """
        blank = template(form.template)
        return FormSheet(self._book.add_worksheet(name), self._format, form, blank, indicators, funds)

    def content(self) -> bytes:
        """Finish the workbook and give its content."""
        self._book.close()
        return self._data.getvalue()

    def _format(self, look: Look) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(look))
        return self._formats[key]


class FormSheet:
    """One form; rows and columns count from 1. What is written is kept until `finish`."""

    def __init__(
        self, sheet: Any, formats: Any, form: Form, blank: Template, indicators: int, funds: int | None
    ) -> None:
        self._sheet = sheet
        self._formats = formats
        self._form = form
        self._blank = blank
        self._live = funds is None
        self._whole = self._live and not indicators
        """Whether every row of the template is there once."""
        self._rows = self._lay_out(indicators, funds)
        self._first_row: dict[int, int] = {}
        self._last_row: dict[int, int] = {}
        for row, source in enumerate(self._rows, 1):
            self._first_row.setdefault(source, row)
            self._last_row[source] = row
        self._values: dict[tuple[int, int], Value] = {}
        self._looks: dict[tuple[int, int], Look] = {}
        self._merges = [merged for area in blank.merges for merged in self._merged(area)]
        self._written: set[tuple[int, int]] = set()
        self._copy()

    @property
    def name(self) -> str:
        """The name of the sheet."""
        return str(self._sheet.get_name())

    @property
    def rows(self) -> int:
        """How many rows the sheet has."""
        return len(self._rows)

    @property
    def columns(self) -> int:
        """How many columns the sheet has."""
        return len(self._blank.widths)

    def row(self, source: int) -> int:
        """Give the first row that is made after a row of the template."""
        return self._first_row[source]

    @property
    def first(self) -> int:
        """The row of the first indicator."""
        return self.row(self._form.head) + 1

    def text(self, row: int, column: int) -> str:
        """Give what the template says in a cell."""
        return str(self._blank.values.get((self._rows[row - 1], column), ""))

    def write(self, row: int, column: int, value: Value, number_format: str | None = None) -> str:
        """Write a cell; a text stays a text, also after somebody has edited the cell.

        Args:
            row, column: of the cell. value: what to write; None or an empty text empties the cell.
            number_format: of the cell; None keeps that of the form.

        Returns:
            The cell's name.
        """
        look = dict(self._looks[row, column])
        if number_format is not None:
            look["num_format"] = number_format
        if isinstance(value, str):
            value = clean(value)
            look["quote_prefix"] = value.startswith(_LIKE_A_FORMULA)
        self._values[row, column], self._looks[row, column] = value, look
        self._written.add((row, column))
        return cell_name(row, column)

    def merge_levels(self, indicators: Sequence[Indicator]) -> None:
        """Merge the cells of a level that runs over several indicators; those without a level stay single."""
        levels = ("level1", "level2")
        for depth, level in enumerate(levels, 1):
            column, row = self._form.columns[level], self.first
            keys = (tuple(getattr(indicator, name) for name in levels[:depth]) for indicator in indicators)
            for key, members in groupby(keys):
                count = len(list(members))
                if count > 1 and key[-1]:
                    self._merges.append((row, column, row + count - 1, column))
                row += count

    def check(self, column: int, rows: Sequence[int], options: Mapping[str, Any]) -> None:
        """Say what may be typed into cells of a column, or show a text beside them."""
        self._validate([(row, column, row, column) for row in rows], options)

    def finish(self) -> None:
        """Write everything."""
        sheet, blank = self._sheet, self._blank
        for column, width in enumerate(blank.widths):
            sheet.set_column(column, column, width - _EDGES)
        sheet.set_default_row(blank.height)
        hidden: set[tuple[int, int]] = set()
        tall: set[tuple[int, int]] = set()
        widths: dict[tuple[int, int], float] = {}
        for top, left, bottom, right in self._merges:
            look = self._formats(self._looks[top, left])
            sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", look)
            area = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
            hidden |= area - {(top, left)}
            widths[top, left] = sum(blank.widths[left - 1 : right])
            if bottom > top:
                tall.add((top, left))
        for (row, column), look in self._looks.items():
            if (row, column) not in hidden:
                self._put(row - 1, column - 1, self._values.get((row, column)), self._formats(look))
        for row, source in enumerate(self._rows, 1):
            height = blank.heights.get(source)
            fitted = [
                (row, column) for column in range(1, self.columns + 1) if (row, column) in self._written - tall - hidden
            ]
            needed = max(
                (self._height(cell, widths.get(cell, blank.widths[cell[1] - 1])) for cell in fitted), default=0.0
            )
            if height is not None or needed > blank.height:
                # Set, because spreadsheets do not fit the rows of a file that they open.
                sheet.set_row(row - 1, min(_TALLEST, max(height or blank.height, needed)))
        self._print()

    def _lay_out(self, indicators: int, funds: int | None) -> list[int]:
        """List the row of the template that each row is made after."""
        form = self._form
        if self._whole:
            return list(range(1, form.notes + 1))
        rows: list[int] = []
        for row in range(1, form.head + 1):
            extra = row - form.fund_first
            if funds is None or not 0 <= extra < form.fund_rows:
                rows.append(row)
            elif extra == 0:
                rows.extend(form.fund_first + min(number, form.fund_rows - 1) for number in range(max(1, funds)))
        rows.extend([form.first] * indicators)
        rows.extend([form.total] if form.total else [])
        return [*rows, form.notes] if self._live else rows

    def _merged(self, area: Area) -> list[Area]:
        """Give where a merged area of the template is merged here; those of the levels depend on what is written."""
        top, left, bottom, right = area
        if not self._whole and self._form.first <= top <= self._form.last:
            return []
        if top == bottom:
            return [(row, left, row, right) for row, source in enumerate(self._rows, 1) if source == top]
        moved = self._moved(area)
        return [moved] if moved is not None and moved[:2] != moved[2:] else []

    def _moved(self, area: Area) -> Area | None:
        """Give an area of the template here; None where its first row is not there."""
        top, left, bottom, right = area
        if top not in self._first_row:
            return None
        last = max(self._last_row[row] for row in range(top, bottom + 1) if row in self._last_row)
        return self._first_row[top], left, last, right

    def _copy(self) -> None:
        """Take over looks, texts and, where the form stays live, formulas and checks."""
        form, blank = self._form, self._blank
        for row, source in enumerate(self._rows, 1):
            labelled = self._whole or source <= form.head or source in (form.total, form.notes)
            for column in range(1, self.columns + 1):
                self._looks[row, column] = blank.looks[source, column]
                value: Value = blank.values.get((source, column)) if labelled else None
                if isinstance(value, str) and value.startswith("="):
                    value = Formula(value) if self._live else None
                self._values[row, column] = value
        for areas, options in blank.checks if self._live else ():
            self._validate([moved for area in areas if (moved := self._moved(area)) is not None], options)

    def _validate(self, areas: Sequence[Area], options: Mapping[str, Any]) -> None:
        zero_based = [[number - 1 for number in area] for area in areas]
        if zero_based:
            self._sheet.data_validation(*zero_based[0], {**options, "other_cells": zero_based})

    def _put(self, row: int, column: int, value: Value, look: Any) -> None:
        if isinstance(value, Formula):
            self._sheet.write_formula(row, column, value.text, look, "" if value.value is None else value.value)
        elif isinstance(value, str):
            self._sheet.write_string(row, column, value, look) if value else self._sheet.write_blank(
                row, column, "", look
            )
        elif value is None:
            self._sheet.write_blank(row, column, "", look)
        else:
            self._sheet.write_number(row, column, value, look)

    def _height(self, cell: tuple[int, int], width: float) -> float:
        value = self._values[cell]
        if not isinstance(value, str) or not value:
            return 0.0
        # A Chinese character never hangs over the edge: a line loses up to one of them, and the cell has a margin.
        room = max(1.0, width * _FONT_SIZE / float(self._looks[cell]["font_size"]) - 3)
        return _LINE * sum(max(1, math.ceil(length / room)) for length in line_widths(value)) + 4

    def _print(self) -> None:
        sheet, blank = self._sheet, self._blank
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(*blank.margins)
        sheet.center_horizontally()
        sheet.set_footer(blank.footer)
        sheet.repeat_rows(self.row(self._form.head) - 1)
        # Targets such as 100% are meant as text, and formulas of neighbours are meant to differ.
        whole = f"A1:{cell_name(self.rows, self.columns)}"
        sheet.ignore_errors({"number_stored_as_text": whole, "formula_differs": whole})

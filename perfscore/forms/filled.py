"""Fill the official forms with what was read from a document: one sheet a table, and where each value went."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, evolve, field

from perfscore import number
from perfscore.forms.form import Form, forms
from perfscore.forms.names import sheet_names
from perfscore.forms.prefilled import write_year
from perfscore.forms.sheet import FormBook, FormSheet
from perfscore.forms.template import template
from perfscore.model import File, Finding, Fund, Indicator, Score, Table, shown_in
from perfscore.place import range_name, split_cell

# Fields whose texts are numbers in most tables; a plain number is written as one.
_FIGURES = frozenset({"weight", "claimed", "initial", "full_year", "executed", "score", "rate"})


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
    book = FormBook()
    title = template(forms()["project_evaluation"].template).title
    names = sheet_names(
        (table.project or table.unit or table.department or table.sheet for table in file.tables), title
    )
    tables = []
    for table, name in zip(file.tables, names, strict=True):
        form = forms()[table.kind]
        sheet = book.add(form, name, len(table.indicators), len(table.funds))
        tables.append(_Filler(sheet, form).fill(table))
        sheet.finish()
    moved = evolve(file, tables=tuple(entry.table for entry in tables))
    return book.content(), moved, tuple(tables)


class _Filler:
    """Fills one sheet. Args: sheet: the blank form. form: where it takes its values."""

    def __init__(self, sheet: FormSheet, form: Form) -> None:
        self._sheet = sheet
        self._form = form
        self._moved: dict[str, str] = {}

    def fill(self, table: Table) -> FilledTable:
        """Write the values of a table."""
        form, sheet = self._form, self._sheet
        write_year(sheet, form, table)
        cells: dict[str, str] = {}
        for name, cell in form.cells.items():
            source = "department" if name == "unit" and not table.unit else name
            row, column = split_cell(cell)
            cells[name] = self._write(sheet.row(row), column, getattr(table, source), name, table.cells.get(source))
        funds = self._funds(table)
        indicators = tuple(self._indicator(entry, sheet.first + index) for index, entry in enumerate(table.indicators))
        sheet.merge_levels(indicators)
        if form.total:
            for name, field_name in (("total_weight", "weight"), ("claimed_total", "claimed")):
                row, column = sheet.row(form.total), form.columns[field_name]
                cells[name] = self._write(row, column, getattr(table, name), field_name, table.cells.get(name))
        moved = evolve(
            table,
            sheet=sheet.name,
            range=range_name(1, 1, sheet.rows, sheet.columns),
            cells=cells,
            funds=funds,
            indicators=indicators,
            execution=self._rescored(table.execution),
            total=self._rescored(table.total),
            findings=tuple(map(self._refound, table.findings)),
            spots={},
            recognitions={
                self._moved[cell]: entry for cell, entry in table.recognitions.items() if cell in self._moved
            },
        )
        return FilledTable(table, moved, self._moved, self._left_over(indicators))

    def _left_over(self, indicators: Sequence[Indicator]) -> dict[int, list[tuple[str, str]]]:
        names = [name for name in shown_in("form", Indicator) if name not in self._form.columns]
        rest = {
            indicator.row: [
                (name, text)
                for name in names
                if (text := getattr(indicator, name)) and (name != "rule" or indicator.rule_source == "sheet")
            ]
            for indicator in indicators
        }
        return {row: texts for row, texts in rest.items() if texts}

    def _write(self, row: int, column: int, text: str, name: str, read_from: str | None) -> str:
        """Write a value and note where it came from."""
        figure = number.read(text) if name in _FIGURES else None
        if figure is None or text.strip().startswith("+"):
            cell = self._sheet.write(row, column, text)
        else:
            # Never fewer decimals than a corrected score has.
            decimals = len(text.partition(".")[2])
            cell = self._sheet.write(row, column, figure, "0.00" if 0 < decimals <= 2 else "General")
        if read_from is not None:
            self._moved.setdefault(read_from, cell)
        return cell

    def _funds(self, table: Table) -> tuple[Fund, ...]:
        form = self._form
        for fund, cell in zip(table.funds, form.amounts, strict=False):
            self._write(*split_cell(cell), fund.initial, "initial", fund.cells.get("initial"))
        if form.amounts:
            return table.funds
        return tuple(
            evolve(
                fund,
                cells={
                    name: self._write(row, column, getattr(fund, name), name, fund.cells.get(name))
                    for name, column in form.fund_columns.items()
                },
            )
            for row, fund in enumerate(table.funds, self._sheet.row(form.fund_first))
        )

    def _indicator(self, indicator: Indicator, row: int) -> Indicator:
        cells = {
            name: self._write(row, column, getattr(indicator, name), name, indicator.cells.get(name))
            for name, column in self._form.columns.items()
        }
        return evolve(indicator, row=row, cells=cells, score=self._rescored(indicator.score))

    def _rescored(self, score: Score | None) -> Score | None:
        if score is None or score.cell is None:
            return score
        return evolve(score, cell=self._moved.get(score.cell))

    def _refound(self, finding: Finding) -> Finding:
        return finding if finding.cell is None else evolve(finding, cell=self._moved.get(finding.cell))

"""Fill one self-evaluation from a target table: texts, live formulas, and what may be typed where."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from perfscore import datafile, number
from perfscore.forms.amounts import initial_amounts
from perfscore.forms.entry import entry_for
from perfscore.forms.form import Form
from perfscore.forms.formulas import score_formula
from perfscore.forms.sheet import FormSheet, Formula
from perfscore.model import Table
from perfscore.place import cell_name, range_name, split_cell
from perfscore.scoring.row import read_points

_DATA: Final = Path(__file__).with_name("prefilled.toml")
_AMOUNT_FORMAT: Final = "0.00####"
"""Shows every decimal of an amount in 万元 down to the cent: what is computed with is what is printed."""


@cache
def words() -> Mapping[str, Any]:
    """Load the grades, prompts and texts, once per process."""
    return datafile.load(_DATA)


def prefill(sheet: FormSheet, form: Form, table: Table) -> None:
    """Fill a blank self-evaluation.

    Args:
        sheet: with as many rows as the table has indicators. form: its description.
        table: a target table as read.
    """
    write_year(sheet, form, table)
    for name in ("project", "department", "unit", "goal"):
        sheet.write(*split_cell(form.cells[name]), getattr(table, name))
    _fill_funds(sheet, form, table)
    if table.indicators:
        _fill_rows(sheet, form, table)
    _fill_total(sheet, form, table)


def write_year(sheet: FormSheet, form: Form, table: Table) -> None:
    """Write the year of a table, where it has one, into the blanks that the form leaves for it."""
    if table.year is not None:
        row, column = split_cell(form.year)
        before, _, rest = sheet.text(row, column).partition("\u3000")
        sheet.write(row, column, f"{before}{table.year}{rest.lstrip(chr(0x3000))}")


def _fill_funds(sheet: FormSheet, form: Form, table: Table) -> None:
    total_row, columns = form.fund_first, form.fund_columns
    parts = range(total_row + 1, total_row + form.fund_rows)
    amounts = initial_amounts(table.funds, form.fund_words)
    known = number.add(*amounts.values()) if amounts else None
    for name in ("initial", "full_year", "executed"):
        column = columns[name]
        block = range_name(parts[0], column, parts[-1], column)
        total = Formula(f'=IF(COUNT({block})=0,"",ROUND(SUM({block}),6))', known if name == "initial" else None)
        sheet.write(total_row, column, total, _AMOUNT_FORMAT)
        for row in parts:
            sheet.write(row, column, None, _AMOUNT_FORMAT)
    for row, amount in amounts.items():
        sheet.write(row, columns["initial"], amount)
    budget, spent, weight = (cell_name(total_row, columns[name]) for name in ("full_year", "executed", "weight"))
    share = f"{weight}*MIN({budget},{spent})/{budget}"
    score = f'IF(AND({budget}>0,{spent}>=0),ROUND(ROUND({share},12),2),"")'
    sheet.write(total_row, columns["score"], Formula(f'=IF(COUNT({budget},{spent})=2,{score},"")'))


def _fill_rows(sheet: FormSheet, form: Form, table: Table) -> None:
    columns = form.columns
    kinds: dict[str, list[int]] = {}
    for row, indicator in enumerate(table.indicators, start=sheet.first):
        entry = entry_for(indicator.target)
        kinds.setdefault(entry.kind, []).append(row)
        for name in ("level1", "level2", "level3", "target"):
            sheet.write(row, columns[name], getattr(indicator, name))
        points = read_points(indicator.weight)
        sheet.write(row, columns["weight"], indicator.weight if points is None else points)
        sheet.write(row, columns["actual"], None, entry.number_format)
        target, actual, weight = (cell_name(row, columns[name]) for name in ("target", "actual", "weight"))
        formula = score_formula(indicator, entry, target, actual, weight)
        sheet.write(row, columns["claimed"], None if formula is None else Formula(formula))
    sheet.merge_levels(table.indicators)
    for kind, prompt in words()["prompts"].items():
        offered = {"validate": "list", "source": list(words()["grades"].values())} if kind == "words" else {}
        beside = {"input_title": prompt["title"], "input_message": prompt["text"], "show_error": False}
        sheet.check(columns["actual"], kinds.get(kind, ()), {"validate": "any", **offered, **beside})


def _fill_total(sheet: FormSheet, form: Form, table: Table) -> None:
    """Write total and notes below the last row."""
    columns, row = form.columns, sheet.row(form.total)
    weights, scores = (range_name(sheet.first, columns[name], row - 1, columns[name]) for name in ("weight", "claimed"))
    execution_weight = sheet.text(form.fund_first, form.fund_columns["weight"])
    weight, score = (cell_name(form.fund_first, form.fund_columns[name]) for name in ("weight", "score"))
    points = [value for item in table.indicators if (value := read_points(item.weight)) is not None]
    total = number.add(*points, Decimal(execution_weight)) if points else number.HUNDRED
    sheet.write(row, columns["weight"], Formula(f"=IF(COUNT({weights})=0,100,SUM({weights},{weight}))", total))
    if table.indicators:
        complete = f"COUNT({scores},{score})=ROWS({scores})+1"
        sheet.write(row, columns["claimed"], Formula(f'=IF({complete},ROUND(SUM({scores},{score}),2),"")'))
    sheet.write(sheet.row(form.notes), 1, words()["texts"]["notes"])

"""The blank official tables: where they are, handing out a copy, and what they say and look like."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from perfscore.datafile import shipped
from perfscore.errors import PerfscoreError
from perfscore.outputs import AnyPath, Outputs

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

KINDS: Final = ("target", "evaluation", "department")

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column; counted from 1."""
Look = Mapping[str, Any]
"""How a cell looks: the properties of a format of XlsxWriter."""


@frozen
class Template:
    """A blank table as its file has it.

    Args:
        title: name of its sheet. footer: of the printed pages. margins: of the printed pages, in inches.
        values: texts, numbers and formulas by row and column. looks: of every cell, by row and column.
        merges: merged areas. widths: of the columns, in characters. heights: of rows that have their own, in points.
        height: of the other rows. checks: what may be typed where, as XlsxWriter takes it.
    """

    title: str
    footer: str
    margins: tuple[float, float, float, float]
    values: Mapping[tuple[int, int], str | float]
    looks: Mapping[tuple[int, int], Look]
    merges: tuple[Area, ...]
    widths: tuple[float, ...]
    heights: Mapping[int, float]
    height: float
    checks: tuple[tuple[tuple[Area, ...], Mapping[str, Any]], ...]


def blank(kind: str) -> Path:
    """Find a blank official table.

    Args:
        kind: ``target`` (项目支出绩效目标表), ``evaluation`` (项目支出绩效自评表) or ``department``
            (部门（单位）整体支出绩效自评表).

    Returns:
        The path of the .xlsx file that ships with the package; read it, do not write to it.

    Raises:
        PerfscoreError: when there is no such kind.
        FileNotFoundError: when the installation is incomplete.
    """
    if kind not in KINDS:
        raise PerfscoreError("PS122", problem="no_such_blank", name=kind, known="、".join(KINDS))
    return shipped("templates", f"{kind}.xlsx")


def write_blank(kind: str, destination: AnyPath) -> Path:
    """Write a copy of a blank official table, whole or not at all.

    Args:
        kind: which table, as for `blank`.
        destination: the file to make; it must not exist yet, since it could be a form already filled in.

    Returns:
        The path written.

    Raises:
        PerfscoreError: when there is no such kind, when the destination exists or cannot be written.
    """
    return Outputs().create(destination, blank(kind).read_bytes())


@cache
def template(kind: str) -> Template:
    """Read a blank official table, once per process."""
    import openpyxl

    (sheet,) = openpyxl.load_workbook(blank(kind)).worksheets
    cells = [cell for row in sheet.iter_rows() for cell in row]
    margins = sheet.page_margins
    return Template(
        title=sheet.title,
        footer=f"&C{sheet.oddFooter.center.text}",
        margins=(margins.left, margins.right, margins.top, margins.bottom),
        values={(cell.row, cell.column): cell.value for cell in cells if cell.value is not None},
        looks={(cell.row, cell.column): _look(cell) for cell in cells},
        merges=tuple(_area(merged) for merged in sheet.merged_cells.ranges),
        widths=_widths(sheet),
        heights={row: held.height for row, held in sheet.row_dimensions.items() if held.height is not None},
        height=sheet.sheet_format.defaultRowHeight,
        checks=tuple(
            (tuple(map(_area, check.sqref.ranges)), _check(check)) for check in sheet.data_validations.dataValidation
        ),
    )


def _area(merged: Any) -> Area:
    return merged.min_row, merged.min_col, merged.max_row, merged.max_col


def _widths(sheet: Worksheet) -> tuple[float, ...]:
    # Neighbours of one width are stored together, under the first of them.
    stored = {
        column: held.width for held in sheet.column_dimensions.values() for column in range(held.min, held.max + 1)
    }
    return tuple(stored[column] for column in range(1, sheet.max_column + 1))


def _look(cell: Cell) -> Look:
    font, alignment, border = cell.font, cell.alignment, cell.border
    look = {
        "font_name": font.name,
        "font_size": font.size,
        "bold": font.bold,
        "align": alignment.horizontal,
        "valign": "vcenter" if alignment.vertical == "center" else alignment.vertical,
        "text_wrap": alignment.wrap_text,
        "num_format": cell.number_format,
    }
    edges = {side: int(getattr(border, side).style == "thin") for side in ("left", "right", "top", "bottom")}
    return {name: value for name, value in (look | edges).items() if value}


def _check(check: DataValidation) -> dict[str, Any]:
    bounds = {"minimum": check.formula1, "maximum": check.formula2} if check.formula2 else {"value": check.formula1}
    shown = {
        "validate": check.type,
        "criteria": ">=" if check.operator == "greaterThanOrEqual" else "between",
        "error_type": check.errorStyle or "stop",
        "error_title": check.errorTitle,
        "error_message": check.error,
        "show_input": check.showInputMessage,
        "show_error": check.showErrorMessage,
        **bounds,
    }
    return {name: value for name, value in shown.items() if value is not None}

"""Write a workbook with one filled form for each target table."""

from __future__ import annotations

import os
from collections.abc import Sequence
from copy import copy
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile

from perfscore import number
from perfscore.forms.names import sheet_names
from perfscore.forms.templates import blank, write_new
from perfscore.model import PerfscoreError, Table

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from perfscore.forms.sheet import Stored

_SPACE: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MAIN: Final = f"{{{_SPACE}}}"


def write_prefilled(targets: Sequence[Table], destination: str | os.PathLike[str]) -> Path:
    """Write the self-evaluations of projects, filled from their target tables and ready for actuals.

    Args:
        targets: target tables as read; the workbook has one sheet for each, in this order.
        destination: the file to make; it must not exist yet, since it could be a form already filled in.

    Returns:
        The path written; it is written whole or not at all.

    Raises:
        PerfscoreError: when there is no target table, when the destination exists or cannot be written.
    """
    tables = [table for table in targets if table.kind == "project_target"]
    if not tables:
        raise PerfscoreError("PS122", problem="no_target_table")
    path = Path(destination)
    if path.exists():
        raise PerfscoreError("PS121", path=str(path), reason="file_exists")
    return write_new(path, _workbook(tables))


def _workbook(tables: Sequence[Table]) -> bytes:
    import openpyxl

    from perfscore.forms.sheet import fill_sheet

    book = openpyxl.load_workbook(blank("evaluation"))
    (form,) = book.worksheets
    names = sheet_names((table.project for table in tables), form.title)
    sheets = [book.copy_worksheet(form) for _ in tables]
    book.remove(form)
    stored: list[Stored] = []
    for sheet, table, name in zip(sheets, tables, names, strict=True):
        sheet.title = name
        sheet.HeaderFooter = copy(form.HeaderFooter)
        stored.append(fill_sheet(sheet, table))
    book.active = 0
    written = BytesIO()
    book.save(written)
    return _completed(written, stored)


def _completed(written: BytesIO, stored: Sequence[Stored]) -> bytes:
    """Add to each sheet what openpyxl leaves out: the values of the formulas, and the errors to be ignored."""
    from xml.etree import ElementTree

    ElementTree.register_namespace("", _SPACE)  # no prefix, as every program writes it

    result = BytesIO()
    with ZipFile(written) as source, ZipFile(result, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            # openpyxl numbers the parts in the order of the sheets.
            place = entry.filename.removeprefix("xl/worksheets/sheet").removesuffix(".xml")
            if place.isdigit():
                root = ElementTree.fromstring(data)
                _store(root, stored[int(place) - 1])
                _ignore_errors(root)
                data = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
            target.writestr(entry, data)
    return result.getvalue()


def _store(root: Element, values: Stored) -> None:
    """Give each formula the value that it has now.

    Whoever only shows the file (a preview, a reader) would see nothing where the budget stands otherwise, and could
    not tell a form score from one that was never calculated.
    """
    for cell in root.iter(f"{_MAIN}c"):
        if cell.find(f"{_MAIN}f") is None:
            continue
        held = cell.find(f"{_MAIN}v")
        value = values.get(cell.get("r", ""))
        if value is None:
            cell.set("t", "str")
        if held is not None:
            held.text = number.short(value) if value is not None else ""


def _ignore_errors(root: Element) -> None:
    """Keep Excel from marking a target such as 100% as a number stored as text, and formulas as unlike each other."""
    from xml.etree.ElementTree import SubElement

    dimension = root.find(f"{_MAIN}dimension")
    if dimension is not None:
        # Behind the footer, the last element that openpyxl writes here, is where the standard wants it.
        area = {"sqref": dimension.get("ref", ""), "numberStoredAsText": "1", "formula": "1"}
        SubElement(SubElement(root, f"{_MAIN}ignoredErrors"), f"{_MAIN}ignoredError", area)

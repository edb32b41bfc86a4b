"""Write a workbook with one prefilled self-evaluation for each target table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from perfscore.errors import PerfscoreError
from perfscore.forms.form import forms
from perfscore.forms.names import sheet_names
from perfscore.forms.prefilled import prefill
from perfscore.forms.sheet import FormBook
from perfscore.forms.template import template
from perfscore.model import Table
from perfscore.outputs import AnyPath, Outputs


def prefilled(targets: Sequence[Table]) -> bytes:
    """Make the self-evaluations of projects, filled from their target tables and ready for actuals.

    Args:
        targets: target tables as read; the workbook has one sheet for each, in this order.

    Returns:
        The workbook.

    Raises:
        PerfscoreError: when there is no target table.
    """
    tables = [table for table in targets if table.kind == "project_target"]
    if not tables:
        raise PerfscoreError("PS122", problem="no_target_table")
    form, book = forms()["project_evaluation"], FormBook()
    names = sheet_names((table.project for table in tables), template(form.template).title)
    for table, name in zip(tables, names, strict=True):
        sheet = book.add(form, name, len(table.indicators))
        prefill(sheet, form, table)
        sheet.finish()
    return book.content()


def write_prefilled(targets: Sequence[Table], destination: AnyPath) -> Path:
    """Write the workbook of `prefilled` to a file, whole or not at all.

    Args:
        targets: as for `prefilled`.
        destination: the file to make; it must not exist yet, since it could be a form already filled in.

    Returns:
        The path written.

    Raises:
        PerfscoreError: as `prefilled`, or the destination exists or cannot be written.
    """
    return Outputs().create(destination, prefilled(targets))

"""PS654: the projects of a department spent more than its own table says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfscore import number
from perfscore.audit.funds import fund_row
from perfscore.audit.lexicon import words
from perfscore.audit.projects import owner
from perfscore.audit.prose import mentions
from perfscore.expression.money import FUNDS_UNIT
from perfscore.expression.units import unit
from perfscore.model import Remark, Table
from perfscore.rulebook import Rulebook

CODE = "PS654"
_ROUNDING = Decimal("1.001")


def across(tables: Sequence[Table], _book: Rulebook) -> Iterator[tuple[int, Remark]]:
    """Add up the spending of the projects of the same unit and year; not all of them need be at hand."""
    departments = [index for index, table in enumerate(tables) if table.kind == "department_evaluation" and table.year]
    units = {(owner(tables[index]), tables[index].year) for index in departments}
    projects: dict[tuple[str, int | None], dict[str, Decimal]] = {}
    for table in tables:
        unit_and_year = owner(table), table.year
        if table.kind == "project_evaluation" and table.project and unit_and_year in units:
            spent = _spent(table)
            if spent is not None:
                projects.setdefault(unit_and_year, {})[table.project] = spent
    for index in departments:
        table = tables[index]
        amounts = projects.get((owner(table), table.year))
        if not amounts:
            continue
        whole, field = _whole(table)
        total = number.add(*amounts.values())
        if whole is not None and total > number.multiply(_ROUNDING, whole):
            values = {"count": str(len(amounts)), "sum": _shown(total), "whole": _shown(whole), "where": field}
            cell = table.cells.get("completion") if field == "completion" else table.funds[0].cells.get("executed")
            yield index, Remark(CODE, cell, values)


def _whole(table: Table) -> tuple[Decimal | None, str]:
    """Give what the department's table says that all projects spent: the text's 项目支出, else its whole spending."""
    for mention in mentions(table.completion):
        if mention.before.endswith(words("funds", "projects")) and unit(mention.unit).money:
            return mention.size, "completion"
    return _spent(table), "executed"


def _spent(table: Table) -> Decimal | None:
    return fund_row(table.funds[0]).money("executed") if table.funds else None


def _shown(amount: Decimal) -> str:
    return f"{number.short(number.divide(amount, unit(FUNDS_UNIT).factor))}{FUNDS_UNIT}"

"""What speaks for and against texts of a document: which confirm one another, and the remark that one is in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from attrs import evolve

from perfscore import number
from perfscore.model import Remark, Table
from perfscore.number import HUNDRED
from perfscore.place import split_cell
from perfscore.text import printed, unspaced

# Points of the rows of a table that prints no weight for the execution rate: it may count it in silently.
_WITHOUT_EXECUTION: Final = Decimal(90)
# A doubt about what is printed, which other texts of the table can settle; not where rules or lines are broken.
SETTLED: Final = frozenset({"unsure", "unstable", "ink", "stray"})

_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_QUOTE: Final = 40
"""Characters of a doubtful text that its remark repeats."""


def confirmed(table: Table) -> frozenset[str]:
    """List the cells whose texts other texts confirm.

    Weights that add up to 100 were read right, and so were scores that add up to the printed total, and an actual
    that repeats its target.

    Args:
        table: as read; nothing has to be scored.
    """
    weights = [(row.cells.get("weight"), row.weight) for row in table.indicators]
    scores = [(row.cells.get("claimed"), row.claimed) for row in table.indicators]
    for fund in table.funds[:1]:
        weights.append((fund.cells.get("weight"), fund.weight))
        scores.append((fund.cells.get("score"), fund.score))
    total = _points(table.claimed_total)
    # A label of the funds was understood, or it would be none.
    cells = {fund.cells["name"] for fund in table.funds if fund.name and "name" in fund.cells}
    executed = any(fund.weight.strip() for fund in table.funds[:1])
    if _sum(text for _, text in weights) in (HUNDRED, HUNDRED if executed else _WITHOUT_EXECUTION):
        cells.update(cell for cell, _ in weights if cell is not None)
    if total is not None and total == _sum(text for _, text in scores):
        cells.update(cell for cell, _ in scores if cell is not None)
        cells.update(filter(None, [table.cells.get("claimed_total")]))
    cells.update(_repeated(table))
    return frozenset(cells)


def restored(table: Table) -> tuple[Table, dict[str, str]]:
    """Take the other reading of one weight or score where with it, and with no other change, the column adds up.

    Args:
        table: of a scan, with its recognitions.

    Returns:
        The table, and the texts that were taken, by cell; they stay in doubt.
    """
    total = _points(table.claimed_total)
    replaced: dict[str, str] = {}
    for field, sums in (("weight", _sums_of_weights(table)), ("claimed", {total} - {None})):
        texts = {row.cells[field]: getattr(row, field) for row in table.indicators if field in row.cells}
        in_funds = [fund.score if field == "claimed" else fund.weight for fund in table.funds[:1]]
        if _sum([*texts.values(), *in_funds]) in sums:
            continue
        fitting = [
            (cell, other)
            for cell in texts
            for other in _other_numbers(table, cell)
            if _sum([*({**texts, cell: other}).values(), *in_funds]) in sums
        ]
        if len(fitting) == 1:
            ((cell, other),) = fitting
            replaced[cell] = other
            taken: dict[str, Any] = {field: other}
            rows = (evolve(row, **taken) if row.cells.get(field) == cell else row for row in table.indicators)
            table = evolve(table, indicators=tuple(rows))
    return table, replaced


def _sums_of_weights(table: Table) -> set[Decimal]:
    printed_total = _points(table.total_weight)
    if printed_total is not None:
        return {printed_total}
    executed = any(fund.weight.strip() for fund in table.funds[:1])
    return {HUNDRED} if executed else {HUNDRED, _WITHOUT_EXECUTION}


def _other_numbers(table: Table, cell: str) -> set[str]:
    recognition = table.recognitions.get(cell)
    return set(_NUMBER.findall(recognition.other)) if recognition is not None else set()


def _repeated(table: Table) -> Iterator[str]:
    for row in table.indicators:
        cell = row.cells.get("actual")
        if cell is not None and unspaced(row.actual) == unspaced(row.target) != "":
            yield cell


def _points(text: str) -> Decimal | None:
    return number.read(text.strip().removesuffix("分"))


def _sum(texts: Iterable[str]) -> Decimal | None:
    """Add up what is printed; None where a text is no number, blanks left aside."""
    values = [_points(text) for text in texts if text.strip()]
    known = [value for value in values if value is not None]
    return number.add(*known) if known and len(known) == len(values) else None


def doubt(table: Table, cell: str, text: str, flaw: str, instead: str = "") -> Remark:
    """Say that a text of a document may not be what is printed there.

    Args:
        table: with its spots. cell: where the text stands. text: as it was read. flaw: key of what speaks against it.
        instead: what was taken instead of it.
    """
    text = printed(text)
    values = {"text": text if len(text) <= _QUOTE else text[:_QUOTE] + "…", "flaw": flaw}
    if instead:
        values["instead"] = instead
    spot = table.spots.get(split_cell(cell)[0])
    if spot is not None and (spot.page or cell in table.recognitions):
        values |= {"spot": "page", "page": str(spot.page), "row": str(spot.row)}
    elif spot is not None:
        values |= {"spot": "table", "table": str(spot.table), "row": str(spot.row)}
    return Remark("PS139" if cell in table.recognitions else "PS130", cell, values)

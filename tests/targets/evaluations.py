"""Self-evaluations made from the published target tables, as an office would have written them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from attrs import evolve

from perfscore import rulebook, scoring, sheets
from perfscore.expression import Deadline, Quantity, parse
from perfscore.model import Fund, Indicator, Table
from perfscore.targets import Applied, TargetTable, apply

SHEETS = Path(__file__).parents[1] / "data" / "sheets"
TARGETS = (
    "2023t-01",
    "2023t-02",
    "2023t-04",
    "2023t-05",
    "2023cj-01",
    "2023cj-03",
    "2026t-01",
    "2026t-05",
)


@cache
def target(name: str) -> TargetTable:
    """Read one published target table."""
    (table,) = sheets.read(SHEETS / f"{name}.xlsx").tables
    assert table.kind == "project_target"
    return TargetTable(f"{name}.xlsx", table)


@cache
def all_targets() -> tuple[TargetTable, ...]:
    return tuple(target(name) for name in TARGETS)


def evaluation(name: str, **changes: Any) -> Table:
    """Write the evaluation of a target table: everything reached exactly, everything claimed in full."""
    table = target(name).table
    rows = [
        Indicator(
            level1=row.level1,
            level2=row.level2,
            level3=row.level3,
            target=row.target,
            actual=reached(row.target),
            weight=row.weight,
            claimed=row.weight,
            row=14 + place,
            cells={
                field: f"{column}{14 + place}"
                for field, column in (("level3", "C"), ("target", "D"), ("weight", "F"), ("claimed", "G"))
            },
        )
        for place, row in enumerate(table.indicators)
    ]
    made = Table(
        sheet="自评表",
        year=table.year,
        project=table.project,
        unit=table.unit,
        department=table.unit,
        funds=(Fund("年度资金总额", "", "100", "100", "10", "100%", "10", {"score": "J8"}),),
        indicators=tuple(rows),
        claimed_total="100",
        cells={"project": "C3"},
    )
    return evolve(made, **changes)


def reached(text: str) -> str:
    """Write an actual that repeats a target without its sign."""
    tree = parse(text)
    if isinstance(tree, Quantity):
        return str(evolve(tree, operator=None))
    return text.removesuffix("前") if isinstance(tree, Deadline) else text


def place_of(table: Table, name: str) -> int:
    """Find a row by the name of its indicator."""
    (place,) = [place for place, row in enumerate(table.indicators) if row.level3 == name]
    return place


def with_row(table: Table, name: str, **changes: Any) -> Table:
    """Change one row."""
    rows = list(table.indicators)
    place = place_of(table, name)
    rows[place] = evolve(rows[place], **changes)
    return evolve(table, indicators=tuple(rows))


def without_row(table: Table, name: str) -> Table:
    """Drop one row."""
    rows = list(table.indicators)
    del rows[place_of(table, name)]
    return evolve(table, indicators=tuple(rows))


def applied(table: Table, targets: Iterable[TargetTable] | None = None) -> Applied:
    """Apply all published target tables, or other ones, to one evaluation."""
    (result,) = apply([table], tuple(targets) if targets is not None else all_targets())
    return result


def settled(table: Table, targets: Iterable[TargetTable] | None = None) -> Table:
    """Apply, score, and give the printed texts back."""
    result = applied(table, targets)
    return result.settle(scoring.score_table(result.table, rulebook.load()))


def codes(table: Table) -> list[str]:
    """List the codes about targets, but for the one that says which table was matched."""
    return [item.code for item in table.remarks if item.code.startswith("PS7") and item.code != "PS708"]

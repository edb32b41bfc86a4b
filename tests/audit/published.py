"""The published tables as records, with places as in their sheets, and small changes made to them."""

import json
from functools import cache
from pathlib import Path

from attrs import evolve

import perfscore
from perfscore.model import Finding, Fund, Indicator, Table
from perfscore.rulebook import Rulebook

DATA = Path(__file__).parents[1] / "data" / "sheets" / "tables.json"
KINDS = {
    "project_self_evaluation": "project_evaluation",
    "department_self_evaluation": "department_evaluation",
    "project_target": "project_target",
}
COLUMNS = dict(
    zip(
        ("level1", "level2", "level3", "target", "actual", "weight", "claimed", "deviation"),
        "BCDEFGHI",
        strict=True,
    )
)
FUND_COLUMNS = dict(
    zip(("name", "initial", "full_year", "executed", "weight", "rate", "score"), "BCDEFGH", strict=True)
)


@cache
def records() -> dict[str, dict]:
    return {record["id"]: record for record in json.loads(DATA.read_text(encoding="utf-8"))}


def published(name: str) -> Table:
    """Build the table of a record: funds from row 7 on, indicators from row 13 on."""
    record = records()[name]
    rows = [
        {("claimed" if field == "score" else field): text for field, text in row.items()}
        for row in record["indicators"]
    ]
    columns = frozenset(rows[0])
    indicators = [
        Indicator(
            **row,
            row=13 + place,
            rule_source="sheet" if row.get("rule") else "inferred",
            cells={field: f"{column}{13 + place}" for field, column in COLUMNS.items() if field in columns},
        )
        for place, row in enumerate(rows)
    ]
    # The department's form prints the basis of its targets where the others ask for a reason.
    if name == "2023gx-00":
        columns -= {"deviation"}
    return Table(
        kind=KINDS[record["kind"]],
        year=int(record["year"]),
        project=record["project"],
        indicators=indicators,
        columns=columns,
        funds=[
            Fund(**fund, cells={field: f"{column}{7 + place}" for field, column in FUND_COLUMNS.items()})
            for place, fund in enumerate(record.get("funds", ()))
        ],
        claimed_total=record.get("total_score", ""),
        total_weight=record.get("total_weight", ""),
        cells={"claimed_total": "H40", "total_weight": "G40"},
    )


def indicator(table: Table, name: str, **changes: str) -> Table:
    """Change the texts of the indicator whose name contains a word."""
    return evolve(
        table,
        indicators=[evolve(row, **changes) if name in row.level3 else row for row in table.indicators],
    )


def fund(table: Table, name: str, **changes: str) -> Table:
    """Change the texts of the funds row whose name contains a word."""
    return evolve(table, funds=[evolve(row, **changes) if name in row.name else row for row in table.funds])


def found(table: Table, code: str, rulebook: str | Rulebook | None = None) -> list[Finding]:
    """Score a table and give the findings of one code."""
    return [finding for finding in perfscore.score(table, rulebook).findings if finding.code == code]


def cells(table: Table, code: str, rulebook: str | Rulebook | None = None) -> list[str | None]:
    """Score a table and give the cells of one code's findings."""
    return [finding.cell for finding in found(table, code, rulebook)]

"""The examples of the finding pages as tables: ``wrong`` raises the code, ``right`` lays its changes over ``wrong``."""

import tomllib
from pathlib import Path

from attrs import evolve

import perfscore
from perfscore.model import Fund, Indicator, Table
from perfscore.place import Spot
from perfscore.recognition import Recognition

PAGES = Path(perfscore.__file__).parent / "wording" / "pages"
ROW = "level1|level2|level3|target|actual|weight|claimed|deviation"
FUND = ("name", "initial", "full_year", "executed", "weight", "rate", "score")
LETTERS = "ABCDEFGHIJKLMNOP"


def load(code: str) -> dict:
    return tomllib.loads((PAGES / f"{code}.toml").read_text(encoding="utf-8"))


def tables(code: str, side: str) -> list[Table]:
    """Build the tables of one side; none where the page's example is about a file, not about a table."""
    page = load(code)
    wrong = page["wrong"].get("tables", [])
    if side == "wrong":
        return [table_of(data) for data in wrong]
    right = page["right"].get("tables", [])
    assert len(right) == len(wrong)
    return [table_of({**before, **after}) for before, after in zip(wrong, right, strict=True)]


def table_of(data: dict) -> Table:
    fields = data.pop("columns", ROW).split("|") if "columns" in data else ROW.split("|")
    rows = [dict(zip(fields, (text.strip() for text in line.split("|")), strict=True)) for line in data.pop("rows", [])]
    funds = [dict(zip(FUND, (text.strip() for text in line.split("|")), strict=True)) for line in data.pop("funds", [])]
    scanned = data.pop("scanned", False)
    table = Table(
        **{"year": 2023, **data},
        indicators=tuple(
            Indicator(
                **row,
                row=number,
                rule_source="sheet" if row.get("rule") else "inferred",
                cells={field: f"{letter}{number}" for field, letter in zip(fields, LETTERS, strict=False)},
            )
            for number, row in enumerate(rows, 13)
        ),
        funds=tuple(
            Fund(**fund, cells={field: f"{letter}{number}" for field, letter in zip(FUND, LETTERS, strict=False)})
            for number, fund in enumerate(funds, 6)
        ),
        columns=frozenset(fields),
        cells={"claimed_total": "G40", "total_weight": "F40", "goal": "B11", "completion": "F11", "project": "B2"},
    )
    return as_scanned(table) if scanned else table


def as_scanned(table: Table) -> Table:
    """Make a table one that was recognised in a picture."""
    cells = [cell for row in table.indicators for cell in row.cells.values()]
    return evolve(
        table,
        spots={row.row: Spot(1, 1, row.row) for row in table.indicators},
        recognitions={cell: Recognition(0.99, 1, (0, 0, 1, 1)) for cell in cells},
    )

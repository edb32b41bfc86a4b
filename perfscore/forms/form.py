"""The official forms as data: where each takes what a table holds (``forms.toml``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from attrs import frozen

from perfscore import datafile
from perfscore.keys import Kind
from perfscore.model import Fund, shown_in
from perfscore.place import column_number

_DATA: Final = Path(__file__).with_name("forms.toml")


@frozen
class Form:
    """Where one official form takes its values; rows and columns are those of its template.

    Args:
        template: name of the blank table.
        year: cell of the year.
        head: last row above the indicators. first, last: rows of the indicators.
        total: row of the total, 0 where the form has none. notes: row of the notes.
        cells: cell of each text of a table. columns: column of each field of an indicator.
        fund_first, fund_rows: the funds block; no rows where the amounts stand side by side.
        fund_columns: column of each field of a fund. amounts: cells of the amounts that stand side by side.
        fund_words: rows of the block with the words of their names, in the order in which they are tried.
    """

    template: str
    year: str
    head: int
    first: int
    last: int
    total: int
    notes: int
    cells: Mapping[str, str]
    columns: Mapping[str, int]
    fund_first: int
    fund_rows: int
    fund_columns: Mapping[str, int]
    amounts: tuple[str, ...]
    fund_words: tuple[tuple[int, tuple[str, ...]], ...]


@cache
def forms() -> Mapping[Kind, Form]:
    """Load the forms by the kind of table; done once."""
    loaded = {}
    for kind, entry in datafile.load(_DATA).items():
        funds = entry.get("funds", {})
        loaded[kind] = Form(
            template=entry["template"],
            year=entry["year"],
            head=entry["head"],
            first=entry["first"],
            last=entry["last"],
            total=entry.get("total", 0),
            notes=entry["notes"],
            cells=entry["cells"],
            columns={name: column_number(letters) for name, letters in entry["columns"].items()},
            fund_first=funds.get("first", 0),
            fund_rows=funds.get("rows", 0),
            fund_columns={name: column_number(funds[name]) for name in shown_in("form", Fund) if name in funds},
            amounts=tuple(entry.get("amounts", {}).get("cells", ())),
            fund_words=tuple((words["row"], tuple(words["words"])) for words in entry.get("fund_words", ())),
        )
    return loaded  # type: ignore[return-value]  # a test holds the keys of the file against the kinds

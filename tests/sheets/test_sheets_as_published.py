"""The published sheets, read field by field."""

from __future__ import annotations

import pytest
from sheet_forms import DATA, PUBLISHED
from sheet_records import differences

from perfscore.model import Table
from perfscore.place import split_cell
from perfscore.sheets import read

MANY_SHEETS = ("2021-03", "2021-04", "2021-05", "2021-07", "2021-13", "2021-14", "2021-16", "2023gx-01")
MANY_TABLES = ("2021-03", "2021-04", "2021-05", "2021-07")
MESSY = {
    "formulas_2021-14": "2021-14",
    "numbers_2021-07": "2021-07",
    "numbers_2021-13": "2021-13",
    "pagebreak_2021-04": "2021-04",
    "placeholders_2021-05": "2021-05",
    "shifted_2021-03": "2021-03",
    "synonyms_2021-16": "2021-16",
}
# Where numbers were typed instead of texts, they are displayed otherwise than printed.
OTHERWISE = {
    "numbers_2021-13": {"年度资金总额.fund_initial: '85.5' instead of '85.50'"},
    "formulas_2021-14": {
        "claimed_total: '79.5' instead of '79.50'",
        "年度资金总额.fund_score: '10' instead of '10.00'",
    },
}


def only(path: str) -> Table:
    reading = read(DATA / path)
    assert reading.remarks == ()
    assert len(reading.tables) == 1
    return reading.tables[0]


@pytest.mark.parametrize("record", PUBLISHED)
def test_a_published_sheet_is_read_field_by_field(record: str) -> None:
    table = only(f"sheets/{record}.xlsx")
    assert differences(table, record) == []
    assert table.remarks == ()


def test_a_department_table_takes_its_parts_from_the_right_cells() -> None:
    table = only("sheets/2023gx-00.xlsx")
    assert (table.range, table.layout, table.sheet) == ("A1:H21", "department-evaluation", "Sheet1")
    assert table.columns == {"level1", "level2", "level3", "target", "basis", "actual", "weight", "claimed"}
    assert table.cells["claimed_total"] == "H21"
    assert table.cells["total_weight"] == "G21"
    assert (table.cells["year"], table.cells["department"]) == ("A2", "C3")
    assert table.funds[0].cells["score"] == "H5"
    second = table.indicators[1]
    assert second.cells["claimed"] == "H15"
    assert second.cells["level1"] == "A14"
    assert second.row == 15


def test_an_empty_cell_has_its_place_all_the_same() -> None:
    table = only("sheets/2023t-01.xlsx")
    assert table.indicators[0].last_year == ""
    assert table.indicators[0].cells["last_year"] == "F8"
    assert table.funds[2].cells == {"name": "H5", "initial": "I5"}


@pytest.mark.parametrize("record", PUBLISHED)
def test_every_place_holds_the_text_that_was_read_from_it(record: str) -> None:
    import openpyxl

    table = only(f"sheets/{record}.xlsx")
    sheet = openpyxl.load_workbook(DATA / f"sheets/{record}.xlsx")[table.sheet]
    checked = 0
    for entry in (*table.indicators, *table.funds):
        for field, place in entry.cells.items():
            text = str(sheet.cell(*split_cell(place)).value or "")
            read_text = getattr(entry, field).replace(" ", "")
            assert text.replace("\n", "").replace(" ", "").rstrip("：") == read_text
            checked += 1
    assert checked > 5 * len(table.indicators)


@pytest.mark.parametrize(("name", "record"), MESSY.items())
def test_a_messy_sheet_reads_like_the_published_one(name: str, record: str) -> None:
    table = only(f"messy/{name}.xlsx")
    assert set(differences(table, record)) == OTHERWISE.get(name, set())


def test_placeholder_rows_are_named_and_are_no_indicators() -> None:
    table = only("messy/placeholders_2021-05.xlsx")
    assert [(remark.code, remark.cell, remark.values["level2"]) for remark in table.remarks] == [
        ("PS110", "C22", "经济效益指标"),
        ("PS110", "C24", "生态效益指标"),
    ]


def test_notes_around_a_shifted_table_are_no_part_of_it() -> None:
    table = only("messy/shifted_2021-03.xlsx")
    assert (table.sheet, table.range) == ("自评", "C6:L28")


def test_every_sheet_of_a_workbook_is_read() -> None:
    tables = read(DATA / "sheets/many-sheets.xlsx").tables
    assert [table.sheet for table in tables] == list(MANY_SHEETS)
    assert [differences(table, record) for table, record in zip(tables, MANY_SHEETS, strict=True)] == [[]] * 8


def test_every_table_of_a_sheet_is_read() -> None:
    tables = read(DATA / "sheets/many-tables.xlsx").tables
    assert [table.range for table in tables] == ["B3:K25", "B28:K56", "B59:K85", "B88:K111"]
    assert [differences(table, record) for table, record in zip(tables, MANY_TABLES, strict=True)] == [[]] * 4

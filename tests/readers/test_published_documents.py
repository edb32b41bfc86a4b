"""The published tables as .xls, .docx and .pdf give the rows and scores of the workbooks with the same name."""

import json
from pathlib import Path

import jsonschema
import pytest

import perfscore
from perfscore import sheets
from perfscore.report.as_json import to_json
from tests.readers.published import DATA, DOCUMENTS, NAMES, doubts, rows, workbook

FORMATS = ("xls", "docx", "pdf")
SCHEMA = json.loads((Path(perfscore.__file__).parent / "report" / "evaluation.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_a_document_gives_the_rows_of_the_workbook(name, format):
    expected = sheets.read(workbook(name)).tables
    found = sheets.read(DOCUMENTS / f"{name}.{format}").tables
    assert [rows(table) for table in found] == [rows(table) for table in expected]
    for table, other in zip(found, expected, strict=True):
        for field in ("kind", "layout", "year", "project", "department", "unit", "manager", "claimed_total"):
            assert getattr(table, field) == getattr(other, field), field
        funds = [
            [(fund.name, fund.initial, fund.full_year, fund.executed) for fund in side.funds] for side in (table, other)
        ]
        assert funds[0] == funds[1]
        assert not doubts(table)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_evaluated_to_the_scores_of_the_workbook(name, format):
    def scores(path):
        return [
            [
                None if score is None else (score.claimed, score.recomputed, score.low, score.high, score.status)
                for score in (table.execution, table.total, *(indicator.score for indicator in table.indicators))
            ]
            for table in perfscore.evaluate(path).tables
        ]

    assert scores(DOCUMENTS / f"{name}.{format}") == scores(workbook(name))


@pytest.mark.parametrize("path", sorted((DOCUMENTS / "messy").glob("*.xls")), ids=lambda path: path.stem)
def test_messy_workbooks_read_the_same_as_xls(path):
    # Formats, merges, typed formulas such as =100%, numbers shown as percentages.
    (expected,) = sheets.read(DATA / "messy" / f"{path.stem}.xlsx").tables
    (found,) = sheets.read(path).tables
    assert found.indicators == expected.indicators
    assert found.funds == expected.funds
    assert dict(found.cells) == dict(expected.cells)


def test_cells_of_an_xls_are_named_as_in_the_workbook():
    (table,) = sheets.read(DOCUMENTS / "2021-13.xls").tables
    assert table.sheet == "Sheet1"
    assert table.indicators[5].cells["claimed"] == "H18"
    assert not table.spots


@pytest.mark.parametrize(
    ("name", "sheet", "place"),
    [
        ("2021-13.pdf", "第1页", {"page": 1, "table": 1, "row": 18}),
        ("2021-13.docx", "表1", {"page": None, "table": 1, "row": 18}),
    ],
)
def test_json_says_where_each_row_stands(name, sheet, place):
    record = to_json(perfscore.evaluate(DOCUMENTS / name))
    jsonschema.validate(record, SCHEMA)
    (table,) = record["files"][0]["tables"]
    assert table["sheet"] == sheet
    assert table["place"] == {**place, "row": 1}
    assert table["indicators"][5]["place"] == place
    (finding,) = [finding for finding in table["findings"] if finding["code"] == "PS301"]
    assert finding["place"] == place
    assert table["total"]["place"]["row"] == 24


def test_a_table_on_a_later_page_is_named_after_it():
    names = [table.sheet for table in sheets.read(DOCUMENTS / "many-sheets.pdf").tables]
    assert names == [f"第{page}页" for page in range(1, 9)]


def test_a_folder_may_hold_every_format(tmp_path):
    for name in ("2021-13.xls", "2021-13.docx", "2021-13.pdf"):
        (tmp_path / name).write_bytes((DOCUMENTS / name).read_bytes())
    (tmp_path / "2021-13.xlsx").write_bytes(workbook("2021-13").read_bytes())
    evaluation = perfscore.evaluate(tmp_path)
    assert [Path(file.path).suffix for file in evaluation.files] == [".docx", ".pdf", ".xls", ".xlsx"]
    assert {str(table.total.recomputed) for table in evaluation.tables} == {"100.00"}

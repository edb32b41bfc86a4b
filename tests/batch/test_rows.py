"""Rows of a table against the engine, row for row."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import perfscore
from perfscore.batch.columns import REQUIRED, RESULTS
from perfscore.errors import PerfscoreError
from perfscore.model import Indicator, Table

RECORDS = json.loads((Path(__file__).parents[1] / "data" / "sheets" / "tables.json").read_text(encoding="utf-8"))
FIELDS = ("level1", "level2", "level3", "target", "actual", "weight", "rule", "claimed")
PUBLISHED = [
    {name: str(row.get("score" if name == "claimed" else name, "")) for name in FIELDS}
    for record in RECORDS
    for row in record["indicators"]
]


def by_the_engine(row, rulebook="cn-2020", year=None):
    rule = row.get("rule") or ""
    texts = {name: row.get(name) or "" for name in FIELDS}
    indicator = Indicator(**texts, rule_source="sheet" if rule else "inferred")
    score = perfscore.score(Table(indicators=(indicator,), year=year), rulebook).indicators[0].score
    return {name: getattr(score, name) for name in RESULTS[:-1]} | {"explained_by": list(score.explained_by)}


def results(table):
    return table.select(RESULTS).to_pylist()


@pytest.mark.parametrize("rulebook", ["cn-2020", "cn-2021", "xinjiang-practice"])
def test_published_rows_come_out_as_the_engine_gives_them(rulebook):
    rows = PUBLISHED * 3
    found = perfscore.score_rows(pyarrow.Table.from_pylist(rows), rulebook)
    assert found.select(FIELDS).to_pylist() == rows
    wanted = [by_the_engine(row, rulebook) for row in PUBLISHED] * 3
    assert results(found) == wanted


texts = st.sampled_from(
    ["", None, "≥5次", "=5次", "≤3万元", "5次", "3次", "95%", "2023年5月1日", "不断提升", "8", "0", "4.5", "==", "完成"]
)
TEXTS = (*REQUIRED, "level1", "level3")
rows = st.fixed_dictionaries(dict.fromkeys(TEXTS, texts))


@given(st.lists(rows, min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_rows_come_out_as_the_engine_gives_them(listed):
    table = pyarrow.Table.from_pylist(listed, pyarrow.schema([(name, pyarrow.string()) for name in TEXTS]))
    assert results(perfscore.score_rows(table)) == [by_the_engine(row) for row in listed]


def test_numbers_of_any_type_are_read_as_a_spreadsheet_reads_them():
    table = pyarrow.table(
        {
            "level2": pyarrow.array(["数量指标"] * 2).dictionary_encode(),
            "target": ["≥4", "≥4"],
            "actual": pyarrow.array([3, 5], pyarrow.int32()),
            "weight": pyarrow.array([Decimal("8.00"), None], pyarrow.decimal128(5, 2)),
            "rule": pyarrow.array([None, None], pyarrow.string()),
            "claimed": [6.000000000000001, 4.0],
        }
    )
    first, second = results(perfscore.score_rows(table))
    assert (first["recomputed"], first["verdict"]) == (Decimal("6.00"), "agrees")
    assert (second["status"], second["recomputed"], second["verdict"]) == ("unscored", None, None)


def test_the_year_chooses_the_values_in_force_and_results_are_replaced():
    texts = {"level2": "数量指标", "target": "≥4次", "actual": "1次", "weight": "8", "rule": "", "claimed": "2"}
    row = texts | {"year": 2023}
    once = perfscore.score_rows(pyarrow.Table.from_pylist([row]), "cn-2021")
    assert results(once) == [by_the_engine(row, "cn-2021", 2023)]
    again = perfscore.score_rows(once, "cn-2020")
    assert again.column_names == once.column_names
    assert again.column("recomputed").to_pylist() == [Decimal("2.00")]


def test_no_rows_give_no_rows_and_a_missing_column_is_named():
    schema = pyarrow.schema([(name, pyarrow.string()) for name in REQUIRED])
    empty = perfscore.score_rows(schema.empty_table())
    assert (empty.num_rows, empty.column_names) == (0, [*REQUIRED, *RESULTS])
    with pytest.raises(PerfscoreError, match="target、claimed"):
        perfscore.score_rows(schema.empty_table().drop_columns(["target", "claimed"]))


@pytest.mark.parametrize("library", ["pyarrow", "polars", "pandas", "duckdb", "reader"])
def test_any_table_with_the_arrow_interface_is_scored(library):
    table = pyarrow.Table.from_pylist(PUBLISHED[:20])
    expected = results(perfscore.score_rows(table))
    if library == "polars":
        given = pytest.importorskip("polars").from_arrow(table)
    elif library == "pandas":
        given = pytest.importorskip("pandas").DataFrame(table.to_pydict())
    elif library == "duckdb":
        import duckdb

        given = duckdb.connect().from_arrow(table)
    else:
        given = table.to_reader() if library == "reader" else table
    assert results(perfscore.score_rows(given)) == expected


def test_what_is_no_table_is_told_in_words():
    with pytest.raises(PerfscoreError, match="Arrow PyCapsule"):
        perfscore.score_rows(PUBLISHED)


class Capsules:
    """A batch of rows that shows the array interface only, or gives a wrong capsule."""

    def __init__(self, wrong: bool) -> None:
        self.batch = pyarrow.table({name: ["1"] for name in REQUIRED}).to_batches()[0]
        self.wrong = wrong

    def __arrow_c_array__(self, requested_schema: object | None = None) -> object:
        schema, array = self.batch.__arrow_c_array__()
        return (array, schema) if self.wrong else (schema, array)


def test_a_batch_with_the_array_interface_is_scored_and_a_wrong_capsule_is_told_in_words():
    assert perfscore.score_rows(Capsules(wrong=False)).num_rows == 1
    with pytest.raises(PerfscoreError, match=r"^table 应当是支持 Arrow PyCapsule 接口的数据表"):
        perfscore.score_rows(Capsules(wrong=True))


@pytest.mark.parametrize("values", [[[1, 2]], [b"\xff\xfe"], [{"value": 1}]])
def test_a_column_of_neither_texts_nor_numbers_is_named(values):
    table = pyarrow.table({name: ["1"] for name in REQUIRED} | {"actual": values})
    with pytest.raises(PerfscoreError, match=r"^actual 应当是文字或数字的列"):
        perfscore.score_rows(table)


def test_a_column_that_stands_there_twice_is_named():
    table = pyarrow.table({name: ["1"] for name in REQUIRED}).append_column("actual", [["2"]])
    with pytest.raises(PerfscoreError, match="没有，或不止一列：actual。"):
        perfscore.score_rows(table)

"""Real output follows the published JSON schema, and a record built in code does too."""

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

import perfscore
from perfscore.report.as_json import dumps, to_json

DATA = Path(__file__).parent.parent / "data"
WORKBOOKS = sorted([*DATA.glob("sheets/*.xlsx"), *DATA.glob("messy/*.xlsx")])


@pytest.fixture(scope="module")
def validator():
    schema = json.loads((files("perfscore.report") / "evaluation.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("book", ["cn-2020", "cn-2021", "xinjiang-practice", "hubei-2020"])
def test_every_sheet_under_every_book(validator, book):
    validator.validate(to_json(perfscore.evaluate(WORKBOOKS, rulebook=book)))


def test_a_file_that_cannot_be_read(validator, tmp_path):
    broken = tmp_path / "自评表.xlsx"
    broken.write_bytes(b"PK\x03\x04 broken")
    data = to_json(perfscore.evaluate([broken, WORKBOOKS[0]]))
    validator.validate(data)
    assert data["files"][0]["error"]
    assert data["files"][1]["tables"], "the other file goes on"


def test_a_table_built_in_code(validator):
    row = perfscore.Indicator(
        level1="产出指标", level3="调研次数", target=">=2次", actual="1次", weight="10", claimed="10"
    )
    table = perfscore.score(perfscore.Table(indicators=(row,), claimed_total="10"))
    evaluation = perfscore.Evaluation("0", (perfscore.File("", None, (table,)),))
    validator.validate(to_json(evaluation))
    assert table.indicators[0].score.recomputed == 5
    assert table.total.recomputed == 5


def test_scores_are_strings_in_plain_notation():
    text = dumps(perfscore.evaluate(DATA / "sheets" / "2021-13.xlsx"))
    row = json.loads(text)["files"][0]["tables"][0]["indicators"][5]
    assert (row["score"]["claimed"], row["score"]["recomputed"]) == ("0.03", "8.00")
    assert row["score"]["trace"]["formula"] == "0.43 ≤ 10 → 8"

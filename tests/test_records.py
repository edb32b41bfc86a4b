"""Every record pickles, copies deeply, hashes, and cannot be changed."""

import copy
import pickle
from decimal import Decimal
from pathlib import Path

import pytest

import perfscore
from perfscore import rulebook
from perfscore.errors import PerfscoreError
from perfscore.mapping import FrozenMapping
from perfscore.model import Fund, Indicator, Remark, Table

DATA = Path(__file__).parent / "data"
RECORDS = [
    pytest.param(lambda: perfscore.evaluate(DATA / "sheets" / "2021-13.xlsx"), id="evaluation"),
    pytest.param(lambda: perfscore.evaluate(sorted((DATA / "documents").iterdir())), id="documents"),
    pytest.param(lambda: perfscore.parse(">=95%"), id="expression"),
    pytest.param(lambda: Table(indicators=(Indicator(cells={"target": "D5"}),), funds=(Fund(cells={}),)), id="built"),
    pytest.param(lambda: Remark("PS301", "A1", {"claimed": "1"}), id="remark"),
]


@pytest.mark.parametrize("make", RECORDS)
def test_a_record_survives_pickling_and_copying_and_hashes_by_its_content(make):
    record = make()
    for twin in (pickle.loads(pickle.dumps(record)), copy.deepcopy(record), copy.copy(record)):
        assert twin == record
        assert hash(twin) == hash(record)


def test_a_rule_book_crosses_processes_with_all_its_values():
    book = rulebook.load("hubei-2020")
    for twin in (pickle.loads(pickle.dumps(book)), copy.deepcopy(book)):
        assert (twin.reference, twin.values, twin.extends) == (book.reference, book.values, "cn-2020")
        assert twin.parameters(2023).grades == (Decimal("0.8"), Decimal("0.5"))


def test_an_error_survives_pickling():
    error = pickle.loads(pickle.dumps(PerfscoreError("PS403", name="x", known="cn-2020")))
    assert (error.code, error.values["name"]) == ("PS403", "x")


@pytest.mark.parametrize(
    "change",
    [
        lambda mapping: mapping.__setitem__("a", 2),
        lambda mapping: mapping.__delitem__("a"),
        lambda mapping: mapping.update(a=2),
        lambda mapping: mapping.setdefault("b", 2),
        lambda mapping: mapping.pop("a"),
        lambda mapping: mapping.popitem(),
        lambda mapping: mapping.clear(),
        lambda mapping: mapping.__ior__({"a": 2}),
    ],
)
def test_the_mapping_of_a_record_cannot_be_changed(change):
    mapping = FrozenMapping({"a": 1})
    with pytest.raises(TypeError, match="cannot be changed"):
        change(mapping)
    assert mapping == {"a": 1}


def test_a_record_keeps_what_it_was_given_whatever_happens_to_it_later():
    cells = {"target": "D5"}
    row = Indicator(cells=cells)
    cells["target"] = "E6"
    assert row.cells == {"target": "D5"}
    with pytest.raises(TypeError):
        row.cells["target"] = "E6"

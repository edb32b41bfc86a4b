"""Data files are parsed once; the kept form gives way to a changed file and to any mishap."""

import os
import pickle
import sys
from decimal import Decimal

import pytest

from perfscore import datafile


@pytest.fixture(autouse=True)
def writing(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def words(tmp_path):
    path = tmp_path / "words.toml"
    path.write_text('share = 0.80\nnames = ["公里", "米"]\n', encoding="utf-8")
    return path


def kept_form(path):
    (kept,) = (path.parent / "__pycache__").iterdir()
    return kept


def test_numbers_stay_as_written_whether_parsed_or_kept(words):
    expected = {"share": Decimal("0.80"), "names": ["公里", "米"]}
    for data in (datafile.load(words), datafile.load(words)):
        assert data == expected
        assert str(data["share"]) == "0.80"


def test_the_kept_form_is_used(words):
    datafile.load(words)
    stamp, _ = pickle.loads(kept_form(words).read_bytes())
    kept_form(words).write_bytes(pickle.dumps((stamp, {"from": "kept"})))
    assert datafile.load(words) == {"from": "kept"}


def test_a_changed_file_is_parsed_again(words):
    datafile.load(words)
    words.write_text("share = 0.6\n", encoding="utf-8")
    os.utime(words, ns=(1, 1))
    assert datafile.load(words) == {"share": Decimal("0.6")}


@pytest.mark.parametrize("damage", [b"", b"no pickle", pickle.dumps("no pair")])
def test_a_damaged_kept_form_is_made_anew(words, damage):
    expected = datafile.load(words)
    kept_form(words).write_bytes(damage)
    assert datafile.load(words) == expected
    assert kept_form(words).read_bytes() != damage


def test_where_nothing_can_be_written_the_file_is_read(words):
    (words.parent / "__pycache__").write_text("not a directory", encoding="utf-8")
    assert datafile.load(words)["names"] == ["公里", "米"]


def test_python_told_to_write_no_compiled_files_writes_none_of_these(words, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    datafile.load(words)
    assert not (words.parent / "__pycache__").exists()

"""Data files are parsed once; the kept form gives way to a changed file and to any mishap."""

import os
import pickle
import sys
from datetime import date
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
    def never():
        raise AssertionError("made again")

    assert datafile.keep(words, b"source", lambda: [1, ("a", None)]) == [1, ("a", None)]
    assert datafile.keep(words, b"source", never) == [1, ("a", None)]


def test_nothing_that_is_kept_is_a_pickle(words):
    datafile.load(words)
    with pytest.raises(pickle.UnpicklingError):
        pickle.loads(kept_form(words).read_bytes())


def test_days_and_nested_numbers_come_back_from_the_kept_form(words):
    words.write_text("since = 2024-01-01\nsteps = [[0.9, 1], [0.80, 2]]\nread = true\n", encoding="utf-8")
    for data in (datafile.load(words), datafile.load(words)):
        assert data["since"] == date(2024, 1, 1)
        assert str(data["steps"]) == "[[Decimal('0.9'), 1], [Decimal('0.80'), 2]]"
        assert data["read"] is True


def test_a_changed_file_is_parsed_again_even_where_its_time_and_size_are_the_same(words):
    os.utime(words, ns=(1, 1))
    datafile.load(words)
    words.write_text(words.read_text(encoding="utf-8").replace("0.80", "0.60"), encoding="utf-8")
    os.utime(words, ns=(1, 1))
    assert datafile.load(words)["share"] == Decimal("0.60")


@pytest.mark.parametrize(
    "damage", [lambda kept: kept[:0], lambda kept: kept[:-1], lambda kept: kept[:-1] + b"?", lambda kept: b"?" + kept]
)
def test_a_damaged_kept_form_is_made_anew(words, damage):
    expected = datafile.load(words)
    whole = kept_form(words).read_bytes()
    kept_form(words).write_bytes(damage(whole))
    assert datafile.load(words) == expected
    assert kept_form(words).read_bytes() == whole


def test_where_nothing_can_be_written_the_file_is_read(words):
    (words.parent / "__pycache__").write_text("not a directory", encoding="utf-8")
    assert datafile.load(words)["names"] == ["公里", "米"]


def test_python_told_to_write_no_compiled_files_writes_none_of_these(words, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    datafile.load(words)
    assert not (words.parent / "__pycache__").exists()

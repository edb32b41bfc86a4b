"""Numbers are read, rounded and printed in one way everywhere, however long they are."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import perfscore
from perfscore import number
from tests.readers.published import workbook

LONG = "1" + "0" * 44


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,875.00", "1875.00"),
        ("１００", "100"),
        ("－5", "-5"),
        (".5", "0.5"),
        ("1,00", None),
        ("1e3", None),
        ("", None),
    ],
)
def test_reads_what_a_person_writes(text, value):
    assert number.read(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7.000000000000001", "7"),
        ("1E-3", "0.001"),
        ("1E44", LONG),
        ("9" * 45, "1" + "0" * 45),
        ("1E999", None),
        ("1E-400", "0"),
        ("NaN", None),
    ],
)
def test_reads_what_a_spreadsheet_stores(text, value):
    read = number.read_stored(text)
    assert (None if read is None else number.plain(read)) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_of_a_spreadsheet_is_read_to_15_digits(value):
    read, exact = number.read_stored(repr(value)), Decimal(repr(value))
    assert abs(read - exact) <= max(abs(exact) * Decimal("5e-15"), Decimal("1e-308"))


@given(st.decimals(-(10**20), 10**20, allow_nan=False, places=4))
def test_rounds_half_up_and_truncates_to_cents(value):
    rounded, cut = number.half_up(value), number.truncate(value)
    assert abs(rounded - value) <= Decimal("0.005")
    assert abs(cut) <= abs(value) < abs(cut) + number.CENT
    assert rounded.as_tuple().exponent == cut.as_tuple().exponent == -2


def test_a_workbook_with_a_weight_of_45_digits_is_corrected_and_read_again(tmp_path):
    import openpyxl

    book = openpyxl.load_workbook(workbook("2021-13"))
    book.active["G18"] = LONG
    source, once, twice = tmp_path / "表.xlsx", tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    book.save(source)
    perfscore.correct(source, once, perfscore.evaluate(source))
    perfscore.correct(once, twice, perfscore.evaluate(once))
    assert once.read_bytes() == twice.read_bytes()

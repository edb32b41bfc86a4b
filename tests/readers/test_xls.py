"""What only old workbooks have: date systems, code pages, hidden rows, records that lie."""

import datetime

import pytest

from perfscore import readers, sheets
from perfscore.ooxml import Limits, PackageError
from perfscore.readers import DocumentLimits
from perfscore.readers.xls import _typed_number
from tests.readers.published import DOCUMENTS, outcome, workbook

SAMPLE = DOCUMENTS / "2021-13.xls"


def refusal(path, limits=readers.LIMITS):
    with pytest.raises(PackageError) as caught:
        readers.read_document(path, "xls", limits)
    return caught.value.code, dict(caught.value.values)


@pytest.mark.parametrize(
    ("tokens", "typed"),
    [
        (b"\x1e\x64\x00\x14", "100%"),
        (b"\x1e\x23\x00", "35"),
        (b"\x1f" + b"\x00\x00\x00\x00\x00\x00\xf8\x3f", "1.5"),
        (b"\x1e\x05\x00\x14\x13", "-5%"),
        (b"\x1e\x05\x00\x1e\x06\x00\x03", None),
        (b"\x44\x00\x00\x00\xc0", None),
        (b"\x1e", None),
        (b"", None),
    ],
)
def test_a_formula_that_is_a_typed_number_is_told_by_its_tokens(tokens, typed):
    assert _typed_number(tokens) == typed


def test_a_percentage_and_a_date_look_as_in_the_cell():
    document = readers.read_document(DOCUMENTS / "messy" / "numbers_2021-13.xls", "xls")
    (sheet,) = document.sheets
    shown = {cell.text for cell in sheet.cells.values() if cell.kind == "number"}
    assert "90%" in shown
    assert all(cell.number is not None for cell in sheet.cells.values() if cell.kind == "number")


def test_the_content_decides_and_not_the_ending(tmp_path):
    # A system that calls every export .xls.
    path = tmp_path / "导出.xls"
    path.write_bytes(workbook("2021-13").read_bytes())
    (table,) = sheets.read(path).tables
    assert table.claimed_total == "92.03分"
    path = tmp_path / "导出.et"
    path.write_bytes(SAMPLE.read_bytes())
    (table,) = sheets.read(path).tables
    assert table.claimed_total == "92.03分"


def test_a_truncated_file_is_damaged(tmp_path):
    path = tmp_path / "半截.xls"
    path.write_bytes(SAMPLE.read_bytes()[:4000])
    assert refusal(path) == ("PS104", {"part": "content", "reason": "structure"})


@pytest.mark.parametrize("start", range(512, 9000, 1021))
def test_a_broken_file_is_refused_or_read_but_never_fails_otherwise(tmp_path, start):
    content = bytearray(SAMPLE.read_bytes())
    content[start : start + 40] = b"\xff" * 40
    assert outcome(tmp_path, bytes(content), "xls") in {"read", "PS102", "PS103", "PS104"}


@pytest.mark.parametrize(
    ("limits", "what"),
    [
        (Limits(cells=50), "cells"),
        (Limits(elements=50), "elements"),
        (Limits(merges=3), "merges"),
        (Limits(text_length=10), "text_length"),
        (Limits(sheets=0), "sheets"),
    ],
)
def test_what_is_too_large_is_refused(limits, what):
    code, values = refusal(SAMPLE, DocumentLimits(package=limits))
    assert (code, values["what"]) == ("PS103", what)


def test_dates_count_from_1900_or_1904():
    from decimal import Decimal

    from perfscore.ooxml.numberformats import display

    since = datetime.date(1899, 12, 30)
    serial = Decimal((datetime.date(2023, 12, 31) - since).days)
    assert display(serial, "yyyy/m/d") == "2023/12/31"
    assert display(serial - 1462, "yyyy/m/d", True) == "2023/12/31"


def record(kind, data):
    return kind.to_bytes(2, "little") + len(data).to_bytes(2, "little") + data


def excel_2(*records):
    """Give a sheet of Excel 2: records without the OLE shell and without anything around the sheet."""
    return b"".join((record(0x0009, b"\x02\x00\x10\x00"), *records, record(0x000A, b"")))


def text_record(row, column, text):
    return record(0x0004, bytes([row, 0, column, 0, 0, 0, 0, len(text)]) + text)


def test_a_sheet_of_excel_2_is_read():
    number = record(0x0003, b"\x01" + bytes(6) + b"\0\0\0\0\0\0\xf8\x3f")
    (sheet,) = readers.read_document(excel_2(text_record(0, 0, "得分".encode("gb18030")), number), "xls").sheets
    assert [cell.text for cell in sheet.cells.values()] == ["得分", "1.5"]


def test_a_text_that_is_no_chinese_keeps_its_own_code_page():
    (sheet,) = readers.read_document(excel_2(text_record(0, 0, b"tax\x92 x")), "xls").sheets
    assert sheet.cells[1, 1].text.startswith("tax")


def test_columns_cost_what_they_span():
    content = excel_2(*[record(0x007D, b"\0\0\xff\xff" + bytes(8))] * 50)
    assert refusal(content, DocumentLimits(package=Limits(elements=1_000_000)))[1]["what"] == "elements"

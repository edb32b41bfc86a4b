"""Bad input from end to end: a clear sentence, never a traceback, never a live formula, and the memory stays small."""

import io
import random
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

import perfscore

DATA = Path(__file__).parent / "data"
SHEET = DATA / "sheets" / "2021-13.xlsx"


def error_of(path: Path) -> str:
    (file,) = perfscore.evaluate(path).files
    assert file.error is not None
    assert path.name in file.error
    assert "Traceback" not in file.error
    return file.error


def saved(path: Path, change) -> Path:
    book = openpyxl.load_workbook(SHEET)
    change(book["Sheet1"])
    book.save(path)
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(SHEET) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            target.writestr(entry, content if entry == name else source.read(entry))
    return path


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空文件"),
        (b"just words", "文本"),
        (b"<!DOCTYPE html><html><table></table></html>", "网页"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ""),
        (SHEET.read_bytes()[:2000], ""),
        (SHEET.read_bytes()[:-400], ""),
    ],
    ids=["empty", "text", "html", "pdf", "ole", "head only", "tail missing"],
)
def test_what_is_no_workbook(tmp_path, content, words):
    path = tmp_path / "自评表.xlsx"
    path.write_bytes(content)
    assert words.lower() in error_of(path).lower()


def test_a_password_is_named(tmp_path):
    path = tmp_path / "加密.xlsx"
    data = bytearray(SHEET.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        offset = archive.infolist()[0].header_offset
    struct.pack_into("<H", data, offset + 6, 1)
    directory = data.rfind(b"PK\x01\x02", 0)
    first = data.find(b"PK\x01\x02")
    struct.pack_into("<H", data, first + 8, 1)
    assert directory >= first
    path.write_bytes(bytes(data))
    assert "密码" in error_of(path) or "加密" in error_of(path)


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path):
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    bomb = head + b" " * 400_000_000 + b"</sheetData></worksheet>"
    path = with_part(tmp_path / "炸弹.xlsx", "xl/worksheets/sheet1.xml", bomb)
    assert path.stat().st_size < 1_000_000
    assert "超过" in error_of(path) or "过大" in error_of(path) or "上限" in error_of(path)


def test_entities_are_refused(tmp_path):
    evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet>&b;</worksheet>'
    assert "root:" not in error_of(with_part(tmp_path / "实体.xlsx", "xl/worksheets/sheet1.xml", evil))


def test_a_cell_in_the_last_row_does_no_harm(tmp_path):
    path = saved(tmp_path / "远.xlsx", lambda sheet: sheet.cell(1_048_576, 3, "备注"))
    (table,) = perfscore.evaluate(path).tables
    assert len(table.indicators) == 11
    perfscore.correct(path, tmp_path / "更正.xlsx")


def test_a_million_styled_blank_rows(tmp_path):
    rows = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % row for row in range(25, 1_000_025))
    with zipfile.ZipFile(SHEET) as source:
        sheet = source.read("xl/worksheets/sheet1.xml")
    path = with_part(
        tmp_path / "百万行.xlsx", "xl/worksheets/sheet1.xml", sheet.replace(b"</sheetData>", rows + b"</sheetData>")
    )
    (file,) = perfscore.evaluate(path).files
    assert file.error is not None or len(file.tables) == 1


def test_ten_megabytes_in_one_cell(tmp_path):
    text = (
        b'<row r="30"><c r="A30" t="inlineStr"><is><t>'
        + random.Random(0).randbytes(5_000_000).hex().encode()
        + b"</t></is></c></row></sheetData>"
    )
    with zipfile.ZipFile(SHEET) as source:
        sheet = source.read("xl/worksheets/sheet1.xml")
    path = with_part(tmp_path / "长文.xlsx", "xl/worksheets/sheet1.xml", sheet.replace(b"</sheetData>", text))
    assert "字" in error_of(path)


def test_a_workbook_without_a_table_says_what_was_looked_for(tmp_path):
    path = tmp_path / "通讯录.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["姓名", "电话"])
    book.save(path)
    (file,) = perfscore.evaluate(path).files
    assert file.error is None
    assert [finding.code for finding in file.findings] == ["PS126"]
    assert "绩效" in file.findings[0].message


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("G13", "-9", "PS212"),
        ("G13", "0", "PS212"),
        ("G13", "九", "PS203"),
        ("H13", "优秀", "PS210"),
        ("E13", ">=0类", None),
        ("E17", "<=0万元", None),
        ("F13", "2.2.2类", "PS202"),
        ("F13", None, "PS207"),
        ("F6", "0", "PS311"),
        ("F6", "很多", "PS311"),
    ],
)
def test_figures_that_are_none(tmp_path, cell, value, code):
    def change(sheet):
        sheet[cell].value = value

    path = saved(tmp_path / "自评表.xlsx", change)
    (table,) = perfscore.evaluate(path).tables
    assert code is None or code in {finding.code for finding in table.findings}
    out = tmp_path / "更正.xlsx"
    perfscore.correct(path, out)
    if code is not None and code != "PS212":
        after = openpyxl.load_workbook(out)["Sheet1"]
        assert after[cell].value == value, "what cannot be read stays as it is"


@pytest.mark.parametrize("text", ["优秀", "1E1000001", "扣2分"])
def test_a_text_instead_of_a_score_waits_for_a_person_and_the_total_with_it(tmp_path, text):
    def change(sheet):
        sheet["H13"].value = text

    path = saved(tmp_path / "自评表.xlsx", change)
    (table,) = perfscore.evaluate(path).tables
    (row,) = [row for row in table.indicators if row.score is not None and row.score.cell == "H13"]
    assert row.score is not None
    assert (row.score.claimed, row.score.action, row.score.reasons) == (None, "confirm", ("doubt",))
    assert table.settled is None
    assert [finding.code for finding in table.findings if finding.cell == "H13"] == ["PS210"]
    perfscore.correct(path, tmp_path / "更正.xlsx")
    before, after = (openpyxl.load_workbook(name)["Sheet1"] for name in (path, tmp_path / "更正.xlsx"))
    assert (after["H13"].value, after["H24"].value) == (text, before["H24"].value)
    perfscore.correct(path, tmp_path / "全部.xlsx", apply="all")
    adopted = str(openpyxl.load_workbook(tmp_path / "全部.xlsx")["Sheet1"]["H13"].value)
    assert adopted.removesuffix("分") == f"{row.score.recomputed}"


def test_a_message_quotes_no_more_than_a_reader_reads(tmp_path):
    def change(sheet):
        sheet["F13"].value = "甲" * 30_000

    (table,) = perfscore.evaluate(saved(tmp_path / "自评表.xlsx", change)).tables
    assert table.findings
    assert max(len(finding.message) for finding in table.findings) < 1000
    assert any("甲" * 300 + "…" in finding.message for finding in table.findings)


HOSTILE = ['=HYPERLINK("http://example.invalid","x")', "=cmd|' /C calc'!A0", "+1+1", "-1-1", "@SUM(A1)", "\t=1+1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_a_formula_stays_text_wherever_it_stands(tmp_path, text):
    def change(sheet):
        for cell in ("D3", "D4", "H4", "B11", "G11", "B13", "C13", "D13", "E14", "F15", "G16", "H17", "I18"):
            sheet[cell].value = text
            sheet[cell].data_type = "s"

    path = saved(tmp_path / "自评表.xlsx", change)
    out = tmp_path / "更正.xlsx"
    evaluation = perfscore.evaluate(path)
    perfscore.correct(path, out, evaluation)
    for sheet in openpyxl.load_workbook(out):
        for row in sheet.iter_rows():
            assert [cell.coordinate for cell in row if cell.data_type == "f"] == []


def test_nothing_is_written_where_nothing_was_asked_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    perfscore.evaluate(SHEET)
    assert list(tmp_path.iterdir()) == []


def test_no_cell_of_a_corrected_workbook_is_longer_than_a_spreadsheet_holds(tmp_path):
    path = saved(tmp_path / "长.xlsx", lambda sheet: sheet.__setitem__("I18", "部分经费未支付完毕，" + "长" * 32_700))
    evaluation = perfscore.evaluate(path)
    book = openpyxl.load_workbook(io.BytesIO(perfscore.correct(path, None, evaluation).content))
    lengths = [len(str(cell.value)) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert max(lengths) == 32_767

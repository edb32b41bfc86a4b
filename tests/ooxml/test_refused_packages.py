"""Files that are no workbook, damaged or hostile: one test per mistake, with the code and values of its error."""

from __future__ import annotations

import io
import pickle
import random
import struct
import time
import tracemalloc
import warnings
import zipfile
from pathlib import Path

import pytest
from packages import DATA, MAIN, parts_of_workbook, rows, saved, zipped

from perfscore.ooxml import Limits, PackageError, read_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PUBLISHED = (DATA / "sheets" / "2021-13.xlsx").read_bytes()


def refusal(path: Path, content: bytes, limits: Limits | None = None) -> PackageError:
    path = path / "book.xlsx"
    path.write_bytes(content)
    with pytest.raises(PackageError) as error:
        read_workbook(path, limits) if limits else read_workbook(path)
    return error.value


def stream(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\0\0"


@pytest.mark.parametrize(
    ("content", "code", "values"),
    [
        (b"", "PS101", {"found": "empty"}),
        ("项目,得分\r\n数量指标,5".encode("gbk"), "PS101", {"found": "text"}),
        (b"\xef\xbb\xbf<html><body><table></table></body></html>", "PS101", {"found": "html"}),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:x"/>', "PS101", {"found": "xml"}),
        (b"{\\rtf1}", "PS101", {"found": "rtf"}),
        (OLE, "PS101", {"found": "ole"}),
        (zipped({"readme.txt": "x"}), "PS101", {"found": "zip"}),
        (zipped({"ppt/presentation.xml": "<a/>"}), "PS101", {"found": "pptx"}),
        (OLE + stream("EncryptionInfo") + stream("EncryptedPackage"), "PS102", {}),
        (OLE + stream("Workbook"), "PS106", {"format": "xls"}),
        (OLE + stream("WordDocument"), "PS106", {"format": "doc"}),
        (b"\x09\x08\x10\x00\x00\x06", "PS101", {"found": "text"}),
        (b"\x09\x08\x08\x00\x00\x05\x10\x00", "PS106", {"format": "xls"}),
        (b"%PDF-1.7\n", "PS106", {"format": "pdf"}),
        (zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}), "PS106", {"format": "docx"}),
        (zipped({"mimetype": "application/x", "content.xml": "<a/>"}), "PS106", {"format": "ods"}),
        (zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "x"}), "PS106", {"format": "xlsb"}),
        (zipped({"[Content_Types].xml": "<Types/>"}), "PS104", {"part": "xl/workbook.xml", "reason": "missing"}),
        (PUBLISHED[:4000], "PS104", {"part": "zip", "reason": "truncated"}),
        (PUBLISHED[:-1], "PS104", {"part": "zip", "reason": "truncated"}),
    ],
)
def test_another_kind_of_file(tmp_path: Path, content: bytes, code: str, values: dict[str, str]) -> None:
    error = refusal(tmp_path, content)
    assert (error.code, dict(error.values)) == (code, values)


def test_an_entry_with_a_password(tmp_path: Path) -> None:
    content = bytearray(PUBLISHED)
    record = content.rindex(b"PK\x01\x02")
    content[record + 8] |= 1
    assert refusal(tmp_path, bytes(content)).code == "PS102"


def test_two_entries_of_one_name(tmp_path: Path) -> None:
    parts = parts_of_workbook(rows('<c r="A1"><v>1</v></c>'))
    parts["XL/Worksheets/Sheet1.XML"] = "<worksheet/>"
    error = refusal(tmp_path, zipped(parts))
    assert error.values == {"part": "XL/Worksheets/Sheet1.XML", "reason": "duplicate"}


def test_two_files_of_one_name_in_an_archive_that_is_no_workbook(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive, warnings.catch_warnings(action="ignore"):
        for _ in range(2):
            archive.writestr("自评表.xlsx", PUBLISHED)
    error = refusal(tmp_path, stream.getvalue())
    assert (error.code, dict(error.values)) == ("PS101", {"found": "zip"})


def test_entries_that_share_their_bytes(tmp_path: Path) -> None:
    content = zipped({f"part{n}.xml": random.Random(n).randbytes(4000) for n in range(4)}, zipfile.ZIP_STORED)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.start_dir
    bomb = content[:5000] + content[start:-22]
    bomb += struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 4, 4, len(content) - 22 - start, 5000, 0)
    assert refusal(tmp_path, bomb).values["reason"] == "overlap"


@pytest.mark.parametrize("entity", ["internal", "external"])
def test_document_types_are_refused(tmp_path: Path, entity: str) -> None:
    declaration = '<!ENTITY a "aaaaaaaaaa">' if entity == "internal" else '<!ENTITY a SYSTEM "file:///etc/passwd">'
    parts = parts_of_workbook("")
    parts["xl/worksheets/sheet1.xml"] = (
        f'<!DOCTYPE x [{declaration}]><worksheet xmlns="{MAIN}">{rows("<c><v>&a;</v></c>")}</worksheet>'
    )
    assert refusal(tmp_path, zipped(parts)).values == {"part": "xl/worksheets/sheet1.xml", "reason": "doctype"}


@pytest.mark.parametrize(
    ("part", "content", "reason"),
    [
        ("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{MAIN}"><sheetData>', "xml"),
        ("xl/worksheets/sheet1.xml", "<html/>", "root"),
        ("xl/worksheets/sheet1.xml", "", "xml"),
        ("xl/worksheets/sheet1.xml", '<?xml version="1.0" encoding="gbk"?><a/>'.encode("gbk"), "xml"),
        ("xl/workbook.xml", f'<workbook xmlns="{MAIN}"><sheets><sheet name="a"/></sheets></workbook>', "relationship"),
        ("xl/styles.xml", "<styleSheet", "xml"),
    ],
)
def test_a_broken_part(tmp_path: Path, part: str, content: str | bytes, reason: str) -> None:
    parts = parts_of_workbook(rows('<c r="A1" s="1"><v>1</v></c>')) | {part: content}
    assert refusal(tmp_path, zipped(parts)).values == {"part": part, "reason": reason}


@pytest.mark.parametrize(
    ("sheet", "reason"),
    [
        (rows('<c r="A0"><v>1</v></c>'), "reference"),
        (rows('<c r="XFE1"><v>1</v></c>'), "reference"),
        ('<sheetData><row r="1048577"/></sheetData>', "reference"),
        (rows('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>'), "duplicate"),
        (rows('<c r="A1"><c r="B1"/></c>'), "nesting"),
        (rows('<c r="A1"><v>1</v></c>') + '<mergeCells><mergeCell ref="C1:A1"/></mergeCells>', "reference"),
    ],
)
def test_a_sheet_that_contradicts_itself(tmp_path: Path, sheet: str, reason: str) -> None:
    error = refusal(tmp_path, zipped(parts_of_workbook(sheet)))
    assert error.values == {"part": "xl/worksheets/sheet1.xml", "reason": reason}


def test_a_shared_string_that_is_not_there(tmp_path: Path) -> None:
    error = refusal(tmp_path, zipped(parts_of_workbook(rows('<c r="A1" t="s"><v>0</v></c>'))))
    assert error.values == {"part": "sharedStrings.xml", "reason": "missing"}


def test_a_checksum_that_is_wrong(tmp_path: Path) -> None:
    content = bytearray(zipped(parts_of_workbook(rows('<c r="A1"><v>1</v></c>')), zipfile.ZIP_STORED))
    content[content.index(b"<v>1</v>") + 3] = ord("2")
    assert refusal(tmp_path, bytes(content)).values == {"part": "xl/worksheets/sheet1.xml", "reason": "checksum"}


@pytest.mark.parametrize(
    ("limits", "what"),
    [
        (Limits(file_bytes=1000), "file_bytes"),
        (Limits(entries=3), "entries"),
        (Limits(part_bytes=10_000), "part_bytes"),
        (Limits(total_bytes=10_000), "total_bytes"),
        (Limits(elements=300), "elements"),
        (Limits(cells=100), "cells"),
        (Limits(merges=10), "merges"),
        (Limits(text_length=10), "text_length"),
    ],
)
def test_each_limit_holds(tmp_path: Path, limits: Limits, what: str) -> None:
    error = refusal(tmp_path, PUBLISHED, limits)
    assert (error.code, error.values["what"]) == ("PS103", what)
    assert error.values["limit"] == str(getattr(limits, what))


def test_elements_inside_one_another_are_counted(tmp_path: Path) -> None:
    error = refusal(tmp_path, zipped(parts_of_workbook("<a>" * 200 + "</a>" * 200)))
    assert (error.code, error.values["what"]) == ("PS103", "depth")


def test_ten_megabytes_in_one_cell(tmp_path: Path) -> None:
    letters = random.Random(1).choices("绩效自评表项目支出得分", k=3_500_000)
    text = f'<c r="A1" t="inlineStr"><is><t>{"".join(letters)}</t></is></c>'
    error = refusal(tmp_path, zipped(parts_of_workbook(rows(text))))
    assert (error.code, error.values["what"], error.values["found"]) == ("PS103", "text_length", "3500000")


def test_a_zip_bomb_is_stopped_in_little_memory(tmp_path: Path) -> None:
    bomb = rows('<c r="A1"><v>1</v></c>') + " " * 100_000_000
    path = saved(tmp_path / "bomb.xlsx", parts_of_workbook(bomb))
    del bomb
    tracemalloc.start()
    with pytest.raises(PackageError) as error:
        read_workbook(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert error.value.values["what"] in ("ratio", "part_bytes")
    assert peak < 60_000_000


def test_a_million_styled_blank_rows_are_passed_over(tmp_path: Path) -> None:
    blank = "".join(f'<row r="{row}" s="1" customFormat="1"/>' for row in range(2, 1_048_577))
    sheet = f'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>{blank}</sheetData>'
    path = saved(tmp_path / "blank.xlsx", parts_of_workbook(sheet))
    start = time.perf_counter()
    assert list(read_workbook(path).sheets[0].cells) == [(1, 1)]
    assert time.perf_counter() - start < 10


def test_errors_cross_processes() -> None:
    error = PackageError("PS103", what="cells", limit="1", found="2")
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), copy.code, copy.values) == (
        PackageError,
        "PS103",
        {"what": "cells", "limit": "1", "found": "2"},
    )


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_workbook(tmp_path / "none.xlsx")


def outcome(path: Path) -> str:
    try:
        read_workbook(path)
    except PackageError as error:
        return error.code
    return "read"


@pytest.mark.parametrize("seed", range(150))
def test_mutated_files_are_read_or_refused_and_nothing_else(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(PUBLISHED)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(content))
        match chance.randrange(3):
            case 0:
                content[at] = chance.randrange(256)
            case 1:
                del content[at : at + chance.randint(1, 300)]
            case 2:
                content[at:at] = content[: chance.randint(1, 300)]
    path = tmp_path / "mutated.xlsx"
    path.write_bytes(content)
    assert outcome(path) in {"read", "PS101", "PS102", "PS103", "PS104", "PS106"}


@pytest.mark.parametrize("seed", range(150))
def test_mutated_xml_is_read_or_refused_and_nothing_else(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with zipfile.ZipFile(DATA / "messy" / "formulas_2021-14.xlsx") as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name in parts if name.startswith("xl/")])
    content = bytearray(bytes(parts[name]))  # type: ignore[arg-type]
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(content))
        if chance.random() < 0.5:
            content[at : at + chance.randint(1, 40)] = b""
        else:
            content[at:at] = chance.choice([b"<c/>", b'"', b"<v>", b"&x;", b"\0", b"</row>", b"99999999999"])
    parts[name] = bytes(content)
    assert outcome(saved(tmp_path / "mutated.xlsx", parts)) in {"read", "PS103", "PS104"}

"""Correcting: what changes, and that nothing else does."""

from __future__ import annotations

import os
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from full_workbook import full_workbook
from packages import DATA, MAIN, RELATION, STRICT_MAIN, STRICT_RELATION, parts_of_workbook, rows, saved, unzipped

from perfscore.errors import PerfscoreError
from perfscore.ooxml import (
    CellChange,
    PatchRefused,
    PatchReport,
    correct_workbook,
    kept_formulas,
    read_workbook,
)
from perfscore.ooxml.sheetpatch import ORDER

FILL = "FFE699"


def corrected(source: Path, *changes: CellChange) -> tuple[Path, PatchReport]:
    target = source.with_name("corrected-" + source.name)
    return target, correct_workbook(source, target, changes, None)


def raw_entries(path: Path) -> dict[str, bytes]:
    """Give each entry as it lies in the file: header, packed bytes and all."""
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        starts = [*sorted(entry.header_offset for entry in archive.infolist()), archive.start_dir]
        return {
            entry.filename: data[entry.header_offset : starts[starts.index(entry.header_offset) + 1]]
            for entry in archive.infolist()
        }


def budget(source: Path, target: Path) -> set[str]:
    """Tell which entries differ; all others are the same to the byte, packed, dated and ordered as they were."""
    before, after = raw_entries(source), raw_entries(target)
    assert [name for name in after if name in before] == [name for name in before if name in after]
    for content in unzipped(target).values():
        if content[:1] in (b"<", b"\xef", b"\xff"):
            ElementTree.fromstring(content.replace(b"<br>", b""))
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


@pytest.fixture
def full(tmp_path: Path) -> Path:
    return saved(tmp_path / "full.xlsm", full_workbook())


def sheet_of(path: Path, number: int = 1) -> str:
    return unzipped(path)[f"xl/worksheets/sheet{number}.xml"].decode()


def test_a_published_sheet_gets_one_score(tmp_path: Path) -> None:
    source = tmp_path / "2021-13.xlsx"
    source.write_bytes((DATA / "sheets" / "2021-13.xlsx").read_bytes())
    target, report = corrected(source, CellChange("Sheet1", "H18", "8.00", FILL))
    assert budget(source, target) == {"xl/worksheets/sheet1.xml", "xl/styles.xml"} == set(report.changed_parts)
    before, after = sheet_of(source), sheet_of(target)
    assert after == before.replace(
        '<c r="H18" s="4" t="inlineStr"><is><t>0.03</t></is></c>',
        '<c r="H18" s="14" t="inlineStr"><is><t>8.00</t></is></c>',
    )
    cell = openpyxl.load_workbook(target)["Sheet1"]["H18"]
    assert (cell.value, cell.fill.fgColor.rgb, cell.alignment.wrap_text) == ("8.00", "FFFFE699", True)


def test_a_number_stays_a_number_under_its_format(full: Path) -> None:
    target, _ = corrected(full, CellChange("表1", "H13", Decimal("8.50"), FILL))
    assert '<c r="H13" s="3"><v>8.5</v></c>' in sheet_of(target)
    assert read_workbook(target).sheets[0].cells[13, 8].text == "8.50分"


def test_styles_are_cloned_once_and_nothing_else_in_them_changes(full: Path) -> None:
    changes = [CellChange("表1", f"H{row}", None, FILL) for row in (13, 14, 24)] + [
        CellChange("表1", "G13", None, FILL)
    ]
    target, _ = corrected(full, *changes)
    before, after = (unzipped(path)["xl/styles.xml"].decode() for path in (full, target))
    fill = (
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{FILL}"/><bgColor indexed="64"/></patternFill></fill>'
    )
    clones = (
        '<xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"/>'
        '<xf numFmtId="176" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1">'
        '<alignment horizontal="center"/></xf>'
    )
    assert after == (
        before.replace('<fills count="2">', '<fills count="3">')
        .replace("</fills>", fill + "</fills>")
        .replace('<cellXfs count="3">', '<cellXfs count="5">')
        .replace("</cellXfs>", clones + "</cellXfs>")
    )
    again, _ = corrected(target, CellChange("表1", "H16", None, FILL))
    assert unzipped(again)["xl/styles.xml"].decode() == after


def test_seals_macros_notes_and_colour_rules_survive(full: Path) -> None:
    target, report = corrected(full, CellChange("表1", "H13", Decimal(8), FILL, "原得分：5"))
    assert budget(full, target) == {
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",  # its formulas depend on the total
        "xl/styles.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    assert set(report.changed_parts) == budget(full, target)
    before, after = sheet_of(full), sheet_of(target)
    assert after.startswith(before[: before.index('<c r="H13"')])
    assert after.endswith(before[before.index("</sheetData>") :])


@pytest.mark.parametrize(
    "text", ["=35台", "=HYPERLINK(1)", "+1", "-1分", "@x", " 8 ", "第一行\n第二行", 'a<b&"c"', "_x000D_"]
)
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    source = saved(tmp_path / "book.xlsx", parts_of_workbook(rows('<c r="A1" t="inlineStr"><is><t>x</t></is></c>')))
    target, _ = corrected(source, CellChange("表1", "A1", text))
    cell = read_workbook(target).sheets[0].cells[1, 1]
    assert (cell.kind, cell.text, cell.formula) == ("text", text, None)
    other = openpyxl.load_workbook(target).active["A1"]
    assert (other.data_type, other.quotePrefix) == ("s", text[0] in "=+-@")


def test_missing_cells_and_rows_are_inserted_in_order(full: Path) -> None:
    target, _ = corrected(
        full,
        CellChange("表1", "B13", "b"),
        CellChange("表1", "J13", Decimal(1)),
        CellChange("表1", "H17", Decimal(8), FILL),
        CellChange("表1", "H10", Decimal(2)),
        CellChange("表1", "H22", None, FILL),
        CellChange("表1", "H30", Decimal(3)),
    )
    text = sheet_of(target)
    numbers = [int(row) for row in re.findall(r'<row r="(\d+)"', text)]
    assert numbers == sorted(set(numbers)) == [10, 13, 14, 15, 16, 17, 20, 21, 22, 24, 30]
    assert re.findall(r'<c r="(\w+13)"', text) == ["A13", "B13", "G13", "H13", "J13"]
    assert '<row r="13" spans="1:10" ht="30"' in text
    # Row 17 has a style of its own, column H another, which holds for rows without one.
    assert re.search(r'<c r="H17" s="(\d+)"><v>8</v></c></row>', text)
    sheet = openpyxl.load_workbook(target)["表1"]
    assert (sheet["H17"].number_format, sheet["H10"].number_format) == ("0%", '0.00"分"')


def test_a_cell_inside_a_merged_area_means_its_first(full: Path) -> None:
    target, _ = corrected(full, CellChange("表1", "J18", Decimal(8)))
    cells = read_workbook(target).sheets[0].cells
    assert cells[17, 8].number == 8
    assert (18, 10) not in cells


def test_the_heir_of_a_shared_formula_gets_it(full: Path) -> None:
    target, report = corrected(full, CellChange("表1", "H14", Decimal(4), FILL))
    text = sheet_of(target)
    assert '<c r="H15" s="1"><f t="shared" ref="H15:H16" si="0">G15*0.5</f><v>10</v></c>' in text
    assert '<c r="H16" s="1"><f t="shared" si="0"/><v>15</v></c>' in text
    assert [(line.cell, line.old, line.new) for line in report.refreshed] == [
        ("H24", 35, 34),
        ("A1", 70, 68),
        ("B1", 71, 69),
    ]
    assert unzipped(target)["xl/calcChain.xml"].decode().count("<c ") == 6
    book = openpyxl.load_workbook(target)["表1"]
    assert (book["H15"].value, book["H16"].value) == ("=G15*0.5", "=G16*0.5")


def test_a_formula_that_still_holds_stays_with_its_value_refreshed(full: Path) -> None:
    changes = [
        CellChange("表1", "H13", Decimal(8)),
        CellChange("表1", "H24", Decimal(38), FILL, "合计", keep_formula=True),
    ]
    target, report = corrected(full, *changes)
    assert report.kept_formulas == (("表1", "H24"),)
    assert kept_formulas(read_workbook(full), changes) == {("表1", "H24")}
    assert re.search(r'<c r="H24" s="\d+"><f>SUM\(H13:H16\)</f><v>38</v></c>', sheet_of(target))
    assert unzipped(target)["xl/calcChain.xml"] == unzipped(full)["xl/calcChain.xml"]


def test_a_formula_that_gives_something_else_is_replaced(full: Path) -> None:
    changes = [CellChange("表1", "H24", Decimal(36), FILL, keep_formula=True)]
    target, report = corrected(full, *changes)
    assert report.kept_formulas == ()
    assert re.search(r'<c r="H24" s="\d+"><v>36</v></c>', sheet_of(target))
    chain = unzipped(target)["xl/calcChain.xml"].decode()
    # H14 took its sheet from the entry that is gone.
    assert '<c r="A1"/><c r="H14" l="1" i="4"/><c r="H15"/>' in chain


def test_a_wrong_subtotal_does_not_cost_the_total_its_formula(tmp_path: Path) -> None:
    sheet = rows('<c r="A1"><v>5</v></c><c r="B1"><f>A1+1</f><v>6</v></c><c r="C1"><f>B1*2</f><v>12</v></c>')
    source = saved(tmp_path / "book.xlsx", parts_of_workbook(sheet))
    target, report = corrected(
        source,
        CellChange("表1", "B1", Decimal(5), keep_formula=True),
        CellChange("表1", "C1", Decimal(10), keep_formula=True),
    )
    assert report.kept_formulas == (("表1", "C1"),)
    assert '<c r="B1"><v>5</v></c><c r="C1"><f>B1*2</f><v>10</v></c>' in sheet_of(target)


def test_a_chain_that_becomes_empty_goes(tmp_path: Path) -> None:
    parts = full_workbook()
    parts["xl/calcChain.xml"] = f'<calcChain xmlns="{MAIN}"><c r="H24" i="4"/></calcChain>'
    source = saved(tmp_path / "book.xlsx", parts)
    target, report = corrected(source, CellChange("表1", "H24", Decimal(1)))
    assert report.removed_parts == ("xl/calcChain.xml",)
    after = unzipped(target)
    assert "xl/calcChain.xml" not in after
    assert b"calcChain" not in after["[Content_Types].xml"] + after["xl/_rels/workbook.xml.rels"]


def test_what_cannot_be_calculated_here_is_left_to_the_spreadsheet(tmp_path: Path) -> None:
    sheet = rows('<c r="A1"><v>5</v></c><c r="B1"><f>LEN(A1)</f><v>1</v></c>')
    source = saved(tmp_path / "book.xlsx", parts_of_workbook(sheet))
    target, report = corrected(source, CellChange("表1", "A1", Decimal(1)))
    assert report.recalculates
    assert b'<calcPr calcId="1" fullCalcOnLoad="1"/>' in unzipped(target)["xl/workbook.xml"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (CellChange("表1", "G20", Decimal(1)), "array_formula"),
        (CellChange("表1", "G21", Decimal(1)), "array_formula"),
        (CellChange("没有", "G21", Decimal(1)), "no_such_sheet"),
        (CellChange("表1", "得分", Decimal(1)), "no_such_cell"),
    ],
)
def test_what_cannot_be_patched_safely_is_refused(full: Path, change: CellChange, reason: str) -> None:
    with pytest.raises(PatchRefused) as error:
        corrected(full, change)
    assert (error.value.code, error.value.values) == (
        "PS108",
        {"spot": "cell", "sheet": change.sheet, "cell": change.cell, "reason": reason},
    )
    assert sorted(path.name for path in full.parent.iterdir()) == ["full.xlsm"]


def test_a_picture_in_a_cell_is_not_overwritten(tmp_path: Path) -> None:
    source = saved(tmp_path / "book.xlsx", parts_of_workbook(rows('<c r="A1" t="e" vm="1"><v>#VALUE!</v></c>')))
    with pytest.raises(PatchRefused) as error:
        corrected(source, CellChange("表1", "A1", Decimal(1)))
    assert error.value.values["reason"] == "rich_value"


def test_two_values_for_one_cell_are_refused_and_two_notes_joined(full: Path) -> None:
    with pytest.raises(PatchRefused) as error:
        corrected(full, CellChange("表1", "H13", Decimal(1)), CellChange("表1", "H13", Decimal(2)))
    assert error.value.values["reason"] == "two_values"
    target, _ = corrected(
        full, CellChange("表1", "H13", Decimal(1), None, "甲"), CellChange("表1", "H13", None, None, "乙")
    )
    assert openpyxl.load_workbook(target)["表1"]["H13"].comment.text.endswith("甲\n\n乙")


def test_a_signed_workbook_is_refused(tmp_path: Path) -> None:
    source = saved(tmp_path / "book.xlsx", full_workbook() | {"_xmlsignatures/sig1.xml": "<Signature/>"})
    with pytest.raises(PatchRefused) as error:
        corrected(source, CellChange("表1", "H13", Decimal(1)))
    assert error.value.values["reason"] == "signed"


def test_no_change_is_a_copy_to_the_byte(full: Path) -> None:
    target, report = corrected(full)
    assert target.read_bytes() == full.read_bytes()
    assert report == PatchReport()


def test_the_order_of_a_worksheets_children(full: Path, tmp_path: Path) -> None:
    bare = parts_of_workbook(
        '<sheetData><row r="1"/></sheetData><pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/>'
        '<picture r:id="rId7"/><extLst/>'
    )
    for source in (full, saved(tmp_path / "bare.xlsx", bare)):
        target, _ = corrected(source, CellChange("表1", "H13", Decimal(1), FILL, "x"))
        names = [child.tag.partition("}")[2] for child in ElementTree.fromstring(sheet_of(target))]
        assert "legacyDrawing" in names
        assert names == sorted(names, key=ORDER.index)


def strict_parts() -> dict[str, str | bytes]:
    return {
        name: content.replace(MAIN, STRICT_MAIN).replace(RELATION, STRICT_RELATION)
        if isinstance(content, str)
        else content
        for name, content in full_workbook().items()
    }


def test_strict_workbooks_are_patched_in_kind(tmp_path: Path) -> None:
    source = saved(tmp_path / "strict.xlsx", strict_parts())
    target, _ = corrected(
        source, CellChange("表1", "H13", Decimal(8), FILL, "x"), CellChange("2023年'表", "A1", "y", FILL, "x")
    )
    after = unzipped(target)
    assert read_workbook(target).sheets[0].cells[13, 8].number == 8
    new = after["xl/worksheets/_rels/sheet2.xml.rels"] + after["xl/comments2.xml"] + after["xl/worksheets/sheet2.xml"]
    assert b"schemas.openxmlformats.org/spreadsheetml" not in new
    assert f"{STRICT_RELATION}/comments".encode() in new


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_and_prefixes_are_kept(tmp_path: Path, encoding: str) -> None:
    parts = parts_of_workbook("")
    declaration = '<?xml version="1.0" encoding="UTF-16"?>'
    text = (
        f'{declaration}<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    parts["xl/worksheets/sheet1.xml"] = text.encode(encoding)
    source = saved(tmp_path / "book.xlsx", parts)
    target, _ = corrected(source, CellChange("表1", "A1", "八分", FILL, "注"), CellChange("表1", "B2", Decimal(2)))
    after = unzipped(target)["xl/worksheets/sheet1.xml"].decode(encoding)
    assert after.startswith(declaration)
    assert '<x:c r="A1" s="3" t="inlineStr"><x:is><x:t>八分</x:t></x:is></x:c></x:row>' in after
    assert '<x:row r="2"><x:c r="B2"><x:v>2</x:v></x:c></x:row></x:sheetData><x:legacyDrawing' in after
    assert [cell.text for cell in read_workbook(target).sheets[0].cells.values()] == ["八分", "2"]


def test_a_workbook_without_styles_gets_some(tmp_path: Path) -> None:
    parts = parts_of_workbook(rows('<c r="A1"><v>1</v></c>'))
    del parts["xl/styles.xml"]
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        parts[name] = re.sub(r"<(Override|Relationship) [^>]*styles[^>]*>", "", str(parts[name]))
    source = saved(tmp_path / "book.xlsx", parts)
    target, _ = corrected(source, CellChange("表1", "A1", Decimal(2), FILL))
    cell = openpyxl.load_workbook(target).active["A1"]
    assert (cell.value, cell.fill.fgColor.rgb) == (2, "FF" + FILL)


def test_the_zip_keeps_its_order_and_dates(full: Path) -> None:
    target, _ = corrected(full, CellChange("表1", "H13", Decimal(8)))
    with zipfile.ZipFile(full) as before, zipfile.ZipFile(target) as after:
        assert after.namelist() == before.namelist()
        assert {entry.date_time for entry in after.infolist()} == {(2021, 3, 4, 5, 6, 8)}


def test_streamed_entries_with_descriptors_are_copied(tmp_path: Path) -> None:
    class Pipe:
        def __init__(self, file: object) -> None:
            self.write, self.flush = file.write, file.flush  # type: ignore[attr-defined]

    source = tmp_path / "book.xlsx"
    with source.open("wb") as file, zipfile.ZipFile(Pipe(file), "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        for name, content in full_workbook().items():
            archive.writestr(name, content)
    target, _ = corrected(source, CellChange("表1", "H13", Decimal(8), FILL))
    assert "xl/media/image1.png" not in budget(source, target)
    assert read_workbook(target).sheets[0].cells[13, 8].number == 8


@pytest.mark.parametrize("way", ["same", "dotted", "symlink", "hardlink"])
def test_never_over_an_input(full: Path, way: str) -> None:
    target = {"same": full, "dotted": full.parent / "." / full.name}.get(way, full.with_name("other.xlsm"))
    if way == "symlink":
        target.symlink_to(full)
    elif way == "hardlink":
        os.link(full, target)
    before = full.read_bytes()
    with pytest.raises(PerfscoreError) as error:
        correct_workbook(full, target, [CellChange("表1", "H13", Decimal(8))], None)
    assert error.value.code == "PS109"
    assert full.read_bytes() == before


def test_nothing_is_left_behind_when_writing_fails(full: Path) -> None:
    folder = full.with_name("taken")
    folder.mkdir()
    with pytest.raises(PerfscoreError, match="taken"):
        correct_workbook(full, folder, [CellChange("表1", "H13", Decimal(8))], None)
    assert sorted(path.name for path in full.parent.iterdir()) == ["full.xlsm", "taken"]


def test_a_workbook_that_was_read_before_is_not_taken_for_another(full: Path) -> None:
    read_workbook(full)
    change = CellChange("表1", "H13", Decimal(8), FILL)
    first = full.with_name("first.xlsm")
    correct_workbook(full, first, [change], None)
    second = full.with_name("second.xlsm")
    correct_workbook(first, second, [CellChange("表1", "H14", Decimal(1))], None)
    assert read_workbook(second).sheets[0].cells[24, 8].number == 34


def test_what_looks_like_a_cell_in_a_comment_or_a_text_is_none(tmp_path: Path) -> None:
    sheet = (
        '<!-- <sheetData><row r="1"><c r="A1"/></row></sheetData> --><sheetData><row r="1">'
        '<!-- <c r="A1"/> --><c r="A1" t="inlineStr"><is><t><![CDATA[<c r="B1"/></c>]]></t></is></c>'
        "<c r='B1' foo=\"a>b\" ><v>1</v></c ></row></sheetData>"
    )
    source = saved(tmp_path / "book.xlsx", parts_of_workbook(sheet))
    target, _ = corrected(source, CellChange("表1", "B1", Decimal(2), FILL), CellChange("表1", "C1", Decimal(3)))
    assert '<c r=\'B1\' foo="a>b" s="3"><v>2</v></c><c r="C1"><v>3</v></c></row>' in sheet_of(target)
    cells = read_workbook(target).sheets[0].cells
    assert [cell.text for cell in cells.values()] == ['<c r="B1"/></c>', "2", "3"]


def test_cells_without_references_are_counted(tmp_path: Path) -> None:
    sheet = "<sheetData><row><c><v>1</v></c></row><row><c><v>1</v></c><c><v>2</v></c></row></sheetData>"
    source = saved(tmp_path / "book.xlsx", parts_of_workbook(sheet))
    target, _ = corrected(source, CellChange("表1", "B2", Decimal(3)), CellChange("表1", "C2", Decimal(4)))
    assert '<c><v>1</v></c><c><v>3</v></c><c r="C2"><v>4</v></c></row></sheetData>' in sheet_of(target)


def test_rows_under_another_prefix_than_their_sheet_are_refused(tmp_path: Path) -> None:
    sheet = f'<sheetData xmlns:y="{MAIN}"><y:row r="1"><y:c r="A1"><y:v>1</y:v></y:c></y:row></sheetData>'
    source = saved(tmp_path / "book.xlsx", parts_of_workbook(sheet))
    with pytest.raises(PatchRefused) as error:
        corrected(source, CellChange("表1", "A1", Decimal(2)))
    assert error.value.values == {"spot": "cell", "sheet": "表1", "cell": "A1", "reason": "markup"}

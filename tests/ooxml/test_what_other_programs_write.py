"""Packages that other programs write, and that programs open although the standard forbids them."""

import io
from zipfile import ZipFile

import openpyxl
import pytest

from perfscore import wording
from perfscore.ooxml import CellChange, read_workbook
from perfscore.ooxml.changes import ReviewCell, ReviewSheet
from perfscore.ooxml.errors import PatchRefused
from perfscore.ooxml.patch import patch_workbook
from tests.ooxml.packages import RELATION, STYLES, parts_of_workbook, rows, zipped

TEXT = '<c r="A1" s="1" t="inlineStr"><is><t>甲</t></is></c>'
REVIEW = ReviewSheet("复核说明", rows=((ReviewCell("说明"),),))


def texts(*cells):
    (sheet,) = read_workbook(zipped(parts_of_workbook(rows(*cells)))).sheets
    return {place: cell.text for place, cell in sheet.cells.items()}


def corrected(parts):
    data, _ = patch_workbook(zipped(parts), [CellChange("表1", "A1", "乙", fill="FFFF00", note="注")], REVIEW)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames[-1] == "复核说明"
    assert (book.worksheets[0]["A1"].value, book.worksheets[0]["A1"].fill.fgColor.rgb) == ("乙", "FFFFFF00")
    return data


@pytest.mark.parametrize(
    "cells",
    [
        ('<c r="A1"/>', "<c/>", "<c><v>3</v></c>"),
        ('<c r="A1"><v>1</v></c>', '<c r="B1" s="1"/>', "<c><v>3</v></c>"),
        ("<c/>", '<c r="B1"/>', "<c><v>3</v></c>"),
        ('<c r="A1"/>', "<c/>", '<c r="C1"><v>3</v></c>'),
        ('<c r="b1"/>', '<c r="c1"><v>3</v></c>'),
    ],
)
def test_a_cell_without_a_name_stands_behind_the_cell_before_it(cells):
    assert texts(*cells)[1, 3] == "3"
    data = zipped(parts_of_workbook(rows(*cells)))
    data, _ = patch_workbook(data, [CellChange("表1", "C1", "改")], None)
    (sheet,) = read_workbook(data).sheets
    assert sheet.cells[1, 3].text == "改"
    assert openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["C1"].value == "改"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("_xD83D__xDE00_", "😀"),
        ("甲_xD83D_", "甲\ufffd"),
        ("_xDE00__xD83D_", "\ufffd\ufffd"),
        ("_x0001__xFFFE_甲_xFFFF_", "\ufffd\ufffd甲\ufffd"),
    ],
)
def test_halves_of_characters_reach_no_output(written, shown):
    assert texts(f'<c t="inlineStr"><is><t>{written}</t></is></c>') == {(1, 1): shown}


@pytest.mark.parametrize(
    ("stored", "shown"), [("1E308", "1" + "0" * 308), ("1E309", "1E309"), ("1E999999", "1E999999"), ("1E-9999", "0")]
)
def test_a_number_beyond_a_float_is_a_text(stored, shown):
    assert texts(f"<c><v>{stored}</v></c>") == {(1, 1): shown}


def test_a_module_sheet_of_excel_95_has_no_part():
    parts = parts_of_workbook(rows(TEXT))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("</sheets>", '<sheet name="模块" r:id=""/></sheets>')
    assert [sheet.name for sheet in read_workbook(zipped(parts)).sheets] == ["表1"]


@pytest.mark.parametrize(
    ("reference", "area"),
    [("B:D", (1, 2, 1_048_576, 4)), ("2:3", (2, 1, 3, 16_384)), ("a1:$b$2", (1, 1, 2, 2))],
)
def test_merges_of_whole_columns_and_rows(reference, area):
    merged = f'<mergeCells count="1"><mergeCell ref="{reference}"/></mergeCells>'
    assert read_workbook(zipped(parts_of_workbook(rows(TEXT) + merged))).sheets[0].merges == (area,)


def test_a_chain_of_formulas_that_is_not_there_is_not_needed():
    parts = parts_of_workbook(rows('<c r="A1"><f>B1</f><v>1</v></c>'))
    line = f'<Relationship Id="rId50" Type="{RELATION}/calcChain" Target="calcChain.xml"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace("</Relationships>", line)
    corrected(parts)


def test_missing_styles_are_made_anew():
    parts = parts_of_workbook(rows(TEXT))
    del parts["xl/styles.xml"]
    corrected(parts)


def test_styles_without_a_relationship_are_those_under_their_usual_name():
    parts = parts_of_workbook(rows('<c r="A1" s="2"><v>0.5</v></c>'))
    lines = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = lines[: lines.index('<Relationship Id="rId99"')] + "</Relationships>"
    assert read_workbook(zipped(parts)).sheets[0].cells[1, 1].text == "50%"
    corrected(parts)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('fontId="0" fillId="0" borderId="0" xfId="0"/>', 'fontId="19" fillId="-1" borderId="x" xfId="4294967296"/>'),
        ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>', '<xf numFmtId="A1" fontId="1"/>'),
        ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>', ""),
        ('<font><sz val="11"/><name val="宋体"/></font>', ""),
        ("</cellXfs>", "<extLst/></cellXfs>"),
        ('name="Normal" xfId="0"', 'name="Normal" xfId="7"'),
    ],
)
def test_an_index_of_the_styles_that_leads_nowhere_leads_to_the_first(old, new):
    parts = parts_of_workbook(rows('<c r="A1"><v>1</v></c>'))
    assert old in parts["xl/styles.xml"]
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(old, new, 1)
    corrected(parts)


def test_a_cell_or_condition_of_a_style_that_is_not_there_takes_none_of_ours():
    cells = rows('<c r="A1"><v>1</v></c><c r="B1" s="3"><v>2</v></c><c r="C1" s="19"/>')
    condition = (
        '<conditionalFormatting sqref="B1"><cfRule type="cellIs" operator="equal" priority="1" dxfId="4">'
        "<formula>2</formula></cfRule></conditionalFormatting>"
    )
    data = corrected(parts_of_workbook(cells + condition))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert [(sheet[name].fill.fill_type, sheet[name].font.sz) for name in ("B1", "C1")] == [(None, 11), (None, 11)]


@pytest.mark.parametrize(
    ("cell", "styles"),
    [
        ('<c r="A1" s="4294967296"/>', STYLES),
        ('<c r="A1" s="-1"/>', STYLES),
        ('<c r="A1"/>', STYLES.replace("</cellXfs>", '</cellXfs><cellXfs count="0"/>')),
    ],
)
def test_styles_that_cannot_be_told_apart_are_refused(cell, styles):
    with pytest.raises(PatchRefused) as error:
        corrected(parts_of_workbook(rows(cell), styles=styles))
    page = wording.page(error.value.code)
    text = wording.fill(page.message, {"file": "表.xlsx", **error.value.values}, labels=page.labels)
    assert text == "文件“表.xlsx”不能安全改写，没有生成更正后的文件：单元格样式表有误。"


@pytest.mark.parametrize("target", ["workbook.xml", "worksheets/sheet1.xml", "/[Content_Types].xml"])
def test_a_relationship_of_the_styles_that_leads_to_another_part_changes_nothing_there(target):
    parts = parts_of_workbook(rows('<c r="A1" s="2"><v>0.5</v></c>'))
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace("styles.xml", target)
    corrected(parts)


def test_a_chain_of_formulas_that_is_another_part_stays():
    parts = parts_of_workbook(rows('<c r="A1"><f>B1</f><v>1</v></c>'))
    line = f'<Relationship Id="rId50" Type="{RELATION}/calcChain" Target="workbook.xml"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace("</Relationships>", line)
    corrected(parts)


def test_styles_that_are_not_where_they_are_said_to_be():
    parts = parts_of_workbook(rows('<c r="A1" s="2"><v>0.5</v></c>'))
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace("styles.xml", "gone.xml")
    assert read_workbook(zipped(parts)).sheets[0].cells[1, 1].text == "50%"
    corrected(parts)


def test_a_part_is_declared_once_though_it_was_declared_before():
    parts = parts_of_workbook(rows(TEXT))
    stale = '<Override PartName="/xl/comments1.xml" ContentType="application/xml"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", stale)
    with ZipFile(io.BytesIO(corrected(parts))) as package:
        assert package.read("[Content_Types].xml").count(b'"/xl/comments1.xml"') == 1


def test_new_relationships_are_declared_where_no_ending_declares_them():
    parts = parts_of_workbook(rows(TEXT))
    kind = "application/vnd.openxmlformats-package.relationships+xml"
    ending = f'<Default Extension="rels" ContentType="{kind}"/>'
    assert ending in parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(ending, "")
    with ZipFile(io.BytesIO(corrected(parts))) as package:
        assert ending in package.read("[Content_Types].xml").decode()


@pytest.mark.parametrize("name", ["s", "t", "lpstr"])
def test_a_sheet_called_as_a_tag_leaves_the_titles_well_formed(name):
    parts = parts_of_workbook(rows(TEXT))
    properties = "http://schemas.openxmlformats.org/officeDocument/2006"
    parts["docProps/app.xml"] = (
        f'<Properties xmlns="{properties}/extended-properties" xmlns:vt="{properties}/docPropsVTypes"><HeadingPairs>'
        '<vt:vector size="2" baseType="variant"><vt:variant><vt:lpstr>工作表</vt:lpstr></vt:variant><vt:variant>'
        '<vt:i4>1</vt:i4></vt:variant></vt:vector></HeadingPairs><TitlesOfParts><vt:vector size="1" baseType="lpstr">'
        f"<vt:lpstr>{name}</vt:lpstr></vt:vector></TitlesOfParts></Properties>"
    )
    line = f'<Relationship Id="rId2" Type="{RELATION}/extended-properties" Target="docProps/app.xml"/></Relationships>'
    parts["_rels/.rels"] = parts["_rels/.rels"].replace("</Relationships>", line)
    with ZipFile(io.BytesIO(corrected(parts))) as package:
        titles = package.read("docProps/app.xml").decode()
    assert f"<vt:lpstr>{name}</vt:lpstr><vt:lpstr>复核说明</vt:lpstr>" in titles


def test_a_comment_said_to_run_past_the_directory_is_left_out():
    data = bytearray(zipped(parts_of_workbook(rows(TEXT))))
    last = data.rindex(b"PK\x01\x02")
    data[last + 32 : last + 34] = (500).to_bytes(2, "little")
    assert read_workbook(bytes(data)).sheets[0].cells[1, 1].text == "甲"
    data, _ = patch_workbook(bytes(data), [], REVIEW)
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == ["表1", "复核说明"]

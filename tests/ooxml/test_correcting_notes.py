"""Notes: new ones, and those of other people, who keep their text."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
import xlsxwriter
from full_workbook import full_workbook
from packages import RELATION, parts_of_workbook, rows, saved, unzipped

from perfscore.ooxml import CellChange, PatchRefused, correct_workbook, read_workbook
from perfscore.ooxml.vml import text_size

NOTE = "原得分：3\n复算得分：8.50\n计算：0.43 ÷ 10 × 8 = 0.34"
OURS = "perfscore：\n" + NOTE
WRITTEN = Path(__file__).with_name("data")


def noted(source: Path, target: Path, *cells: str, sheet: str = "", note: str = NOTE) -> dict[str, str]:
    """Write notes and give the text of all notes, as openpyxl reads them."""
    name = sheet or read_workbook(source).sheets[0].name
    correct_workbook(source, target, [CellChange(name, cell, None, "FFE699", note) for cell in cells], None)
    for part, content in unzipped(target).items():
        if part.endswith(("xml", "vml", "rels")):
            ElementTree.fromstring(content.replace(b"<br>", b""))
    return notes_of(target, name)


def notes_of(path: Path, sheet: str) -> dict[str, str]:
    cells = (cell for row in openpyxl.load_workbook(path)[sheet] for cell in row)
    return {cell.coordinate: cell.comment.text for cell in cells if cell.comment}


def boxes(path: Path, part: str = "xl/drawings/vmlDrawing1.vml") -> dict[tuple[int, int], tuple[str, str]]:
    """Give anchor and style of each note's box, by row and column from 0."""
    office = "{urn:schemas-microsoft-com:office:excel}"
    found = {}
    for shape in ElementTree.fromstring(unzipped(path)[part].replace(b"<br>", b"")):
        client = shape.find(f"{office}ClientData")
        if client is not None:
            row, column = (int(client.findtext(f"{office}{name}", "")) for name in ("Row", "Column"))
            found[row, column] = (client.findtext(f"{office}Anchor", "").strip(), shape.get("style", ""))
    return found


def test_a_sheet_without_notes_gets_them(tmp_path: Path) -> None:
    source = saved(tmp_path / "book.xlsx", parts_of_workbook(rows('<c r="A1"><v>1</v></c>', '<c r="B1"><v>1</v></c>')))
    assert noted(source, tmp_path / "out.xlsx", "A1", "B1") == {"A1": OURS, "B1": OURS}
    comment = openpyxl.load_workbook(tmp_path / "out.xlsx").active["A1"].comment
    assert comment.author == "perfscore"
    parts = unzipped(tmp_path / "out.xlsx")
    identifiers = re.findall(rb'<v:shape id="(\w+)"', parts["xl/drawings/vmlDrawing1.vml"])
    assert identifiers == [b"_x0000_s1025", b"_x0000_s1026"]
    assert parts["[Content_Types].xml"].count(b"vmlDrawing") == 1


@pytest.mark.parametrize("program", ["openpyxl", "libreoffice"])
def test_notes_of_other_programs_are_kept_above_ours(tmp_path: Path, program: str) -> None:
    texts = noted(WRITTEN / f"notes-{program}.xlsx", tmp_path / "out.xlsx", "H2", "H5")
    assert texts == {"A1": "另一条批注", "H2": f"单位说明：按实际数填写\n\n{OURS}", "H5": OURS}


def test_notes_of_xlsxwriter(tmp_path: Path) -> None:
    source = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(source) as book:
        for name in ("甲", "乙"):
            sheet = book.add_worksheet(name)
            sheet.write_comment("H2", "请核对", {"author": "张三", "x_scale": 3, "y_scale": 4})
    texts = noted(source, tmp_path / "out.xlsx", "H2", "H3", sheet="乙")
    assert texts == {"H2": f"请核对\n\n{OURS}", "H3": OURS}
    before, after = unzipped(source), unzipped(tmp_path / "out.xlsx")
    assert before["xl/comments1.xml"] == after["xl/comments1.xml"]
    # A box that is large enough already stays as it is.
    assert (
        boxes(tmp_path / "out.xlsx", "xl/drawings/vmlDrawing2.vml")[1, 7]
        == boxes(source, "xl/drawings/vmlDrawing2.vml")[1, 7]
    )


def test_notes_of_excel_and_threads(tmp_path: Path) -> None:
    source = saved(tmp_path / "book.xlsx", full_workbook())
    target = tmp_path / "out.xlsx"
    changes = [CellChange("表1", cell, None, "FFE699", NOTE) for cell in ("H13", "H14", "H15")]
    report = correct_workbook(source, target, changes, None)
    assert report.without_note == (("表1", "H15"),)
    assert notes_of(target, "表1") == {"H13": f"张三:\n按实际数填写\n\n{OURS}", "H14": OURS, "H15": "[线程批注]"}
    comments = unzipped(target)["xl/comments1.xml"].decode()
    assert (
        '<text><r><rPr><b/></rPr><t>张三:</t></r><r><t xml:space="preserve">\n按实际数填写</t></r><r><rPr><b/>'
        in comments
    )
    drawing = unzipped(target)["xl/drawings/vmlDrawing1.vml"].decode()
    assert "按<br>实际" in drawing
    assert 'id="_x0000_s3074"' in drawing
    found = boxes(target)
    # The old box keeps its corner and grows; the new one stands right of its cell.
    assert found[12, 7][0].startswith("8, 15, 11, 10, ")
    assert found[12, 7][0] != "8, 15, 11, 10, 10, 1, 13, 8"
    assert "visibility:hidden" in found[12, 7][1]
    assert found[13, 7][0].startswith("8, 15, 12, 10, ")


def test_a_note_stands_beside_the_whole_merged_area(tmp_path: Path) -> None:
    source = saved(tmp_path / "book.xlsx", full_workbook())
    noted(source, tmp_path / "out.xlsx", "J18", sheet="表1")
    assert boxes(tmp_path / "out.xlsx")[16, 7][0].startswith("10, 15, 15, 10, ")


def test_our_own_note_is_replaced_and_others_stay(tmp_path: Path) -> None:
    source = saved(tmp_path / "book.xlsx", full_workbook())
    noted(source, tmp_path / "1.xlsx", "H13", "H14", sheet="表1")
    again = noted(tmp_path / "1.xlsx", tmp_path / "2.xlsx", "H13", "H14", sheet="表1")
    assert unzipped(tmp_path / "1.xlsx")["xl/comments1.xml"] == unzipped(tmp_path / "2.xlsx")["xl/comments1.xml"]
    assert (
        unzipped(tmp_path / "1.xlsx")["xl/drawings/vmlDrawing1.vml"]
        == unzipped(tmp_path / "2.xlsx")["xl/drawings/vmlDrawing1.vml"]
    )
    assert again["H14"] == OURS
    other = noted(tmp_path / "2.xlsx", tmp_path / "3.xlsx", "H13", "H14", sheet="表1", note="改判")
    assert other["H13"] == "张三:\n按实际数填写\n\nperfscore：\n改判"
    assert other["H14"] == "perfscore：\n改判"


def test_our_part_is_found_where_another_program_joined_the_runs(tmp_path: Path) -> None:
    parts = full_workbook()
    joined = f"<text><t>单位的话\n\n{OURS}</t></text>"
    comments = str(parts["xl/comments1.xml"])
    parts["xl/comments1.xml"] = re.sub(r"<text>.*?</text>", joined, comments, count=1, flags=re.DOTALL)
    texts = noted(saved(tmp_path / "book.xlsx", parts), tmp_path / "out.xlsx", "H13", sheet="表1", note="改判")
    assert texts["H13"] == "单位的话\n\nperfscore：\n改判"


def test_comments_without_a_drawing_get_boxes_for_all(tmp_path: Path) -> None:
    parts = full_workbook()
    parts["xl/worksheets/sheet1.xml"] = str(parts["xl/worksheets/sheet1.xml"]).replace(
        '<legacyDrawing r:id="rId3"/>', ""
    )
    noted(saved(tmp_path / "book.xlsx", parts), tmp_path / "out.xlsx", "H14", sheet="表1")
    assert boxes(tmp_path / "out.xlsx", "xl/drawings/vmlDrawing2.vml").keys() == {(12, 7), (13, 7), (14, 7)}


def test_a_drawing_of_controls_is_added_to(tmp_path: Path) -> None:
    parts = full_workbook()
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = re.sub(
        r"<Relationship [^>]*comments1[^>]*>", "", str(parts["xl/worksheets/_rels/sheet1.xml.rels"])
    )
    del parts["xl/comments1.xml"]
    parts["xl/drawings/vmlDrawing1.vml"] = re.sub(
        r"<v:shapetype.*?</v:shapetype>", "", str(parts["xl/drawings/vmlDrawing1.vml"]), flags=re.DOTALL
    ).replace('ObjectType="Note"', 'ObjectType="Button"')
    texts = noted(saved(tmp_path / "book.xlsx", parts), tmp_path / "out.xlsx", "H14", sheet="表1")
    assert texts == {"H14": OURS}
    assert unzipped(tmp_path / "out.xlsx")["xl/drawings/vmlDrawing1.vml"].count(b'id="_x0000_t202"') == 1


def test_a_drawing_that_is_missing_is_refused(tmp_path: Path) -> None:
    parts = full_workbook()
    del parts["xl/drawings/vmlDrawing1.vml"]
    source = saved(tmp_path / "book.xlsx", parts)
    with pytest.raises(PatchRefused) as error:
        correct_workbook(source, tmp_path / "out.xlsx", [CellChange("表1", "H13", None, None, NOTE)], None)
    assert error.value.values == {"spot": "sheet", "sheet": "表1", "cell": "", "reason": "drawing"}


def test_a_box_is_as_large_as_its_text_needs() -> None:
    short, long = text_size("8 分"), text_size("依据：" + "财预〔2020〕10号" * 30)
    assert short.width < long.width <= 420
    assert short.height < long.height
    assert text_size("一\n二\n三").height == text_size("一").height + 32


def test_relationships_of_the_sheet_are_kept(tmp_path: Path) -> None:
    source = saved(tmp_path / "book.xlsx", full_workbook())
    correct_workbook(source, tmp_path / "out.xlsx", [CellChange("2023年'表", "A1", None, None, NOTE)], None)
    related = unzipped(tmp_path / "out.xlsx")["xl/worksheets/_rels/sheet2.xml.rels"].decode()
    assert f'Type="{RELATION}/comments" Target="../comments2.xml"' in related
    assert f'Type="{RELATION}/vmlDrawing" Target="../drawings/vmlDrawing2.vml"' in related


def test_more_notes_than_one_block_of_shapes_holds(tmp_path: Path) -> None:
    source = saved(tmp_path / "book.xlsx", parts_of_workbook("<sheetData/>"))
    changes = [CellChange("表1", f"A{row}", None, None, NOTE) for row in range(1, 1101)]
    correct_workbook(source, tmp_path / "out.xlsx", changes, None)
    drawing = unzipped(tmp_path / "out.xlsx")["xl/drawings/vmlDrawing1.vml"].decode()
    numbers = [int(number) for number in re.findall(r'id="_x0000_s(\d+)"', drawing)]
    assert len(numbers) == len(set(numbers)) == 1100
    assert {number // 1024 for number in numbers} == {1, 2}
    assert 'data="1,2"' in drawing
    assert len(notes_of(tmp_path / "out.xlsx", "表1")) == 1100

"""The added sheet: in its place, linked, laid out, recognised again."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from attrs import evolve
from full_workbook import full_workbook
from packages import DATA, parts_of_workbook, rows, saved, unzipped

from perfscore.ooxml import CellChange, ReviewCell, ReviewSheet, correct_workbook, is_review_sheet, read_workbook
from perfscore.ooxml.changes import Picture
from perfscore.ooxml.sheetpatch import ORDER

R = ReviewCell
REASON = (
    "计算：0.43 ÷ 10 × 8 = 0.34\n规则：按比例赋分，未达到目标值，按完成比例得分\n依据：《项目支出绩效评价管理办法》"
)
REVIEW = ReviewSheet(
    "复核说明",
    columns=(9, 26, 10, 30),
    rows=(
        (R("复核说明", "title"),),
        (R("得分已更正", "change", span=2), R("请人工评定", "judged", span=2)),
        (),
        tuple(R(text, "header") for text in ("单元格", "指标", "得分", "依据")),
        (R("H13", "link", ("2023年'表", "H13")), R("=35台"), R(Decimal("8.00"), "number"), R(REASON)),
    ),
    frozen_rows=4,
)


def reviewed(source: Path, review: ReviewSheet = REVIEW, *changes: CellChange) -> Path:
    target = source.with_name("reviewed-" + source.name)
    correct_workbook(source, target, changes, review)
    return target


@pytest.fixture
def full(tmp_path: Path) -> Path:
    return saved(tmp_path / "full.xlsm", full_workbook())


def test_only_the_bookkeeping_changes(full: Path) -> None:
    target = full.with_name("out.xlsm")
    report = correct_workbook(full, target, (), REVIEW)
    assert set(report.changed_parts) == {
        "[Content_Types].xml",
        "docProps/app.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
    }
    assert (report.added_parts, report.review_sheet) == (("xl/worksheets/sheet3.xml",), "复核说明")
    before, after = unzipped(full), unzipped(target)
    assert {name for name in before if before[name] != after[name]} == set(report.changed_parts)
    # Every changed part only grew: what stood in it still stands there in the same order.
    for name in report.changed_parts:
        rest = iter(after[name].decode())
        assert all(
            letter in rest
            for letter in before[name].decode().replace('"2"', "").replace('"3"', "")
            if letter not in "0123456789"
        )


def test_the_sheet_stands_last_and_names_keep_their_sheets(full: Path) -> None:
    book = openpyxl.load_workbook(reviewed(full))
    assert book.sheetnames == ["表1", "2023年'表", "复核说明"]
    assert book["2023年'表"].print_area == "'2023年''表'!$A$1:$B$2"
    assert book["复核说明"].print_title_rows == "$1:$4"
    workbook = unzipped(reviewed(full))["xl/workbook.xml"].decode()
    assert '<sheet name="复核说明" sheetId="8" ' in workbook
    titles = unzipped(reviewed(full))["docProps/app.xml"].decode()
    assert "<vt:lpstr>2023年'表</vt:lpstr><vt:lpstr>复核说明</vt:lpstr><vt:lpstr>'2023" in titles
    assert '<vt:vector size="4" baseType="lpstr">' in titles
    assert "<vt:i4>3</vt:i4>" in titles


def test_layout(full: Path) -> None:
    target = reviewed(full)
    sheet = openpyxl.load_workbook(target)["复核说明"]
    assert sheet.freeze_panes == "A5"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert [sheet.column_dimensions[letter].width for letter in "ABCD"] == [9, 26, 10, 30]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:D1", "A2:B2", "C2:D2", "A7:D7"}
    assert sheet["A2"].fill.fgColor.rgb == "FFFFF2CC"
    assert (sheet["C5"].value, sheet["C5"].number_format) == (8, "0.00")
    assert (sheet["B5"].value, sheet["B5"].data_type) == ("=35台", "s")
    assert sheet["D5"].alignment.wrap_text
    # Three lines, of which one is broken: its row is higher than one of a single line.
    assert sheet.row_dimensions[5].height > 3.5 * sheet.row_dimensions[4].height / 1.5
    link = sheet["A5"].hyperlink
    assert link.location == "'2023年''表'!H13"
    names = [
        child.tag.partition("}")[2] for child in ElementTree.fromstring(unzipped(target)["xl/worksheets/sheet3.xml"])
    ]
    assert names == sorted(names, key=ORDER.index)


def test_it_is_recognised_under_any_name_and_no_other_is(full: Path) -> None:
    target = reviewed(full)
    assert [is_review_sheet(sheet) for sheet in read_workbook(target).sheets] == [False, False, True]
    book = openpyxl.load_workbook(target)
    book["复核说明"].title = "改了名"
    book.save(full.with_name("renamed.xlsx"))
    assert is_review_sheet(read_workbook(full.with_name("renamed.xlsx")).sheets[2])
    for path in (DATA / "sheets").glob("*.xlsx"):
        assert not any(is_review_sheet(sheet) for sheet in read_workbook(path).sheets)


def test_another_sheet_of_that_name_stays(tmp_path: Path) -> None:
    parts = parts_of_workbook(rows('<c r="A1"><v>1</v></c>'))
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace("表1", "复核说明")
    target = reviewed(saved(tmp_path / "book.xlsx", parts))
    assert openpyxl.load_workbook(target).sheetnames == ["复核说明", "复核说明 (2)"]


def test_our_own_sheet_is_written_anew(full: Path) -> None:
    first = reviewed(full)
    target = first.with_name("second.xlsm")
    other = ReviewSheet("复核说明", rows=((R("第二次", "title"),),))
    report = correct_workbook(first, target, [CellChange("表1", "H13", Decimal(9))], other)
    assert report.review_sheet == "复核说明"
    assert report.added_parts == ()
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["表1", "2023年'表", "复核说明"]
    assert book["复核说明"]["A1"].value == "第二次"
    assert is_review_sheet(read_workbook(target).sheets[2])


def test_the_same_twice_is_the_same_to_the_byte(full: Path) -> None:
    first = reviewed(full, REVIEW, CellChange("表1", "H13", Decimal(9), "FFF2CC", "注"))
    target = first.with_name("second.xlsm")
    correct_workbook(first, target, (), None)
    assert target.read_bytes() == first.read_bytes()
    again = first.with_name("again.xlsm")
    report = correct_workbook(first, again, [CellChange("表1", "H13", Decimal(9), None, "注")], REVIEW)
    assert report.changed_parts == ()
    assert unzipped(again) == unzipped(first)


def test_a_document_list_that_does_not_add_up_is_left_alone(tmp_path: Path) -> None:
    parts = full_workbook()
    parts["docProps/app.xml"] = str(parts["docProps/app.xml"]).replace("<vt:i4>2</vt:i4>", "<vt:i4>9</vt:i4>")
    source = saved(tmp_path / "book.xlsx", parts)
    assert unzipped(reviewed(source))["docProps/app.xml"] == unzipped(source)["docProps/app.xml"]


def test_a_picture_lies_over_its_cell_and_its_row_is_as_high(full: Path) -> None:
    image = pytest.importorskip("PIL.Image", reason="the extra scan is not installed")
    file = BytesIO()
    image.new("L", (80, 40), 255).save(file, "PNG")
    shown = R("", picture=Picture(file.getvalue(), 60.0, 30.0))
    review = evolve(REVIEW, rows=(*REVIEW.rows, (R("PS139"), R("分值"), shown, R("没有把握"))))
    first = reviewed(full, review)
    for target in (first, reviewed(first, review)):
        sheet = openpyxl.load_workbook(target)["复核说明"]
        assert sheet.row_dimensions[6].height >= 30
        picture = sheet._images[-1]
        assert (picture.anchor._from.row, picture.anchor._from.col) == (5, 2)
        assert (picture.anchor.ext.width, picture.anchor.ext.height) == (60 * 12_700, 30 * 12_700)
        assert picture._data() == file.getvalue()

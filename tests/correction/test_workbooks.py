"""The corrected workbook as the official opens it, read back with openpyxl."""

from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

import perfscore
from perfscore.changes import changes

DATA = Path(__file__).parent.parent / "data"
ALL = sorted([*DATA.glob("sheets/*.xlsx"), *DATA.glob("messy/*.xlsx")])


def corrected(name: str, tmp_path: Path, folder: str = "sheets", apply="certain", **options):
    source, out = DATA / folder / f"{name}.xlsx", tmp_path / "更正.xlsx"
    receipt = perfscore.correct(source, out, perfscore.evaluate(source, **options), apply=apply)
    return receipt, openpyxl.load_workbook(out)


def test_a_score_that_its_own_row_speaks_against_waits_for_confirmation(tmp_path):
    """The row says that the money was taken back: 8 of 8 for what was not done is not signed unseen."""
    receipt, book = corrected("2021-13", tmp_path)
    sheet = book["Sheet1"]
    assert (sheet["H18"].value, sheet["H24"].value) == ("0.03", "92.03分")
    assert sheet["H18"].fill.fgColor.rgb == "FFF8CBAD"
    note = sheet["H18"].comment.text
    for words in (
        "原得分：0.03",
        "按规则库应为：8.00",
        "计算：0.43 ≤ 10 → 8",
        "请确认是否更正：",
        "未完成、未支付或已取消",
    ):
        assert words in note
    assert [(cell.cell, cell.kind, cell.before, cell.after) for cell in receipt.cells] == [
        ("H18", "confirm", "0.03", "0.03")
    ]


def test_none_is_replaced_where_scores_are_only_to_be_marked(tmp_path):
    receipt, book = corrected("2023gx-00", tmp_path, apply="none")
    assert receipt.cells
    assert all(cell.before == cell.after for cell in receipt.cells)
    assert book["Sheet1"]["H18"].value == "25"


def test_the_total_is_the_sum_of_the_cells_as_they_stand(tmp_path):
    """25 for a missed target is replaced, 6.13 waits: 51.54 is what the cells add up to, 57.41 what the book gives."""
    _, book = corrected("2023gx-00", tmp_path)
    sheet = book["Sheet1"]
    parts = [sheet["H5"].value, *(sheet[f"H{row}"].value for row in range(14, 21))]
    assert sum(Decimal(part) for part in parts) == Decimal("51.54")
    assert sheet["H21"].value.startswith("51.54")
    assert "待确认1项；全部采用为57.41" in sheet["H21"].comment.text


def test_a_wrong_score_and_its_total_are_replaced_filled_and_explained(tmp_path):
    receipt, book = corrected("2021-13", tmp_path, apply="all")
    sheet = book["Sheet1"]
    assert (sheet["H18"].value, sheet["H24"].value) == ("8.00", "100.00分"), "a text stays a text, 分 stays"
    assert sheet["H18"].fill.fgColor.rgb == sheet["H24"].fill.fgColor.rgb == "FFFFE699"
    note = sheet["H18"].comment.text
    facts = (
        "原得分：0.03",
        "复算得分：8.00",
        "计算：0.43 ≤ 10 → 8",
        "规则：按比例赋分",
        "依据：",
        "财预〔2020〕10号",
    )
    for words in facts:
        assert words in note
    assert [(cell.cell, cell.before, cell.after) for cell in receipt.cells] == [
        ("H18", "0.03", "8.00"),
        ("H24", "92.03分", "100.00分"),
    ]


def test_every_other_cell_keeps_its_content_and_style(tmp_path):
    receipt, book = corrected("2021-04", tmp_path, apply="all")
    before = openpyxl.load_workbook(DATA / "sheets" / "2021-04.xlsx")["Sheet1"]
    after = book["Sheet1"]
    changed = {cell.cell for cell in receipt.cells}
    assert changed == {"H21", "H22", "H23", "H24", "H29"}
    for row in before.iter_rows():
        for cell in row:
            other = after[cell.coordinate]
            if cell.coordinate not in changed:
                assert (other.value, other.fill.fgColor.rgb, other.comment) == (
                    cell.value,
                    cell.fill.fgColor.rgb,
                    None,
                )
            assert (other.font.name, other.border.left.style, other.alignment.horizontal) == (
                cell.font.name,
                cell.border.left.style,
                cell.alignment.horizontal,
            )
    assert before.merged_cells.ranges == after.merged_cells.ranges


def test_a_number_stays_a_number_and_a_formula_that_is_right_stays_a_formula(tmp_path):
    _, book = corrected("formulas_2021-14", tmp_path, "messy", apply="all")
    sheet = book["Sheet"]
    assert (sheet["H18"].value, sheet["H18"].data_type) == (8, "n")
    assert sheet["H23"].value == "=ROUND(SUM(H13:H22)+J6,2)"
    assert "公式保留" in sheet["H23"].comment.text
    values = openpyxl.load_workbook(tmp_path / "更正.xlsx", data_only=True)
    assert values["Sheet"]["H23"].value == 87.5
    assert sheet["E16"].value == "=100%", "the target that looks like a formula is as it was"


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(H13:H22,J6)",
        "=J6+H13+H14+H15+H16+H17+H18+H19+H20+H21+H22",
        "=SUM($H$13:$H$22)+$J$6",
        '=IF(COUNT(H13:H22,J6)=0,"",ROUND(SUM(H13:H22,J6),2))',
        '=IF(COUNT(H13:H22,J6)=ROWS(H13:H22)+1,ROUND(SUM(H13:H22,J6),2),"")',
        '=IFERROR(SUM(H13:H22)+J6,"")',
        "=MIN(100,SUM(H13:H22)+MAX(J6,0))",
    ],
)
def test_a_total_that_adds_up_stays_a_formula(tmp_path, formula):
    assert total_after_correction(tmp_path, formula) == (formula, 87.5)


@pytest.mark.parametrize(
    "formula",
    ["=SUM(H13:H21)+J6", '=IF(COUNT(H13:H22)<10,SUM(H13:H22)+J6,"")', "=SUM(H13:H22,J6)-IF(H13>=5,0.01,0)"],
)
def test_a_total_that_adds_up_wrongly_becomes_a_number(tmp_path, formula):
    assert total_after_correction(tmp_path, formula) == (87.5, 87.5)


def total_after_correction(tmp_path, formula):
    """Correct a sheet whose total of 79.5 is this formula; give what stands in its cell, and the value stored there."""
    source = DATA / "messy" / "formulas_2021-14.xlsx"
    xml = "xl/worksheets/sheet1.xml"
    with ZipFile(source) as before, ZipFile(tmp_path / "自评.xlsx", "w") as after:
        for name in before.namelist():
            content = before.read(name).decode("utf-8") if name == xml else before.read(name)
            if name == xml:
                assert OLD_TOTAL in content
                content = content.replace(OLD_TOTAL, f"<f>{formula[1:].replace('<', '&lt;').replace('>', '&gt;')}</f>")
            after.writestr(name, content)
    perfscore.correct(tmp_path / "自评.xlsx", tmp_path / "更正.xlsx", apply="all")
    books = [openpyxl.load_workbook(tmp_path / "更正.xlsx", data_only=stored) for stored in (False, True)]
    return tuple(book.worksheets[0]["H23"].value for book in books)


OLD_TOTAL = '<f aca="false">ROUND(SUM(H13:H22)+J6,2)</f>'


def test_the_review_sheet_lists_every_change_and_finding_with_links(tmp_path):
    receipt, book = corrected("2023gx-00", tmp_path)
    assert book.sheetnames == ["Sheet1", "复核说明"]
    review = book["复核说明"]
    texts = [str(cell.value) for row in review.iter_rows() for cell in row if cell.value is not None]
    for words in (
        "总分：76.05 → 51.54（待确认1项；全部采用为57.41）　等级 中 → 差",
        "H18",
        "PS301",
        "待确认",
        "处理意见",
    ):
        assert any(words in text for text in texts), words
    linked = {cell.value for row in review.iter_rows() for cell in row if cell.hyperlink is not None}
    assert {cell.cell for cell in receipt.cells} <= linked


def test_text_of_the_sheet_never_becomes_a_formula(tmp_path):
    _, book = corrected("2021-16", tmp_path)
    for sheet in book:
        for row in sheet.iter_rows():
            assert [cell.coordinate for cell in row if cell.data_type == "f"] == []


def test_a_sheet_that_is_right_gets_its_review_all_the_same(tmp_path):
    receipt, book = corrected("2021-16", tmp_path)
    assert receipt.cells == ()
    assert "得分全部正确，无需更正。" in [cell.value for row in book["复核说明"].iter_rows() for cell in row]


@pytest.mark.parametrize("source", ALL, ids=lambda path: path.stem)
def test_correcting_a_corrected_workbook_changes_nothing(source, tmp_path):
    once, twice = tmp_path / "once.xlsx", tmp_path / "twice.xlsx"
    perfscore.correct(source, once)
    evaluation = perfscore.evaluate(once)
    for table in evaluation.tables:
        assert table.total is None or table.settled == table.total.claimed
        assert not any(change.kind in ("differs", "rounding", "filled") for change in changes(table))
    perfscore.correct(once, twice, evaluation)
    assert once.read_bytes() == twice.read_bytes()


@pytest.mark.parametrize("source", ALL, ids=lambda path: path.stem)
def test_only_the_parts_that_must_change_do(source, tmp_path):
    out = tmp_path / "更正.xlsx"
    perfscore.correct(source, out)
    before, after = ZipFile(source), ZipFile(out)
    kept = {name for name in before.namelist() if before.read(name) == after.read(name)}
    touched = set(before.namelist()) - kept
    bookkeeping = ("[Content_Types].xml", "docProps/app.xml", "xl/workbook.xml", "xl/_rels/", "xl/styles.xml")
    budget = (*bookkeeping, "xl/worksheets/")
    assert [name for name in touched if not name.startswith(budget)] == []


def test_a_blank_score_is_filled_in_and_the_rest_asked_for(tmp_path):
    source = tmp_path / "空白得分.xlsx"
    book = openpyxl.load_workbook(DATA / "sheets" / "2021-14.xlsx")
    sheet = book["Sheet1"]
    for row in range(13, 24):
        sheet.cell(row, 8).value = None
    book.save(source)
    evaluation = perfscore.evaluate(source)
    (table,) = evaluation.tables
    scores = {item.row: item.score for item in table.indicators}
    assert scores[16].recomputed == Decimal("8.50")
    assert (scores[20].status, scores[20].recomputed) == ("judged", None)
    assert table.total.recomputed is None
    out = tmp_path / "更正.xlsx"
    perfscore.correct(source, out, evaluation)
    filled = openpyxl.load_workbook(out)["Sheet1"]
    assert filled["H13"].value == 5
    assert filled["H16"].value is None  # its own reason says that the money did not come
    assert filled["H20"].value is None
    assert filled["H20"].fill.fgColor.rgb == "FFF8CBAD"
    assert "9.00 至 12.00" in filled["H20"].comment.text
    assert {finding.code for finding in table.findings} >= {"PS307", "PS308", "PS314"}


def test_a_moved_judgement_is_marked_for_a_person(tmp_path):
    source = tmp_path / "自评.xlsx"
    book = openpyxl.load_workbook(DATA / "sheets" / "2021-14.xlsx")
    book["Sheet1"]["H20"].value = "15"
    book.save(source)
    out = tmp_path / "更正.xlsx"
    perfscore.correct(source, out)
    cell = openpyxl.load_workbook(out)["Sheet1"]["H20"]
    assert (cell.value, cell.fill.fgColor.rgb) == ("15", "FFF8CBAD")
    assert "请人工评定" in cell.comment.text


@pytest.mark.parametrize("name", ["source.xlsx", "./source.xlsx"])
def test_the_input_is_never_overwritten(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    content = (DATA / "sheets" / "2021-13.xlsx").read_bytes()
    Path("source.xlsx").write_bytes(content)
    with pytest.raises(perfscore.PerfscoreError, match=r"source\.xlsx"):
        perfscore.correct("source.xlsx", name)
    assert Path("source.xlsx").read_bytes() == content


def test_a_file_that_was_not_read_is_not_corrected(tmp_path):
    broken = tmp_path / "自评.xlsx"
    broken.write_bytes(b"no workbook")
    with pytest.raises(perfscore.PerfscoreError, match="未能读取"):
        perfscore.correct(broken, tmp_path / "更正.xlsx")
    assert not (tmp_path / "更正.xlsx").exists()


def test_a_file_that_changed_after_its_evaluation_is_refused(tmp_path):
    source, out = tmp_path / "自评.xlsx", tmp_path / "更正.xlsx"
    source.write_bytes((DATA / "sheets" / "2021-13.xlsx").read_bytes())
    evaluation = perfscore.evaluate(source)
    book = openpyxl.load_workbook(source)
    book["Sheet1"]["D18"].value = "改过的名称"
    book.save(source)
    with pytest.raises(perfscore.PerfscoreError, match="复核以后有改动"):
        perfscore.correct(source, out, evaluation)
    assert not out.exists()


def test_the_evaluation_of_another_file_is_refused(tmp_path):
    evaluation = perfscore.evaluate(DATA / "sheets" / "2021-13.xlsx")
    with pytest.raises(perfscore.PerfscoreError, match="另一个文件的复核结果"):
        perfscore.correct(DATA / "sheets" / "2021-14.xlsx", tmp_path / "更正.xlsx", evaluation)

"""Reading workbooks: the published sheets first, then every way in which programs write a cell."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from packages import DATA, MAIN, RELATION, STRICT_MAIN, STRICT_RELATION, parts_of_workbook, rows, saved

from perfscore.ooxml import Cell, Sheet, read_workbook

PUBLISHED = sorted((DATA / "sheets").glob("*.xlsx")) + sorted((DATA / "messy").glob("*.xlsx"))


def one_sheet(tmp_path: Path, *sheets: str) -> Sheet:
    return read_workbook(saved(tmp_path / "book.xlsx", parts_of_workbook(*sheets))).sheets[0]


def one_cell(tmp_path: Path, xml: str) -> Cell:
    (cell,) = one_sheet(tmp_path, rows(xml)).cells.values()
    return cell


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name)
def test_published_sheets_read_as_openpyxl_reads_them(path: Path) -> None:
    ours, theirs = read_workbook(path), openpyxl.load_workbook(path, data_only=True)
    assert [sheet.name for sheet in ours.sheets] == theirs.sheetnames
    for sheet, other in zip(ours.sheets, theirs.worksheets, strict=True):
        assert set(sheet.merges) == {
            (area.min_row, area.min_col, area.max_row, area.max_col) for area in other.merged_cells.ranges
        }
        values = {(cell.row, cell.column): cell.value for row in other.iter_rows() for cell in row}
        # openpyxl drops what stands under a merged area.
        hidden = {
            (row, column)
            for top, left, bottom, right in sheet.merges
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        } - {area[:2] for area in sheet.merges}
        assert {place for place in sheet.cells if place not in hidden} == {
            place for place, value in values.items() if value is not None
        }
        for place, cell in sheet.cells.items():
            if place in hidden:
                continue
            if cell.kind == "number":
                assert cell.number == Decimal(repr(values[place])).normalize()
            elif cell.formula is None:
                assert cell.text == values[place]


def test_percents_and_separators_are_read_as_shown() -> None:
    cells = read_workbook(DATA / "messy" / "numbers_2021-07.xlsx").sheets[0].cells
    assert (cells[6, 5].text, cells[6, 9].text, cells[16, 6].text) == ("500.00", "100.00%", "60%")
    assert cells[16, 6].number == Decimal("0.6")


def test_a_typed_percentage_is_text_and_a_sum_is_a_number() -> None:
    cells = read_workbook(DATA / "messy" / "formulas_2021-14.xlsx").sheets[0].cells
    assert cells[16, 5] == Cell(16, 5, "text", "=100%", None, "100%")
    assert cells[23, 8] == Cell(23, 8, "number", "79.5", Decimal("79.5"), "ROUND(SUM(H13:H22)+J6,2)")


@pytest.mark.parametrize(
    ("xml", "kind", "text", "number"),
    [
        ('<c r="A1"><v>7.000000000000001</v></c>', "number", "7", "7"),
        ('<c r="A1" t="n"><v>1E-3</v></c>', "number", "0.001", "0.001"),
        ('<c r="A1" s="1"><v>87.444</v></c>', "number", "87.44分", "87.444"),
        ('<c r="A1" s="2"><v>0.95</v></c>', "number", "95%", "0.95"),
        ('<c r="A1" t="b"><v>1</v></c>', "boolean", "TRUE", None),
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', "error", "#DIV/0!", None),
        ('<c r="A1" t="str"><f>A2&amp;"分"</f><v>87分</v></c>', "text", "87分", None),
        ('<c r="A1" t="d"><v>2023-12-31</v></c>', "number", "2023/12/31", "45291"),
        ('<c r="A1" t="inlineStr"><is><t>a_x000D_&#10;b_x005F_x</t></is></c>', "text", "a\r\nb_x", None),
        (
            '<c r="A1" t="inlineStr"><is><r><t xml:space="preserve">满意 </t></r><r><t>度</t></r>'
            '<rPh sb="0" eb="1"><t>man</t></rPh></is></c>',
            "text",
            "满意 度",
            None,
        ),
        ("<c><v>3</v></c>", "number", "3", "3"),
        ('<c r="A1"><f>-5%</f><v>-0.05</v></c>', "text", "=-5%", None),
        ('<c r="A1"><f>35</f><v>35</v></c>', "text", "=35", None),
        ('<c r="A1"><f>7×24小时</f><v></v></c>', "text", "=7×24小时", None),
        ('<c r="A1"><f>SUM(B1:B2)</f></c>', "number", "", None),
        ('<c r="A1" t="str"><f>IF(1,"")</f><v></v></c>', "text", "", None),
    ],
)
def test_every_kind_of_cell(tmp_path: Path, xml: str, kind: str, text: str, number: str | None) -> None:
    cell = one_cell(tmp_path, xml)
    assert (cell.row, cell.column) == (1, 1)
    assert (cell.kind, cell.text) == (kind, text)
    assert cell.number == (None if number is None else Decimal(number))


def test_a_formula_without_stored_value_is_kept(tmp_path: Path) -> None:
    assert one_cell(tmp_path, '<c r="A1"><f>SUM(B1:B2)</f></c>').formula == "SUM(B1:B2)"


def test_blank_cells_hold_nothing(tmp_path: Path) -> None:
    sheet = one_sheet(
        tmp_path, rows('<c r="A1" s="1"/>', '<c r="B1" t="s"/>', '<c r="C1" t="inlineStr"><is><t/></is></c>')
    )
    assert sheet.cells == {}


def test_cells_and_rows_without_references(tmp_path: Path) -> None:
    sheet = one_sheet(
        tmp_path,
        "<sheetData><row><c><v>1</v></c><c/><c><v>3</v></c></row>"
        '<row r="5"><c r="D5" s="1"/><c><v>5</v></c></row><row><c><v>6</v></c></row></sheetData>',
    )
    assert {place: cell.text for place, cell in sheet.cells.items()} == {
        (1, 1): "1",
        (1, 3): "3",
        (5, 5): "5",
        (6, 1): "6",
    }


def test_followers_of_a_shared_formula_have_it_moved(tmp_path: Path) -> None:
    sheet = one_sheet(
        tmp_path,
        '<sheetData><row r="1"><c r="C1"><f t="shared" ref="C1:C3" si="0">A1*$B$1+Sheet2!A1</f><v>1</v></c></row>'
        '<row r="2"><c r="C2"><f t="shared" si="0"/><v>2</v></c></row></sheetData>',
    )
    assert sheet.cells[2, 3].formula == "A2*$B$1+Sheet2!A2"


def test_hidden_rows_columns_and_merges(tmp_path: Path) -> None:
    sheet = one_sheet(
        tmp_path,
        '<cols><col min="2" max="3" hidden="1"/><col min="4" max="4" width="9"/></cols>'
        '<sheetData><row r="2" hidden="1"/><row r="3"><c r="A3"><v>1</v></c></row></sheetData>'
        '<mergeCells count="2"><mergeCell ref="A3:C4"/><mergeCell ref="E5"/></mergeCells>',
    )
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({2}, {2, 3})
    assert sheet.merges == ((3, 1, 4, 3),)


def test_a_lone_cell_in_the_last_row_is_fine(tmp_path: Path) -> None:
    sheet = one_sheet(tmp_path, '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    assert list(sheet.cells) == [(1_048_576, 16_384)]


def test_shared_strings_of_all_shapes(tmp_path: Path) -> None:
    parts = parts_of_workbook(
        rows('<c r="A1" t="s"><v>0</v></c>', '<c r="B1" t="s"><v>1</v></c>', '<c r="C1" t="s"><v>2</v></c>')
    )
    parts["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{MAIN}" count="3" uniqueCount="3"><si><t>指标</t></si>'
        '<si><r><rPr><b/></rPr><t>&gt;=</t></r><r><t>95%</t></r><rPh sb="0" eb="1"><t>ダ</t></rPh></si>'
        "<si><t/></si></sst>"
    )
    parts["xl/_rels/workbook.xml.rels"] = str(parts["xl/_rels/workbook.xml.rels"]).replace(
        "</Relationships>",
        f'<Relationship Id="s" Type="{RELATION}/sharedStrings" Target="/xl/SharedStrings.xml"/></Relationships>',
    )
    sheet = read_workbook(saved(tmp_path / "book.xlsx", parts)).sheets[0]
    assert [cell.text for cell in sheet.cells.values()] == ["指标", ">=95%"]


def test_dates_of_a_1904_workbook(tmp_path: Path) -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs count="1"><xf numFmtId="31"/></cellXfs></styleSheet>'
    parts = parts_of_workbook(rows('<c r="A1" s="0"><v>43829</v></c>'), styles=styles)
    workbook = str(parts["xl/workbook.xml"])
    before = read_workbook(saved(tmp_path / "1900.xlsx", parts)).sheets[0].cells[1, 1]
    parts["xl/workbook.xml"] = workbook.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    after = read_workbook(saved(tmp_path / "1904.xlsx", parts)).sheets[0].cells[1, 1]
    assert (before.text, after.text) == ("2019年12月30日", "2023年12月31日")


def test_strict_namespaces(tmp_path: Path) -> None:
    parts = parts_of_workbook(rows('<c r="A1" s="2"><v>0.95</v></c>'))
    strict = {
        name: str(content).replace(MAIN, STRICT_MAIN).replace(RELATION, STRICT_RELATION)
        for name, content in parts.items()
    }
    assert read_workbook(saved(tmp_path / "strict.xlsx", strict)).sheets[0].cells[1, 1].text == "95%"


def test_prefixed_names_utf_16_and_backslashes(tmp_path: Path) -> None:
    parts = parts_of_workbook("")
    parts["xl/worksheets/sheet1.xml"] = (
        '<?xml version="1.0" encoding="UTF-16"?>'
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr">'
        "<x:is><x:t>得分</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>"
    ).encode("utf-16")
    parts = {name.replace("/", "\\"): content for name, content in parts.items()}
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            information = zipfile.ZipInfo("x")
            information.filename = name
            archive.writestr(information, content)
    assert read_workbook(path).sheets[0].cells[1, 1].text == "得分"


def test_states_and_chart_sheets(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("自评表").write_string("A1", "=35台")
        book.add_chartsheet("图").set_chart(chart := book.add_chart({"type": "column"}))
        chart.add_series({"values": "=自评表!$A$1:$A$2"})
        book.add_worksheet("底稿").hide()
    workbook = read_workbook(path)
    assert [(sheet.name, sheet.state) for sheet in workbook.sheets] == [("自评表", "visible"), ("底稿", "hidden")]
    assert workbook.sheets[0].cells[1, 1] == Cell(1, 1, "text", "=35台", None, None)


def test_reading_needs_no_heavy_library() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from perfscore.ooxml import read_workbook; "
        f"read_workbook({str(DATA / 'messy' / 'numbers_2021-07.xlsx')!r}); "
        "print({'openpyxl', 'lxml', 'numpy', 'zipfile', 'perfscore.ooxml.patch'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"

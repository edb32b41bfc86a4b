"""What a Word document may do to a table: merges, tables inside tables, page breaks, text boxes, tracked changes."""

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from perfscore import readers, sheets
from perfscore.ooxml import Limits, PackageError
from perfscore.readers import DocumentLimits
from perfscore.readers.docx import read_docx
from tests.readers.published import DOCUMENTS, read, rows

HEADER = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
FIRST = ("产出指标", "数量指标", "检查次数", ">=2次", "2次", "40", "40")
SECOND = ("产出指标", "质量指标", "合格率", ">=90%", "90%", "50", "50")
BOTH = [(*row[:5], row[5], row[6], "") for row in (FIRST, SECOND)]


def table_of(document, *lines):
    table = document.add_table(rows=len(lines), cols=len(HEADER))
    for at, line in enumerate(lines):
        for column, text in enumerate(line):
            table.cell(at, column).text = text
    return table


def saved(document):
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def tables(tmp_path, document):
    return read(tmp_path, saved(document), "文件.docx").tables


@pytest.mark.parametrize("between", [[], [""], ["续表"], ["", ""]])
def test_a_table_goes_on_after_a_page_break_or_a_paragraph(tmp_path, between):
    document = docx.Document()
    document.add_paragraph("项目支出绩效自评表")
    document.add_paragraph("（2022年度）")
    table_of(document, HEADER, FIRST)
    document.add_page_break()
    for text in between:
        document.add_paragraph(text)
    table_of(document, SECOND)
    (table,) = tables(tmp_path, document)
    assert rows(table) == BOTH
    assert table.year == 2022
    assert [table.spots[indicator.row].table for indicator in table.indicators] == [1, 2]


def test_columns_dragged_aside_after_the_break_stay_the_same_columns(tmp_path):
    document = docx.Document()
    table_of(document, HEADER, FIRST)
    document.add_paragraph()
    rest = table_of(document, SECOND)
    for at, column in enumerate(rest._tbl.tblGrid.findall(qn("w:gridCol"))):
        column.set(qn("w:w"), str(int(column.get(qn("w:w"))) + (200 if at % 2 else -200)))
    (table,) = tables(tmp_path, document)
    assert rows(table) == BOTH


def test_a_table_inside_a_cell_is_read_in_its_place(tmp_path):
    document = docx.Document()
    outer = document.add_table(rows=3, cols=1)
    outer.cell(0, 0).text = "项目支出绩效自评表"
    inner = outer.cell(1, 0).add_table(rows=3, cols=len(HEADER))
    for at, line in enumerate((HEADER, FIRST, SECOND)):
        for column, text in enumerate(line):
            inner.cell(at, column).text = text
    outer.cell(2, 0).text = "总分：90"
    (table,) = tables(tmp_path, document)
    assert rows(table) == BOTH
    assert table.layout == "project-evaluation"


def test_a_cell_merged_downwards_and_across_counts_once(tmp_path):
    document = docx.Document()
    table = table_of(document, ("项目支出绩效自评表", *[""] * 6), HEADER, FIRST, SECOND)
    table.cell(0, 0).merge(table.cell(0, 6))
    table.cell(3, 0).text = ""
    table.cell(2, 0).merge(table.cell(3, 0))
    (sheet,) = read_docx(saved(document)).sheets
    assert [cell.text for cell in sheet.cells.values()].count("产出指标") == 1
    assert (1, 1, 1, 7) in sheet.merges
    assert (3, 1, 4, 1) in sheet.merges
    (found,) = tables(tmp_path, document)
    assert rows(found) == BOTH


def test_a_text_box_is_read_once_though_word_stores_it_twice(tmp_path):
    document = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>项目支出绩效自评表（2020年度）</w:t></w:r></w:p></w:txbxContent>"
    paragraph = parse_xml(
        f"""<w:p {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
        xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
        xmlns:v="urn:schemas-microsoft-com:vml"><w:r><mc:AlternateContent>
        <mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>
        <mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>
        </mc:AlternateContent></w:r></w:p>"""
    )
    document.element.body.insert(0, paragraph)
    table_of(document, HEADER, FIRST, SECOND)
    (table,) = tables(tmp_path, document)
    assert table.year == 2020
    (sheet,) = read_docx(saved(document)).sheets
    assert sum("2020" in cell.text for cell in sheet.cells.values()) == 1


def test_deleted_text_is_gone_and_inserted_text_is_there(tmp_path):
    document = docx.Document()
    table = table_of(document, HEADER, FIRST, SECOND)
    paragraph = table.cell(1, 4).paragraphs[0]
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>1次</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>整</w:t></w:r></w:ins>"))
    hidden = paragraph.add_run("看不见")
    hidden.font.hidden = True
    (found,) = tables(tmp_path, document)
    assert found.indicators[0].actual == "2次整"


def test_signs_of_the_symbol_font_are_read_and_unknown_ones_are_in_doubt(tmp_path):
    document = docx.Document()
    table = table_of(document, HEADER, FIRST, SECOND)
    for row, code, text in ((1, "F0B3", "2次"), (2, "F0FC", "90%")):
        cell = table.cell(row, 3)
        cell.text = ""
        run = cell.paragraphs[0].add_run()
        sign = OxmlElement("w:sym")
        sign.set(qn("w:font"), "Symbol")
        sign.set(qn("w:char"), code)
        run._r.append(sign)
        run.add_text(text)
    (found,) = tables(tmp_path, document)
    assert found.indicators[0].target == "≥2次"
    assert [
        (remark.code, remark.cell, remark.values["flaw"]) for remark in found.remarks if remark.code == "PS130"
    ] == [("PS130", found.indicators[1].cells["target"], "unmapped")]


def test_year_and_unit_come_from_the_text_around_where_the_table_lacks_them(tmp_path):
    document = docx.Document()
    document.add_paragraph("市工业和信息化局2019年度部门决算公开说明")
    for _ in range(12):
        document.add_paragraph("情况说明")
    table_of(document, HEADER, FIRST, SECOND)
    (table,) = tables(tmp_path, document)
    assert (table.year, table.unit) == (2019, "市工业和信息化局")
    assert ("PS134", {"unit": "市工业和信息化局"}) in [(remark.code, dict(remark.values)) for remark in table.remarks]


def test_tables_of_other_matter_are_left_alone(tmp_path):
    document = docx.Document(DOCUMENTS / "2021-13.docx")
    before = document.add_table(rows=3, cols=3)
    for at, text in enumerate(("项目", "本年收入", "上年收入")):
        before.cell(0, at).text = text
    document.element.body.insert(0, before._tbl)
    document.element.body.insert(1, document.add_paragraph("收入支出决算总表")._p)
    (table,) = tables(tmp_path, document)
    assert table.claimed_total == "92.03分"
    assert table.sheet == "表2"


def test_python_docx_sees_the_same_cells():
    document = docx.Document(DOCUMENTS / "2021-13.docx")
    texts = {
        "".join(cell.text.split()) for table in document.tables for row in table.rows for cell in row.cells if cell.text
    }
    (sheet,) = readers.read_document(DOCUMENTS / "2021-13.docx", "docx").sheets
    assert texts <= {"".join(cell.text.split()) for cell in sheet.cells.values()}


def packed(xml):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", xml)
    return output.getvalue()


SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CELL = "<w:tc><w:p><w:r><w:t>文</w:t></w:r></w:p></w:tc>"


def nested(depth):
    table = f"<w:tbl><w:tr>{CELL}</w:tr></w:tbl>"
    for _ in range(depth):
        table = f"<w:tbl><w:tr><w:tc>{table}<w:p/></w:tc></w:tr></w:tbl>"
    return table


@pytest.mark.parametrize(
    ("body", "limits", "expected"),
    [
        ("<w:tbl><w:tr>" + CELL * 60 + "</w:tr></w:tbl>", DocumentLimits(package=Limits(cells=50)), "cells"),
        ("<w:p/>" * 400, DocumentLimits(package=Limits(elements=100)), "elements"),
        (f"<w:tbl><w:tr>{CELL}</w:tr></w:tbl>" * 30, DocumentLimits(tables=20), "tables"),
        (nested(12), DocumentLimits(), "nesting"),
        ('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr></w:tc></w:tr></w:tbl>' * 2,
         DocumentLimits(package=Limits(last_column=9)), None),
        ("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>" + "长" * 500 + "</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
         DocumentLimits(package=Limits(text_length=100)), "text_length"),
    ],
    ids=["cells", "elements", "tables", "nesting", "wide span", "long text"],
)  # fmt: skip
def test_hostile_documents_are_refused(body, limits, expected):
    content = packed(f"<w:document {SPACE}><w:body>{body}</w:body></w:document>")
    if expected is None:
        assert read_docx(content, limits).format == "docx"
        return
    with pytest.raises(PackageError) as caught:
        read_docx(content, limits)
    assert (caught.value.code, caught.value.values["what"]) == ("PS103", expected)


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ('<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>', "doctype"),
        (f"<w:document {SPACE}><w:body>", "xml"),
        (f"<w:document {SPACE}/>", "root"),
    ],
)
def test_a_broken_document_is_damaged(tmp_path, xml, reason):
    path = tmp_path / "坏.docx"
    path.write_bytes(packed(xml))
    with pytest.raises(PackageError) as caught:
        sheets.read(path)
    assert (caught.value.code, caught.value.values["reason"]) == ("PS104", reason)

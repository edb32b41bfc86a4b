"""What comes back for a document: the official form, filled, corrected, with the place of every row."""

import shutil
import subprocess

import attrs
import openpyxl
import pytest
from attrs import evolve
from typer.testing import CliRunner

import perfscore
from perfscore.cli import app
from perfscore.errors import PerfscoreError
from perfscore.forms import blank
from perfscore.forms.form import forms
from perfscore.model import Indicator
from perfscore.ooxml import read_workbook
from tests.readers import making_pdf as making
from tests.readers.published import DOCUMENTS, NAMES, workbook

TEXTS = ("year", "project", "goal", "completion", "manager", "claimed_grade")
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1"  # commas, quotes, UTF-8, from the first row
FIELDS = ("level1", "level2", "level3", "target", "actual", "weight", "deviation")


def corrected(tmp_path, name):
    source = DOCUMENTS / name
    destination = tmp_path / "更正.xlsx"
    evaluation = perfscore.evaluate(source)
    return evaluation, destination, perfscore.correct(source, destination, evaluation, apply="all")


@pytest.mark.parametrize("format", ["xls", "docx", "pdf"])
@pytest.mark.parametrize("name", ["2021-13", "2021-04", "2023gx-00", "2023t-01", "2026t-01", "many-tables"])
def test_the_filled_form_reads_as_the_document_with_the_scores_right(tmp_path, name, format):
    before, destination, _ = corrected(tmp_path, f"{name}.{format}")
    after = perfscore.evaluate(destination)
    assert len(after.tables) == len(before.tables)
    for old, new in zip(before.tables, after.tables, strict=True):
        assert new.kind == old.kind
        for text in TEXTS[:-1]:
            assert getattr(new, text) == getattr(old, text), text
        assert (new.unit or new.department) == (old.unit or old.department)
        for one, other in zip(old.indicators, new.indicators, strict=True):
            for field in FIELDS:
                assert getattr(other, field) == getattr(one, field)
            if one.score is not None:
                assert other.score.recomputed == one.score.recomputed
                assert other.score.verdict in ("agrees", None)
        if old.total is not None:
            assert new.total.claimed == old.total.recomputed == new.total.recomputed


def test_correcting_the_filled_form_changes_nothing(tmp_path):
    _, destination, _ = corrected(tmp_path, "2021-13.pdf")
    again = tmp_path / "again.xlsx"
    perfscore.correct(destination, again)
    assert again.read_bytes() == destination.read_bytes()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("2021-13.pdf", "读自原件：第1页第1张表第18行"),
        ("2021-13.docx", "读自原件：第1张表第18行"),
        ("2021-13.xls", "读自原件：Sheet1!年度指标值 E18、实际完成值 F18、分值 G18、得分 H18"),
    ],
)
def test_the_note_of_a_row_says_where_it_stood(tmp_path, name, words):
    _, destination, receipt = corrected(tmp_path, name)
    sheet = openpyxl.load_workbook(destination).worksheets[0]
    (row,) = [cell.row for (cell,) in sheet["E1:E60"] if cell.value == "<=10万元"]
    assert words in sheet.cell(row, 4).comment.text
    score = sheet.cell(row, 8)
    assert score.value == 8
    assert "原得分：0.03" in score.comment.text
    assert score.fill.fgColor.rgb.endswith("FFE699")
    assert [cell.after for cell in receipt.cells if cell.cell == score.coordinate] == ["8"]


def test_texts_that_begin_like_a_formula_stay_texts(tmp_path):
    _, destination, _ = corrected(tmp_path, "2023gx-01.pdf")
    sheet = openpyxl.load_workbook(destination).worksheets[0]
    actual = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=515 米"]
    assert [cell.data_type for cell in actual] == ["s"]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_doubtful_row_is_marked_for_a_person(tmp_path):
    paper = making.Paper()
    paper.table(making.sheets("2021-13")[0], cut=18)
    source = tmp_path / "自评表.pdf"
    source.write_bytes(paper.done())
    perfscore.correct(source, tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    (row,) = [cell.row for (cell,) in sheet["E1:E60"] if cell.value == "<=10万元"]
    assert sheet.cell(row, 4).fill.fgColor.rgb.endswith("F8CBAD")
    assert "换页断开" in sheet.cell(row, 4).comment.text
    assert "换页断开" in sheet.cell(row, 9).comment.text
    review = openpyxl.load_workbook(tmp_path / "out.xlsx")["复核说明"]
    words = " ".join(str(cell.value) for line in review.iter_rows() for cell in line if cell.value)
    assert "PS130" in words
    assert "自评表.pdf" in words
    assert "原工作簿" not in words


def test_what_the_form_has_no_column_for_is_kept_in_the_note(tmp_path):
    evaluation = perfscore.evaluate(DOCUMENTS / "2021-13.docx")
    (file,) = evaluation.files
    (table,) = file.tables
    rows = (evolve(table.indicators[0], basis="计划标准"), *table.indicators[1:])
    file = evolve(file, tables=(evolve(table, indicators=rows),))
    perfscore.correct(DOCUMENTS / "2021-13.docx", tmp_path / "out.xlsx", evolve(evaluation, files=(file,)))
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert "原件中的指标值设定依据：计划标准" in sheet["D13"].comment.text


def test_every_field_of_a_form_has_its_column_in_the_template():
    assert set(forms()) == {"project_evaluation", "department_evaluation", "project_target"}
    fields = {attribute.name for attribute in attrs.fields(Indicator)}
    for form in forms().values():
        sheet = openpyxl.load_workbook(blank(form.template)).worksheets[0]
        assert set(form.columns) <= fields
        for column in form.columns.values():
            assert sheet.cell(form.head, column).value
        if form.total:
            assert sheet.cell(form.total, 1).value == "总分"
        assert len(set(form.columns.values())) == len(form.columns)


def test_documents_become_workbooks_in_the_output_folder(tmp_path):
    folder = tmp_path / "收到"
    folder.mkdir()
    for name in ("2021-13.docx", "2021-13.pdf", "2021-04.xls"):
        shutil.copy(DOCUMENTS / name, folder / name)
    shutil.copy(workbook("2021-14"), folder / "2021-14.xlsx")
    paper = making.Paper()
    paper.text("只有说明，没有表格。")
    (folder / "说明.pdf").write_bytes(paper.done())
    result = CliRunner().invoke(app, ["evaluate", str(folder), "-o", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert "说明.pdf”中没有绩效表，没有写出" in result.stdout
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "2021-04.xlsx", "2021-13.docx.xlsx", "2021-13.pdf.xlsx", "2021-14.xlsx",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["更正.pdf", "更正.docx"])
def test_a_result_that_would_pretend_to_be_a_document_is_refused(tmp_path, name):
    with pytest.raises(PerfscoreError, match=r"以 \.xlsx 结尾"):
        perfscore.correct(DOCUMENTS / "2021-13.pdf", tmp_path / name)
    assert not (tmp_path / name).exists()


def test_a_document_without_a_table_gives_no_workbook(tmp_path):
    paper = making.Paper()
    paper.text("只有说明，没有表格。")
    source = tmp_path / "说明.pdf"
    source.write_bytes(paper.done())
    with pytest.raises(PerfscoreError, match="没有找到绩效表"):
        perfscore.correct(source, tmp_path / "out.xlsx")


def test_a_name_that_no_worksheet_may_have_is_mended(tmp_path):
    evaluation = perfscore.evaluate(DOCUMENTS / "many-tables.docx")
    (file,) = evaluation.files
    tables = tuple(evolve(table, project="项目[2021]/甲*乙:" + "长" * 40) for table in file.tables)
    evaluation = evolve(evaluation, files=(evolve(file, tables=tables),))
    perfscore.correct(DOCUMENTS / "many-tables.docx", tmp_path / "out.xlsx", evaluation)
    names = openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames
    assert len(set(names)) == len(names) == len(tables) + 1
    assert all(len(name) <= 31 for name in names)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_opens_the_result(tmp_path):
    _, destination, _ = corrected(tmp_path, "2021-13.pdf")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", CSV, "--outdir", tmp_path, destination]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = destination.with_suffix(".csv").read_text("utf-8")
    assert '"<=10万元","0.43万元",8,8' in text


def test_the_own_reader_reads_every_result(tmp_path):
    for name in NAMES:
        destination = tmp_path / f"{name}.xlsx"
        perfscore.correct(DOCUMENTS / f"{name}.docx", destination)
        assert read_workbook(destination).sheets

"""The blank official tables: complete, free of errors, printable, and handed out without harm."""

import re
from io import BytesIO

import openpyxl
import pytest

import perfscore
from perfscore import forms
from perfscore.errors import PerfscoreError
from perfscore.forms.form import forms as descriptions
from perfscore.forms.sheet import FormBook

TITLES = {
    "target": "项目支出绩效目标表",
    "evaluation": "项目支出绩效自评表",
    "department": "部门（单位）整体支出绩效自评表",
}
PROJECT_GROUPS = {
    "产出指标": ["数量指标", "质量指标", "时效指标"],
    "成本指标": ["经济成本指标", "社会成本指标", "生态环境成本指标"],
    "效益指标": ["经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"],
    "满意度指标": ["服务对象满意度指标"],
}
LEVEL2 = [level2 for group in PROJECT_GROUPS.values() for level2 in group]


def sheet(kind):
    (only,) = openpyxl.load_workbook(forms.blank(kind)).worksheets
    return only


def formulas(worksheet):
    return [cell.coordinate for row in worksheet.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("kind", forms.KINDS)
def test_the_title_and_an_open_year_stand_at_the_top(kind):
    worksheet = sheet(kind)
    assert worksheet["A1"].value == worksheet.title == TITLES[kind]
    assert re.fullmatch(r"（\s+年度?）", worksheet["A2"].value)


@pytest.mark.parametrize(("kind", "first"), [("target", 1), ("evaluation", 2)])
def test_a_project_form_holds_every_group_with_at_least_two_rows(kind, first):
    worksheet = sheet(kind)
    (head,) = [c.row for row in worksheet.iter_rows() for c in row if c.value == "一级指标"]
    groups, current = {}, None
    for row in range(head + 1, worksheet.max_row + 1):
        current = worksheet.cell(row, first).value or current
        level2 = worksheet.cell(row, first + 1).value
        if level2 in LEVEL2:
            groups.setdefault(current, []).append(level2)
            assert worksheet.cell(row + 1, first + 1).value is None
    assert groups == PROJECT_GROUPS


@pytest.mark.parametrize("kind", forms.KINDS)
def test_prints_on_one_width_of_a4_and_repeats_the_head_of_the_indicators(kind):
    worksheet = sheet(kind)
    assert str(worksheet.page_setup.paperSize) == worksheet.PAPERSIZE_A4
    assert worksheet.sheet_properties.pageSetUpPr.fitToPage
    # One page wide is the default and need not be stored; 0 leaves the number of pages open.
    assert (worksheet.page_setup.fitToWidth or 1, worksheet.page_setup.fitToHeight) == (1, 0)
    head = int(worksheet.print_title_rows.rpartition("$")[2])
    assert "一级指标" in [cell.value for cell in worksheet[head]]


@pytest.mark.parametrize(("kind", "columns"), [("target", "D"), ("evaluation", "EF"), ("department", "DF")])
def test_a_target_typed_as_formula_stays_text(kind, columns):
    worksheet = sheet(kind)
    (head,) = [c.row for row in worksheet.iter_rows() for c in row if c.value == "一级指标"]
    for column in columns:
        assert worksheet[f"{column}{head + 1}"].number_format == "@"


@pytest.mark.parametrize("kind", forms.KINDS)
def test_a_blank_form_shows_no_result_and_no_error(kind):
    stored = openpyxl.load_workbook(forms.blank(kind), data_only=True).active
    shown = {stored[cell].value for cell in formulas(sheet(kind))}
    assert shown
    assert shown <= {None, "", 100}


def recalculated(workbook, folder, soffice):
    """Save without stored values, so that LibreOffice has to calculate, and read what it shows."""
    workbook.save(folder / "filled.xlsx")
    soffice("--convert-to", "xlsx", "--outdir", "calculated", "filled.xlsx", folder=folder)
    return openpyxl.load_workbook(folder / "calculated" / "filled.xlsx", data_only=True).active


def test_the_live_formulas_give_execution_and_total(tmp_path, soffice):
    workbook = openpyxl.load_workbook(forms.blank("evaluation"))
    form = workbook.active
    form["D7"], form["E7"], form["F7"] = 85.5, 75.93, 70.93
    form["D8"], form["E8"], form["F8"] = 0, 10, 2.5
    for row in range(13, 37):
        form[f"E{row}"], form[f"F{row}"], form[f"G{row}"], form[f"H{row}"] = ">=2次", "2次", 3.75, 3.75
    form["F13"], form["H13"] = "1次", 1.88
    shown = recalculated(workbook, tmp_path, soffice)
    assert [shown[cell].value for cell in ("D6", "E6", "F6")] == [85.5, 85.93, 73.43]
    assert shown["H6"].value == pytest.approx(73.43 / 85.93)
    assert shown["I6"].value == 8.55
    assert (shown["G37"].value, shown["H37"].value) == (100, 96.68)


def test_spending_above_the_budget_gives_no_more_than_the_weight(tmp_path, soffice):
    workbook = openpyxl.load_workbook(forms.blank("department"))
    form = workbook.active
    form["D6"], form["E6"] = 100, 120
    shown = recalculated(workbook, tmp_path, soffice)
    assert (shown["G5"].value, shown["H5"].value) == (1.2, 10)


@pytest.mark.parametrize("kind", forms.KINDS)
def test_a_blank_form_recalculates_without_an_error(kind, tmp_path, soffice):
    shown = recalculated(openpyxl.load_workbook(forms.blank(kind)), tmp_path, soffice)
    assert {shown[cell].value for cell in formulas(sheet(kind))} <= {None, "", 100}


@pytest.mark.parametrize("kind", forms.KINDS)
def test_a_copy_is_the_form_itself(kind, tmp_path):
    written = forms.write_blank(kind, tmp_path / "new.xlsx")
    assert written.read_bytes() == forms.blank(kind).read_bytes()


def test_an_existing_file_is_never_written_over(tmp_path):
    filled = tmp_path / "filled.xlsx"
    filled.write_bytes(b"a year of work")
    with pytest.raises(PerfscoreError, match=r"filled\.xlsx”无法写入：已有同名文件"):
        forms.write_blank("evaluation", filled)
    assert filled.read_bytes() == b"a year of work"


def test_a_folder_that_does_not_exist_is_made_as_for_every_output(tmp_path):
    assert forms.write_blank("target", tmp_path / "new" / "new.xlsx").is_file()


def test_an_unknown_kind_names_the_known_ones():
    with pytest.raises(PerfscoreError, match="没有“annual”这种空白表，可选target、evaluation"):
        forms.blank("annual")


@pytest.mark.parametrize(
    ("kind", "table_kind"),
    [
        ("target", "project_target"),
        ("evaluation", "project_evaluation"),
        ("department", "department_evaluation"),
    ],
)
def test_our_own_reader_knows_the_blank_form_and_has_nothing_against_it(kind, table_kind):
    (table,) = perfscore.evaluate(forms.blank(kind)).tables
    assert (table.kind, table.sheet, table.indicators) == (table_kind, TITLES[kind], ())
    assert {finding.severity for finding in table.findings} == {"info"}


def look(cell):
    font, alignment, border = cell.font, cell.alignment, cell.border
    edges = [getattr(border, side).style for side in ("left", "right", "top", "bottom")]
    around = (alignment.horizontal, alignment.vertical, alignment.wrap_text or None, alignment.textRotation)
    return font.name, font.size, font.bold, font.italic, *around, *edges, cell.number_format, cell.fill.fill_type


def shape(worksheet):
    single = [cell for row in worksheet.iter_rows() for cell in row if cell.coordinate not in worksheet.merged_cells]
    heights = [worksheet.row_dimensions[row].height or 25.5 for row in range(1, worksheet.max_row + 1)]
    checks = [
        (check.type, check.operator, check.formula1, check.formula2, check.error, str(check.sqref), check.errorStyle)
        for check in worksheet.data_validations.dataValidation
    ]
    return {
        "values": {cell.coordinate: cell.value for row in worksheet.iter_rows() for cell in row},
        "looks": {cell.coordinate: look(cell) for cell in single},
        "merges": {str(area) for area in worksheet.merged_cells.ranges},
        "heights": heights,
        "widths": {name: (held.min, held.max, held.width) for name, held in worksheet.column_dimensions.items()},
        "checks": checks,
        "footer": worksheet.oddFooter.center.text,
        "titles": worksheet.print_title_rows,
    }


@pytest.mark.parametrize("form", descriptions().values(), ids=list(descriptions()))
def test_a_form_written_anew_is_its_template_in_every_look_and_word(form):
    book = FormBook()
    book.add(form, "表", 0).finish()
    (written,) = openpyxl.load_workbook(BytesIO(book.content())).worksheets
    assert shape(written) == shape(sheet(form.template))

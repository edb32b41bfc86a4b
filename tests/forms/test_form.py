"""The prefilled form: the project's own rows in the official look, every text a text, nothing written over."""

import re
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import perfscore
from perfscore import forms
from perfscore.errors import PerfscoreError
from perfscore.forms import write_prefilled
from perfscore.forms.form import forms as descriptions
from perfscore.forms.names import sheet_names
from perfscore.forms.prefilled import words
from perfscore.model import Fund, Indicator, Table
from tests.forms.prefilled import row, target_table, write

SHEETS = Path(__file__).parents[1] / "data" / "sheets"
PUBLISHED = sorted(SHEETS.glob("*t-*.xlsx"))


def published():
    return [table for path in PUBLISHED for table in perfscore.evaluate(path).tables]


def rows_of(table):
    return [(item.level1, item.level2, item.level3, item.target, item.weight) for item in table.indicators]


def validations(sheet):
    return {
        cell: check for check in sheet.data_validations.dataValidation for area in check.sqref.ranges
        for line in area.rows for cell in (f"{openpyxl.utils.get_column_letter(c)}{r}" for r, c in line)
    }  # fmt: skip


# What is read back


def test_every_published_target_table_is_read_back_as_it_was(tmp_path):
    assert len(PUBLISHED) == 6
    before = published()
    after = perfscore.evaluate(write_prefilled(before, tmp_path / "all.xlsx")).tables
    assert [table.kind for table in after] == ["project_evaluation"] * 6
    for old, new in zip(before, after, strict=True):
        assert rows_of(new) == rows_of(old)
        assert (new.year, new.project, new.unit, new.goal) == (old.year, old.project, old.unit, old.goal)
        assert {item.actual for item in new.indicators} == {""}
        assert new.total_weight == "100"
        assert float(new.funds[0].initial) == float(old.funds[0].initial.replace(",", ""))


def test_the_blank_scores_of_a_prefilled_form_are_no_scores(tmp_path):
    (table,) = perfscore.evaluate(write_prefilled(published()[:1], tmp_path / "one.xlsx")).tables
    assert {item.score.claimed for item in table.indicators} == {None}
    assert (table.total.claimed, table.execution.claimed) == (None, None)


def test_an_engineer_matches_the_form_to_its_target_table_again(tmp_path):
    path = write_prefilled(published()[4:5], tmp_path / "one.xlsx")
    (table,) = perfscore.evaluate(path, targets=PUBLISHED[4]).tables
    codes = {finding.code for finding in table.findings}
    assert "PS708" in codes
    assert codes.isdisjoint({"PS701", "PS702", "PS703", "PS704", "PS705", "PS706", "PS707", "PS709"})


def test_a_form_shows_its_budget_before_anybody_has_calculated_it(tmp_path):
    workbook = openpyxl.load_workbook(write_prefilled(published()[4:5], tmp_path / "one.xlsx"), data_only=True)
    shown = workbook.active
    assert (shown["D6"].value, shown["D7"].value, shown["D9"].value) == (1875, 1875, 0)
    assert (shown["G23"].value, shown["H23"].value, shown["H13"].value) == (100, None, None)


# Texts


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path):
    danger = '=HYPERLINK("http://x","y")'
    table = target_table(
        row("=35台", name=danger), row(danger, name="+1"), row("@x", name="-1"),
        project=danger, unit="=1+1", department="@a", goal="=2",
    )  # fmt: skip
    sheet = write([table], tmp_path / "new.xlsx").active
    for cell, text in {"C3": danger, "C4": "@a", "G4": "=1+1", "B11": "=2", "D13": danger, "E13": "=35台"}.items():
        assert (sheet[cell].value, sheet[cell].data_type, sheet[cell].quotePrefix) == (text, "s", True)
    assert [sheet[f"D{at}"].data_type for at in (13, 14, 15)] == ["s"] * 3
    (read,) = perfscore.evaluate(tmp_path / "new.xlsx").tables
    assert (read.project, read.indicators[0].target, read.indicators[1].target) == (danger, "=35台", danger)


def test_characters_that_no_spreadsheet_holds_are_left_out(tmp_path):
    sheet = write([target_table(row("2次", name="培训\x0b次数"))], tmp_path / "new.xlsx").active
    assert sheet["D13"].value == "培训次数"


def test_a_quotation_mark_in_a_target_ends_no_text_of_its_formula(tmp_path):
    sheet = write([target_table(row('"优"≥2次'), row(">=2次"))], tmp_path / "new.xlsx").active
    assert sheet["H13"].value is None or '""优""' in sheet["H13"].value
    assert 'E14=">=2次"' in sheet["H14"].value


# Cells for actuals


@pytest.mark.parametrize(
    ("target", "number_format"),
    [
        ("=35台", 'General"台"'),
        ("=300元/人次", 'General"元/人次"'),
        (">=50万双", 'General"万双"'),
        (">=2", "General"),
        (">=95%", "0.00%"),
        ("≥99.995%", "0.000%"),
        ("80%-90%", "0.00%"),
        ("不断提升", "@"),
        ("2026年11月30日前", "@"),
        ("7×24小时", "@"),
        ("≥≤95%", "@"),
    ],
)
def test_an_actual_is_shown_in_the_unit_of_its_target(target, number_format, tmp_path):
    assert write([target_table(row(target))], tmp_path / "new.xlsx").active["F13"].number_format == number_format


def test_words_have_the_three_grades_to_choose_from_and_no_formula(tmp_path):
    rows = row("不断提升", rule="按评判等级赋分"), row(">=2次"), row("长期", rule="")
    sheet = write([target_table(*rows)], tmp_path / "new.xlsx").active
    checks = validations(sheet)
    assert checks["F13"].formula1 == checks["F15"].formula1 == f'"{",".join(words()["grades"].values())}"'
    assert len(checks["F13"].formula1) <= 255
    assert checks["F14"].type != "list"
    assert (sheet["H13"].value, sheet["H15"].value) == (None, None)
    assert sheet["H14"].value.startswith("=IFERROR(")


def test_each_grade_is_read_as_the_grade_it_names():
    assert [perfscore.parse(text).grade for text in words()["grades"].values()] == ["full", "partial", "failed"]


@pytest.mark.parametrize(("weight", "written"), [("10分", 10), ("", None), ("若干", "若干"), ("-5", -5)])
def test_a_weight_that_is_no_number_of_points_has_no_formula(weight, written, tmp_path):
    sheet = write([target_table(row(">=2次", weight=weight))], tmp_path / "new.xlsx").active
    assert sheet["G13"].value == written
    assert (sheet["H13"].value is None) == (weight != "10分")


# The look


def test_a_form_shows_no_marks_of_supposed_errors(tmp_path):
    path = write_prefilled([target_table(row("100%"), row(">=2次"))], tmp_path / "new.xlsx")
    with ZipFile(path) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    ignored = "".join(f'<ignoredError sqref="A1:I16" {mark}="1"/>' for mark in ("numberStoredAsText", "formula"))
    assert sheet.endswith(f"</headerFooter><ignoredErrors>{ignored}</ignoredErrors></worksheet>")


def test_one_target_table_gives_one_content(tmp_path):
    tables = published()[:2]
    assert forms.prefilled(tables) == forms.prefilled(tables)
    assert forms.write_prefilled(tables, tmp_path / "new.xlsx").read_bytes() == forms.prefilled(tables)


def test_the_places_are_those_of_the_official_form():
    sheet, form = openpyxl.load_workbook(forms.blank("evaluation")).active, descriptions()["project_evaluation"]
    headers = {
        "level1": "一级指标", "level2": "二级指标", "level3": "三级指标", "target": "年度指标值",
        "actual": "实际完成值", "weight": "分值", "claimed": "得分", "deviation": "偏差原因分析及改进措施",
    }  # fmt: skip
    assert {name: sheet.cell(form.head, column).value for name, column in form.columns.items()} == headers
    assert (form.first, sheet.cell(form.total, 1).value) == (form.head + 1, "总分")
    assert sheet.cell(form.notes, 1).value.startswith("填表说明")
    for name, label in (("project", "项目名称"), ("department", "主管部门"), ("unit", "实施单位")):
        assert sheet[form.cells[name]].offset(column=-1 if name == "unit" else -2).value == label
    assert [re.sub(r"^其中：", "", sheet[f"B{at}"].value) for at, _ in form.fund_words] == [
        "年度资金总额", "上年结转资金", "当年财政拨款", "其他资金",
    ]  # fmt: skip
    titles = {
        "initial": "年初预算数",
        "full_year": "全年预算数",
        "executed": "全年执行数",
        "weight": "分值",
        "score": "得分",
    }
    assert {name: sheet.cell(form.fund_first - 1, form.fund_columns[name]).value for name in titles} == titles


def test_more_rows_than_the_form_has_keep_merges_borders_and_print_set_up(tmp_path):
    rows = [
        *(row(">=2次", name=f"数量{at}") for at in range(30)),
        *(row(">=95%", level2="质量指标", name=f"质量{at}") for at in range(2)),
        row("不断提升", level1="社会效能", level2="公众评价", name="评价"),
    ]
    workbook = write([target_table(*rows)], tmp_path / "new.xlsx")
    sheet = workbook.active
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert merged >= {"B13:B44", "C13:C42", "C43:C44", "A12:A45", "A46:F46", "A47:I47", "A5:A9", "C3:I3"}
    assert not any(re.fullmatch(r"[BC]45:.*", area) for area in merged)
    assert (sheet["B45"].value, sheet["C45"].value, sheet["A46"].value) == ("社会效能", "公众评价", "总分")
    for line in sheet["B13:I46"]:
        for cell in line:
            assert cell.border.left.style == cell.border.right.style == "thin" or cell.coordinate in sheet.merged_cells
    assert sheet["H46"].value == '=IF(COUNT(H13:H45,I6)=ROWS(H13:H45)+1,ROUND(SUM(H13:H45,I6),2),"")'
    assert (sheet.print_title_rows, sheet.page_setup.fitToHeight) == ("$12:$12", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "&P" in sheet.oddFooter.center.text
    assert sheet.page_setup.paperSize == 9
    assert [table.total_weight for table in perfscore.evaluate(tmp_path / "new.xlsx").tables] == ["340"]


def test_rows_without_groups_stay_single(tmp_path):
    table = target_table(row(">=2次", level1="", level2="", name="甲"), row(">=95%", level1="", level2="", name="乙"))
    sheet = write([table], tmp_path / "new.xlsx").active
    assert [sheet[cell].value for cell in ("B13", "C13", "B14", "C14")] == [None] * 4
    (read,) = perfscore.evaluate(tmp_path / "new.xlsx").tables
    assert rows_of(read) == rows_of(table)


def test_equal_second_levels_of_two_groups_are_not_merged_into_one(tmp_path):
    table = target_table(row(">=2次", level2="其他"), row(">=3次", level1="效益指标", level2="其他"))
    sheet = write([table], tmp_path / "new.xlsx").active
    assert [sheet[cell].value for cell in ("B13", "C13", "B14", "C14")] == ["产出指标", "其他", "效益指标", "其他"]


def test_a_target_table_without_indicators_keeps_the_rows_of_the_form(tmp_path):
    sheet = write([target_table()], tmp_path / "new.xlsx").active
    blank = openpyxl.load_workbook(forms.blank("evaluation")).active
    assert {str(area) for area in sheet.merged_cells.ranges} == {str(area) for area in blank.merged_cells.ranges}
    assert (sheet["C35"].value, sheet["A37"].value) == ("服务对象满意度指标", "总分")
    (read,) = perfscore.evaluate(tmp_path / "new.xlsx").tables
    assert (read.project, read.indicators) == ("运维项目", ())


def test_a_long_text_gets_the_height_it_needs(tmp_path):
    table = target_table(row(">=2次", name="名" * 60), row(">=2次", name="短"), goal="目标" * 200)
    sheet = write([table], tmp_path / "new.xlsx").active
    assert sheet.row_dimensions[13].height > 90
    assert sheet.row_dimensions[14].height == 25.5  # that of the blank form
    assert 75 < sheet.row_dimensions[11].height <= 409


def test_a_year_that_is_not_known_stays_open(tmp_path):
    sheet = write([target_table(row(">=2次"), year=None)], tmp_path / "new.xlsx").active
    assert re.fullmatch(r"（\s+年度）", sheet["A2"].value)


# The budget


@pytest.mark.parametrize(
    ("funds", "shown"),
    [
        ((("年度预算总额", "2180"), ("其中：财政拨款", "2180"), ("其他资金", "0")), ("=", 2180, None, 0)),
        ((("年度预算总额", "1,875.00"), ("财政拨款", "1,800.5"), ("其他资金", "74.5")), ("=", 1800.5, None, 74.5)),
        ((("年度资金总额", "30"), ("当年财政拨款", "10"), ("上年结转资金", "20")), ("=", 10, 20, None)),
        ((("年度资金总额", "85000元"), ("财政拨款", "8.5万元")), ("=", 8.5, None, None)),
        ((("年度资金总额", "30"),), (30, None, None, None)),
        # What does not add up, or has no row in the form, leaves the total as it is printed.
        ((("年度资金总额", "30"), ("财政拨款", "10")), (30, 10, None, None)),
        ((("年度资金总额", "30"), ("财政拨款", "10"), ("上级补助", "20")), (30, 10, None, None)),
        ((("年度资金总额", "30"), ("财政拨款", "20"), ("中央财政拨款", "5"), ("其他资金", "9")), (30, None, None, 9)),
        ((("年度资金总额", "—"), ("财政拨款", "若干")), ("=", None, None, None)),
        ((), ("=", None, None, None)),
    ],
)  # fmt: skip
def test_the_budget_goes_into_the_rows_of_the_form(funds, shown, tmp_path):
    table = target_table(row(">=2次"), funds=tuple(Fund(name, amount) for name, amount in funds))
    sheet = write([table], tmp_path / "new.xlsx").active
    total, *parts = (sheet[f"D{at}"].value for at in (6, 7, 8, 9))
    assert (total if isinstance(total, int | float) else total[:1], *parts) == shown
    assert sheet["D6"].number_format == "0.00####"


# Sheets and files


def test_each_target_table_has_a_sheet_of_its_own(tmp_path):
    tables = [
        target_table(row(">=2次"), project=name)
        for name in ("甲", "甲", "a/b:c*?", "长" * 40, "长" * 41, "", "ABC", "abc")
    ]
    workbook = write(tables, tmp_path / "new.xlsx")
    assert workbook.sheetnames == [
        "甲", "甲(2)", "a b c", "长" * 31, "长" * 28 + "(2)", "项目支出绩效自评表", "ABC", "abc(2)",
    ]  # fmt: skip
    read = perfscore.evaluate(tmp_path / "new.xlsx").tables
    assert [table.project for table in read] == [table.project for table in tables]
    assert [sheet.print_title_rows for sheet in workbook] == ["$12:$12"] * 8


@settings(deadline=timedelta(seconds=2))
@given(st.lists(st.text(max_size=50), max_size=6))
def test_sheet_names_are_allowed_and_unique(projects):
    names = sheet_names(projects, "表")
    assert len({name.casefold() for name in names}) == len(projects)
    for name in names:
        assert 0 < len(name.encode("utf-16-le", "surrogatepass")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() not in ("history", "复核说明")


def test_an_existing_file_is_never_written_over(tmp_path):
    path = tmp_path / "filled.xlsx"
    path.write_bytes(b"a year of work")
    with pytest.raises(PerfscoreError, match=r"filled\.xlsx”无法写入：已有同名文件"):
        write_prefilled([target_table(row(">=2次"))], path)
    assert path.read_bytes() == b"a year of work"


def test_a_folder_that_is_a_file_is_said_so(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PerfscoreError, match="无法写入"):
        write_prefilled([target_table(row(">=2次"))], tmp_path / "file" / "new.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_an_evaluation_is_no_target_table(tmp_path):
    evaluation = evolve(target_table(row(">=2次")), kind="project_evaluation")
    with pytest.raises(PerfscoreError, match="没有绩效目标表"):
        write_prefilled([evaluation], tmp_path / "new.xlsx")
    assert not list(tmp_path.iterdir())


@settings(max_examples=15, deadline=timedelta(seconds=5))
@given(
    st.lists(
        st.builds(
            Indicator,
            level1=st.sampled_from(["产出指标", "成本指标", "自定义"]),
            level2=st.sampled_from(["数量指标", "自定义二级"]),
            level3=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20),
            target=st.text(st.sampled_from("=<>≥%0123456789.台万元次-\"'优"), min_size=1, max_size=8),
            weight=st.sampled_from(["10", "2.5", "x", ""]),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_a_target_table_holds_the_workbook_opens(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("any") / "new.xlsx"
    workbook = write([Table(kind="project_target", indicators=tuple(rows))], path)
    assert [workbook.active[f"E{at}"].value for at in range(13, 13 + len(rows))] == [item.target for item in rows]
    assert perfscore.evaluate(path).files[0].error is None

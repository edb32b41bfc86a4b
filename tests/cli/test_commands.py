"""The command line as an official types it: what is printed, where, and with which status."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from perfscore.cli import app
from perfscore.outputs import REPORTS

DATA = Path(__file__).parent.parent / "data"
SHEET = DATA / "sheets" / "2021-13.xlsx"
RIGHT = DATA / "sheets" / "2021-16.xlsx"


def run(*arguments, status: int = 0):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == status, result.output
    return result


def test_evaluate_prints_what_an_official_wants_to_know():
    printed = run("evaluate", SHEET).stdout
    for words in (
        "项目支出绩效自评表　工作表“Sheet1” A1:J24",
        "2021年度",
        "cn-2020",
        "H18",
        "保障乌准产业园区日常运转",
        "0.03",
        "8.00",
        "未超过上限，得满分",
        "总分：92.03 → 92.03（待确认1项；全部采用为100.00）",
        "等级 优 → 优",
        "PS301 须整改",
    ):
        assert words in printed


def test_a_sheet_without_mistakes_says_so():
    assert "得分全部正确，无需更正。" in run("evaluate", RIGHT).stdout


def test_a_form_without_scores_is_not_called_right(tmp_path):
    printed = run("evaluate", DATA / "provinces" / "u19_ningde.xlsx", "-o", tmp_path / "out.xlsx").stdout
    review = openpyxl.load_workbook(tmp_path / "out.xlsx")["复核说明"]
    for text in (printed, "".join(str(cell.value) for row in review.iter_rows() for cell in row)):
        assert "PS138" in text
        assert "得分全部正确" not in text
        assert "总分：" not in text


def test_english_on_request():
    printed = run("evaluate", SHEET, "--lang", "en").stdout
    assert "project self-evaluation" in printed
    assert "92.03 → 92.03 (1 to confirm; 100.00 if all are adopted)" in printed


def test_json_goes_to_standard_output_alone():
    data = json.loads(run("evaluate", SHEET, "--format", "json").stdout)
    assert data["schema"] == "perfscore.evaluation/1"
    assert data["files"][0]["tables"][0]["total"]["recomputed"] == "100.00"


def test_check_tells_by_its_status_whether_something_has_to_change():
    run("evaluate", SHEET, "--check", status=1)
    run("evaluate", RIGHT, "--check", status=0)
    run("evaluate", DATA / "sheets" / "2021-07.xlsx", "--check", status=1)


def test_a_folder_means_all_workbooks_below_it(tmp_path):
    (tmp_path / "2021").mkdir()
    shutil.copy(SHEET, tmp_path / "2021" / "甲.xlsx")
    shutil.copy(RIGHT, tmp_path / "乙.xlsx")
    (tmp_path / "~$乙.xlsx").write_bytes(b"lock")
    (tmp_path / "说明.txt").write_text("不是表格", encoding="utf-8")
    data = json.loads(run("evaluate", tmp_path, "--format", "json").stdout)
    assert [Path(file["path"]).name for file in data["files"]] == ["甲.xlsx", "乙.xlsx"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("没有.xlsx", None, "没有这个文件"),
        ("空.xlsx", b"", "空文件"),
        ("网页.xlsx", b"<html><body></body></html>", "网页"),
        ("半截.xlsx", SHEET.read_bytes()[:3000], "半截.xlsx"),
    ],
)
def test_a_file_that_cannot_be_read_costs_itself_alone(tmp_path, name, content, words):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    result = run("evaluate", path, SHEET, status=2)
    assert words in result.stderr
    assert "Traceback" not in result.output
    assert "总分：92.03 → 92.03（待确认1项；全部采用为100.00）" in result.stdout, "the other file is still done"


def test_an_unknown_rule_book_is_named_with_the_known_ones():
    result = run("evaluate", SHEET, "--rulebook", "cn-1999", status=2)
    assert "cn-1999" in result.stderr
    assert "cn-2020" in result.stderr


def test_parse_prints_an_array_in_json():
    data = json.loads(run("parse", ">=95%", "不断提升", "--format", "json").stdout)
    assert data == [
        {"text": ">=95%", "kind": "quantity", "operator": ">=", "value": "95", "unit": "%"},
        {"text": "不断提升", "kind": "words"},
    ]


def test_parse_shows_the_place_under_the_character():
    printed = run("parse", "完成>=次").stdout.splitlines()
    assert printed[1] == "完成>=次"
    assert printed[2].strip() == "^"


def test_rules_are_listed_and_shown():
    listed = run("rules", "list").stdout
    for name in ("cn-2020", "cn-2021", "xinjiang-practice", "hubei-2020"):
        assert name in listed
    shown = run("rules", "show", "cn-2021").stdout
    assert "pass_threshold" in shown
    assert "财预〔2021〕101号" in shown


def test_explain_lists_all_codes_and_shows_one():
    assert "PS301" in run("explain").stdout
    page = run("explain", "ps301").stdout
    assert page.startswith("PS301")
    assert "为什么" in page
    run("explain", "PS999", status=2)


@pytest.mark.parametrize("kind", ["target", "evaluation", "department"])
def test_a_blank_form_is_read_by_our_own_reader(tmp_path, kind):
    out = tmp_path / "空白.xlsx"
    run("template", kind, "-o", out)
    run("template", kind, "-o", out, status=2)
    data = json.loads(run("evaluate", out, "--format", "json").stdout)
    assert len(data["files"][0]["tables"]) == 1


@pytest.mark.parametrize("ending", REPORTS)
def test_a_report_is_told_by_its_ending_and_may_be_written_again(tmp_path, ending):
    report = tmp_path / f"复核{ending}"
    for _ in range(2):
        assert "已写出报告" in run("evaluate", SHEET, "--report", report).stdout
    assert "请提供计算过程" in report.read_text(encoding="utf-8-sig")
    report.write_text("# 本人的笔记", encoding="utf-8")
    assert "不是 perfscore 写出的" in run("evaluate", SHEET, "--report", report, status=2).stderr


def test_several_reports_of_one_call(tmp_path):
    page, findings = tmp_path / "报告.html", tmp_path / "问题.csv"
    run("evaluate", SHEET, "--report", page, "--report", findings)
    assert page.stat().st_size > findings.stat().st_size > 0
    assert "另有输出写到同一个文件" in run("evaluate", SHEET, "--report", page, "--report", page, status=2).stderr


def test_a_report_of_another_kind_or_over_an_input_is_refused(tmp_path):
    refused = run("evaluate", SHEET, "--report", tmp_path / "a.docx", status=2).stderr
    assert f"应以下列之一结尾：{' '.join(REPORTS)}" in refused
    sheet = tmp_path / "a.json"
    sheet.write_bytes(b"[]")
    run("evaluate", sheet, "--report", sheet, status=2)
    assert sheet.read_bytes() == b"[]"


def test_target_tables_of_another_project_are_not_applied():
    table = DATA / "sheets" / "2023t-02.xlsx"
    data = json.loads(run("evaluate", SHEET, "--targets", table, "--format", "json").stdout)
    codes = {finding["code"] for finding in data["files"][0]["tables"][0]["findings"]}
    assert "PS707" in codes, "no target table of that project was given"


def test_conventions_name_the_reading_that_a_unit_used():
    printed = run("conventions", DATA / "sheets").stdout
    assert "cost_under=ratio" in printed
    data = json.loads(run("conventions", DATA / "sheets", "--format", "json").stdout)
    assert data["overall"]


def test_settings_of_the_folder_switch_a_code_off_and_it_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("perfscore.toml").write_text('[findings]\nPS301 = "off"\n', encoding="utf-8")
    printed = run("evaluate", SHEET).stdout
    assert "PS301 须整改" not in printed
    assert "PS414" in printed
    Path("perfscore.toml").write_text('[findings]\nPS999 = "off"\n', encoding="utf-8")
    assert "perfscore.toml" in run("evaluate", SHEET, status=2).stderr


def test_parse_reads_a_printed_criterion_and_scores_an_actual_by_it():
    criterion = "≥95%得满分，每降低1个百分点扣0.5分，扣完为止"
    printed = run("parse", "--criterion", criterion, "--weight", "5", "--actual", "92.5%").stdout
    assert "3.50 ～ 4.00" in printed
    assert "每降低1个百分点扣0.5分" in printed
    data = json.loads(
        run("parse", "--criterion", criterion, "--actual", "93%", "--weight", "5", "--format", "json").stdout
    )
    assert (data["kind"], data["shape"], data["award"]["low"], data["award"]["reason"]) == (
        "criterion",
        "per_step",
        "4.00",
        None,
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "请写上要看的目标值"),
        (("--criterion", "≥95%得5分", "90%"), "一次只看一条评分标准"),
        (("--criterion", "≥95%得5分", "--weight", "五"), "分值“五”不是数字"),
        (("--criterion", "≥95%得"), "没有写得几分"),
    ],
)
def test_parse_says_what_it_needs(arguments, words):
    assert words in run("parse", *arguments, status=2).output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["evaluate", "NAME.xlsx"], "文件名或路径太长"),
        (["evaluate", SHEET, "-o", "NAME.xlsx"], "文件名或路径太长"),
        (["evaluate", SHEET, SHEET, "-o", "NAME"], "文件名或路径太长"),
        (["evaluate", SHEET, "--decisions", "NAME.json"], "文件名或路径太长"),
        (["evaluate", SHEET, "--targets", "NAME.xlsx"], "文件名或路径太长"),
        (["evaluate", SHEET, "--rulebook", "NAME.toml"], "没有名为"),
        (["evaluate", SHEET, "--settings", "NAME.toml"], "没有这个设置文件"),
        (["batch", SHEET, "-o", "NAME.duckdb"], "文件名或路径太长"),
        (["store", "report", "NAME.duckdb", "-o", "x.html"], "没有这个文件"),
    ],
)
def test_a_name_that_is_too_long_for_the_system_is_said_in_words(tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    result = run(*(str(argument).replace("NAME", "很" * 90) for argument in arguments), status=2)
    assert words in result.output
    assert "Errno" not in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["--targets", "--rulebook", "--settings", "--decisions", "--output"])
def test_an_option_with_an_empty_value_is_refused_as_an_unset_variable_leaves_it(option):
    assert f"选项“{option}”后面缺少内容" in run("evaluate", SHEET, option, "", status=2).stderr


def test_an_interrupt_while_the_commands_are_loaded_shows_no_traceback():
    code = """
import sys
class Interrupted:
    def find_spec(self, name, path=None, target=None):
        if name == "perfscore.cli":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupted())
from perfscore.__main__ import main
main()
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (130, b"", b"")

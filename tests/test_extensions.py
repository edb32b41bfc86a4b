"""Layouts, words and checks of another installed package are in force; what cannot be used is said in words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

LAYOUTS = """
[[layout]]
id = "county-list"
kind = "project_evaluation"
signs = [["column:weight"], ["column:actual"], ["title:评议表"]]
needs = ["target", "actual", "weight"]
"""
SYNONYMS = """
[columns]
weight = ["本县标准分值栏"]
[titles]
endings = ["评议表"]
"""
CHECK = '''"""XC101: the county asks for a reason behind every row."""
from perfscore.model import Remark
CODE = "XC101"
def check(table, context):
    for row in context.rows:
        if not row.indicator.deviation:
            yield row.remark(CODE)
'''
PAGE = """severity = "warning"
source = "本县通知"
""" + "".join(
    f'[{name}]\nzh = "{zh}"\nen = "{en}"\n'
    for name, zh, en in (
        ("title", "未说明", "No reason"),
        ("message", "“{indicator}”未说明情况。", "“{indicator}” lacks a reason."),
        ("suggestion", "请说明。", "Give it."),
        ("why", "本县要求。", "The county asks for it."),
        ("wrong", "空着", "blank"),
        ("right", "已说明", "given"),
    )
)
ROWS = (
    ("某县项目支出绩效评议表",),
    ("项目名称", "道路养护"),
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "本县标准分值栏", "得分"),
    ("产出指标", "数量指标", "养护里程", "≥10公里", "8公里", "50", "50"),
    ("产出指标", "质量指标", "合格率", "≥95%", "96%", "50", "50"),
    ("总分", "", "", "", "", "100", "100"),
)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(tmp_path / "评议表.xlsx")
    return tmp_path / "评议表.xlsx"


def install(folder: Path, entry_points: str, files: dict[str, str]) -> None:
    """Put a package into a folder as an installer does."""
    for name, text in files.items():
        path = folder / "county" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    info = folder / "county-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: county\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(entry_points, encoding="utf-8")


def perfscore(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(folder), os.getcwd())), "PYTHONUTF8": "1"}
    command = (sys.executable, "-m", "perfscore", *map(str, arguments))
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", timeout=60)


def test_words_layouts_and_checks_of_another_package(tmp_path, sheet):
    without = perfscore(tmp_path, "evaluate", sheet, "--format", "json")
    assert "county-list" not in without.stdout

    entry_points = "[perfscore.layouts]\ncounty = county\n[perfscore.checks]\ncounty = county.checks\n"
    install(
        tmp_path,
        entry_points,
        {
            "__init__.py": "",
            "layouts.toml": LAYOUTS,
            "synonyms.toml": SYNONYMS,
            "checks/__init__.py": "",
            "checks/xc101_reasons.py": CHECK,
            "checks/pages/XC101.toml": PAGE,
        },
    )
    result = perfscore(tmp_path, "evaluate", sheet, "--format", "json")
    (table,) = json.loads(result.stdout)["files"][0]["tables"]
    assert table["layout"] == "county-list"
    assert [(row["weight"], row["score"]["recomputed"]) for row in table["indicators"]] == [
        ("50", "40.00"),
        ("50", "50.00"),
    ]
    assert [finding["message"] for finding in table["findings"] if finding["code"] == "XC101"] == [
        "“养护里程”未说明情况。",
        "“合格率”未说明情况。",
    ]
    assert "本县要求。" in perfscore(tmp_path, "explain", "XC101").stdout


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        ("synonyms.toml", '[columns]\ntraget = ["目标"]\n', "unknown name: traget"),
        ("synonyms.toml", '[columns]\ntarget = "目标"\n', "list expected instead of '目标'"),
        ("layouts.toml", "[[layout]\n", "TOMLDecodeError"),
        ("layouts.toml", LAYOUTS.replace("column:weight", "column:wieght"), "county-list: unknown sign: column:wieght"),
        ("layouts.toml", LAYOUTS.replace("project_evaluation", "project"), "county-list: unknown kind: project"),
        ("layouts.toml", LAYOUTS.replace("needs = ", "need = "), "KeyError: 'needs'"),
    ],
)
def test_data_of_another_package_that_cannot_be_used(tmp_path, sheet, file, text, reason):
    install(tmp_path, "[perfscore.layouts]\ncounty = county\n", {"__init__.py": "", file: text})
    result = perfscore(tmp_path, "evaluate", sheet)
    assert result.returncode == 2
    words = "".join((result.stdout + result.stderr).split())
    assert f"扩展包“county”不能使用，出错的内容：{file}" in words
    assert "".join(reason.split()) in words
    assert "Traceback" not in words


def test_a_check_without_a_page_cannot_be_used(tmp_path, sheet):
    files = {"__init__.py": "", "checks/__init__.py": "", "checks/xc101_reasons.py": CHECK}
    install(tmp_path, "[perfscore.checks]\ncounty = county.checks\n", files)
    result = perfscore(tmp_path, "evaluate", sheet)
    assert result.returncode == 2
    assert "扩展包“county.checks”不能使用" in "".join((result.stdout + result.stderr).split())
    assert "Traceback" not in result.stdout + result.stderr


def test_a_batch_reads_again_what_an_extension_may_read_otherwise(tmp_path, sheet):
    store = tmp_path / "store.duckdb"
    first = perfscore(tmp_path, "batch", sheet, "-o", store)
    assert first.returncode == 0
    assert "本次复核 0 个" in perfscore(tmp_path, "batch", sheet, "-o", store).stdout
    install(tmp_path, "[perfscore.layouts]\ncounty = county\n", {"__init__.py": "", "layouts.toml": LAYOUTS})
    assert "本次复核 1 个" in perfscore(tmp_path, "batch", sheet, "-o", store).stdout


@pytest.mark.parametrize(
    ("check", "reason"),
    [
        (CHECK.replace("row.indicator.deviation", "row.no_such_thing"), "AttributeError"),
        (CHECK.replace("row.remark(CODE)", "5"), "AttributeError"),
        (CHECK.replace("def check(table, context):", "def across(tables, book):\n    tables[5]"), "IndexError"),
    ],
)
def test_a_check_that_fails_is_named_and_costs_no_other(tmp_path, sheet, check, reason):
    entry_points = "[perfscore.checks]\ncounty = county.checks\n"
    package = {"__init__.py": "", "checks/__init__.py": "", "checks/pages/XC101.toml": PAGE}
    install(tmp_path, entry_points, {**package, "checks/xc101_reasons.py": check})
    other = tmp_path / "二.xlsx"
    other.write_bytes(sheet.read_bytes())
    without = perfscore_findings(tmp_path / "nowhere", sheet, other)
    found = perfscore_findings(tmp_path, sheet, other)
    for before, after in zip(without, found, strict=True):
        failed = [finding for finding in after if finding["code"] == "PS422"]
        assert [finding for finding in after if finding not in failed] == before
        assert len(failed) == 1
        assert "检查程序“county.checks.xc101_reasons”运行出错" in failed[0]["message"]
        assert reason in failed[0]["message"]
    store = tmp_path / "store.duckdb"
    assert perfscore(tmp_path, "batch", sheet, other, "-o", store).returncode == 0


def perfscore_findings(folder: Path, *sheets: Path) -> list[list[dict[str, str]]]:
    """Give the findings of the table in each file."""
    result = perfscore(folder, "evaluate", *sheets, "--format", "json")
    return [file["tables"][0]["findings"] for file in json.loads(result.stdout)["files"]]


def test_a_check_that_never_ends_is_stopped_and_named(tmp_path, sheet):
    """The bound of a file is shortened here: 50 seconds would say no more."""
    code = """
import sys
import perfscore.ooxml.watchdog as watchdog
watchdog.bounded.__wrapped__.__defaults__ = (1, 600)
from perfscore.__main__ import main
main()
"""
    check = CHECK.replace("def check(table, context):", "def across(tables, book):\n    while True:\n        pass")
    package = {"__init__.py": "", "checks/__init__.py": "", "checks/pages/XC101.toml": PAGE}
    install(tmp_path, "[perfscore.checks]\ncounty = county.checks\n", {**package, "checks/xc101_reasons.py": check})
    other = tmp_path / "二.xlsx"
    other.write_bytes(sheet.read_bytes())
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(tmp_path), os.getcwd())), "PYTHONUTF8": "1"}
    command = (sys.executable, "-c", code, "evaluate", str(sheet), str(other), "--format", "json")
    result = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", timeout=60)
    for file in json.loads(result.stdout)["files"]:
        (finding,) = [finding for finding in file["tables"][0]["findings"] if finding["code"] == "PS422"]
        assert "county.checks.xc101_reasons" in finding["message"]
        assert "用时太长" in finding["message"]


def test_a_page_with_an_unknown_topic_cannot_be_used(tmp_path, sheet):
    page = PAGE.replace('severity = "warning"', 'severity = "warning"\ntopic = "reasons"')
    package = {"__init__.py": "", "checks/__init__.py": "", "checks/pages/XC101.toml": page}
    install(tmp_path, "[perfscore.checks]\ncounty = county.checks\n", {**package, "checks/xc101_reasons.py": CHECK})
    result = perfscore(tmp_path, "evaluate", sheet)
    assert result.returncode == 2
    assert "unknown topic or severity: reasons" in " ".join((result.stdout + result.stderr).split())

"""``perfscore template evaluation --targets``: as it is typed."""

import subprocess
import sys
from pathlib import Path

import openpyxl

ROOT = Path(__file__).parents[2]
SHEETS = ROOT / "tests" / "data" / "sheets"


def run(*arguments, folder):
    command = [sys.executable, "-m", "perfscore", *map(str, arguments)]
    return subprocess.run(
        command,
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


def test_one_call_writes_the_forms_of_all_target_tables(tmp_path):
    targets = [item for name in ("2023t-02", "2026t-01") for item in ("--targets", SHEETS / f"{name}.xlsx")]
    done = run("template", "evaluation", *targets, "-o", "自评.xlsx", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "已写出表格：自评.xlsx" in done.stdout
    names = openpyxl.load_workbook(tmp_path / "自评.xlsx").sheetnames
    assert names == ["安全生产工作经费", "2026 年自治区技术改造专项资金"]


def test_an_existing_output_is_refused(tmp_path):
    (tmp_path / "自评.xlsx").write_bytes(b"filled")
    done = run("template", "evaluation", "--targets", SHEETS / "2023t-02.xlsx", "-o", "自评.xlsx", folder=tmp_path)
    assert done.returncode == 2
    assert "已有同名文件" in done.stderr
    assert (tmp_path / "自评.xlsx").read_bytes() == b"filled"


def test_a_file_without_a_target_table_is_said_so(tmp_path):
    done = run("template", "evaluation", "--targets", SHEETS / "2021-13.xlsx", "-o", "x.xlsx", folder=tmp_path)
    assert done.returncode == 2
    assert "没有绩效目标表" in done.stderr
    assert not (tmp_path / "x.xlsx").exists()


def test_a_file_that_cannot_be_read_keeps_all_from_being_written(tmp_path):
    targets = ["--targets", SHEETS / "2023t-02.xlsx", "--targets", "nowhere.xlsx"]
    done = run("template", "evaluation", *targets, "-o", "x.xlsx", folder=tmp_path)
    assert done.returncode == 2
    assert "nowhere.xlsx" in done.stderr
    assert not (tmp_path / "x.xlsx").exists()


def test_only_the_evaluation_form_is_filled_in(tmp_path):
    done = run("template", "target", "--targets", SHEETS / "2023t-02.xlsx", "-o", "x.xlsx", folder=tmp_path)
    assert done.returncode == 2
    assert "--targets 只用于预填自评表" in done.stderr

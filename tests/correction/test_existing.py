"""An output where a file stands already: replaced where perfscore wrote it, else kept."""

from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from perfscore.cli import app

SHEET = Path(__file__).parents[1] / "data" / "sheets" / "2021-13.xlsx"


def run(*arguments, status: int = 0):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == status, result.output
    return result


def test_an_own_result_is_replaced(tmp_path):
    for _ in range(2):
        run("evaluate", SHEET, "-o", tmp_path / "更正.xlsx", "--report", tmp_path / "复核.html")


@pytest.mark.parametrize("content", ["workbook", "text"])
def test_what_perfscore_did_not_write_is_kept_unless_forced(tmp_path, content):
    path = tmp_path / "更正.xlsx"
    if content == "workbook":
        openpyxl.Workbook().save(path)
    else:
        path.write_text("我的笔记", encoding="utf-8")
    before = path.read_bytes()
    result = run("evaluate", SHEET, "-o", path, status=2)
    assert "不是 perfscore 写出的" in result.stderr
    assert "总分" in result.stdout, "the evaluation is printed all the same"
    assert path.read_bytes() == before
    run("evaluate", SHEET, "-o", path, "--force")
    assert path.read_bytes() != before


def test_a_batch_never_writes_its_summary_over_a_sheet(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.xlsx").write_bytes(SHEET.read_bytes())
    (folder / "b.xlsx").write_bytes(SHEET.read_bytes())
    common = ("batch", folder, "-o", tmp_path / "s.duckdb", "--workers", 1)
    run(*common, "--summary", folder / "a.xlsx", status=2)
    assert (folder / "a.xlsx").read_bytes() == SHEET.read_bytes()
    for _ in range(2):
        run(*common, "--summary", folder / "汇总.xlsx")

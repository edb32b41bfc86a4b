"""What a terminal, a pipe and a closed pipe get."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.batch.test_defects import with_text

ROOT = Path(__file__).parents[2]
SHEET = ROOT / "tests" / "data" / "sheets" / "2021-13.xlsx"


def run(*arguments, **environment):
    command = [sys.executable, "-m", "perfscore", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, env={**os.environ, **environment})


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "ascii"])
def test_text_is_in_the_encoding_of_the_pipe_and_json_in_utf_8(encoding):
    said = run("evaluate", SHEET, PYTHONIOENCODING=encoding).stdout.decode(encoding)
    assert ("保障乌准产业园区日常运转" in said) is (encoding != "ascii")
    data = json.loads(run("evaluate", SHEET, "--format", "json", PYTHONIOENCODING=encoding).stdout.decode("utf-8"))
    assert data["files"][0]["tables"][0]["unit"] == "乌鲁木齐市工业和信息化局本级"


def test_control_characters_are_shown_not_sent(tmp_path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(with_text("保障", "保障_x001B_[2J_x0007_"))
    for arguments in (("evaluate", path), ("evaluate", path, "--format", "json"), ("parse", "5\x1b[2J个")):
        result = run(*arguments)
        assert b"\x1b" not in result.stdout
        assert b"\x07" not in result.stdout
    assert b"\x1b" not in run("evaluate", "\x1b[2J.xlsx").stderr


@pytest.mark.skipif(os.name == "nt", reason="pipes of another kind")
@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(("options", "status"), [((), 0), (("--check",), 1)])
def test_a_closed_pipe_loses_no_output_and_changes_no_status(tmp_path, form, options, status):
    out, report = tmp_path / "更正.xlsx", tmp_path / "复核.json"
    command = [sys.executable, "-m", "perfscore", "evaluate", SHEET, "-o", out, "--report", report, "--format", form]
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run([*map(str, command), *options], cwd=ROOT, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (result.returncode, result.stderr) == (status, b"")
    assert out.exists()
    assert report.exists()

"""Reading, evaluating and correcting one published sheet, each beside its peer."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

import perfscore
from perfscore import ooxml
from perfscore.ooxml import read

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data"
SHEETS = {name: DATA / "sheets" / f"{name}.xlsx" for name in ("2021-14", "2021-16", "2023gx-00")}
PROCESS_ROUNDS = 15


@pytest.fixture(scope="module", params=SHEETS)
def sheet(request):
    return request.param


EXPRESSIONS = [
    json.loads(line)["text"] for line in (DATA / "expressions.jsonl").read_text(encoding="utf-8").splitlines()
]


def test_parse_for_the_first_time(timed):
    # Behind the cache by text, which a sheet read before has filled.
    read = perfscore.parse.__wrapped__
    timed("parse, first time", lambda: [read(text) for text in EXPRESSIONS], share=len(EXPRESSIONS))


def test_parse_again(timed):
    read = perfscore.parse
    timed("parse, again", lambda: [read(text) for text in EXPRESSIONS], share=len(EXPRESSIONS))


def test_openpyxl_load(timed, sheet):
    timed("openpyxl load", lambda: openpyxl.load_workbook(SHEETS[sheet]), sheet)


def afresh(work):
    """Do work as on a file that was not read before: the last workbook is kept for a correction that follows."""

    def run():
        read._workbook.cache_clear()
        return work()

    return run


def test_bare_ooxml_read(timed, sheet):
    timed("bare ooxml read", afresh(lambda: ooxml.read_workbook(SHEETS[sheet])), sheet)


def test_evaluate(timed, sheet):
    timed("evaluate", afresh(lambda: perfscore.evaluate(SHEETS[sheet])), sheet)


def test_openpyxl_load_10_edits_save(timed, sheet, tmp_path):
    def edit():
        workbook = openpyxl.load_workbook(SHEETS[sheet])
        worksheet = workbook.active
        for row in range(1, 11):
            # Outside the table, where no cell is merged and all can be written.
            cell = worksheet.cell(row, 20)
            cell.value = row
            cell.fill = PatternFill("solid", fgColor="FFEB9C")
            cell.comment = Comment("原得分 0.03，应得 8.00", "perfscore")
        workbook.save(tmp_path / "edited.xlsx")

    timed("openpyxl load + 10 edits + save", edit, sheet)


def test_evaluate_and_correct(timed, sheet, tmp_path):
    source, destination = SHEETS[sheet], tmp_path / "corrected.xlsx"
    timed(
        "evaluate + correct",
        afresh(lambda: perfscore.correct(source, destination, perfscore.evaluate(source))),
        sheet,
    )


# Processes run as an installation runs them: compiled modules are kept, whatever this machine has set.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def process(*arguments):
    command = [str(argument) for argument in arguments]
    subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)


def command_line(*arguments):
    # What the installed console script does, without the need to be installed.
    return (sys.executable, "-c", "from perfscore.cli import main; main()", *arguments)


def test_process_openpyxl_load(timed, sheet):
    code = "import sys, openpyxl; openpyxl.load_workbook(sys.argv[1])"
    work = (sys.executable, "-c", code, SHEETS[sheet])
    timed("process: openpyxl load", lambda: process(*work), sheet, PROCESS_ROUNDS)


def test_process_evaluate(timed, sheet):
    work = command_line("evaluate", SHEETS[sheet])
    timed("perfscore evaluate", lambda: process(*work), sheet, PROCESS_ROUNDS)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_process_libreoffice_converts(timed, sheet, tmp_path):
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    work = ("soffice", profile, "--headless", "--convert-to", "csv", "--outdir", tmp_path, SHEETS[sheet])
    timed("process: LibreOffice converts", lambda: process(*work), sheet, 3)


def test_process_import_typer(timed):
    work = (sys.executable, "-c", "import typer")
    timed("process: import typer", lambda: process(*work), rounds=PROCESS_ROUNDS)


def test_process_help(timed):
    timed("perfscore --help", lambda: process(*command_line("--help")), rounds=PROCESS_ROUNDS)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc to read the peak memory from")
def test_memory_of_one_evaluation(benchmark, keep, sheet):
    # The process reports its own peak: what the parent is told includes the parent's memory at the fork.
    code = """
import sys
from perfscore.cli import main
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
(peak,) = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
sys.stderr.write(peak)
"""

    def measure():
        command = [sys.executable, "-c", code, "evaluate", str(SHEETS[sheet])]
        return int(subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True, capture_output=True).stderr) / 1024

    keep("memory", benchmark.pedantic(measure, rounds=3), sheet)

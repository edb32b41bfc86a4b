"""What is shipped: wheel and sdist hold every file, and the wheel works alone, far from the checkout."""

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).parents[2]
SHEET = ROOT / "tests" / "data" / "sheets" / "2021-13.xlsx"
# Where each shipped folder of the checkout stands in the wheel.
SHIPPED = {"perfscore": "perfscore", "grammar": "perfscore/grammar", "templates": "perfscore/templates"}


def run(*command, folder, **environment):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**clean, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


def done(*command, folder, **environment):
    result = run(*command, folder=folder, **environment)
    assert result.returncode == 0, f"{command} gave {result.returncode}\n{result.stdout}\n{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def backend(tmp_path_factory):
    """The build backend in a folder of its own."""
    folder = tmp_path_factory.mktemp("backend")
    result = run(sys.executable, "-m", "pip", "install", "-q", "--target", folder, "hatchling", folder=folder)
    if result.returncode:
        pytest.skip(f"no package registry to install the build backend from: {result.stderr.strip()[-300:]}")
    return folder


def build(kind, source, target, backend):
    hatchling = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", target]
    done(*hatchling, folder=source, PYTHONPATH=str(backend))
    (made,) = target.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(backend, tmp_path_factory):
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"), backend)


@pytest.fixture(scope="module")
def unpacked_sdist(backend, tmp_path_factory):
    archive = build("sdist", ROOT, tmp_path_factory.mktemp("sdist"), backend)
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(archive) as files:
        files.extractall(folder)
    (top,) = folder.iterdir()
    return top


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The folder of programs of an environment that holds the wheel and what it asks for, nothing else."""
    environment = tmp_path_factory.mktemp("environment")
    done(sys.executable, "-m", "venv", "--without-pip", environment, folder=environment)
    done(sys.executable, "-m", "pip", "--python", environment, "install", "-q", wheel, folder=environment)
    return environment / ("Scripts" if os.name == "nt" else "bin")


def files_below(folder):
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix() for path in found}


def test_the_wheel_holds_every_file_and_no_other(wheel):
    expected = {f"{there}/{name}" for here, there in SHIPPED.items() for name in files_below(ROOT / here)}
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert packed == expected


def test_grammar_forms_and_data_are_among_them(wheel):
    forms = {f"perfscore/templates/{kind}.xlsx" for kind in ("target", "evaluation", "department")}
    data = {"perfscore/grammar/indicator.lark", "perfscore/rulebook/books/cn-2020.toml", "perfscore/py.typed"}
    assert forms | data <= set(zipfile.ZipFile(wheel).namelist())


def test_the_sdist_builds_the_same_wheel(unpacked_sdist, wheel, backend, tmp_path):
    again = build("wheel", unpacked_sdist, tmp_path, backend)
    assert sorted(zipfile.ZipFile(again).namelist()) == sorted(zipfile.ZipFile(wheel).namelist())


def test_the_sdist_carries_its_tests_and_their_data(unpacked_sdist):
    assert (unpacked_sdist / "tests" / "data" / "sheets" / SHEET.name).is_file()
    assert (unpacked_sdist / "README.md").is_file()


def test_a_sheet_is_evaluated_and_corrected_from_another_folder(installed, tmp_path):
    printed = done(installed / "perfscore", "evaluate", SHEET, "-o", "corrected.xlsx", folder=tmp_path)
    assert "保障乌准产业园区日常运转" in printed.replace("\n", "")
    corrected = openpyxl.load_workbook(tmp_path / "corrected.xlsx")
    assert corrected.worksheets[0]["H18"].value == "0.03", "it waits: its row says that the money was taken back"
    assert corrected.sheetnames[-1] == "复核说明"


def test_the_commands_find_their_data(installed, tmp_path):
    program = installed / "perfscore"
    (quantity,) = json.loads(done(program, "parse", ">=95%", "--format", "json", folder=tmp_path))
    assert quantity["value"] == "95"
    assert "cn-2020" in done(program, "rules", "list", folder=tmp_path)
    done(program, "template", "evaluation", "-o", "form.xlsx", folder=tmp_path)
    assert openpyxl.load_workbook(tmp_path / "form.xlsx").sheetnames == ["项目支出绩效自评表"]

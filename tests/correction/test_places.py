"""Where the outputs of one call go, and what is refused."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from perfscore.cli import app

DATA = Path(__file__).parent.parent / "data"


def run(*arguments, status: int = 0):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == status, result.output
    return result


def written(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.xlsx"))


@pytest.fixture
def years(tmp_path):
    for year in ("2021", "2022"):
        (tmp_path / "in" / year).mkdir(parents=True)
        shutil.copy(DATA / "sheets" / "2021-13.xlsx", tmp_path / "in" / year / "自评表.xlsx")
    return tmp_path


def test_one_input_is_written_to_a_file(tmp_path):
    out = tmp_path / "更正.xlsx"
    assert "已写出更正后的工作簿" in run("evaluate", DATA / "sheets" / "2021-13.xlsx", "-o", out).stdout
    assert out.is_file()


def test_a_folder_keeps_its_structure(years):
    run("evaluate", years / "in", "-o", years / "out")
    assert written(years / "out") == ["2021/自评表.xlsx", "2022/自评表.xlsx"]


def test_inputs_of_the_same_name_keep_the_folders_that_tell_them_apart(years):
    one, other = (years / "in" / year / "自评表.xlsx" for year in ("2021", "2022"))
    run("evaluate", one, other, "-o", years / "out")
    assert written(years / "out") == ["2021/自评表.xlsx", "2022/自评表.xlsx"]


def test_a_broken_file_does_not_keep_the_others_from_being_written(years):
    broken = years / "in" / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04")
    result = run("evaluate", years / "in", "-o", years / "out", status=2)
    assert "坏.xlsx" in result.stderr
    assert written(years / "out") == ["2021/自评表.xlsx", "2022/自评表.xlsx"]


def test_the_output_must_fit_the_inputs(years):
    sheet = years / "in" / "2021" / "自评表.xlsx"
    folder = years / "folder"
    folder.mkdir()
    assert "文件夹" in run("evaluate", sheet, "-o", folder, status=2).stderr
    file = years / "out.xlsx"
    file.write_bytes(b"mine")
    assert "文件夹" in run("evaluate", years / "in", "-o", file, status=2).stderr
    assert file.read_bytes() == b"mine"


def test_an_input_is_never_the_output(years):
    sheet = years / "in" / "2021" / "自评表.xlsx"
    before = sheet.read_bytes()
    assert "自评表.xlsx" in run("evaluate", sheet, "-o", sheet, status=2).stderr
    run("evaluate", years / "in", "-o", years / "in", status=2)
    assert sheet.read_bytes() == before


def test_a_second_run_replaces_its_own_output(years):
    sheet, out = years / "in" / "2021" / "自评表.xlsx", years / "更正.xlsx"
    run("evaluate", sheet, "-o", out)
    first = out.read_bytes()
    run("evaluate", sheet, "-o", out)
    assert out.read_bytes() == first

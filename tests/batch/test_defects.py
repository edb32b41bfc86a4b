"""Files that would poison a batch: a text that no store takes, a name in another encoding, whatever else."""

import io
import os
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from perfscore.batch.store import Store
from perfscore.cli import app
from tests.batch.stores import assess
from tests.batch.strange import assess_with_a_bad_row

SHEET = Path(__file__).parents[1] / "data" / "sheets" / "2021-13.xlsx"


def with_text(before: str, after: str) -> bytes:
    """Give the sheet with one of its texts replaced, as it stands in the XML."""
    made = io.BytesIO()
    with zipfile.ZipFile(SHEET) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(
                name, old.read(name).decode("utf-8").replace(before, after) if name.endswith(".xml") else old.read(name)
            )
    return made.getvalue()


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "sheets"
    path.mkdir()
    for name in ("a", "z"):
        shutil.copy(SHEET, path / f"{name}.xlsx")
    return path


def statuses(store: Path) -> dict[str, str]:
    with Store(store, read_only=True) as opened:
        return dict(opened.rows("SELECT place, status FROM files"))


@pytest.mark.parametrize("text", ["_xD83D_", "_xD83D__xDE00_", "_xFFFE_", "_xFFFF_", "_x001B_[31m", "_x0000_"])
def test_a_text_that_no_store_takes_stops_nothing(folder, tmp_path, text):
    (folder / "m.xlsx").write_bytes(with_text("保障", f"保障{text}"))
    assess(folder, into=tmp_path / "s.duckdb", corrected=tmp_path / "c")
    assert statuses(tmp_path / "s.duckdb") == dict.fromkeys(("a.xlsx", "m.xlsx", "z.xlsx"), "read")
    for ending in (".html", ".json", ".csv"):
        result = CliRunner().invoke(app, ["evaluate", str(folder), "--report", str(tmp_path / f"r{ending}")])
        assert result.exit_code == 0, result.output
        assert (tmp_path / f"r{ending}").stat().st_size > 1000
        assert "\x1b[31m" not in result.stdout


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are always Unicode")
def test_a_name_in_another_encoding_stops_nothing(folder, tmp_path):
    shutil.copy(SHEET, os.path.join(os.fsencode(folder), "自评表.xlsx".encode("gbk")))
    outcome = assess(folder, into=tmp_path / "s.duckdb", corrected=tmp_path / "c")
    assert outcome.statuses == {"read": 3}
    assert len(list((tmp_path / "c").iterdir())) == 3
    for ending in (".html", ".json", ".csv"):
        arguments = [
            "evaluate",
            str(folder),
            "-o",
            str(tmp_path / f"o{ending}"),
            "--report",
            str(tmp_path / f"r{ending}"),
        ]
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 0, result.output
    assert "\\xd7\\xd4" in result.stdout


def test_rows_that_the_store_refuses_cost_their_file_alone(folder, tmp_path):
    shutil.copy(SHEET, folder / "m.xlsx")
    outcome = assess(folder, into=tmp_path / "s.duckdb", assess=assess_with_a_bad_row)
    assert outcome.statuses["read"] == 2
    assert outcome.statuses["unreadable"] == 1
    assert statuses(tmp_path / "s.duckdb") == {"a.xlsx": "read", "m.xlsx": "unreadable", "z.xlsx": "read"}


def test_the_exit_status_says_that_a_file_could_not_be_read(folder, tmp_path):
    arguments = ["batch", str(folder), "-o", str(tmp_path / "s.duckdb"), "--workers", "1"]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    (folder / "坏.xlsx").write_bytes(b"PK")
    assert CliRunner().invoke(app, arguments).exit_code == 2
    assert CliRunner().invoke(app, arguments).exit_code == 2, "it still cannot be read"

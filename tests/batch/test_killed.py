"""Twenty kills in the middle of a batch with broken files among the good: the store is that of an undisturbed run."""

from __future__ import annotations

import random
import shutil
import subprocess

import pytest

from tests.batch.stores import content
from tests.batch.test_defects import with_text
from tests.batch.test_interrupted import command

BROKEN = {
    "空.xlsx": b"",
    "半截.xlsx": b"PK\x03\x04",
    "网页.xls": b"<html><body></body></html>",
    "坏.pdf": b"%PDF-1.7\n1 0 obj << >>",
    "坏.zip": b"PK\x05\x06",
}
TEXTS = ("_xD83D_", "_xD83D__xDE00_", "_xFFFE_", "_x0000_", "\u202e")


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_twenty_kills_change_nothing(small_corpus, tmp_path, seed):
    folder = tmp_path / "sheets"
    shutil.copytree(small_corpus / "sheets", folder)
    for name, data in BROKEN.items():
        (folder / name).write_bytes(data)
    for number, text in enumerate(TEXTS):
        (folder / f"文字{number}.xlsx").write_bytes(with_text("保障", f"保障{text}"))
    undisturbed, store = tmp_path / "undisturbed.duckdb", tmp_path / "store.duckdb"

    def run(into):
        return subprocess.Popen(
            command("batch", folder, "-o", into, "--corrected", into.with_suffix(""), "--workers", 2),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    assert run(undisturbed).wait() == 2
    moments = random.Random(seed)
    for _ in range(20):
        process = run(store)
        try:
            process.wait(timeout=moments.uniform(0.5, 4))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    last = run(store)
    assert last.wait() == 2
    assert last.stderr.read() == b""
    assert comparable(store) == comparable(undisturbed)
    assert files_below(store.with_suffix("")) == files_below(undisturbed.with_suffix("")), "no temporary file is left"


def comparable(store):
    """Give what a store says, without the folder of its corrected copies."""
    folder = str(store.with_suffix(""))
    return {
        table: [tuple(value.replace(folder, "") if isinstance(value, str) else value for value in row) for row in rows]
        for table, rows in content(store).items()
    }


def files_below(folder):
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}

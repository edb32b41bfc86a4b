"""The door for files that are written: what it refuses, and that nothing half-written ever stands there."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from perfscore import outputs
from perfscore.errors import PerfscoreError
from perfscore.outputs import Outputs, distinct
from perfscore.wording import label


def refusal(door: Outputs, path: Path) -> str:
    with pytest.raises(PerfscoreError) as error:
        door.write(path, b"new")
    return str(error.value)


def test_a_file_is_written_with_the_folders_above_it(tmp_path):
    Outputs().write(tmp_path / "一" / "二" / "表.xlsx", b"new")
    assert (tmp_path / "一" / "二" / "表.xlsx").read_bytes() == b"new"
    assert [path.name for path in (tmp_path / "一" / "二").iterdir()] == ["表.xlsx"]


def test_an_input_is_refused_by_whatever_name(tmp_path, monkeypatch):
    source = tmp_path / "表.xlsx"
    source.write_bytes(b"old")
    (tmp_path / "链接.xlsx").symlink_to(source)
    (tmp_path / "硬链接.xlsx").hardlink_to(source)
    (tmp_path / "夹").symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path)
    door = Outputs([source], force=True)
    for name in ("表.xlsx", "链接.xlsx", "硬链接.xlsx", "夹/表.xlsx", str(source)):
        assert "就是被" in refusal(door, Path(name)), name
    assert source.read_bytes() == b"old"


def test_an_input_named_in_relative_form_and_not_there_yet_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "就是被" in refusal(Outputs(["库.duckdb"]), tmp_path / "库.duckdb")


def test_folders_pipes_and_devices_are_refused(tmp_path):
    os.mkfifo(tmp_path / "管道")
    (tmp_path / "文件夹").mkdir()
    for path in (tmp_path / "管道", tmp_path / "文件夹", Path("/dev/null")):
        assert "不是文件" in refusal(Outputs(force=True), path)


def test_two_outputs_of_one_call_are_never_one_file(tmp_path):
    door = Outputs()
    door.claim(tmp_path / "a.json")
    with pytest.raises(PerfscoreError, match="另有输出写到同一个文件"):
        door.claim(tmp_path / "x" / ".." / "a.json")
    door.write(tmp_path / "a.json", b"{}")
    door.write(tmp_path / "a.json", b"[]")
    assert (tmp_path / "a.json").read_bytes() == b"[]"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.json", b'{\n  "schema": "perfscore.evaluation/1"', None),
        ("a.json", b'{"name": "other"}', "不是 perfscore 写出的"),
        ("a.html", b"<html><body>mine</body></html>", "不是 perfscore 写出的"),
        ("a.csv", b"a,b\n1,2\n", "不是 perfscore 写出的"),
        ("a.csv", b"", None),
    ],
)
def test_a_text_that_perfscore_did_not_write_is_kept(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    if words is None:
        Outputs().write(path, b"new")
        assert path.read_bytes() == b"new"
        return
    assert words in refusal(Outputs(), path)
    assert path.read_bytes() == content
    Outputs(force=True).write(path, b"new")
    assert path.read_bytes() == b"new"


def test_other_files_are_judged_by_those_who_know_their_format(tmp_path):
    path = tmp_path / "更正.xlsx"
    path.write_bytes(b"old")
    assert "复核意见" in refusal(Outputs(recognise=lambda _: "decided"), path)
    Outputs(recognise=lambda _: None).write(path, b"new")


@pytest.mark.parametrize(
    ("name", "words"),
    [("表" * 90 + ".xlsx", "文件名或路径太长"), ("a.xlsx/b.xlsx", "不是文件夹"), ("a\0b.xlsx", "文件名不合要求")],
)
def test_what_the_system_refuses_is_said_in_words(tmp_path, name, words):
    (tmp_path / "a.xlsx").write_bytes(b"old")
    assert words in refusal(Outputs(), tmp_path / name)


def test_80_chinese_characters_are_no_problem(tmp_path):
    Outputs().write(tmp_path / ("表" * 80 + ".xlsx"), b"new")


def test_a_failure_while_writing_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), Outputs().draft(path) as draft:
        draft.write_bytes(b"%d" % (1 // 0))
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_the_draft_of_a_killed_process_goes_at_the_next_start(tmp_path):
    code = (
        "import os, sys; from pathlib import Path; from perfscore.outputs import Outputs\n"
        "with Outputs().draft(sys.argv[1]) as draft:\n"
        "    draft.write_bytes(b'half'); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "表.xlsx")], check=False)
    assert len(list(tmp_path.glob(".perfscore-*"))) == 1
    living = tmp_path / f".perfscore-000000-{os.getpid()}-00000000.tmp"
    living.write_bytes(b"of another machine, and young")
    old = tmp_path / ".perfscore-000000-1-00000000.tmp"
    old.write_bytes(b"of another machine, and old")
    os.utime(old, (time.time() - 200_000,) * 2)
    Outputs().write(tmp_path / "表.xlsx", b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == [living.name, "表.xlsx"]


def test_names_are_kept_apart_whatever_their_case():
    taken: set[str] = set()
    names = [distinct(Path(name), taken).name for name in ("a.xlsx", "A.xlsx", "a (2).xlsx", "a.xlsx")]
    assert len({name.casefold() for name in names}) == 4
    assert names[0] == "a.xlsx"


def test_every_reason_of_the_system_has_words():
    for name in outputs._REASONS:
        for language in ("zh", "en"):
            assert label(f"value.reason.{name}", language)

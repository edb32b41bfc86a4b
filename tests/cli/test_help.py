"""Help, version, completion and usage errors, in the language of the call."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from perfscore import version
from perfscore.cli import app, help
from perfscore.cli.app import COMMANDS

SHEET = Path(__file__).parent.parent / "data" / "sheets" / "2021-13.xlsx"


def run(*arguments, status: int = 0):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == status, result.output
    return result


def commands():
    """Give every command and group with its whole name."""
    root = typer.main.get_command(app)

    def below(command, context, path):
        yield path, command
        if hasattr(command, "list_commands"):
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                yield from below(inner, inner.context_class(inner, parent=context, info_name=name), (*path, name))

    yield from below(root, root.context_class(root, info_name="perfscore"), ())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_and_every_parameter_has_words(language):
    listed = list(commands())
    assert {" ".join(path) for path, _ in listed} >= set(COMMANDS)
    for path, command in listed:
        name = " ".join(path)
        assert help.summary(name, language), name
        for parameter in command.params:
            assert help.text("parameter", name, parameter.name, language), (name, parameter.name)
            if parameter.param_type_name == "argument":
                assert help.text("value", name, parameter.name, language), (name, parameter.name)


def test_every_words_belong_to_a_parameter():
    used = {name for path, command in commands() for name in (" ".join(path), *(item.name for item in command.params))}
    for key in help._words("zh"):
        group, _, name = key.partition(".")
        assert group == "page" or name.split(" ")[-1] in used | {"help", "force"} or name in used, key


def test_help_in_both_languages():
    assert "用法：perfscore evaluate [选项] 文件…" in run("evaluate", "--help").stdout
    for arguments in (("evaluate", "--help", "--lang", "en"), ("--lang=en", "evaluate", "--help")):
        page = run(*arguments).stdout
        assert "Usage: perfscore evaluate [OPTIONS] FILE…" in page
        assert not any("\u4e00" <= character <= "\u9fff" for character in page)
    assert "Commands:" in run("rules", "--lang", "en", "--help").stdout


def test_version():
    assert run("--version").stdout == f"perfscore {version.VERSION}\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("evaluate",), "缺少文件…"),
        (("evaluate", SHEET, "--foo"), "没有“--foo”这个选项"),
        (("evaluate", SHEET, "--format", "xml"), "--format 只能是 text、json"),
        (("evaluate", SHEET, "--format"), "选项“--format”后面缺少内容"),
        (("auswerten",), "没有“auswerten”这个命令"),
        (("rules", "foo"), "没有“foo”这个命令"),
        (("rules", "show", "a", "b"), "多写了“b”"),
        (("batch", ".", "-o", "x", "--workers", "viele"), "--workers 后面要写数，最小为 0"),
        (("explain", "PS999"), "没有编号“PS999”"),
        (("explain", "PS999", "--lang", "en"), "there is no code PS999"),
        (("--lang", "en", "evaluate", "nix.xlsx"), "there is no such file"),
    ],
)
def test_a_call_that_is_wrong_is_told_in_words(arguments, words):
    result = run(*arguments, status=2)
    assert words in result.stderr
    assert result.stderr.startswith(("错误：", "Error:"))
    assert result.stdout == ""


def test_a_file_that_begins_with_a_dash(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("-表.xlsx").write_bytes(SHEET.read_bytes())
    monkeypatch.setattr("sys.argv", ["perfscore", "evaluate", "-表.xlsx"])
    assert "./-表.xlsx" in run("evaluate", "-表.xlsx", status=2).stderr
    assert "92.03" in run("evaluate", "--", "-表.xlsx").stdout
    assert "92.03" in run("evaluate", "./-表.xlsx").stdout


def test_explain_as_json():
    page = json.loads(run("explain", "ps301", "--format", "json", "--lang", "en").stdout)
    assert page["code"] == "PS301"
    assert page["topic"] == "score_arithmetic"
    assert len(json.loads(run("explain", "--format", "json").stdout)) > 50


def test_the_schema_is_printed_with_its_name():
    assert json.loads(run("schema").stdout)["$id"] == "urn:perfscore:evaluation:1"

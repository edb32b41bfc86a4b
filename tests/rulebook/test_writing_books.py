"""A county's book in five minutes: begun, edited, checked, shown; and what an editor is told of it."""

import json
import re
import tomllib

import jsonschema
import pytest
from typer.testing import CliRunner

from perfscore.cli import app
from perfscore.rulebook import load, shipped, shipped_ids, text_of
from perfscore.rulebook.parameters import READERS
from perfscore.rulebook.schema import schema


def run(*arguments, status: int = 0):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == status, result.output
    return result


def uncommented(text: str) -> str:
    """Take the marks away from every value, as a person does from the one that is to change."""
    return re.sub(r"^# (?=\[\[values|value =|since =|source =)", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("base", shipped_ids())
def test_a_book_that_was_begun_loads_at_once_and_changes_nothing(tmp_path, base):
    path = tmp_path / "某县.toml"
    run("rules", "new", "某县2024", "--extends", base, "-o", path)
    book = load(str(path))
    assert (book.id, book.extends, book.own) == ("某县2024", base, ())
    assert "改了 0 个参数" in run("rules", "check", path).stdout


@pytest.mark.parametrize("base", shipped_ids())
def test_every_parameter_stands_in_it_with_the_value_in_force(tmp_path, base):
    path = tmp_path / "某县.toml"
    run("rules", "new", "某县2024", "--extends", base, "-o", path)
    path.write_text(uncommented(path.read_text(encoding="utf-8")), encoding="utf-8")
    book = load(str(path))
    assert book.own == tuple(READERS)
    for name in READERS:
        assert getattr(book.parameters(2024), name) == load(base).dated(name, None).value


def test_a_check_lists_what_the_book_changes_and_what_nobody_read(tmp_path):
    path = tmp_path / "某县.toml"
    run("rules", "new", "某县2024", "-o", path)
    begun = path.read_text(encoding="utf-8")
    block = begun[begun.index("# [[values.pass_threshold]]") :].split("\n\n")[0]
    changed = uncommented(block).replace("value = 0", "value = 0.6")
    path.write_text("\ufeff" + begun.replace(block, changed), encoding="utf-8")  # as Notepad saves it
    printed = run("rules", "check", path).stdout
    for words in (
        "可以使用：某县2024",
        "改了 1 个参数",
        "pass_threshold",
        "= 0.6",
        "cn-2020 中为：0",
        "尚未核对原文的出处",
    ):
        assert words in printed
    assert "changes 1 parameters of cn-2020" in run("rules", "check", path, "--lang", "en").stdout


def test_a_mistake_ends_the_check_with_its_line_in_the_language_of_the_call(tmp_path):
    path = tmp_path / "某县.toml"
    path.write_text('id = "a"\nstatus = 5\n', encoding="utf-8")
    assert "第1行" in run("rules", "check", path, status=2).stderr
    stderr = run("rules", "check", path, "--lang", "en", status=2).stderr
    assert "line 1" in stderr
    assert not re.search("[\u4e00-\u9fff]", stderr.replace(str(path), ""))


def test_a_name_of_any_characters_makes_a_valid_book(tmp_path):
    path = tmp_path / "own.toml"
    name = '某"县\\2024\x7f\n'
    run("rules", "new", name, "-o", path)
    assert load(str(path)).id == name


def test_an_existing_file_is_not_overwritten_unasked(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("kept", encoding="utf-8")
    run("rules", "new", "某县", "-o", path, status=2)
    assert path.read_text(encoding="utf-8") == "kept"
    run("rules", "new", "某县", "-o", path, "--force")


def test_a_book_is_shown_as_its_author_wrote_it_or_with_all_that_it_inherits():
    assert run("rules", "show", "cn-2021", "--format", "toml").stdout == text_of("cn-2021")
    shown = json.loads(run("rules", "show", "platform-handbook", "--format", "json").stdout)
    assert (shown["schema"], shown["extends"]) == ("perfscore.rulebook/1", "cn-2020")
    caps = shown["parameters"]["total_caps"]
    assert caps["own"]
    assert caps["values"][0]["value"] == [["0.8", "89"], ["0.7", "79"], ["0.6", "69"], ["0.5", "59"]]
    assert not shown["parameters"]["overshoot"]["own"]


@pytest.mark.parametrize("book", shipped(), ids=lambda book: book.id)
def test_an_editor_accepts_every_shipped_book(book):
    data = json.loads(json.dumps(tomllib.loads(text_of(book.id)), default=str))
    validator = jsonschema.Draft202012Validator(schema())
    validator.check_schema(schema())
    validator.validate(data)


@pytest.mark.parametrize(
    "mistake",
    ['province = "某省"', "[[values.bonus]]\nvalue = 1", '[findings]\nPS999 = "off"', "[[values.grades]]\nvalue = [1]"],
)
def test_an_editor_marks_what_the_check_refuses(mistake):
    data = json.loads(json.dumps(tomllib.loads(text_of("platform-practice").partition("[")[0] + mistake), default=str))
    assert list(jsonschema.Draft202012Validator(schema("en")).iter_errors(data))


def test_the_schema_is_printed_by_a_command():
    assert json.loads(run("schema", "rulebook").stdout)["$id"] == "urn:perfscore:rulebook:1"

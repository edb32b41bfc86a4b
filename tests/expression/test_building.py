"""The parser is built once, lazily, and its tables are kept and renewed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import lark
import pytest

import perfscore
from perfscore.expression import parser

CHECKOUT = Path(perfscore.__file__).parents[1]


def run(code, root, **environment):
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, cwd="/", env={**inherited, "PYTHONPATH": str(root), **environment},
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


@pytest.fixture
def copy(tmp_path):
    """A package of its own, with the grammar where a wheel has it."""
    package = tmp_path / "site" / "perfscore"
    ignore = shutil.ignore_patterns("__pycache__", "pages")
    for layer in ("expression", "wording"):
        shutil.copytree(CHECKOUT / "perfscore" / layer, package / layer, ignore=ignore)
    for module in (
        "number.py", "datafile.py", "extensions.py", "grammars.py", "keys.py", "mapping.py", "version.py",
    ):  # fmt: skip
        shutil.copy(CHECKOUT / "perfscore" / module, package)
    (package / "__init__.py").touch()
    shutil.copytree(CHECKOUT / "grammar", package / "grammar")
    return tmp_path / "site"


READ = "from perfscore.expression import parse; print(parse('≥95%'))"


def test_importing_the_room_does_not_import_lark():
    assert run("import perfscore.expression, sys; print('lark' in sys.modules)", CHECKOUT) == "False"


def test_an_installed_package_reads_its_own_grammar(copy):
    assert run(READ, copy) == ">=95%"


def test_the_tables_are_kept_and_renewed_when_the_grammar_changes(copy):
    kept = next_tables(copy)
    before = kept.read_bytes()
    assert run(READ, copy) == ">=95%"
    assert kept.read_bytes() == before
    grammar = copy / "perfscore" / "grammar" / "indicator.lark"
    grammar.write_text(grammar.read_text(encoding="utf-8").replace("COMMA.8: /,", "COMMA.9: /,"), encoding="utf-8")
    assert run(READ, copy) == ">=95%"
    assert kept.read_bytes() != before


def test_damaged_tables_are_worked_out_again(copy):
    kept = next_tables(copy)
    kept.write_bytes(kept.read_bytes()[:5000])
    assert run(READ, copy) == ">=95%"


def test_a_place_where_nothing_can_be_written_is_no_obstacle(copy):
    blocked = copy / "perfscore" / "__pycache__"
    blocked.write_text("not a directory", encoding="utf-8")
    assert run(READ, copy) == ">=95%"


def test_python_told_to_write_no_compiled_files_keeps_no_tables(copy):
    assert run(READ, copy, PYTHONDONTWRITEBYTECODE="1") == ">=95%"
    assert not list(copy.rglob("__pycache__"))


def next_tables(copy):
    assert run(READ, copy) == ">=95%"
    (kept,) = (copy / "perfscore" / "__pycache__").glob("indicator.lark.*")
    return kept


def test_no_two_readings_of_the_grammar_compete(caplog):
    lark.logger.setLevel("DEBUG")
    try:
        lark.Lark(parser.source(), parser="lalr", lexer="contextual", debug=True)
    finally:
        lark.logger.setLevel("CRITICAL")
    assert "conflict" not in caplog.text.lower()

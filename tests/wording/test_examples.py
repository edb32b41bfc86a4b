"""The examples of the finding pages run: ``wrong`` raises the code with all its words filled, ``right`` does not."""

import ast
import re
from pathlib import Path

import pytest

import perfscore
from perfscore import audit, rulebook, wording
from perfscore.audit import registry
from perfscore.expression import units
from tests.wording.example_tables import tables

RUNNABLE = [code for code in wording.codes() if tables(code, "wrong")]
# What concerns a file, the rule book or the program has no table that would show it; targets are matched by files.
# PS317 asks for the choice of a rule book, which a call with one has made; PS318 to PS320 are about decisions.
NO_TABLE = re.compile(r"PS(1\d\d|40[347]|41[1456]|422|7\d\d|8\d\d|9\d\d|304|309|31[789]|320)")


def findings(code: str, side: str, language: wording.Language = "zh") -> list[perfscore.Finding]:
    scored = [perfscore.score(table, language=language) for table in tables(code, side)]
    return [
        item
        for table in audit.across(scored, rulebook.load(), language)
        for item in table.findings
        if item.code == code
    ]


def test_every_code_about_the_content_of_a_table_has_an_example() -> None:
    assert [code for code in wording.codes() if code not in RUNNABLE and not NO_TABLE.fullmatch(code)] == []


@pytest.mark.parametrize("code", RUNNABLE)
def test_the_wrong_example_raises_the_code_and_its_words_are_filled(code: str) -> None:
    for language in ("zh", "en"):
        raised = findings(code, "wrong", language)
        assert raised
        for finding in raised:
            text = finding.message + finding.suggestion
            assert "“—”" not in text
            assert not re.search(r"[{}]", text)
            assert finding.cell is None or finding.cell in finding.cells


@pytest.mark.parametrize("code", RUNNABLE)
def test_the_right_example_does_not(code: str) -> None:
    assert not findings(code, "right")


def test_the_words_that_a_check_looks_for_stand_in_the_lexicon() -> None:
    """Beside them there are units, and the noun that the level-1 groups of every form end with."""
    listed = Path(units.__file__).with_suffix(".toml").read_text(encoding="utf-8") + '"指标"'
    for module in registry.modules():
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        docs = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        strings = {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docs
        }
        assert [text for text in strings if re.search("[一-鿿]{2}", text) and f'"{text}"' not in listed] == [], (
            module.CODE
        )


def test_one_file_one_code_one_page() -> None:
    names = [module.__name__.rpartition(".")[2] for module in registry.modules()]
    assert names == sorted(names)
    for module, name in zip(registry.modules(), names, strict=True):
        assert name.startswith(f"{module.CODE.lower()}_")
        assert module.__doc__.startswith(f"{module.CODE}: ")
        assert module.CODE in RUNNABLE
        assert hasattr(module, "check") or hasattr(module, "across")

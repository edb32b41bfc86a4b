"""Every key that travels between the layers has its label in both languages, and no label is left over."""

import ast
import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import perfscore
from perfscore import keys
from perfscore.model import FUND_FIELDS, INDICATOR_FIELDS, Table
from perfscore.place import Spot
from perfscore.rulebook import known_conventions
from perfscore.rulebook.parameters import READERS
from perfscore.scoring.conventions import DIRECT, TRUNCATED
from perfscore.sheets.evidence import doubt
from perfscore.wording import flat, label, message, page

GROUPS = {
    "kind": get_args(keys.Kind),
    "severity": get_args(keys.Severity),
    "demand": get_args(keys.Severity),
    "rule": get_args(keys.TracedRule),
    "branch": get_args(keys.Branch),
    "field": INDICATOR_FIELDS,
    "fund": FUND_FIELDS,
    "parameter": tuple(READERS),
    "convention": (*(known.label for known in known_conventions()), TRUNCATED, DIRECT),
    "topic": get_args(keys.Topic),
    "action": get_args(keys.Action),
    "criterion_shape": get_args(keys.CriterionShape),
    "open_reason": get_args(keys.OpenReason),
    "score_reason": get_args(keys.ConfirmReason),
    "kind_of_change": get_args(keys.ChangeKind),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("group", GROUPS)
def test_the_labels_of_a_group_are_those_of_its_keys(group, language):
    labels = {name.partition(".")[2] for name in flat("labels.toml", language) if name.startswith(f"{group}.")}
    assert labels == set(GROUPS[group])
    for key in GROUPS[group]:
        assert label(f"{group}.{key}", language).strip(), key


def test_no_label_has_only_one_language():
    chinese, english = flat("labels.toml", "zh"), flat("labels.toml", "en")
    assert chinese.keys() == english.keys()
    assert [name for name in chinese if not chinese[name] or not english[name]] == []


def test_the_english_of_a_label_fills_no_blank_that_the_chinese_does_not_have():
    chinese, english = flat("labels.toml", "zh"), flat("labels.toml", "en")
    assert [name for name in chinese if not _blanks(english[name]) <= _blanks(chinese[name])] == []


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


PACKAGE = Path(perfscore.__file__).parent
SOURCES = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]
DATA = [path for path in PACKAGE.rglob("*.toml") if path.name not in ("labels.toml", "commands.toml", "page.toml")]


def read(paths):
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def test_every_label_that_the_package_names_is_there():
    """Names in full; those that are put together are keys, held to their labels above."""
    source, labels = read(SOURCES), flat("labels.toml", "zh")
    named = set(re.findall(r'\b(?:label|text|say)\(\s*["\']([a-z_]+\.[a-z_.]+)["\'][,)]', source)) - {"group.key"}
    for call, group in (
        (r'UsageError\(\s*"(\w+)"', "usage"),
        (r'damaged\([^()]+, "(\w+)"\)', "value.reason"),
        (r'\bover\("(\w+)"', "value.what"),
        (r'Mistake\(\s*"(\w+)"', "value.problem"),
    ):
        named |= {f"{group}.{key}" for key in re.findall(call, source)}
    assert len(named) > 100
    assert sorted(named - labels.keys()) == []


def test_no_label_is_left_whose_key_nothing_names():
    """Keys such as `save_doc` are put together from `save_` and what follows."""
    source = read([*SOURCES, *DATA])
    words, beginnings = set(re.findall(r"\w+", source)), tuple(set(re.findall(r"(\w+_)(?:\{|\" ~)", source)))
    keys_of_labels = {name: name.rpartition(".")[2] for name in flat("labels.toml", "zh") if not in_a_group(name)}
    assert [name for name, key in keys_of_labels.items() if key not in words and not key.startswith(beginnings)] == []


def in_a_group(name):
    return name.partition(".")[0] in GROUPS


# What only patterns have, the font of the sheets, and a unit in the text of an expression.
NO_SENTENCE = re.compile(r"\(\?|[\]+*]\)|宋体|^小时$")


def sentences(path):
    """Find Chinese in code that reads like words for a user: a text that is filled in, or one with marks of clauses."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    filled = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    docs = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    texts = [node for node in nodes if isinstance(node, ast.Constant) and id(node) not in docs]
    return [
        node.value
        for node in texts
        if isinstance(node.value, str)
        and re.search("[一-鿿].*[一-鿿]", node.value, re.DOTALL)
        and (id(node) in filled or re.search("[，。；：？！“”]", node.value))
        and not NO_SENTENCE.search(node.value)
    ]


def test_no_sentence_for_a_user_stands_in_code():
    """Vocabulary that is read in sheets may stand beside the code that reads it; what is said has two languages."""
    package = Path(perfscore.__file__).parent
    modules = [path for path in package.rglob("*.py") if "wording" not in path.relative_to(package).parts]
    assert {path.name: found for path in modules if (found := sentences(path))} == {}


@pytest.mark.parametrize(
    ("spot", "chinese", "english"),
    [
        (Spot(3, 1, 5), "第3页第5行读出的内容“0%”", "read at page 3, row 5 is"),
        (Spot(None, 2, 5), "表2第5行读出的内容“0%”", "read at table 2, row 5 is"),
    ],
)
def test_a_doubt_says_its_place_in_both_languages(spot, chinese, english):
    remark = doubt(Table(spots={7: spot}), "B7", "0%", "outside")
    said = [message(page(remark.code), [remark.values], language) for language in ("zh", "en")]
    assert said[0].startswith(chinese)
    assert english in said[1]


@pytest.mark.parametrize("line", ['f"用户设置 {name}"', 'MARK + "，请勿改动。"', 'f"第{page}页第{row}行"'])
def test_a_sentence_in_code_would_be_found(line, tmp_path):
    path = tmp_path / "module.py"
    path.write_text(f"x = {line}", encoding="utf-8")
    assert sentences(path)

"""Every key that travels between the layers has its label in both languages, and no label is left over."""

from string import Formatter
from typing import get_args

import pytest

from perfscore import keys
from perfscore.model import FUND_FIELDS, INDICATOR_FIELDS
from perfscore.rulebook import known_conventions
from perfscore.rulebook.parameters import READERS
from perfscore.scoring.conventions import DIRECT, TRUNCATED
from perfscore.wording import flat, label

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

"""Every list of the synonyms names something, no word stands in two lists, and every layout can be chosen."""

from collections import Counter

import pytest

from perfscore.model import FUND_FIELDS, INDICATOR_FIELDS
from perfscore.sheets.layout import layouts
from perfscore.sheets.layout_files import synonyms
from perfscore.sheets.words import Word, word
from perfscore.text import fold


def test_every_column_that_is_kept_has_words_by_which_it_is_found():
    assert set(INDICATOR_FIELDS) <= set(synonyms()["columns"])
    assert set(FUND_FIELDS) - {"name"} <= set(synonyms()["funds"])  # its headers are `source` and `task`


@pytest.mark.parametrize("block", ["columns", "funds", "labels", "periods"])
def test_a_word_means_one_thing_in_a_block(block):
    """The first list would win, and the word in the other one would be in vain."""
    words = Counter(fold(word) for listed in synonyms()[block].values() for word in listed)
    assert [word for word, count in words.items() if count > 1] == []


@pytest.mark.parametrize("ending", synonyms()["titles"]["endings"])
def test_every_ending_makes_a_title(ending):
    assert word(f"某县甲乙丙{ending}") == Word(title=True)


def test_parts_of_a_header_speak_for_a_column():
    for entry in synonyms()["contained"]:
        assert set(entry) == {"field", "parts"}
        assert entry["field"] in synonyms()["columns"]


def test_no_layout_stands_behind_one_that_always_takes_its_tables():
    signs = [{frozenset(line) for line in layout.signs} for layout in layouts()]
    hidden = [
        (first, second) for second in range(len(signs)) for first in range(second) if signs[first] <= signs[second]
    ]
    assert hidden == []

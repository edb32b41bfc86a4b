"""Rule books: dated, cited values of the scoring parameters, as data."""

from perfscore.rulebook.book import Rulebook, RulebookError
from perfscore.rulebook.loading import DEFAULT, installed_ids, load, shipped, shipped_ids, text_of
from perfscore.rulebook.parameters import CONVENTIONS, Parameters, convention_label, known_conventions, written

__all__ = [
    "CONVENTIONS",
    "DEFAULT",
    "Parameters",
    "Rulebook",
    "RulebookError",
    "convention_label",
    "installed_ids",
    "known_conventions",
    "load",
    "shipped",
    "shipped_ids",
    "text_of",
    "written",
]

"""Rule books: dated, cited values of the scoring parameters, as data."""

from perfscore.rulebook.book import DEFAULT, Rulebook, RulebookError, load, shipped, shipped_ids
from perfscore.rulebook.parameters import CONVENTIONS, Parameters, convention_label, known_conventions, written

__all__ = [
    "CONVENTIONS",
    "DEFAULT",
    "Parameters",
    "Rulebook",
    "RulebookError",
    "convention_label",
    "known_conventions",
    "load",
    "shipped",
    "shipped_ids",
    "written",
]

"""How the actual of an indicator is entered: as a number in the target's unit, as a grade, or as free text."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal

from attrs import evolve, frozen

from perfscore.expression import Quantity, Range, Words, parse
from perfscore.expression.units import unit

Kind = Literal["number", "percent", "words", "text"]

_TEXT_FORMAT: Final = "@"
_PERCENT_PLACES: Final = 2
_SAMPLE: Final = Decimal("12.5")


@frozen
class Entry:
    """How an actual is entered.

    Args:
        kind: ``number``, ``percent`` (stored as a share: 0.95 for 95%), ``words`` (one of the grades) or ``text``.
        number_format: of the cell.
        unit: shown behind a number; empty for a bare one.
        places: decimals that a percentage shows.
    """

    kind: Kind
    number_format: str = _TEXT_FORMAT
    unit: str = ""
    places: int = 0


def entry_for(target: str) -> Entry:
    """Choose how the actual for a target is entered.

    Args:
        target: 年度指标值 as printed.

    Returns:
        A number in the target's unit for a quantity or range, a grade for words, free text for everything else
        (dates, availability, several conditions, what cannot be read).
    """
    tree = parse(target)
    if isinstance(tree, Words):
        return Entry("words")
    if isinstance(tree, Quantity):
        return _number(tree.unit, tree.value)
    if isinstance(tree, Range):
        return _number(tree.unit, tree.low, tree.high)
    return Entry("text")


def _number(printed: str, *bounds: Decimal) -> Entry:
    if unit(printed).text == "%":
        # What the cell shows is what counts, so it shows every decimal of the target.
        decimals = max(_PERCENT_PLACES, *(_places(bound) for bound in bounds))
        return Entry("percent", f"0.{'0' * decimals}%", "%", decimals)
    bare = Entry("number", "General")
    if not printed or '"' in printed or not _reads_back(printed):
        return bare
    return evolve(bare, number_format=f'General"{printed}"', unit=printed)


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _reads_back(printed: str) -> bool:
    """Say whether a number with this unit behind it is read as just that."""
    return parse(f"{_SAMPLE}{printed}") == Quantity("", None, _SAMPLE, printed)

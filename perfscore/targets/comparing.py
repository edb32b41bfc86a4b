"""Compare a printed row with its approved one: what changed, and which values score the row."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Literal

from perfscore import number
from perfscore.expression import Absent, Expression, Quantity, Range, Unreadable, Words, parse
from perfscore.number import HUNDRED
from perfscore.scoring.lexicon import direction_of_name
from perfscore.scoring.measure import Misfit, scale
from perfscore.text import letters, unspaced

Change = Literal["value", "unit", "both"]


@lru_cache(maxsize=8192)
def target_change(approved: str, printed: str, name: str) -> Change | None:
    """Say what changed between an approved and a printed target.

    Args:
        approved: the target in the target table. printed: the target in the evaluation.
        name: the indicator's name, which gives the direction of a target without sign.

    Returns:
        ``unit`` where only the unit is another and does not convert, ``both`` where the number is another as
        well, ``value`` for every other change; None where they say the same. A sign or unit left out in
        print is no change; neither is a sign added in print, where the indicator's name says the same.
    """
    before, after = parse(approved), parse(printed)
    if before == after or unspaced(approved) == unspaced(printed):
        return None
    if isinstance(before, Quantity) and isinstance(after, Quantity):
        return _quantities(before, after, name)
    if isinstance(before, Range) and isinstance(after, Range):
        bounds = (before.low_closed, before.high_closed) == (after.low_closed, after.high_closed)
        return _numbers(before, after, (before.low, before.high), (after.low, after.high), bounds)
    if isinstance(before, Words) and isinstance(after, Words):
        return None if letters(before.text) == letters(after.text) else "value"
    return "value"


def is_usable(target: Expression) -> bool:
    """Say whether an approved target can score a row."""
    return not isinstance(target, Absent | Unreadable)


def target_in_force(approved: str, printed: str, change: Change | None) -> str:
    """Choose the text of the target that scores a row.

    Args:
        approved: a usable approved target. printed: the target in the evaluation.
        change: what changed between them.

    Returns:
        The approved one where something changed or where it says more (a sign, a unit); else the printed one.
    """
    if change is not None:
        return approved
    before, after = parse(approved), parse(printed)
    if isinstance(before, Quantity) and isinstance(after, Quantity):
        more_sign = before.operator is not None and after.operator is None
        more_unit = before.unit != "" and after.unit == ""
        return approved if more_sign or more_unit else printed
    return printed


def _quantities(before: Quantity, after: Quantity, name: str) -> Change | None:
    # A sign left out in print changes nothing, since the approved target scores the row.
    same_sign = after.operator in (None, before.operator)
    if before.operator is None:
        same_sign = _is_ceiling(before, name) == _is_ceiling(after, name)
    return _numbers(before, after, (before.value,), (after.value,), same_sign)


def _is_ceiling(target: Quantity, name: str) -> bool:
    if target.operator is not None:
        return target.operator in ("<=", "<")
    direction = direction_of_name(name)
    return direction is not None and direction[0] == "ceiling"


def _numbers(
    before: Quantity | Range,
    after: Quantity | Range,
    old: tuple[Decimal, ...],
    new: tuple[Decimal, ...],
    same_form: bool,
) -> Change | None:
    fitted = scale(before, after)
    if not isinstance(fitted, Misfit):
        same = all(
            number.multiply(earlier, fitted.target) == number.multiply(later, fitted.actual)
            for earlier, later in zip(old, new, strict=True)
        )
        return None if same and same_form else "value"
    if fitted.observation.code == "PS206":
        # 0.95 beside 95%: written differently, and nothing else reads alike.
        pairs = zip(old, new, strict=True)
        same = all(number.multiply(HUNDRED, min(pair)) == max(pair) for pair in pairs)
        return None if same and same_form else "value"
    return "unit" if old == new and same_form else "both"

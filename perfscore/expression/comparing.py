"""Numbers and their comparisons: which of two comparisons holds, and what two bounds make together."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple, cast

import attrs
from lark import Token

from perfscore import number
from perfscore.expression import units
from perfscore.expression.mistakes import Mistake
from perfscore.expression.tree import Operator, Quantity, Range

_SIGNS: dict[str, Operator] = {"=>": ">=", "=<": "<="}
_WORDED: dict[str, Operator] = {
    "AT_LEAST": ">=",
    "AT_MOST": "<=",
    "ABOVE": ">",
    "BELOW": "<",
    "EQUAL": "=",
    "REACHES": ">=",
    "CONTROLLED": "<=",
    "OR_MORE": ">=",
    "OR_LESS": "<=",
    "WITHIN": "<=",
}
_WEAK = frozenset({"EQUAL", "REACHES", "CONTROLLED"})


class Comparison(NamedTuple):
    """A comparison as written and what it means.

    Args:
        operator: what it means. text: as written, folded. start: where it begins.
        weak: whether it gives way to another beside it: 达到95%以上, 控制在5%以内, =95%以上.
        within: whether it is 以内, which may also close a range (5-8天内).
    """

    operator: Operator
    text: str
    start: int
    weak: bool = False
    within: bool = False


class Amount(NamedTuple):
    """A number with its unit.

    Args:
        value: the number. unit: as shown. start: where it begins.
        over: whether 余 or 多 says that it is more than the number (100余人).
    """

    value: Decimal
    unit: str
    start: int
    over: bool = False


def comparison(token: Token) -> Comparison:
    """Read one comparison, a sign or a word."""
    operator = _WORDED.get(token.type)
    if operator is None:
        sign = token.strip("()")
        folded = f"{sign[0]}=" if sign[0] in "<>" and "=" in sign else sign
        operator = _SIGNS.get(folded, "=" if set(folded) == {"="} else cast(Operator, folded))
    elif "不含" in token:
        operator = cast(Operator, operator[0])
    weak = token.type in _WEAK or operator == "="
    return Comparison(operator, str(token), token.start_pos or 0, weak, token.type == "WITHIN")


def strongest(comparisons: Sequence[Comparison]) -> Comparison:
    """Choose among the comparisons on one number.

    Raises:
        Mistake: where they contradict each other.
    """
    strong = [comparison for comparison in comparisons if not comparison.weak]
    if not strong:
        # 达到 = 95%: the equals sign says nothing new beside a word.
        return next((comparison for comparison in comparisons if comparison.operator != "="), comparisons[0])
    for other in strong[1:]:
        if other.operator[0] != strong[0].operator[0]:
            raise Mistake("contradiction", other.start, first=strong[0].text, second=other.text)
    return next((comparison for comparison in strong if len(comparison.operator) == 1), strong[0])


def value(token: Token) -> Decimal:
    """Read a number in Arabic digits.

    Raises:
        Mistake: where it is too long to be one.
    """
    decimal = number.read(str(token))
    if decimal is None:
        raise Mistake("number_length", token.start_pos or 0, number=token[:12] + "…")
    return decimal


def range_of(low: Amount, high: Amount, low_closed: bool = True, high_closed: bool = True) -> Range:
    """Make a range; a unit that one bound leaves out is the other's, and units that convert are brought together.

    Raises:
        Mistake: where the units do not fit or the bounds are in the wrong order.
    """
    unit, factor = high.unit or low.unit, number.ONE
    if high.unit and low.unit and low.unit != unit and not unit.startswith(low.unit):
        # 500万元-1亿元: the lower bound is brought to the unit of the upper one.
        lower_unit, upper_unit = units.unit(low.unit), units.unit(unit)
        if lower_unit.dimension != upper_unit.dimension:
            raise Mistake("range_units", high.start, low=low.unit, high=unit)
        factor = number.divide(lower_unit.factor, upper_unit.factor)
    lower = low.value if factor == number.ONE else Decimal(number.short(number.multiply(low.value, factor)))
    if lower > high.value:
        raise unordered(low.value, high.value, low.start)
    return Range("", lower, high.value, low_closed, high_closed, unit)


def around(middle: Amount | None, margin: Amount) -> Range:
    """Make a range of a tolerance: ±10% and 20±2℃.

    Raises:
        Mistake: where the two units do not fit.
    """
    centre = number.ZERO if middle is None else middle.value
    if middle is not None and middle.unit not in ("", margin.unit):
        raise Mistake("range_units", margin.start, low=middle.unit, high=margin.unit)
    spread = abs(margin.value)
    return Range("", number.add(centre, -spread), number.add(centre, spread), unit=margin.unit)


def between(first: Quantity, second: Quantity) -> Range | None:
    """Make a range of a lower and an upper bound in the same unit, whichever comes first.

    Returns:
        The range, whose bounds may be in the wrong order, or None where the two are no bounds on one quantity.
    """
    low, high = (second, first) if (first.operator or "").startswith("<") else (first, second)
    facing = (low.operator or "").startswith(">") and (high.operator or "").startswith("<")
    if not facing or (low.unit and high.unit and low.unit != high.unit):
        return None
    closed = low.operator == ">=", high.operator == "<="
    return attrs.evolve(Range("", low.value, high.value, *closed), unit=high.unit or low.unit)


def unordered(low: Decimal, high: Decimal, position: int) -> Mistake:
    """Name the mistake of a range whose lower bound is above its upper one."""
    return Mistake("range_order", position, low=number.plain(low), high=number.plain(high))

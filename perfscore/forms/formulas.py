"""Live Excel formulas for the score of an indicator: the rules on numbers of the rule book cn-2020.

They agree with ``perfscore.scoring`` under that book, ceilings kept in full and passed ones by the reciprocal. Only
functions that every spreadsheet has are used.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from perfscore import number
from perfscore.expression import Quantity, Range, parse
from perfscore.expression.units import unit
from perfscore.forms.entry import Entry
from perfscore.keys import RuleKey
from perfscore.model import Indicator
from perfscore.scoring.lexicon import DIRECTION_OF_SIGN, direction_of_name, is_level, rule_key
from perfscore.scoring.row import infer_rule, read_points

# A text in a formula may not be longer.
_LONGEST_TEXT: Final = 255
# Rules under which a number has one score; grades leave a judgement.
_COMPUTED: Final[frozenset[RuleKey]] = frozenset({"proportion", "satisfaction", "direct"})


def score_formula(indicator: Indicator, entry: Entry, target: str, actual: str, weight: str) -> str | None:
    """Write the formula of an indicator's score.

    Args:
        indicator: a row of the target table.
        entry: how its actual is entered.
        target: cell of the target. actual: cell of the actual. weight: cell of the weight.

    Returns:
        The formula with its equals sign, or None where a person scores the row. It gives an empty text while the
        actual is blank or no number in the target's unit, and where the target no longer reads as approved.
    """
    tree = parse(indicator.target)
    rule = _rule(indicator)
    points = read_points(indicator.weight)
    if not isinstance(tree, Quantity | Range) or rule not in _COMPUTED or points is None or points < 0:
        return None
    if len(indicator.target) > _LONGEST_TEXT:
        return None
    reached = _value(actual, entry)
    factors = "".join(_factors(indicator, tree, reached, direct=rule == "direct"))
    # Rounded to 12 decimals first: 12.875 may be a hair less in binary and has to become 12.88 all the same.
    score = f"ROUND(ROUND({weight}{factors},12),2)"
    return f'=IFERROR(IF(AND({target}={_quoted(indicator.target)},ISNUMBER({weight})),{score},""),"")'


def _rule(indicator: Indicator) -> RuleKey | None:
    if indicator.rule and indicator.rule_source != "inferred":
        return rule_key(indicator.rule)
    return infer_rule(indicator.level1, indicator.level2, parse(indicator.target))


def _value(cell: str, entry: Entry) -> str:
    """Read the actual: a number, or a text of a number with or without the unit.

    ``E0`` behind a text lets it be nothing but a number: 1/2 and 11月30日 would be read as days otherwise.
    """
    if entry.kind == "percent":
        text = f'VALUE(IF(RIGHT({cell})="%",LEFT({cell},LEN({cell})-1),"")&"E0")'
        return f"IF(ISNUMBER({cell}),ROUND({cell}*100,{entry.places}),{text})"
    text = f'{cell}&"E0"'
    if entry.unit:
        text = f'SUBSTITUTE(SUBSTITUTE({text},"{entry.unit}E0","E0")," E0","E0")'
    return f"IF(ISNUMBER({cell}),{cell},VALUE({text}))"


def _factors(indicator: Indicator, tree: Quantity | Range, reached: str, direct: bool) -> Iterator[str]:
    """Write what the weight is multiplied by for each bound of the target: 1 where it is kept."""
    low, high = _bounds(indicator, tree)
    if low is not None:
        bound, kept = _constant(low), f"{reached}>={_constant(low)}"
        if direct:
            yield f"*IF({kept},1,0)"
        elif low > 0:
            yield f"*MAX(0,MIN({reached},{bound}))/{bound}"
        else:
            yield f"*IF({kept},1,NA())"
    if high is not None:
        bound, kept = _constant(high), f"{reached}<={_constant(high)}"
        if direct or (not high and isinstance(tree, Quantity)):
            yield f"*IF({kept},1,0)"
        elif high > 0:
            yield f"*{bound}/MAX({reached},{bound})"
        else:
            # A missed target that is negative has no proportion: a person decides.
            yield f"*IF({kept},1,NA())"


def _bounds(indicator: Indicator, tree: Quantity | Range) -> tuple[Decimal | None, Decimal | None]:
    """Give the least and the greatest actual that reaches the target, as scoring reads it."""
    if isinstance(tree, Range):
        return tree.low, tree.high
    if tree.operator is not None:
        direction = DIRECTION_OF_SIGN[tree.operator]
    else:
        named = direction_of_name(indicator.level3)
        direction = named[0] if named is not None else "equal"
    if direction == "ceiling" or (direction == "equal" and not tree.value):
        return None, tree.value
    cost = is_level("cost", indicator.level1, indicator.level2) or unit(tree.unit).money
    return tree.value, tree.value if direction == "equal" and cost else None


def _constant(value: Decimal) -> str:
    return number.short(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'

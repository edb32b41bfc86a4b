"""Which other known readings of the rules give the claimed score."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import get_args

from attrs import evolve

from perfscore import number
from perfscore.keys import ConventionParameter, RowConvention
from perfscore.rulebook import Parameters, known_conventions
from perfscore.scoring.case import Case, Outcome
from perfscore.scoring.outcome import outcome

TRUNCATED = "rounding=truncate"
DIRECT = "rule=直接赋分"


_OF_A_ROW: tuple[ConventionParameter, ...] = get_args(RowConvention)


@lru_cache(maxsize=64)
def variants(
    parameters: Parameters, names: tuple[ConventionParameter, ...] = _OF_A_ROW
) -> tuple[tuple[str, Parameters], ...]:
    """List the other known conventions, each as one changed parameter.

    Args:
        parameters: the values in force.
        names: the parameters that may change; those that decide the score of an indicator unless others are named.

    Returns:
        A label such as ``cost_under=ratio`` and the changed values, for each declared convention that is not in force.
    """
    return tuple(
        (known.label, evolve(parameters, **{known.parameter: known.value}))
        for known in known_conventions()
        if known.parameter in names and known.value != getattr(parameters, known.parameter)
    )


def explanations(case: Case, claimed: Decimal, base: Outcome, parameters: Parameters) -> tuple[str, ...]:
    """Find every other known convention under which a claimed score is right.

    Args:
        case: the row.
        claimed: the score in the sheet.
        base: what the row is worth under the rule book in force.
        parameters: the values of that rule book.

    Returns:
        Labels, in the order of the parameters; two conventions together are one label joined with ``+``.
    """
    matching = tuple(readings(lambda changed: outcome(case, changed), claimed, base, variants(parameters)))
    if case.rule not in (None, "direct"):
        other = outcome(case._replace(rule="direct"), parameters)
        if other.low == other.high == claimed:
            matching = (*matching, DIRECT)
    return matching


def readings(
    worth: Callable[[Parameters], Outcome],
    claimed: Decimal,
    base: Outcome,
    alternatives: Iterable[tuple[str, Parameters]],
) -> Iterator[str]:
    """Try the other known conventions on one score.

    Args:
        worth: what the score is worth under other values.
        claimed: the score in the sheet. base: what it is worth under the rule book in force.
        alternatives: conventions as `variants` lists them.

    Yields:
        The labels of those that give the claimed score, each alone or cut off instead of rounded; cutting off last.
    """
    for label, changed in alternatives:
        other = worth(changed)
        if (other.exact, other.low, other.high) == (base.exact, base.low, base.high):
            continue
        if _gives(other, claimed):
            yield label
        elif _truncated(other, claimed):
            yield f"{label} + {TRUNCATED}"
    if _truncated(base, claimed):
        yield TRUNCATED


def _gives(result: Outcome, claimed: Decimal) -> bool:
    return result.low is not None and result.high is not None and result.low <= claimed <= result.high


def _truncated(result: Outcome, claimed: Decimal) -> bool:
    return result.exact is not None and number.truncate(result.exact) == claimed

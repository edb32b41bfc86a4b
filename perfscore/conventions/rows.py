"""What each known reading makes of one claimed score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final, cast

from attrs import frozen

from perfscore import number
from perfscore.expression import parse
from perfscore.keys import RuleKey
from perfscore.model import Indicator, Score
from perfscore.rulebook import Parameters, convention_label
from perfscore.scoring.case import Case, Outcome
from perfscore.scoring.conventions import DIRECT, TRUNCATED, explanations, variants
from perfscore.scoring.lexicon import is_level
from perfscore.scoring.outcome import outcome
from perfscore.scoring.row import read_points

ROUNDED: Final = "rounding=half_up"
AS_NAMED: Final = "rule=各指标的规则"

Bounds = tuple[Decimal, Decimal]


@frozen
class Answer:
    """What a row says to one question.

    Args:
        parameter: the question.
        in_force: the reading of the rule book in force.
        scores: what each reading gives, that of the rule book first.
        explained_by: the readings that give the claimed score.
    """

    parameter: str
    in_force: str
    scores: Mapping[str, Bounds]
    explained_by: tuple[str, ...]


def answers(indicator: Indicator, score: Score, year: int | None, parameters: Parameters) -> Iterator[Answer]:
    """Ask a scored row every question that it can answer.

    Args:
        indicator: a row. score: its score, with a claimed one and not ``unscored``.
        year: the table's year, or None.
        parameters: the values of the rule book in force.

    Yields:
        One answer for each question whose readings give the row different scores, unless the claimed score fits
        them all.
    """
    case, claimed = _case(indicator, score, year), score.claimed
    if case is None or claimed is None:
        return
    base = outcome(case, parameters)
    own = _bounds(base)
    if own is None:
        return
    explained = explanations(case, claimed, base, parameters)
    # Truncation is a question of its own: where it explains a score, the reading behind it does.
    given_by = {entry.removesuffix(f" + {TRUNCATED}") for entry in explained}
    base_explains = own[0] <= claimed <= own[1] or TRUNCATED in explained
    exact = [base.exact]
    alternatives: dict[str, dict[str, Bounds]] = {}
    for label, changed in variants(parameters):
        other = outcome(case, changed)
        bounds = _bounds(other)
        if bounds is not None and bounds != own:
            alternatives.setdefault(label.partition("=")[0], {})[label] = bounds
            exact.append(other.exact)
    for parameter, readings in alternatives.items():
        in_force = convention_label(parameter, getattr(parameters, parameter))
        yield from _answer(parameter, in_force, {in_force: own, **readings}, base_explains, given_by)
    direct = _bounds(outcome(case._replace(rule="direct"), parameters)) if case.rule != "direct" else None
    if direct is not None and direct[0] == direct[1] and direct != own:
        yield from _answer("rule", AS_NAMED, {AS_NAMED: own, DIRECT: direct}, base_explains, given_by)
    yield from rounding(claimed, exact)


def rounding(claimed: Decimal, exact: list[Decimal | None]) -> Iterator[Answer]:
    """Ask whether a claimed score was rounded or cut off.

    Args:
        claimed: the claimed score.
        exact: the scores before rounding that known readings give, the one in force first; None where there is none.

    Yields:
        One answer where the claimed score is one of the two and they differ.
    """
    for value in exact:
        if value is None:
            continue
        rounded, cut = number.half_up(value), number.truncate(value)
        if rounded != cut and claimed in (rounded, cut):
            scores = {ROUNDED: (rounded, rounded), TRUNCATED: (cut, cut)}
            yield Answer("rounding", ROUNDED, scores, (ROUNDED if claimed == rounded else TRUNCATED,))
            return


def _answer(
    parameter: str, in_force: str, scores: Mapping[str, Bounds], base_explains: bool, given_by: set[str]
) -> Iterator[Answer]:
    explained = [label for label in scores if label in given_by]
    if base_explains:
        explained.insert(0, in_force)
    # A score that lies within the intervals of all readings tells nothing about which was used.
    if len(explained) < len(scores):
        yield Answer(parameter, in_force, scores, tuple(explained))


def _bounds(result: Outcome) -> Bounds | None:
    return None if result.low is None or result.high is None else (result.low, result.high)


def _case(indicator: Indicator, score: Score, year: int | None) -> Case | None:
    """Give scoring its case back, from what entered the score."""
    used = {item.name: item.text for item in score.trace.inputs}
    weight = read_points(used.get("weight", indicator.weight))
    if weight is None or score.trace.rule == "criterion":
        return None
    rule = score.trace.rule
    return Case(
        target=parse(used.get("target", indicator.target)),
        actual=parse(used.get("actual", indicator.actual)),
        weight=weight,
        rule=None if rule == "unknown" else cast(RuleKey, rule),
        cost=is_level("cost", indicator.level1, indicator.level2),
        name=indicator.level3,
        claimed_full=score.claimed == weight,
        year=year,
    )

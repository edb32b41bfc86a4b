"""Score one row of the indicator block; everything that depends on texts alone is cached by them."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from attrs import evolve

from perfscore import number
from perfscore.expression import Absent, Deadline, Expression, Quantity, Range, parse
from perfscore.keys import RuleKey, RuleSource, Status, Verdict
from perfscore.model import CLAIMED_IS_TEXT, Indicator, Input, Remark, Score, Trace
from perfscore.number import CENT
from perfscore.rulebook import Parameters, Rulebook
from perfscore.scoring.case import Case, Outcome, unscored
from perfscore.scoring.conventions import explanations
from perfscore.scoring.lexicon import is_level, rule_key, rule_name
from perfscore.scoring.measure import Observation
from perfscore.scoring.outcome import outcome
from perfscore.text import is_blank, unspaced

_INPUTS: Final = ("target", "actual", "weight")


class _Judgement(NamedTuple):
    """What the texts of a row decide, without its cells.

    Args:
        rule: name of the rule. key: its key, None when unknown.
        claimed: the claimed score. outcome: what the row is worth.
        recomputed, verdict, explained_by: as in a score.
        observations: remarks without cells.
    """

    rule: str
    key: RuleKey | Literal["criterion"] | None
    claimed: Decimal | None
    outcome: Outcome
    recomputed: Decimal | None = None
    verdict: Verdict | None = None
    explained_by: tuple[str, ...] = ()
    observations: tuple[Observation, ...] = ()


def infer_rule(level1: str, level2: str, target: Expression) -> RuleKey:
    """Infer the scoring rule of a row whose form has no column for it.

    Args:
        level1: 一级指标. level2: 二级指标. target: as parsed.

    Returns:
        Satisfaction under a satisfaction level, proportion for a number or date, grades for everything else.
    """
    if isinstance(target, Quantity | Range | Deadline | Absent):
        return "satisfaction" if is_level("satisfaction", level1, level2) else "proportion"
    return "grades"


@lru_cache(maxsize=4096)
def read_points(text: str) -> Decimal | None:
    """Read points as printed: ``8``, ``8.62 分``, ``=10``, ``10%`` of a weight column.

    Returns:
        The number, or None where there is none.
    """
    folded = unspaced(text).removeprefix("=").removesuffix("分").removesuffix("%")
    return number.read(folded)


def verdict_of(claimed: Decimal | None, recomputed: Decimal | None) -> Verdict | None:
    """Compare a claimed with a recomputed score; a gap of at most 0.01 is rounding."""
    if claimed is None or recomputed is None:
        return None
    gap = abs(number.add(claimed, -recomputed))
    if not gap:
        return "agrees"
    return "rounding" if gap <= CENT else "differs"


def claimed_note(text: str, claimed: Decimal | None) -> tuple[str, ...]:
    """Note a score cell that holds a dash or words: it is no score, and not blank either."""
    return (CLAIMED_IS_TEXT,) if text and claimed is None else ()


# Tables repeat the same rows over the years, so what depends on texts alone is worked out once.
@lru_cache(maxsize=16384)
def _judge(
    target_text: str,
    actual_text: str,
    weight_text: str,
    rule_name_printed: str,
    levels: tuple[str, str, str],
    claimed_text: str,
    year: int | None,
    parameters: Parameters,
) -> _Judgement:
    """Score a row by its texts as printed.

    Args:
        target_text: 目标值. actual_text: 实际完成值. weight_text: 分值. claimed_text: 得分.
        rule_name_printed: 赋分规则, empty where the form has none.
        levels: the three level names.
        year: the table's year, or None.
        parameters: the values of the rule book in force.
    """
    target = parse(target_text)
    key = rule_key(rule_name_printed) if rule_name_printed else infer_rule(levels[0], levels[1], target)
    rule = rule_name_printed or rule_name(key or "proportion")
    weight, claimed = read_points(weight_text), read_points(claimed_text)
    observations: list[Observation] = []
    criterion = None
    if key is None:
        # Most tables print no criteria, and what reads them takes a while to import.
        from perfscore.scoring.criterion import criterion_in_force, outcome_by_criterion

        read = criterion_in_force(rule, weight)
        if isinstance(read, Observation):
            observations.append(read)
        else:
            criterion = read
    if claimed is None and not is_blank(claimed_text):
        observations.append(Observation("PS210", "claimed", (("text", claimed_text),)))
    if weight is not None and weight <= 0:
        observations.append(Observation("PS212", "weight", (("weight", weight_text),)))
    if weight is None:
        observations.append(Observation("PS203", "weight", (("text", weight_text),)))
    if weight is None or weight < 0:
        return _Judgement(rule, key, claimed, unscored("no_weight"), observations=tuple(observations))
    if criterion is not None:
        result = outcome_by_criterion(criterion, actual_text, target_text, levels[2])
        recomputed = _recomputed(result, claimed)
        verdict = verdict_of(claimed, recomputed)
        seen = (*observations, *result.observations)
        return _Judgement(rule, "criterion", claimed, result, recomputed, verdict, observations=seen)
    # The name only tells the direction of a number without a sign; rows that differ in nothing else are worth the same.
    name = levels[2] if isinstance(target, Quantity) and target.operator is None else ""
    cost = is_level("cost", levels[0], levels[1])
    judgement = _by_rule(target_text, actual_text, weight_text, key, cost, name, claimed_text, year, parameters)
    return judgement._replace(rule=rule, observations=(*observations, *judgement.observations))


@lru_cache(maxsize=4096)
def _by_rule(
    target_text: str,
    actual_text: str,
    weight_text: str,
    key: RuleKey | None,
    cost: bool,
    name: str,
    claimed_text: str,
    year: int | None,
    parameters: Parameters,
) -> _Judgement:
    """Score a row with a weight by a scoring rule, and find the other conventions that give what it claims."""
    weight, claimed = read_points(weight_text), read_points(claimed_text)
    assert weight is not None
    case = Case(
        target=parse(target_text),
        actual=parse(actual_text),
        weight=weight,
        rule=key,
        cost=cost,
        name=name,
        claimed_full=claimed is not None and claimed == weight,
        year=year,
    )
    result = outcome(case, parameters)
    recomputed = _recomputed(result, claimed)
    verdict = verdict_of(claimed, recomputed)
    explained: tuple[str, ...] = ()
    if claimed is not None and verdict in ("differs", "rounding"):
        explained = explanations(case, claimed, result, parameters)
    return _Judgement("", key, claimed, result, recomputed, verdict, explained, result.observations)


def _recomputed(result: Outcome, claimed: Decimal | None) -> Decimal | None:
    if result.low is None or result.high is None:
        return None
    if result.status == "scored" or result.low == result.high:
        return result.low
    if claimed is None:
        return None
    return number.half_up(min(max(claimed, result.low), result.high))


def score_indicator(
    indicator: Indicator, year: int | None, book: Rulebook, parameters: Parameters
) -> tuple[Indicator, tuple[Remark, ...]]:
    """Score one indicator.

    Args:
        indicator: the row as read.
        year: the table's year, or None.
        book: the rule book in force. parameters: its values for the year.

    Returns:
        The indicator with rule and score, and what was noticed on the way.
    """
    printed_rule = indicator.rule if indicator.rule_source != "inferred" else ""
    judgement = _judge(
        indicator.target,
        indicator.actual,
        indicator.weight,
        printed_rule,
        (indicator.level1, indicator.level2, indicator.level3),
        indicator.claimed,
        year,
        parameters,
    )
    cells, result = indicator.cells, judgement.outcome
    trace = Trace(
        judgement.key or "unknown",
        result.branch,
        tuple(Input(name, getattr(indicator, name), cells.get(name)) for name in _INPUTS),
        result.formula,
        result.exact,
        judgement.recomputed,
        # The source of a printed criterion is the table itself, whose words stand in the formula.
        None if judgement.key == "criterion" or result.status == "unscored" else book.source(result.parameter, year),
        (*result.notes, *claimed_note(indicator.claimed, judgement.claimed)),
    )
    score = Score(
        cells.get("claimed"),
        judgement.claimed,
        judgement.recomputed,
        result.low,
        result.high,
        result.status,
        judgement.verdict,
        judgement.explained_by,
        trace,
    )
    remarks = tuple(
        Remark(observation.code, cells.get(observation.field), dict(observation.values))
        for observation in judgement.observations
    )
    source: RuleSource = indicator.rule_source if printed_rule else "inferred"
    return evolve(indicator, rule=judgement.rule, rule_source=source, score=score), remarks


def status_of(statuses: list[Status]) -> Status:
    """Give the status of a sum: unscored when a part is, else judged when a part is."""
    order: tuple[Status, ...] = ("unscored", "judged")
    return next((status for status in order if status in statuses), "scored")


def sum_or_none(values: list[Decimal | None]) -> Decimal | None:
    """Add up, or None where a part is missing: absent is not zero."""
    known = [value for value in values if value is not None]
    return number.add(*known) if len(known) == len(values) else None

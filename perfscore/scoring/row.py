"""Score one row of the indicator block; everything that depends on texts alone is cached by them."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from attrs import evolve

from perfscore import number
from perfscore.expression import Absent, Deadline, Expression, Quantity, Range, parse
from perfscore.keys import RuleKey, RuleSource, Status, Verdict
from perfscore.model import CLAIMED_IS_TEXT, Indicator, Input, Remark, Score, Trace
from perfscore.number import CENT
from perfscore.rulebook import Parameters, Rulebook
from perfscore.scoring.conventions import explanations
from perfscore.scoring.lexicon import is_level, rule_key, rule_name
from perfscore.scoring.measure import Observation
from perfscore.scoring.outcome import Case, Outcome, outcome
from perfscore.text import is_blank


class Judgement(NamedTuple):
    """A row's result without places.

    Args:
        rule: name of the rule. source: where it comes from. key: its key, None when unknown.
        claimed: the claimed score. result: what the row is worth.
        recomputed, verdict, explained_by: as in a score.
        observations: remarks without cells.
    """

    rule: str
    source: RuleSource
    key: RuleKey | None
    claimed: Decimal | None
    result: Outcome
    recomputed: Decimal | None
    verdict: Verdict | None
    explained_by: tuple[str, ...]
    observations: tuple[Observation, ...]


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
    folded = "".join(text.split()).removeprefix("=").removesuffix("分").removesuffix("%")
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


@lru_cache(maxsize=16384)
def judge(
    target: str,
    actual: str,
    weight: str,
    rule: str,
    levels: tuple[str, str, str],
    claimed: str,
    year: int | None,
    parameters: Parameters,
) -> Judgement:
    """Score a row by its texts.

    Args:
        target: 目标值. actual: 实际完成值. weight: 分值. claimed: 得分; all as printed.
        rule: 赋分规则 as printed, empty where the form has none.
        levels: the three level names.
        year: the table's year, or None.
        parameters: the values of the rule book in force.
    """
    wanted, given = parse(target), parse(actual)
    key = rule_key(rule) if rule else infer_rule(levels[0], levels[1], wanted)
    source: RuleSource = "sheet" if rule else "inferred"
    name = rule if rule else rule_name(key or "proportion")
    points, score = read_points(weight), read_points(claimed)
    observations: list[Observation] = []
    if key is None:
        observations.append(Observation("PS402", "rule", (("rule", rule),)))
    if score is None and not is_blank(claimed):
        observations.append(Observation("PS210", "claimed", (("text", claimed),)))
    if points is not None and points <= 0:
        observations.append(Observation("PS212", "weight", (("weight", weight),)))
    if points is None:
        observations.append(Observation("PS203", "weight", (("text", weight),)))
    if points is None or points < 0:
        result = Outcome(status="unscored", branch="no_weight")
        return Judgement(name, source, key, score, result, None, None, (), tuple(observations))
    case = Case(
        target=wanted,
        actual=given,
        weight=points,
        rule=key,
        cost=is_level("cost", levels[0], levels[1]),
        name=levels[2],
        claimed_full=score is not None and score == points,
        year=year,
    )
    result = outcome(case, parameters)
    recomputed = _recomputed(result, score)
    verdict = verdict_of(score, recomputed)
    explained: tuple[str, ...] = ()
    if score is not None and verdict in ("differs", "rounding"):
        explained = explanations(case, score, result, parameters)
    observations.extend(result.observations)
    return Judgement(name, source, key, score, result, recomputed, verdict, explained, tuple(observations))


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
    given_rule = indicator.rule if indicator.rule_source != "inferred" else ""
    found = judge(
        indicator.target,
        indicator.actual,
        indicator.weight,
        given_rule,
        (indicator.level1, indicator.level2, indicator.level3),
        indicator.claimed,
        year,
        parameters,
    )
    cells = indicator.cells
    result = found.result
    place = cells.get
    trace = Trace(
        found.key or "unknown",
        result.branch,
        (
            Input("target", indicator.target, place("target")),
            Input("actual", indicator.actual, place("actual")),
            Input("weight", indicator.weight, place("weight")),
        ),
        result.formula,
        result.exact,
        found.recomputed,
        None if result.status == "unscored" else book.source(result.parameter, year),
        (*result.notes, *claimed_note(indicator.claimed, found.claimed)),
    )
    score = Score(
        cells.get("claimed"),
        found.claimed,
        found.recomputed,
        result.low,
        result.high,
        result.status,
        found.verdict,
        found.explained_by,
        trace,
    )
    remarks = tuple(Remark(seen.code, cells.get(seen.field), dict(seen.values)) for seen in found.observations)
    rule_source = found.source if not given_rule else indicator.rule_source
    return evolve(indicator, rule=found.rule, rule_source=rule_source, score=score), remarks


def status_of(statuses: list[Status]) -> Status:
    """Give the status of a sum: unscored when a part is, else judged when a part is."""
    order: tuple[Status, ...] = ("unscored", "judged")
    return next((status for status in order if status in statuses), "scored")


def sum_or_none(values: list[Decimal | None]) -> Decimal | None:
    """Add up, or None where a part is missing: absent is not zero."""
    known = [value for value in values if value is not None]
    return number.add(*known) if len(known) == len(values) else None

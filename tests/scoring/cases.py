"""Build one-row tables for the scoring tests."""

from __future__ import annotations

from decimal import Decimal

from perfscore.model import Indicator, Score
from perfscore.rulebook import load
from perfscore.scoring.row import score_indicator

LEVELS = {
    "产出": ("产出指标", "数量指标"),
    "成本": ("成本指标", "经济成本指标"),
    "效益": ("效益指标", "社会效益指标"),
    "满意度": ("满意度指标", "服务对象满意度指标"),
}


def scored(
    target: str,
    actual: str,
    weight: str,
    claimed: str = "",
    *,
    level: str = "产出",
    name: str = "某项工作",
    rule: str = "",
    book: str = "cn-2020",
    year: int | None = 2023,
) -> Score:
    """Score one row; what was remarked is in `remarked`."""
    return both(target, actual, weight, claimed, level=level, name=name, rule=rule, book=book, year=year)[0].score


def remarked(*args: str, **kwargs) -> set[str]:
    """Give the codes of what scoring remarked about a row."""
    return {remark.code for remark in both(*args, **kwargs)[1]}


def both(target, actual, weight, claimed="", *, level="产出", name="某项工作", rule="", book="cn-2020", year=2023):
    level1, level2 = LEVELS[level]
    indicator = Indicator(
        level1=level1,
        level2=level2,
        level3=name,
        target=target,
        actual=actual,
        weight=weight,
        claimed=claimed,
        rule=rule,
        rule_source="sheet" if rule else "inferred",
        row=13,
        cells={
            field: f"{letter}13"
            for field, letter in zip(("target", "actual", "weight", "claimed"), "EFGH", strict=True)
        },
    )
    chosen = load(book)
    return score_indicator(indicator, year, chosen, chosen.parameters(year))


def points(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)

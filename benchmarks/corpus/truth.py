"""The contents of made tables: indicators, claims and what every score has to be."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from random import Random
from typing import Any

from attrs import define, frozen

WRONG = 0.08
"""Share of the scores that are claimed wrongly, and of the totals that are added up wrongly."""
BROKEN = 0.003
COPIES = 0.01
YEARS = (2021, 2022, 2023, 2024, 2025)
LAYOUTS = ("project", "department", "split", "repeated", "page_break", "two_tables", "two_sheets", "target")
WEIGHT_OF_LAYOUT = (40, 12, 12, 12, 8, 4, 4, 8)

PLACES = ("东城", "西山", "南湖", "北川", "清河", "云岭", "白石", "金沙")
OFFICES = ("教育局", "水务局", "文化和旅游局", "农业农村局", "卫生健康委员会", "交通运输局", "科学技术局", "民政局")
THINGS = ("信息系统运维", "设备采购", "专家评审", "技能培训", "宣传推广", "设施改造", "监测评估", "物资储备")
_COUNTED = (
    ("举办培训班次数", "次"), ("购置设备数量", "台"), ("服务企业数量", "家"), ("发放宣传册数量", "册"),
    ("检查场所数量", "个"), ("参加培训人数", "人"), ("改造管线长度", "米"), ("补助对象人次", "人次"),
)  # fmt: skip
_RATES = ("验收合格率", "任务完成率", "设备利用率", "政策知晓率", "资料归档率")
_CEILINGS = (("故障停机时长", "小时"), ("有效投诉数量", "起"), ("办结时限", "个工作日"))
_BENEFITS = (("社会效益指标", "受益群众人数", "人"), ("社会效益指标", "带动就业人数", "人"),
             ("可持续影响指标", "建立管理制度数量", "项"), ("生态效益指标", "受益社区数量", "个"))  # fmt: skip
_EFFECTS = (("社会效益指标", "公共服务水平", "不断提升"), ("经济效益指标", "对产业发展的带动作用", "有效促进"),
            ("可持续影响指标", "长效管理机制", "持续完善"), ("生态效益指标", "区域生态环境", "明显改善"))  # fmt: skip
_MIDDLE = "基本达到预期效果"
_ROUND = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 24, 30, 40, 50, 60, 80, 100, 120, 150, 200, 300, 500, 600)
_PERCENTAGES = (80, 85, 90, 90, 95, 95, 95, 98, 99, 100)
_SATISFACTION = (80, 85, 90, 90, 92, 95)
_WHOLE_UNITS = frozenset({"次", "台", "家", "册", "个", "人", "人次", "起", "项"})
_MONTH_ENDS = ((6, 30), (9, 30), (10, 31), (11, 30), (12, 31))
_SIGNS = {"floor": ("≥", ">=", "＞＝", "不少于"), "ceiling": ("≤", "<=", "不超过"), "equal": ("=", "＝")}


@frozen
class Points:
    """What a score has to be. Args: status, recomputed, low, high: as in the store."""

    status: str
    recomputed: Decimal | None
    low: Decimal
    high: Decimal

    def json(self) -> dict[str, str | None]:
        texts = {name: getattr(self, name) for name in ("recomputed", "low", "high")}
        return {"status": self.status, **{name: None if value is None else str(value) for name, value in texts.items()}}


@define
class Row:
    """An indicator and its truth. Args: as printed; ``sign``, ``number``, ``unit`` for forms that split the target."""

    level1: str
    level2: str
    level3: str
    target: str
    actual: str
    weight: int
    claimed: str
    points: Points
    sign: str = ""
    number: str = ""
    unit: str = ""


@define
class Sheet:
    """A table to print, and its truth."""

    kind: str
    year: int
    unit: str
    project: str
    rows: list[Row]
    budget: Decimal
    spent: Decimal
    execution_claimed: str
    execution: Points
    total_claimed: str
    total: Points

    def json(self) -> dict[str, Any]:
        evaluated = self.kind != "project_target"
        scores = [self.execution, *(row.points for row in self.rows), self.total] if evaluated else []
        claimed = [self.execution_claimed, *(row.claimed for row in self.rows), self.total_claimed] if evaluated else []
        listed = [
            {"claimed": str(Decimal(text.removesuffix("分"))), **points.json()}
            for text, points in zip(claimed, scores, strict=True)
        ]
        return {"kind": self.kind, "year": self.year, "unit": self.unit, "project": self.project, "scores": listed}


def half_up(value: Fraction) -> Decimal:
    """Round to cents, ties up; in whole numbers, independent of the product's arithmetic."""
    return Decimal((value * 200 + 1) // 2).scaleb(-2) if value >= 0 else -half_up(-value)


def scored(value: Fraction) -> Points:
    points = half_up(value)
    return Points("scored", points, points, points)


def judged(weight: int, low: Fraction, high: Fraction, claimed: Decimal) -> Points:
    least, most = half_up(weight * low), half_up(weight * high)
    return Points("judged", min(max(claimed, least), most).quantize(Decimal("0.01")), least, most)


def claim(random: Random, right: Decimal, weight: int) -> str:
    """Say what the unit claims: mostly what is right, else one of the slips that occur."""
    if random.random() >= WRONG:
        return random.choice((f"{right}", f"{right.normalize():f}"))
    slips = (
        Decimal(weight),
        Decimal(0),
        right + Decimal("0.01"),
        (right * Decimal("0.9")).quantize(Decimal("0.1"), ROUND_DOWN),
        Decimal(weight) + 1,
    )
    return f"{random.choice(slips).normalize():f}"


def usual(random: Random, top: int) -> int:
    """Choose a target as offices do: mostly a round number."""
    if random.random() < 0.7:
        return random.choice([number for number in _ROUND if number <= top])
    return random.randint(2, top)


def quantity(random: Random, kind: str, level1: str, level2: str, name: str, unit: str, weight: int, top: int) -> Row:
    """Make a row with a number: kind ``floor``, ``ceiling`` or ``equal``."""
    percent = unit == "%"
    target = random.choice(_SATISFACTION if level1 == "满意度指标" else _PERCENTAGES) if percent else usual(random, top)
    luck = random.random()
    if luck < 0.6:
        actual = Fraction(target)
    elif luck < 0.8:
        tenths = random.randint(target * 5, target * 10)
        actual = Fraction(target - random.randint(1, 5)) if percent else Fraction(tenths, 10)
    else:
        # Up to a sixth more: whoever reaches far more set the target too low and owes a reason.
        actual = Fraction(
            min(99, target + random.randint(1, 3)) if percent else target + random.randint(0, target // 6)
        )
    if unit in _WHOLE_UNITS:
        actual = Fraction(max(1, int(actual)))
    actual = max(actual, Fraction(1, 10))
    if kind == "ceiling":
        share = Fraction(1) if actual <= target else Fraction(target) / actual
    else:
        share = Fraction(1) if actual >= target else actual / target
    if kind == "equal" and level1 == "成本指标" and actual > target:
        share = Fraction(target) / actual
    points = scored(weight * share)
    sign = random.choice(_SIGNS[kind])
    shown = f"{float(actual):g}"
    assert points.recomputed is not None
    return Row(
        level1, level2, name, f"{sign}{target}{unit}", f"{shown}{unit}", weight,
        claim(random, points.recomputed, weight), points, sign, str(target), unit,
    )  # fmt: skip


def deadline(random: Random, year: int, weight: int) -> Row:
    month, day = random.choice(_MONTH_ENDS)
    late = random.random() < 0.1 and month < 12
    done = (12, 31) if late else (month, random.choice((day, day, 15, 20)))
    points = scored(Fraction(0 if late else weight))
    target, actual = f"{year}年{month}月{day}日前", f"{year}年{done[0]}月{done[1]}日"
    assert points.recomputed is not None
    return Row(
        "产出指标", "时效指标", "项目完成时间", target, actual, weight, claim(random, points.recomputed, weight),
        points, "定性", target,
    )  # fmt: skip


def words(random: Random, weight: int, effect: tuple[str, str, str]) -> Row:
    level2, name, target = effect
    full = random.random() < 0.7
    low, high = (Fraction(4, 5), Fraction(1)) if full else (Fraction(3, 5), Fraction(4, 5))
    if random.random() < WRONG:
        claimed = Decimal(weight) if not full else half_up(weight * Fraction(1, 2))
    else:
        claimed = half_up(weight * (low + (high - low) * Fraction(random.randint(0, 4), 4)))
    actual = target if full else _MIDDLE
    return Row(
        "效益指标", level2, name, target, actual, weight, f"{claimed.normalize():f}",
        judged(weight, low, high, claimed), "定性", target,
    )  # fmt: skip


def shares(random: Random, total: int, parts: int) -> list[int]:
    """Cut points into whole parts; none is far below its even share, so that no output hardly counts."""
    least = max(1, total * 4 // (5 * parts))
    rest = total - least * parts
    cuts = sorted(random.randint(0, rest) for _ in range(parts - 1))
    return [least + high - low for low, high in zip([0, *cuts], [*cuts, rest], strict=True)]


def indicators(random: Random, year: int, kind: str) -> list[Row]:
    size = random.choice((4, 6, 6, 8, 8, 10, 12, 14))
    quantities, qualities = max(1, size // 3), max(1, size // 5)
    effects = max(1, size // 4)
    output = shares(random, 40, quantities + qualities + 1)
    rows = []
    for weight, (name, unit) in zip(output, random.sample(_COUNTED, quantities), strict=False):
        sign = random.choice(("floor", "floor", "equal"))
        rows.append(quantity(random, sign, "产出指标", "数量指标", name, unit, weight, 600))
    rates, ceilings = random.sample(_RATES, qualities), random.sample(_CEILINGS, qualities)
    for weight, rate, (name, unit) in zip(output[quantities:-1], rates, ceilings, strict=True):
        if random.random() < 0.75:
            rows.append(quantity(random, "floor", "产出指标", "质量指标", rate, "%", weight, 100))
        else:
            rows.append(quantity(random, "ceiling", "产出指标", "质量指标", name, unit, weight, 40))
    rows.append(deadline(random, year, output[-1]))
    rows.append(quantity(random, "ceiling", "成本指标", "经济成本指标", "人均服务成本", "元", 10, 500))
    # What a target table promises must be checkable; words without a level are for what was done.
    if kind == "project_target":
        for weight, (level2, name, unit) in zip(
            shares(random, 30, effects), random.sample(_BENEFITS, effects), strict=True
        ):
            rows.append(quantity(random, "floor", "效益指标", level2, name, unit, weight, 600))
    else:
        chosen = random.sample(_EFFECTS, effects)
        rows.extend(map(words, [random] * effects, shares(random, 30, effects), chosen))
    rows.append(quantity(random, "floor", "满意度指标", "服务对象满意度指标", "服务对象满意度", "%", 10, 100))
    return rows


def table(random: Random, kind: str, year: int, unit: str, project: str) -> Sheet:
    rows = indicators(random, year, kind)
    budget = Decimal(random.randint(100, 99999)).scaleb(-2) + 1
    spent = budget if random.random() < 0.5 else (budget * random.randint(82, 100) / 100).quantize(Decimal("0.01"))
    execution = scored(10 * min(Fraction(1), Fraction(spent) / Fraction(budget)))
    assert execution.recomputed is not None
    execution_claimed = claim(random, execution.recomputed, 10)
    printed = sum((Decimal(row.claimed) for row in rows), Decimal(execution_claimed))
    if random.random() < WRONG / 2:
        printed += random.randint(1, 9)
    parts = [execution, *(row.points for row in rows)]
    sums = {name: sum((getattr(part, name) for part in parts), Decimal(0)) for name in ("recomputed", "low", "high")}
    text = f"{printed:f}" + random.choice(("", "", "分"))
    total = Points("judged", sums["recomputed"], sums["low"], sums["high"])
    return Sheet(kind, year, unit, project, rows, budget, spent, execution_claimed, execution, text, total)

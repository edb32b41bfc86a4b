"""Makes any number of realistic self-evaluations, some of them wrong, and the truth beside them.

    python benchmarks/corpus.py FOLDER --files 20000

``FOLDER/sheets`` holds the workbooks, by year and unit; ``FOLDER/truth.jsonl`` says of each file what it holds and what
every score has to be under ``cn-2020``. The truth comes from the recipe of each row and from fractions, not from the
engine. The same seed gives the same bytes, and a file is the same in a corpus of any size.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from attrs import Factory, define, frozen

WRONG = 0.08
"""Share of the scores that are claimed wrongly, and of the totals that are added up wrongly."""
BROKEN = 0.003
COPIES = 0.01
YEARS = (2021, 2022, 2023, 2024, 2025)
LAYOUTS = ("project", "department", "split", "repeated", "page_break", "two_tables", "two_sheets", "target")
_WEIGHT_OF_LAYOUT = (40, 12, 12, 12, 8, 4, 4, 8)

_PLACES = ("东城", "西山", "南湖", "北川", "清河", "云岭", "白石", "金沙")
_OFFICES = ("教育局", "水务局", "文化和旅游局", "农业农村局", "卫生健康委员会", "交通运输局", "科学技术局", "民政局")
_THINGS = ("信息系统运维", "设备采购", "专家评审", "技能培训", "宣传推广", "设施改造", "监测评估", "物资储备")
_COUNTED = (
    ("举办培训班次数", "次"), ("购置设备数量", "台"), ("服务企业数量", "家"), ("发放宣传册数量", "册"),
    ("检查场所数量", "个"), ("参加培训人数", "人"), ("改造管线长度", "米"), ("补助对象人次", "人次"),
)  # fmt: skip
_RATES = ("验收合格率", "任务完成率", "设备利用率", "政策知晓率", "资料归档率")
_CEILINGS = (("故障停机时长", "小时"), ("有效投诉数量", "起"), ("办结时限", "个工作日"))
_EFFECTS = (("社会效益指标", "公共服务水平", "不断提升"), ("经济效益指标", "对产业发展的带动作用", "有效促进"),
            ("可持续影响指标", "长效管理机制", "持续完善"), ("生态效益指标", "区域生态环境", "明显改善"))  # fmt: skip
_MIDDLE = "基本达到预期效果"
_ROUND = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 24, 30, 40, 50, 60, 80, 100, 120, 150, 200, 300, 500, 600)
_PERCENTAGES = (80, 85, 90, 90, 95, 95, 95, 98, 99, 100)
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
    target = random.choice(_PERCENTAGES) if percent else usual(random, top)
    luck = random.random()
    if luck < 0.6:
        actual = Fraction(target)
    elif luck < 0.8:
        tenths = random.randint(target * 5, target * 10)
        actual = Fraction(target - random.randint(1, 5)) if percent else Fraction(tenths, 10)
    else:
        actual = Fraction(min(100, target + random.randint(1, 5)) if percent else target + random.randint(1, target))
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


def words(random: Random, weight: int) -> Row:
    level2, name, target = random.choice(_EFFECTS)
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
    """Cut points into whole parts, each at least 1."""
    cuts = sorted(random.sample(range(1, total), parts - 1))
    return [high - low for low, high in zip([0, *cuts], [*cuts, total], strict=True)]


def indicators(random: Random, year: int) -> list[Row]:
    size = random.choice((4, 6, 6, 8, 8, 10, 12, 14))
    quantities, qualities = max(1, size // 3), max(1, size // 5)
    effects = max(1, size // 4)
    output = shares(random, 40, quantities + qualities + 1)
    rows = []
    for weight in output[:quantities]:
        name, unit = random.choice(_COUNTED)
        kind = random.choice(("floor", "floor", "equal"))
        rows.append(quantity(random, kind, "产出指标", "数量指标", name, unit, weight, 600))
    for weight in output[quantities:-1]:
        if random.random() < 0.75:
            rows.append(quantity(random, "floor", "产出指标", "质量指标", random.choice(_RATES), "%", weight, 100))
        else:
            name, unit = random.choice(_CEILINGS)
            rows.append(quantity(random, "ceiling", "产出指标", "质量指标", name, unit, weight, 40))
    rows.append(deadline(random, year, output[-1]))
    rows.append(quantity(random, "ceiling", "成本指标", "经济成本指标", "项目总成本", "万元", 10, 500))
    rows.extend(words(random, weight) for weight in shares(random, 30, effects))
    rows.append(quantity(random, "floor", "满意度指标", "服务对象满意度指标", "服务对象满意度", "%", 10, 100))
    return rows


def table(random: Random, kind: str, year: int, unit: str, project: str) -> Sheet:
    rows = indicators(random, year)
    budget = Decimal(random.randint(100, 99999)).scaleb(-2) + 1
    spent = budget if random.random() < 0.5 else (budget * random.randint(30, 100) / 100).quantize(Decimal("0.01"))
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


@define
class Grid:
    """Cells and merged areas of a sheet being printed."""

    cells: dict[tuple[int, int], tuple[str, int]] = Factory(dict)
    merges: list[tuple[int, int, int, int]] = Factory(list)
    bottom: int = 0

    def put(self, row: int, column: int, text: str, number: bool = False, style: int = 1) -> None:
        cell = f"<v>{text}</v>" if number else f"<is><t>{escape(text)}</t></is>"
        kind = "" if number else ' t="inlineStr"'
        self.cells[row, column] = (f' s="{style}"{kind}>{cell}', style)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self.merges.append((top, left, bottom, right))

    def xml(self, width: int) -> str:
        rows = []
        for row in range(1, self.bottom + 1):
            cells = "".join(
                f'<c r="{chr(64 + column)}{row}"{self.cells[row, column][0]}</c>'
                if (row, column) in self.cells
                else f'<c r="{chr(64 + column)}{row}" s="1"/>'
                for column in range(1, width + 1)
            )
            rows.append(f'<row r="{row}" ht="20" customHeight="1">{cells}</row>')
        merged = "".join(
            f'<mergeCell ref="{chr(64 + left)}{top}:{chr(64 + right)}{bottom}"/>'
            for top, left, bottom, right in self.merges
        )
        columns = f'<cols><col min="1" max="{width}" width="14" customWidth="1"/></cols>'
        tail = f'<mergeCells count="{len(self.merges)}">{merged}</mergeCells>' if merged else ""
        return f'{_HEAD}<worksheet xmlns="{_MAIN}">{columns}<sheetData>{"".join(rows)}</sheetData>{tail}</worksheet>'


_LEVELS = ("一级指标", "二级指标", "三级指标")
_HEADERS = {
    "project": (*_LEVELS, "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
    "department": (*_LEVELS, "预期指标值", "指标值设定依据", "实际完成指标值", "分值权重", "得分"),
    "split": (*_LEVELS, "指标性质", "指标值", "度量单位", "实际完成值", "分值", "得分"),
    "target": (*_LEVELS, "指标值", "指标值设置依据", "指标分值权重", "指标赋分规则", "佐证资料"),
}
_TITLES = {"department": "部门（单位）整体支出绩效自评表", "target": "项目支出绩效目标表"}


def write_table(grid: Grid, sheet: Sheet, layout: str, numbers: bool) -> None:
    """Print a table below what the grid holds already."""
    headers = _HEADERS.get(layout, _HEADERS["project"])
    width = len(headers) + 1
    row = grid.bottom + (2 if grid.bottom else 1)
    for text in (_TITLES.get(layout, "项目支出绩效自评表"), f"（{sheet.year}年度）"):
        grid.put(row, 1, text, style=2)
        grid.merge(row, 1, row, width)
        row += 1
    named = [("项目名称", sheet.project), ("主管部门", sheet.unit), ("实施单位", sheet.unit)]
    if layout == "department":
        named = [("部门（单位）名称", sheet.unit)]
    if layout == "target":
        named = [("项目名称", sheet.project), ("预算单位", sheet.unit)]
    for label, value in named:
        grid.put(row, 1, label)
        grid.merge(row, 1, row, 2)
        grid.put(row, 3, value)
        grid.merge(row, 3, row, width)
        row += 1
    if layout != "target":
        row = _funds(grid, sheet, row, numbers)
    row = _indicators(grid, sheet, layout, headers, row, numbers)
    if layout != "target":
        grid.put(row, 1, "总分")
        weight, claimed = _at(headers, "分值"), _at(headers, "得分")
        grid.merge(row, 1, row, weight - 1)
        grid.put(row, weight, "100", numbers)
        grid.put(row, claimed, sheet.total_claimed, numbers and not sheet.total_claimed.endswith("分"))
        row += 1
    grid.bottom = row - 1


def _at(headers: tuple[str, ...], word: str) -> int:
    return next(place for place, header in enumerate(headers, 2) if header.startswith(word))


def _funds(grid: Grid, sheet: Sheet, row: int, numbers: bool) -> int:
    grid.put(row, 1, "项目资金（万元）")
    for place, header in enumerate(("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"), 3):
        grid.put(row, place, header)
    rate = f"{half_up(Fraction(sheet.spent) / Fraction(sheet.budget) * 100)}%"
    for number, name in enumerate(("年度资金总额", "其中：财政拨款", "其他资金"), 1):
        grid.put(row + number, 2, name)
        budget, spent = (sheet.budget, sheet.spent) if number < 3 else (Decimal(0), Decimal(0))
        for place, value in enumerate((budget, budget, spent), 3):
            grid.put(row + number, place, str(value), numbers)
    grid.put(row + 1, 6, "10", numbers)
    grid.put(row + 1, 7, rate)
    grid.put(row + 1, 8, sheet.execution_claimed, numbers)
    grid.merge(row, 1, row + 3, 1)
    row += 4
    grid.put(row, 1, "年度总体目标")
    grid.put(row, 2, "预期目标")
    grid.put(row, 6, "实际完成情况")
    grid.put(row + 1, 2, f"完成{sheet.project or sheet.unit}年度各项任务。")
    grid.put(row + 1, 6, "各项任务按计划推进。")
    grid.merge(row, 1, row + 1, 1)
    for line in (row, row + 1):
        grid.merge(line, 2, line, 5)
        grid.merge(line, 6, line, 9)
    return row + 2


def _indicators(grid: Grid, sheet: Sheet, layout: str, headers: tuple[str, ...], row: int, numbers: bool) -> int:
    def header(at: int) -> None:
        for place, text in enumerate(headers, 2):
            grid.put(at, place, text)

    top = row
    grid.put(row, 1, "年度绩效指标")
    header(row)
    row += 1
    starts: dict[int, tuple[int, str]] = {}

    def close(column: int) -> None:
        start = starts.pop(column, None)
        if start is not None and layout != "repeated":
            grid.merge(start[0], column, row - 1, column)

    for index, indicator in enumerate(sheet.rows):
        if layout == "page_break" and index == len(sheet.rows) // 2:
            close(3)
            close(2)
            grid.merge(top, 1, row - 1, 1)
            header(row)
            row += 1
            top = row
        for column, level in ((2, indicator.level1), (3, indicator.level2)):
            if starts.get(column, (0, ""))[1] != level:
                if column == 2:
                    close(3)
                close(column)
                starts[column] = (row, level)
                grid.put(row, column, level)
            elif layout == "repeated":
                grid.put(row, column, level)
        for place, text, number in _cells(indicator, layout, numbers):
            grid.put(row, place, text, number)
        row += 1
    close(3)
    close(2)
    grid.merge(top, 1, row - 1, 1)
    return row


def _cells(row: Row, layout: str, numbers: bool) -> Iterator[tuple[int, str, bool]]:
    weight, claimed = (str(row.weight), numbers), (row.claimed, numbers)
    texts: dict[str, tuple[tuple[str, bool], ...]] = {
        "department": ((row.target, False), ("计划标准", False), (row.actual, False), weight, claimed),
        "split": ((row.sign, False), (row.number, False), (row.unit, False), (row.actual, False), weight, claimed),
        "target": ((row.target, False), ("计划标准", False), weight, (_rule(row), False), ("工作资料", False)),
    }
    reason = "受客观因素影响，下年度加强管理。" if row.points.recomputed != row.weight else ""
    project = ((row.target, False), (row.actual, False), weight, claimed, (reason, False))
    yield 4, row.level3, False
    for place, (text, number) in enumerate(texts.get(layout, project), 5):
        if text:
            yield place, text, number


def _rule(row: Row) -> str:
    if row.level1 == "满意度指标":
        return "满意度赋分"
    return "按评判等级赋分" if row.points.status == "judged" else "按照完成比例赋分"


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_BORDER = "".join(f'<{side} style="thin"><color auto="1"/></{side}>' for side in ("left", "right", "top", "bottom"))
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="16"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/>'
    '</fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="2"><border><left/><right/><top/>'
    f'<bottom/><diagonal/></border><border>{_BORDER}<diagonal/></border></borders><cellStyleXfs count="1"><xf '
    'numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" '
    'fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" '
    'applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf><xf numFmtId="0" '
    'fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment horizontal="center"/></xf>'
    "</cellXfs>"
    '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def package(sheets: list[str]) -> bytes:
    """Pack worksheets into a workbook."""
    numbers = range(1, len(sheets) + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>' for n in numbers
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    listed = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        f'"application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/>{types}</Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{relations}'
        f'<Relationship Id="rId{len(sheets) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    } | {f"xl/worksheets/sheet{n}.xml": xml for n, xml in zip(numbers, sheets, strict=True)}
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in parts.items():
            info = ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, text)
    return data.getvalue()


@frozen
class Made:
    """A file of the corpus. Args: place below the folder, its bytes, its truth."""

    place: str
    data: bytes
    truth: dict[str, Any]


def make(index: int, seed: int = 1) -> Made:
    """Make one file; the same for the same index and seed, whatever else is made."""
    random = Random(f"{seed}/{index}")
    if index and random.random() < COPIES:
        original = make(index // 2, seed)
        place = f"{Path(original.place).parent}/副本{index:06}-{Path(original.place).name}"
        return Made(place, original.data, original.truth | {"place": place})
    year = random.choice(YEARS)
    unit = random.choice(_PLACES) + "市" + random.choice(_OFFICES)
    project = f"{random.choice(_THINGS)}项目{index:06}"
    (layout,) = random.choices(LAYOUTS, _WEIGHT_OF_LAYOUT)
    kind = {"department": "department_evaluation", "target": "project_target"}.get(layout, "project_evaluation")
    count = 2 if layout.startswith("two_") else 1
    tables = [
        table(random, kind, year, unit, "" if layout == "department" else project + ("（二）" if number else ""))
        for number in range(count)
    ]
    numbers = random.random() < 0.5
    grids = [Grid() for _ in range(count if layout == "two_sheets" else 1)]
    for number, made in enumerate(tables):
        write_table(grids[number % len(grids)], made, layout, numbers)
    data = package([grid.xml(len(_HEADERS.get(layout, _HEADERS["project"])) + 1) for grid in grids])
    place = f"{year}/{unit}/{project}-自评.xlsx"
    truth: dict[str, Any] = {"place": place, "layout": layout, "tables": [made.json() for made in tables]}
    if random.random() < BROKEN:
        data = random.choice((data[: len(data) // 2], b"<html>" + data[:100], b""))
        truth = {"place": place, "layout": layout, "tables": [], "broken": True}
    return Made(place, data, truth)


def differences(folder: Path, scores: Mapping[str, list[list[tuple[Any, ...]]]]) -> Iterator[str]:
    """Compare scores with the truth of a corpus, row for row.

    Args:
        folder: of the corpus. scores: of each place the tables' scores, each (claimed, recomputed, low, high, status).

    Yields:
        A line for every file that is missing, every table too many or too few, every score that is not the truth.
    """
    with open(folder / "truth.jsonl", encoding="utf-8") as lines:
        for truth in map(json.loads, lines):
            place = truth["place"]
            if place not in scores:
                yield f"{place}: missing"
            wanted = [
                [(*(_decimal(row[name]) for name in ("claimed", "recomputed", "low", "high")), row["status"]) for row in
                 table["scores"]]
                for table in truth["tables"]
            ]  # fmt: skip
            found = scores.get(place, [])
            if len(found) != len(wanted):
                yield f"{place}: {len(found)} tables instead of {len(wanted)}"
            for rows, right in zip(found, wanted, strict=False):
                if rows != right:
                    yield f"{place} ({truth['layout']}): {rows} instead of {right}"


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def write(folder: Path, files: int, seed: int = 1) -> None:
    """Write a corpus.

    Args:
        folder: takes ``sheets/`` and ``truth.jsonl``. files: how many. seed: another one makes other files.
    """
    sheets = folder / "sheets"
    sheets.mkdir(parents=True, exist_ok=True)
    with open(folder / "truth.jsonl", "w", encoding="utf-8") as truth:
        for index in range(files):
            made = make(index, seed)
            target = sheets / made.place
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(made.data)
            truth.write(json.dumps(made.truth, ensure_ascii=False) + "\n")


def main() -> None:
    """Write a corpus from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write(given.folder, given.files, given.seed)


if __name__ == "__main__":
    main()

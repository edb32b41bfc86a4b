"""Lay a made table out as one of the official forms."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from corpus.package import Grid
from corpus.truth import Row, Sheet, half_up

_LEVELS = ("一级指标", "二级指标", "三级指标")
HEADERS = {
    "project": (*_LEVELS, "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
    "department": (*_LEVELS, "预期指标值", "指标值设定依据", "实际完成指标值", "分值权重", "得分"),
    "split": (*_LEVELS, "指标性质", "指标值", "度量单位", "实际完成值", "分值", "得分"),
    "target": (*_LEVELS, "指标值", "指标值设置依据", "指标分值权重", "指标赋分规则", "佐证资料"),
}
_TITLES = {"department": "部门（单位）整体支出绩效自评表", "target": "项目支出绩效目标表"}


def write_table(grid: Grid, sheet: Sheet, layout: str, numbers: bool) -> None:
    """Print a table below what the grid holds already."""
    headers = HEADERS.get(layout, HEADERS["project"])
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
    lost = row.points.recomputed != row.weight or row.claimed != str(row.weight)
    reason = "受客观因素影响，下年度加强管理。" if lost else ""
    project = ((row.target, False), (row.actual, False), weight, claimed, (reason, False))
    yield 4, row.level3, False
    for place, (text, number) in enumerate(texts.get(layout, project), 5):
        if text:
            yield place, text, number


def _rule(row: Row) -> str:
    if row.level1 == "满意度指标":
        return "满意度赋分"
    if row.level3 == "项目完成时间":
        return "直接赋分"
    return "按评判等级赋分" if row.points.status == "judged" else "按照完成比例赋分"

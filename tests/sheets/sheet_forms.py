"""Builds forms of every shape from the published records, to be read back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from attrs import Factory, define
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

DATA = Path(__file__).parents[1] / "data"
PUBLISHED: dict[str, dict[str, Any]] = {
    record["id"]: record for record in json.loads((DATA / "sheets" / "tables.json").read_text("utf-8"))
}
# The records' names of the fields that ours are called by another name.
RECORDED = {"claimed": "score"}
HEADERS = {
    "project_self_evaluation": {
        "level1": "一级指标",
        "level2": "二级指标",
        "level3": "三级指标",
        "target": "年度指标值",
        "actual": "实际完成值",
        "weight": "分值",
        "claimed": "得分",
        "deviation": "偏差原因分析及\n改进措施",
    },
    "department_self_evaluation": {
        "level1": "一级指标",
        "level2": "二级指标",
        "level3": "三级指标",
        "target": "预期指标值",
        "basis": "指标值设定依据",
        "actual": "实际完成指标值",
        "weight": "分值权重",
        "claimed": "得分",
    },
    "project_target": {
        "level1": "一级指标",
        "level2": "二级指标",
        "level3": "三级指标",
        "target": "指标值",
        "basis": "指标值设置依据",
        "last_year": "上年完成值",
        "weight": "指标分值权重",
        "rule": "指标赋分规则",
        "evidence": "佐证资料",
    },
}
TITLES = {
    "project_self_evaluation": "项目支出绩效自评表",
    "department_self_evaluation": "部门（单位）整体支出绩效目标自评表",
    "project_target": "项目支出绩效目标表",
}
FUNDS = {
    "initial": "年初预算数",
    "full_year": "全年预算数",
    "executed": "全年执行数",
    "weight": "分值",
    "rate": "执行率",
    "score": "得分",
}


@define
class Form:
    """How a record is printed. Everything has the shape of the published forms unless told otherwise.

    Args:
        record: id of a published record.
        top: row of the title. left: column of the margin.
        headers: header of each field, in the order of the columns; None prints the published ones.
        extra: headers of further columns, by their place among the columns, and what each row says there.
        levels: ``merged``, ``blank`` below the first, or ``repeated``.
        merge: whether anything is merged at all.
        title: the title, or empty. year: the line below it, or empty.
        margin: whether the form has labels in a margin column.
        labels: what the labels are called.
        funds: headers of the funds block, or an empty mapping for a form without.
        total: word of the total's row, or empty for a form without.
        page_breaks: indices of indicators before which the header is repeated.
        title_again: whether the title is repeated with the header.
        placeholders: indices of indicators before which an empty row with level names stands.
        split: target printed as sign, value and unit in three columns.
        points: a group's points inside its label.
        before: lines above the title. after: lines below the table.
    """

    record: str
    top: int = 1
    left: int = 1
    headers: dict[str, str] | None = None
    extra: dict[int, tuple[str, str]] = Factory(dict)
    levels: str = "merged"
    merge: bool = True
    title: str | None = None
    year: str | None = None
    margin: bool = True
    labels: dict[str, str] = Factory(dict)
    funds: dict[str, str] | None = None
    total: str = "总分"
    page_breaks: tuple[int, ...] = ()
    title_again: bool = False
    placeholders: tuple[int, ...] = ()
    split: bool = False
    points: dict[str, str] = Factory(dict)
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    rows: dict[int, int] = Factory(dict)
    width: int = 0
    bottom: int = 0

    @property
    def data(self) -> dict[str, Any]:
        return PUBLISHED[self.record]

    def write(self, sheet: Worksheet) -> Form:
        """Print the form; afterwards ``rows`` has the row of each indicator and ``bottom`` the last row."""
        kind = self.data["kind"]
        columns = self._columns()
        self.width = len(columns) + self.margin
        row = self.top
        for line in self.before:
            self._put(sheet, row, self.left, line)
            row += 1
        title = TITLES[kind] if self.title is None else self.title
        row = self._head(sheet, row, title)
        row = self._information(sheet, row)
        if kind == "project_target":
            row = self._target_funds(sheet, row)
            row = self._line(sheet, row, "项目总体目标", self.data["overall_goal"])
        else:
            row = self._funds(sheet, row)
            row = self._goals(sheet, row)
        first = row
        row = self._header(sheet, row, columns)
        row = self._indicators(sheet, row, columns, title)
        if self.margin and self.merge and kind != "project_target":
            self._merge(sheet, first, self.left, row - 1, self.left)
        if self.total and kind != "project_target":
            self._put(sheet, row, self.left, self.total)
            if self.merge and not self.split:
                stop = min(columns.index(field) for field in ("weight", "claimed") if field in columns)
                self._merge(sheet, row, self.left, row, self._at(stop) - 1)
            if "weight" in columns:
                self._put(sheet, row, self._at(columns.index("weight")), self.data.get("total_weight"))
            if "claimed" in columns:
                self._put(sheet, row, self._at(columns.index("claimed")), self.data.get("total_score"))
            row += 1
        for line in self.after:
            self._put(sheet, row, self.left, line)
            row += 1
        self.bottom = row - 1
        return self

    def _columns(self) -> list[str]:
        columns = list(self.headers or HEADERS[self.data["kind"]])
        if self.split:
            at = columns.index("target")
            columns[at : at + 1] = ["sign", "target", "unit"]
        for place, (header, _) in sorted(self.extra.items()):
            columns.insert(place, f"extra:{header}")
        return columns

    def _at(self, index: int) -> int:
        return self.left + self.margin + index

    def _put(self, sheet: Worksheet, row: int, column: int, text: Any) -> None:
        if text in ("", None):
            return
        cell = sheet.cell(row, column)
        cell.value = text
        if isinstance(text, str):
            cell.data_type = "s"

    def _merge(self, sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> None:
        if self.merge and (bottom > top or right > left):
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)

    def _head(self, sheet: Worksheet, row: int, title: str) -> int:
        last = self.left + self.width - 1
        year = f"（{self.data['year']}年度）" if self.year is None else self.year
        for text in (title, year):
            if text:
                self._put(sheet, row, self.left, text)
                self._merge(sheet, row, self.left, row, last)
                row += 1
        return row

    def _line(self, sheet: Worksheet, row: int, label: str, value: str) -> int:
        self._put(sheet, row, self.left, label)
        self._put(sheet, row, self.left + 2, value)
        self._merge(sheet, row, self.left, row, self.left + 1)
        self._merge(sheet, row, self.left + 2, row, self.left + self.width - 1)
        return row + 1

    def _information(self, sheet: Worksheet, row: int) -> int:
        data = self.data
        named = {"project": "项目名称", "department": "主管部门", "unit": "实施单位", "manager": "项目负责人"}
        if data["kind"] == "department_self_evaluation":
            named["department"] = "部门（单位）名称"
        if data["kind"] == "project_target":
            named["unit"] = "预算单位"
        for name, label in {**named, **self.labels}.items():
            if data.get(name):
                row = self._line(sheet, row, label, data[name])
        return row

    def _target_funds(self, sheet: Worksheet, row: int) -> int:
        data = self.data
        cells = (
            "项目资金（万元）", "年度预算总额：", data["budget_total"], "其中：财政拨款", data["budget_fiscal"],
            "其他资金：", data["budget_other"],
        )  # fmt: skip
        for place, text in enumerate(cells):
            self._put(sheet, row, self.left + place, text)
        return row + 1

    def _funds(self, sheet: Worksheet, row: int) -> int:
        headers = FUNDS if self.funds is None else self.funds
        if not headers:
            return row
        first = self.left + 2
        self._put(sheet, row, self.left, "项目资金\n（万元）")
        for place, header in enumerate(headers.values()):
            self._put(sheet, row, first + place, header)
        top = row
        for fund in self.data["funds"]:
            row += 1
            self._put(sheet, row, first - 1, fund["name"])
            for place, field in enumerate(headers):
                self._put(sheet, row, first + place, fund[field])
        self._merge(sheet, top, self.left, row, self.left)
        return row + 1

    def _goals(self, sheet: Worksheet, row: int) -> int:
        middle = self.left + self.width // 2
        last = self.left + self.width - 1
        self._put(sheet, row, self.left, "年度总体\n目标")
        self._put(sheet, row, self.left + 1, "预期目标")
        self._put(sheet, row, middle, "实际完成情况")
        self._put(sheet, row + 1, self.left + 1, self.data["expected_goal"])
        self._put(sheet, row + 1, middle, self.data["actual_completion"])
        self._merge(sheet, row, self.left, row + 1, self.left)
        for at in (row, row + 1):
            self._merge(sheet, at, self.left + 1, at, middle - 1)
            self._merge(sheet, at, middle, at, last)
        return row + 2

    def _header(self, sheet: Worksheet, row: int, columns: list[str]) -> int:
        headers = self.headers or HEADERS[self.data["kind"]]
        if self.margin:
            self._put(sheet, row, self.left, "年度绩效\n指标完成\n情况")
        names = headers | {"sign": "指标性质", "unit": "度量单位"}
        for index, field in enumerate(columns):
            text = field.removeprefix("extra:") if field.startswith("extra:") else names[field]
            self._put(sheet, row, self._at(index), text)
        return row + 1

    def _indicators(self, sheet: Worksheet, row: int, columns: list[str], title: str) -> int:
        open_levels: dict[str, tuple[int, str]] = {}
        for index, indicator in enumerate(self.data["indicators"]):
            if index in self.page_breaks:
                self._close(sheet, row, open_levels, columns, ("level1", "level2"))
                if self.title_again:
                    row = self._head(sheet, row, title)
                row = self._header(sheet, row, columns)
                if self.margin:
                    sheet.cell(row - 1, self.left).value = None
            if index in self.placeholders:
                self._close(sheet, row, open_levels, columns, ("level1", "level2"))
                self._put(sheet, row, self._at(columns.index("level1")), self._label(indicator["level1"]))
                self._put(sheet, row, self._at(columns.index("level2")), "生态效益指标")
                open_levels["level1"] = (row, indicator["level1"])
                row += 1
            self._levels(sheet, row, indicator, open_levels, columns)
            for place, field in enumerate(columns):
                if field in ("level1", "level2"):
                    continue
                self._put(sheet, row, self._at(place), self._text(field, indicator, place))
            self.rows[index] = row
            row += 1
        self._close(sheet, row, open_levels, columns, ("level1", "level2"))
        return row

    def _label(self, level: str) -> str:
        return level + self.points.get(level, "")

    def _text(self, field: str, indicator: dict[str, str], place: int) -> str:
        if field.startswith("extra:"):
            return self.extra[place][1]
        if self.split and field in ("sign", "target", "unit"):
            sign, value, unit = split(indicator["target"])
            return {"sign": sign, "target": value, "unit": unit}[field]
        return str(indicator.get(RECORDED.get(field, field), ""))

    def _levels(
        self,
        sheet: Worksheet,
        row: int,
        indicator: dict[str, str],
        open_levels: dict[str, tuple[int, str]],
        columns: list[str],
    ) -> None:
        for level in ("level1", "level2"):
            if level not in columns:
                continue
            at = self._at(columns.index(level))
            same = level in open_levels and open_levels[level][1] == indicator[level]
            if not same:
                below = ("level1", "level2") if level == "level1" else ("level2",)
                self._close(sheet, row, open_levels, columns, below)
                open_levels[level] = (row, indicator[level])
            if not same or self.levels == "repeated":
                self._put(sheet, row, at, self._label(indicator[level]))

    def _close(
        self,
        sheet: Worksheet,
        row: int,
        open_levels: dict[str, tuple[int, str]],
        columns: list[str],
        levels: tuple[str, ...],
    ) -> None:
        for level in levels:
            start = open_levels.pop(level, None)
            if start is not None and self.levels == "merged":
                at = self._at(columns.index(level))
                self._merge(sheet, start[0], at, row - 1, at)


def split(target: str) -> tuple[str, str, str]:
    """Take a published target apart into sign, value and unit, as forms with three columns print it."""
    folded = target.replace("< =", "≤").replace("> =", "≥").replace("<=", "≤").replace(">=", "≥")
    sign = folded[0] if folded[0] in "≤≥=<>" else "定性"
    rest = folded[1:].strip() if sign != "定性" else folded
    end = 0
    while end < len(rest) and (rest[end].isdigit() or rest[end] in ".,"):
        end += 1
    if sign == "定性":
        return sign, rest, ""
    return sign, rest[:end], rest[end:].strip()


def workbook(tmp_path: Path, *forms: Form, name: str = "form.xlsx") -> Path:
    """Print forms into one sheet of a new workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sheet1"
    for form in forms:
        form.write(sheet)
    path = tmp_path / name
    book.save(path)
    return path

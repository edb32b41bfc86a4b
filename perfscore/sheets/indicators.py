"""The rows between header and total: indicators, placeholders, sums, and what is none of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from attrs import evolve

from perfscore.keys import RuleSource
from perfscore.model import INDICATOR_FIELDS, Fund, Indicator, Remark
from perfscore.number import read
from perfscore.place import cell_name, column_letters
from perfscore.sheets.cells import claimed_text, joined
from perfscore.sheets.funds import funds_below
from perfscore.sheets.grid import Grid, GridCell, Row
from perfscore.sheets.header import Header
from perfscore.sheets.marking import Mark, Marks
from perfscore.sheets.regions import Region, is_funds_header
from perfscore.sheets.totals import Sum, Total, choose_total, read_total
from perfscore.sheets.words import is_page_mark, names_group, vocabulary, weight_inside
from perfscore.text import fold, is_blank, printed

# Columns that are no field of the record but part of one.
_PARTS: Final = frozenset({"level4", "sign", "unit", "target_adjusted", "actual_sign", "actual_unit"})
_LEVELS: Final = ("level1", "level2")
# A weight or a score merged over several rows is one figure for all of them and is not repeated.
_NOT_SHARED: Final = frozenset({"weight", "claimed"})
_NEARLY_ALL: Final = 0.8
_LONGEST_QUOTE: Final = 60
# A reason may be merged over a whole table; what is merged further down is no form that a person filled in.
_TALLEST_MERGE: Final = 1000


class Body(NamedTuple):
    """What was read between header and total.

    Args:
        indicators: the indicators in the sheet's order.
        total: the total, or None.
        last: the last row that belongs to the table.
        remarks: what was noticed.
        funds: a funds block that stands below the header, or nothing.
    """

    indicators: tuple[Indicator, ...]
    total: Total | None
    last: int
    remarks: tuple[Remark, ...]
    funds: tuple[Fund, ...] = ()


class _Level(NamedTuple):
    """A level that holds until the next one: its text, the same folded, and its cell."""

    text: str = ""
    folded: str = ""
    place: str = ""


_NO_LEVEL: Final = _Level()


def read_body(grid: Grid, marks: Marks, region: Region) -> Body:
    """Read the rows of a table below its header, and below each repetition of it."""
    reader = _Reader(grid, marks, region)
    for index, header in enumerate(region.headers):
        reader.take(header)
        stop = region.resumes[index] - 1 if index < len(region.resumes) else region.last
        reader.rows(header.bottom + 1, stop)
    return reader.finish()


class _Reader:
    """Reads rows from top to bottom and carries along what holds for the rows below."""

    def __init__(self, grid: Grid, marks: Marks, region: Region) -> None:
        self._grid = grid
        self._marks = marks
        self._region = region
        self._level1 = self._level2 = _NO_LEVEL
        self._level3 = ""
        # Below a total or a note only a whole indicator is read on; what stands before it was no note then.
        self._closed = False
        self._below: list[GridCell] = []
        self._indicators: list[Indicator] = []
        self._remarks: list[Remark] = []
        self._sums: list[Sum] = []
        self._unread: list[GridCell] = []
        self._funds: tuple[Fund, ...] = ()
        self._funds_end = 0
        self._last = region.headers[-1].bottom

    def take(self, header: Header) -> None:
        """Use the columns of a header; a repetition may be merged otherwise than the first."""
        columns = header.columns
        self._header = header
        self._name_column = header.name_column
        read = {
            field: span
            for field, span in columns.items()
            if (field in INDICATOR_FIELDS and field not in _LEVELS) or field in _PARTS
        }
        self._plan = [(field, span[0]) for field, span in read.items()]
        self._letters = [(field, column_letters(span[0])) for field, span in read.items()]
        self._wide = {field: span for field, span in read.items() if len(span) > 1}
        self._claimed = columns["claimed"][0] if "claimed" in columns else 0
        self._further = {column for span in self._wide.values() for column in span[1:]}
        self._levels = tuple(columns.get(level, ()) for level in _LEVELS)
        self._level_columns = {column for span in self._levels for column in span}
        self._split = not _PARTS.isdisjoint(columns)
        self._named = "level3" in columns
        self._covered = _covered(self._grid, header, self._region)

    def rows(self, first: int, last: int) -> None:
        """Read the rows from first to last."""
        rows, marks, region = self._grid.rows, self._marks, self._region
        numbers: Iterable[int] = range(first, last + 1)
        if last - first > len(rows):
            numbers = [row for row in rows if first <= row <= last]
        for row in numbers:
            content = region.content(rows, row)
            if content is None or row <= self._funds_end:
                continue
            if len(content) == 1 and is_page_mark(next(iter(content.values())).text):
                continue
            if row not in marks or not self._known(row, content, region.line(marks, row)):
                self._row(row, content)

    def _known(self, row: int, content: Row, line: list[Mark]) -> bool:
        """Deal with the rows that a word gives away: totals, sums, repeated headers, notes."""
        headings = 0
        first = next(iter(content))
        for mark in line:
            column, meaning, _ = mark
            headings += bool(meaning.column)
            if meaning.total and (column <= self._name_column or column == first):
                if meaning.total != "total" and self._has(content, column, "target", "actual"):
                    return False
                self._reopen()
                self._flush()
                self._sums.append(Sum(row, mark, len(self._indicators)))
                if meaning.total == "subtotal":
                    self._carry(row, {position: cell for position, cell in content.items() if position < column})
                elif self._indicators:
                    self._closed = True
                return True
        if is_funds_header(line):
            self._funds, self._funds_end = funds_below(self._grid, self._region, line, row, self._region.last)
            return True
        if headings >= 3:
            return True
        if (
            line
            and line[0].column == first
            and line[0].meaning.note
            and not self._has(content, first, "weight", "target")
        ):
            self._closed = True
            return True
        return False

    def _has(self, content: Row, word: int, *fields: str) -> bool:
        """Tell whether a row has a value in one of some fields, its word left aside."""
        columns = self._header.columns
        return any(
            column != word and column in content and not is_blank(content[column].text)
            for field in fields
            for column in columns.get(field, ())
        )

    def _carry(self, row: int, content: Row) -> str:
        """Take over the levels that a row prints; give the cell of the lowest one, or an empty text."""
        first, second = self._levels
        own1 = self._own(row, content, first)
        own2 = self._own(row, content, second)
        if own1 is not None:
            if own1.folded != self._level1.folded:
                self._level2 = _NO_LEVEL
            self._level1 = own1
        if own2 is not None:
            self._level2 = own2
            return own2.place
        return own1.place if own1 is not None else ""

    def _own(self, row: int, content: Row, span: tuple[int, ...]) -> _Level | None:
        covered = self._covered.get(row)
        for column in span:
            cell = content.get(column) or (covered.get(column) if covered else None)
            if cell is not None:
                text = printed(cell.text)
                if text:
                    return _Level(text, fold(text), cell_name(cell.row, cell.column))
        return None

    def _row(self, row: int, content: Row) -> None:
        """Read the fields of a row and decide what it is."""
        covered = self._covered.get(row)
        level = "" if not covered and self._level_columns.isdisjoint(content) else self._carry(row, content)
        addresses = {field: f"{letters}{row}" for field, letters in self._letters}
        texts: dict[str, Any] = {
            field: printed(content[column].text) for field, column in self._plan if column in content
        }
        if self._claimed in content:
            texts["claimed"] = claimed_text(content[self._claimed])
        if covered or not self._further.isdisjoint(content):
            self._look_elsewhere(content, covered or {}, texts, addresses)
        if self._split:
            _join(texts, addresses)
            self._join_levels(texts, addresses)
        name, weight = texts.get("level3", ""), texts.get("weight", "")
        target, actual = texts.get("target", ""), texts.get("actual", "")
        if self._closed:
            named = name and read(name) is None
            if not (named and (target or actual) and read(weight.removesuffix("分")) is not None):
                self._below.append(next(iter(content.values())))
                return
            self._reopen()
        if (
            is_blank(weight)
            and is_blank(target)
            and is_blank(actual)
            and is_blank(texts.get("claimed", ""))
            and _says_nothing(name)
        ):
            self._without_indicator(row, content, level or addresses.get("level3", "") * bool(name))
            return
        if self._heads_group(name, target, actual):
            self._level1, self._last = _Level(name, fold(name), addresses["level3"]), row
            if not (is_blank(weight) and is_blank(texts.get("claimed", ""))):
                self._remarks.append(Remark("PS112", addresses["level3"], {"row": str(row), "text": name}))
            return
        if self._unread:
            self._flush()
        self._last = row
        for field, carried in zip(_LEVELS, (self._level1, self._level2), strict=True):
            if carried.text:
                texts[field], addresses[field] = carried.text, carried.place
        if not self._named:
            texts["level3"] = texts.get("level2", "")
        source: RuleSource = "sheet" if texts.get("rule") else "inferred"
        self._indicators.append(Indicator(**texts, rule_source=source, row=row, cells=addresses))

    def _heads_group(self, name: str, target: str, actual: str) -> bool:
        """Tell whether a row heads the indicators below it, in a form without columns for the levels."""
        if not self._named or any(self._levels) or not (is_blank(target) and is_blank(actual)):
            return False
        return names_group(name)

    def _look_elsewhere(self, content: Row, covered: Row, texts: dict[str, Any], addresses: dict[str, str]) -> None:
        """Find values in a further column under their header, or in the cell whose merge covers their place."""
        for field, column in self._plan:
            if texts.get(field):
                continue
            cell = next((content[wide] for wide in self._wide.get(field, ()) if wide in content), None)
            if cell is None and column in covered:
                if field in _NOT_SHARED:
                    del addresses[field]
                    continue
                cell = covered[column]
            if cell is not None:
                texts[field] = claimed_text(cell) if field == "claimed" else printed(cell.text)
                addresses[field] = cell_name(cell.row, cell.column)

    def _join_levels(self, texts: dict[str, Any], addresses: dict[str, str]) -> None:
        """Name an indicator of a fourth level after the third one above it, which holds until the next: 三级：四级."""
        name, address = texts.pop("level4", ""), addresses.pop("level4", "")
        if not address:
            return
        if texts.get("level3"):
            self._level3 = texts["level3"]
        if name:
            texts["level3"], addresses["level3"] = f"{self._level3}：{name}" if self._level3 else name, address

    def _without_indicator(self, row: int, content: Row, address: str) -> None:
        """Keep a row without an indicator: a placeholder of the form, or one that was not understood."""
        first = next((cell for cell in content.values() if printed(cell.text)), None)
        if first is None:
            return
        if not address:
            self._unread.append(first)
            return
        self._flush()
        self._last = row
        values = {"row": str(row), "level1": self._level1.text, "level2": self._level2.text}
        self._remarks.append(Remark("PS110", address, values))

    def _reopen(self) -> None:
        """Read on below what looked like the end of the table."""
        self._closed = False
        self._unread.extend(self._below)
        self._below.clear()

    def _flush(self) -> None:
        """Say which rows were not understood, those one below the other together."""
        start = 0
        for length in range(1, len(self._unread) + 1):
            if length < len(self._unread) and self._unread[length].row == self._unread[length - 1].row + 1:
                continue
            cell, last = self._unread[start], self._unread[length - 1].row
            rows = str(cell.row) if last == cell.row else f"{cell.row}—{last}"
            values = {"row": rows, "text": printed(cell.text)[:_LONGEST_QUOTE]}
            self._remarks.append(Remark("PS118", cell_name(cell.row, cell.column), values))
            start = length
        self._unread.clear()

    def _take_weights_inside(self) -> None:
        """Read the weights that a form prints in the indicators' own cells: 配套资金（10分）.

        Only where it has no column for them, or one for the weights of the levels in front of the names; and where
        nearly every row has one: elsewhere 85分 in a name is a target of its own.
        """
        columns = self._header.columns
        if "claimed" not in columns or ("weight" in columns and columns["weight"][0] > self._name_column):
            return
        weights = [weight_inside(indicator.level3) for indicator in self._indicators]
        if len(weights) - weights.count("") < max(1, len(weights) * _NEARLY_ALL):
            return
        self._indicators = [
            evolve(indicator, weight=weight, cells={**indicator.cells, "weight": indicator.cells["level3"]})
            if weight
            else indicator
            for indicator, weight in zip(self._indicators, weights, strict=True)
        ]

    def finish(self) -> Body:
        """Choose the total among the sums and close the table."""
        self._take_weights_inside()
        # What stands alone in the rows below the last indicator is no part of the table: 附件3 of the next one.
        while self._unread and len(self._region.content(self._grid.rows, self._unread[-1].row) or ()) == 1:
            self._unread.pop()
        self._flush()
        chosen = choose_total(self._sums, len(self._indicators))
        total: Total | None = None
        for entry in self._sums:
            if entry is chosen:
                total = read_total(self._grid, self._header, self._region, entry)
                self._last = max(self._last, total.row)
                continue
            column, _, cell = entry.mark
            values = {"row": str(entry.row), "text": printed(cell.text)}
            self._remarks.append(Remark("PS112", cell_name(entry.row, column), values))
        return Body(tuple(self._indicators), total, self._last, tuple(self._remarks), self._funds)


def _says_nothing(name: str) -> bool:
    """Tell whether an indicator's name is empty or what a blank form prints there: 指标1：, ……"""
    return is_blank(name) or fold(name).rstrip(":") in vocabulary().placeholders


def _join(texts: dict[str, Any], addresses: dict[str, str]) -> None:
    """Make one text of a value, its sign and its unit; a target adjusted during the year replaces the first one."""
    adjusted, address = texts.pop("target_adjusted", ""), addresses.pop("target_adjusted", "")
    if not is_blank(adjusted):
        texts["target"], addresses["target"] = adjusted, address
    for field, sign, unit in (("target", "sign", "unit"), ("actual", "actual_sign", "actual_unit")):
        before, behind = texts.pop(sign, ""), texts.pop(unit, "")
        if before or behind:
            texts[field] = joined(before, texts.get(field, ""), behind)


def _covered(grid: Grid, header: Header, region: Region) -> dict[int, Row]:
    """Find the places below a header that a merged cell covers, in the columns that are read; by row and column.

    Levels merged downwards need none of it: a level holds until the next one.
    """
    levels = {number for level in _LEVELS for number in header.columns.get(level, ())}
    columns = {number for field, span in header.columns.items() if field in INDICATOR_FIELDS for number in span}
    covered: dict[int, Row] = {}
    for top, left, bottom, right in region.merges:
        if left not in columns or top <= header.bottom or top > region.last:
            continue
        if left == right if left in levels else top == bottom:
            continue
        cell = grid.rows.get(top, {}).get(left)
        if cell is None:
            continue
        for row in range(top, min(bottom, region.last, top + _TALLEST_MERGE) + 1):
            for column in range(left, min(right, header.right) + 1):
                if column in columns and (row, column) != (top, left):
                    covered.setdefault(row, {})[column] = cell
    return covered

"""The rows between header and total: indicators, placeholders, sums, and what is none of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import frozen

from perfscore.model import Indicator, Remark
from perfscore.number import read
from perfscore.place import cell_name, column_letters
from perfscore.sheets.cells import NOT_APPLICABLE, claimed_text, joined
from perfscore.sheets.grid import Grid, GridCell, Row, fold, printed
from perfscore.sheets.header import Header, Mark, Marks
from perfscore.sheets.regions import Region

FIELDS: Final = (
    "level1", "level2", "level3", "target", "actual", "weight", "claimed", "deviation", "basis", "last_year", "evidence", "rule",
)  # fmt: skip
# Columns that are no field of the record but part of one.
_PARTS: Final = ("sign", "unit", "target_adjusted", "actual_sign", "actual_unit")
# A weight or a score merged over several rows is one figure for all of them and is not repeated.
_NOT_SHARED: Final = frozenset({"weight", "claimed"})
# What a blank form prints where an indicator's name is to be written.
_TEMPLATE_NAMES: Final = ("指标1", "指标2", "指标3", "指标4", "指标5", "指标", "...", "......", "……", "…")


@frozen
class Total:
    """The row of the total.

    Args:
        row: its row. claimed: the score as printed. weight: the weight as printed.
        places: cells of ``claimed_total`` and ``total_weight``.
        read: the cells that were read.
    """

    row: int
    claimed: str = ""
    weight: str = ""
    places: Mapping[str, str] = {}
    read: tuple[GridCell, ...] = ()


@frozen
class Body:
    """What was read between header and total.

    Args:
        indicators: the indicators in the sheet's order.
        total: the total, or None.
        read: the cells that were read.
        last: the last row that belongs to the table.
        remarks: what was noticed.
    """

    indicators: tuple[Indicator, ...]
    total: Total | None
    read: tuple[GridCell, ...]
    last: int
    remarks: tuple[Remark, ...]


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
        self._covered: dict[tuple[int, int], GridCell] | None = None
        self._level1 = ("", "", "")
        self._level2 = ("", "", "")
        self._closed = False
        self._indicators: list[Indicator] = []
        self._read: list[GridCell] = []
        self._remarks: list[Remark] = []
        self._sums: list[tuple[int, Mark, int]] = []
        self._unread: list[tuple[int, GridCell]] = []
        self._last = region.headers[-1].bottom

    def take(self, header: Header) -> None:
        """Use the columns of a header; a repetition may be merged otherwise than the first."""
        self._header = header
        self._name_column = header.name_column
        self._plan = [
            (field, span[0], span[1:], column_letters(span[0]))
            for field, span in header.columns.items()
            if field in FIELDS or field in _PARTS
        ]
        self._split = any(field in header.columns for field in _PARTS)
        self._covered = _covered(self._grid, header, self._region)

    def rows(self, first: int, last: int) -> None:
        """Read the rows from first to last."""
        rows = self._grid.rows
        numbers = range(first, last + 1) if last - first <= len(rows) else [at for at in rows if first <= at <= last]
        for row in numbers:
            content = rows.get(row)
            if content is None:
                continue
            if self._region.next_to:
                content = {at: cell for at, cell in content.items() if self._region.left <= at <= self._region.right}
            if content and not self._known(row, content):
                self._row(row, content)

    def _known(self, row: int, content: Row) -> bool:
        """Deal with the rows that a word gives away: totals, sums, repeated headers, notes."""
        line = self._region.line(self._marks, row) if row in self._marks else None
        if not line:
            return False
        for mark in line:
            total = mark[1].total
            if total and mark[0] <= self._name_column:
                if total != "total" and self._has(content, "target", "actual"):
                    return False
                self._flush()
                self._sums.append((row, mark, len(self._indicators)))
                self._closed = self._closed or bool(total != "subtotal" and self._indicators)
                if total == "subtotal":
                    self._carry(row, {at: cell for at, cell in content.items() if at < mark[0]})
                return True
        if sum(1 for mark in line if mark[1].column) >= 3:
            return True
        first = next(iter(content))
        if line[0][0] == first and line[0][1].note and not self._has(content, "weight", "target"):
            self._closed = True
            return True
        return False

    def _has(self, content: Row, *fields: str) -> bool:
        columns = self._header.columns
        return any(
            at in content and printed(content[at].text) not in NOT_APPLICABLE
            for field in fields
            for at in columns.get(field, ())
        )

    def _carry(self, row: int, content: Row) -> bool:
        """Take over the levels that a row prints; tell whether it prints any."""
        columns = self._header.columns
        own1 = self._own(row, content, columns.get("level1", ()))
        own2 = self._own(row, content, columns.get("level2", ()))
        if own1 is not None:
            if fold(own1[0]) != self._level1[2]:
                self._level2 = ("", "", "")
            self._level1 = own1
        if own2 is not None:
            self._level2 = own2
        return own1 is not None or own2 is not None

    def _own(self, row: int, content: Row, span: tuple[int, ...]) -> tuple[str, str, str] | None:
        for column in span:
            cell = content.get(column) or (self._covered.get((row, column)) if self._covered else None)
            if cell is not None:
                text = printed(cell.text)
                if text:
                    return text, cell_name(cell.row, cell.column), fold(text)
        return None

    def _row(self, row: int, content: Row) -> None:
        prints_level = self._carry(row, content)
        covered = self._covered
        texts: dict[str, str] = {}
        places: dict[str, str] = {}
        number = str(row)
        for field, column, more, letters in self._plan:
            places[field] = letters + number
            cell = content.get(column)
            if cell is None or more:
                cell = self._elsewhere(field, row, content, column, more, places) if more or covered else None
                if cell is None:
                    continue
            self._read.append(cell)
            texts[field] = claimed_text(cell) if field == "claimed" else printed(cell.text)
        if self._split:
            _join(texts, places)
        self._sort(row, content, texts, places, prints_level)

    def _elsewhere(
        self, field: str, row: int, content: Row, column: int, more: tuple[int, ...], places: dict[str, str]
    ) -> GridCell | None:
        """Find a value in a further column under its header, or in the cell whose merge covers its place."""
        for at in (column, *more):
            cell = content.get(at)
            if cell is not None and printed(cell.text):
                places[field] = cell_name(row, at)
                return cell
        cell = self._covered.get((row, column)) if self._covered else None
        if cell is None:
            return None
        if field in _NOT_SHARED:
            del places[field]
            return None
        places[field] = cell_name(cell.row, cell.column)
        return cell

    def _sort(
        self, row: int, content: Row, texts: dict[str, str], places: dict[str, str], prints_level: bool
    ) -> None:
        """Decide what a row is, and keep it as that."""
        name = texts.get("level3", "")
        weight = texts.get("weight", "")
        target = texts.get("target", "")
        if self._closed:
            whole = name and (target or texts.get("actual")) and (read(weight.removesuffix("分")) is not None)
            if not whole:
                return
            self._closed = False
        if not weight and not target and not texts.get("actual") and not texts.get("claimed") or (
            weight in NOT_APPLICABLE
            and target in NOT_APPLICABLE
            and texts.get("actual", "") in NOT_APPLICABLE
            and texts.get("claimed", "") in NOT_APPLICABLE
        ):
            if name in NOT_APPLICABLE or fold(name).rstrip(":") in _TEMPLATE_NAMES:
                self._nothing(row, content, prints_level or bool(name))
                return
        self._flush()
        texts["level1"], places["level1"], _ = self._level1
        texts["level2"], places["level2"], _ = self._level2
        self._level_places(places)
        rule = texts.get("rule", "")
        fields: dict[str, Any] = {field: texts[field] for field in texts if field not in _PARTS}
        if "level3" not in self._header.columns:
            fields["level3"] = texts["level2"]
        self._indicators.append(
            Indicator(**fields, rule_source="sheet" if rule else "inferred", row=row, cells=places)
        )
        self._last = row

    def _level_places(self, places: dict[str, str]) -> None:
        for level in ("level1", "level2"):
            if not places[level]:
                del places[level]

    def _nothing(self, row: int, content: Row, prints_level: bool) -> None:
        """Keep a row without an indicator: a placeholder of the form, or one that was not understood."""
        first = next((cell for cell in content.values() if printed(cell.text)), None)
        if first is None:
            return
        if not prints_level:
            if first.column < self._header.left and len(content) == 1 and row != self._region.last:
                covered = self._margin(first)
                if covered:
                    return
            self._unread.append((row, first))
            return
        self._flush()
        own = self._level2 if self._level2[1].endswith(str(row)) else self._level1
        self._last = row
        self._remarks.append(
            Remark(
                "PS110",
                own[1] or cell_name(row, first.column),
                {"row": str(row), "level1": self._level1[0], "level2": self._level2[0]},
            )
        )

    def _margin(self, cell: GridCell) -> bool:
        """Tell whether a text is the block's label in the margin, written over several rows without a merge."""
        return bool(self._indicators) is False

    def _flush(self) -> None:
        """Say which rows were not understood, those one below the other together."""
        start = 0
        for at in range(1, len(self._unread) + 1):
            if at == len(self._unread) or self._unread[at][0] != self._unread[at - 1][0] + 1:
                row, cell = self._unread[start]
                last = self._unread[at - 1][0]
                self._remarks.append(
                    Remark(
                        "PS118",
                        cell_name(row, cell.column),
                        {"row": str(row), "last_row": str(last), "count": str(last - row + 1), "text": printed(cell.text)[:60]},
                    )
                )
                start = at
        self._unread.clear()

    def finish(self) -> Body:
        """Choose the total among the sums and close the table."""
        if self._sums and not self._closed:
            pass
        self._flush()
        chosen = self._choose()
        total: Total | None = None
        for entry in self._sums:
            row, mark, _ = entry
            if entry is chosen:
                total = self._total(row, mark)
                self._read.extend(total.read)
                self._last = max(self._last, row)
            else:
                self._remarks.append(
                    Remark("PS112", cell_name(row, mark[0]), {"row": str(row), "text": printed(mark[2].text)})
                )
        return Body(tuple(self._indicators), total, tuple(self._read), self._last, tuple(self._remarks))

    def _choose(self) -> tuple[int, Mark, int] | None:
        """Choose the total: the last 总分; else the last 合计 that stands below or above all indicators."""
        strong = [entry for entry in self._sums if entry[1][1].total == "total"]
        if strong:
            return strong[-1]
        outside = [
            entry
            for entry in self._sums
            if entry[1][1].total == "sum" and entry[2] in (0, len(self._indicators))
        ]
        return outside[-1] if outside else None

    def _total(self, row: int, mark: Mark) -> Total:
        """Read the total's row: its score stands in the score's column, or alone beside the word."""
        column, meaning, cell = mark
        if meaning.inline:
            return Total(row, claimed=meaning.inline, read=(cell,))
        content = self._grid.rows[row]
        columns = self._header.columns
        claimed = next((at for at in columns.get("claimed", ()) if at in content), None)
        weight = next((at for at in columns.get("weight", ()) if at in content), None)
        if claimed is None and weight is not None and self._reaches(row, weight, columns.get("claimed", ())):
            claimed, weight = weight, None
        if claimed is None:
            others = [at for at, other in content.items() if column < at <= self._region.right and _is_score(other)]
            if others and weight is None or any(at != weight for at in others):
                claimed = [at for at in others if at != weight][-1]
            elif weight is not None and content[weight].text.strip().endswith("分"):
                claimed, weight = weight, None
        places: dict[str, str] = {}
        read_cells = []
        texts = {"claimed": "", "weight": ""}
        for name, key, at in (("claimed", "claimed_total", claimed), ("weight", "total_weight", weight)):
            if at is None:
                at = columns[name][0] if name in columns else None
                if at is not None and at > column:
                    places[key] = cell_name(row, at)
                continue
            places[key] = cell_name(row, at)
            read_cells.append(content[at])
            texts[name] = claimed_text(content[at]) if name == "claimed" else printed(content[at].text)
        return Total(row, texts["claimed"], texts["weight"], places, tuple(read_cells))

    def _reaches(self, row: int, column: int, others: tuple[int, ...]) -> bool:
        return any(
            merge[0] <= row <= merge[2] and merge[1] == column and any(column < at <= merge[3] for at in others)
            for merge in self._grid.merges
        )


def _is_score(cell: GridCell) -> bool:
    return cell.kind == "number" or read(printed(cell.text).removesuffix("分").strip()) is not None


def _join(texts: dict[str, str], places: dict[str, str]) -> None:
    """Make one text of a value, its sign and its unit; a target adjusted during the year replaces the first one."""
    adjusted = texts.pop("target_adjusted", "")
    place = places.pop("target_adjusted", "")
    if adjusted not in NOT_APPLICABLE:
        texts["target"], places["target"] = adjusted, place
    texts["target"] = joined(texts.get("sign", ""), texts.get("target", ""), texts.get("unit", ""))
    if "actual_sign" in texts or "actual_unit" in texts:
        texts["actual"] = joined(
            texts.get("actual_sign", ""), texts.get("actual", ""), texts.get("actual_unit", "")
        )


def _covered(grid: Grid, header: Header, region: Region) -> dict[tuple[int, int], GridCell]:
    """Find the places below a header that a merged cell covers, in the columns that are read.

    Levels merged downwards need none of it: a level holds until the next one.
    """
    levels = {at for level in ("level1", "level2") for at in header.columns.get(level, ())}
    columns = {at for field, span in header.columns.items() if field in FIELDS for at in span}
    covered: dict[tuple[int, int], GridCell] = {}
    for top, left, bottom, right in grid.merges:
        if bottom <= header.bottom or top > region.last or top <= header.bottom or left not in columns:
            continue
        if top == bottom and (left not in levels or left == right) or left == right and left in levels:
            continue
        cell = grid.rows.get(top, {}).get(left)
        if cell is None:
            continue
        for row in range(top, min(bottom, region.last) + 1):
            for column in range(left, min(right, header.right) + 1):
                if (row, column) != (top, left) and column in columns:
                    covered[row, column] = cell
    return covered

"""Which column of an indicator block holds which field, from the words in its header."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from perfscore.sheets.contents import Contents
from perfscore.sheets.grid import Merge
from perfscore.sheets.marking import Mark
from perfscore.sheets.words import Word, year_inside

# Merged rectangles by their first cell.
Corners = Mapping[tuple[int, int], Merge]
# The words of one row of a header, each with the columns over which its cell is merged.
Line = list[tuple[tuple[int, ...], Mark]]


class Heading(NamedTuple):
    """A word of a header with the columns that it heads alone.

    Args:
        columns: from left to right. meaning: what the word means.
        year: the year that it names (2021年实际实现值), or 0.
    """

    columns: tuple[int, ...]
    meaning: Word
    year: int = 0


LEVELS: Final = ("level1", "level2", "level3")
# Sign, value and unit.
_MOST_PARTS: Final = 3
# Fields of the actual, where its sign, value and unit stand in columns under one header.
_PARTS_OF_ACTUAL: Final = {"sign": "actual_sign", "unit": "actual_unit", "target": "actual"}


def place_words(lines: list[Line]) -> list[Heading]:
    """Give each word of a header its columns, from left to right.

    Args:
        lines: its rows from top to bottom; a word below divides the span of the word above it.
    """
    placed: list[Heading] = []
    divided: set[int] = set()
    for depth in range(len(lines) - 1, -1, -1):
        for span, mark in lines[depth]:
            free = tuple(column for column in span if column not in divided) if divided else span
            below = {heading.meaning.column for heading in placed if heading.columns[0] in span} if divided else ()
            # 原因说明 below 偏差原因分析 says in which of its columns the reason stands.
            if free and mark.meaning.column not in below:
                text = mark.cell.text
                year = (year_inside(text) or 0) if "20" in text else 0
                placed.append(Heading(free, _under(mark.meaning, span, lines[:depth]), year))
        divided.update(column for span, _ in lines[depth] for column in span)
    placed.sort(key=lambda heading: heading.columns)
    return placed


def _under(meaning: Word, span: tuple[int, ...], upper: list[Line]) -> Word:
    """Read a word below a wider one: 单位 under 实际完成值 is the unit of the actual, 年度 under 指标值 the target."""
    if meaning.column not in _PARTS_OF_ACTUAL and not meaning.period:
        return meaning
    fields = {mark.meaning.column for line in upper for columns, mark in line if span[0] in columns}
    if meaning.period and "target" in fields:
        return Word(column="target" if meaning.period == "annual" else "ignored")
    if "actual" in fields and meaning.column in _PARTS_OF_ACTUAL:
        return Word(column=_PARTS_OF_ACTUAL[meaning.column])
    return meaning


def choose_columns(placed: list[Heading], contents: Contents) -> dict[str, tuple[int, ...]]:
    """Choose the columns of each field where a form has several of a kind.

    A column whose cells hold what the field needs, or anything at all, wins (大于等于 under 指标方向 before 正向 under
    指标性质), then the better name (分值 before 权重), then the column right of the indicator's name, then the one
    nearest to it: a 分值 behind each level is that of the lowest one.

    Args:
        placed: the words of the header with their columns.
        contents: the cells below the header.
    """
    name_column = max((span[0] for span, meaning, _ in placed if meaning.column in ("level3", "name")), default=0)
    candidates: dict[str, list[tuple[tuple[int, bool, int], tuple[int, ...]]]] = {}
    before = ""
    for span, meaning, _ in placed:
        field = meaning.column
        if field == "unit" and "unit" in candidates and before == "actual":
            field = "actual_unit"
        before = field
        if field and field != "ignored":
            rank = (meaning.column_rank, span[0] < name_column, abs(span[0] - name_column))
            candidates.setdefault(field, []).append((rank, span))
    columns = {field: _best(field, spans, contents) for field, spans in candidates.items()}
    named = columns.pop("name", None)
    if named is not None:
        _name_as_levels(columns, named)
    group = columns.pop("group", None)
    if group is not None and "level3" in columns and not {"level1", "level2"} & columns.keys():
        columns["level1"] = group
    for field, sign, unit in (("target", "sign", "unit"), ("actual", "actual_sign", "actual_unit")):
        _divide_value(columns, field, sign, unit, placed, contents)
    _parts_beside_target(columns, placed, contents)
    return columns


def _parts_beside_target(columns: dict[str, tuple[int, ...]], placed: list[Heading], contents: Contents) -> None:
    """Take columns of signs and of units beside the target for what they are, whatever their headers say."""
    target = columns.get("target")
    if target is None or "sign" in columns:
        return
    used = {column for span in columns.values() for column in span}
    known = {column for heading in placed if heading.meaning.column != "ignored" for column in heading.columns}
    near = sorted(
        (abs(column - target[0]), column) for column in range(target[0] - _MOST_PARTS, target[-1] + _MOST_PARTS)
    )
    free = [column for _, column in near if column > 0 and column not in used and column not in known]
    signs = next((column for column in free if contents.are_signs(column)), 0)
    if signs:
        columns["sign"] = (signs,)
    units = next((column for column in free if column != signs and contents.are_units_by_name(column)), 0)
    if units and "unit" not in columns:
        columns["unit"] = (units,)


def _best(
    field: str, spans: list[tuple[tuple[int, bool, int], tuple[int, ...]]], contents: Contents
) -> tuple[int, ...]:
    if len(spans) == 1:
        return spans[0][1]
    ranked = [span for _, span in sorted(spans)]
    fitting = [span for span in ranked if contents.fit(field, span)] or ranked
    return next((span for span in fitting if not contents.is_blank(span)), fitting[0])


def _divide_value(
    columns: dict[str, tuple[int, ...]], field: str, sign: str, unit: str, placed: list[Heading], contents: Contents
) -> None:
    """Find sign and unit in columns of their own that one header is printed over, or none at all."""
    span = columns.get(field)
    if span is None or sign in columns or unit in columns:
        return
    headed = {column for heading in placed for column in heading.columns}
    while len(span) < _MOST_PARTS and span[-1] + 1 not in headed and contents.is_headless(span[-1] + 1):
        span = (*span, span[-1] + 1)
    parts = contents.parts_of_value(span) if len(span) > 1 else None
    if parts is not None:
        for name, column in zip((sign, field, unit), parts, strict=True):
            if column:
                columns[name] = (column,)


def _name_as_levels(columns: dict[str, tuple[int, ...]], named: tuple[int, ...]) -> None:
    """Use a header over all level columns: its last column holds the name, those before it the levels."""
    if "level3" in columns:
        # 评价内容 in front of the indicator's name heads the levels above it.
        if not {"level1", "level2"} & columns.keys() and named[-1] < columns["level3"][0]:
            columns.update({level: (column,) for level, column in zip(LEVELS, named[:2], strict=False)})
    elif any(level in columns for level in LEVELS):
        columns["level3"] = named
    elif len(named) == 2:
        columns["level1"], columns["level3"] = named[:1], named[1:]
    else:
        for level, column in zip(reversed(LEVELS), reversed(named), strict=False):
            columns[level] = (column,)

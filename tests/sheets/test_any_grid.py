"""Whatever stands in a grid, reading it ends, and no row of a table is lost."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from perfscore.place import split_cell
from perfscore.sheets import Grid, read_grids
from perfscore.sheets.words import vocabulary
from perfscore.text import fold, printed

HEADERS = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"]


@frozen
class TypedCell:
    """A cell of a grid that came from no file."""

    row: int
    column: int
    text: str
    kind: str = "text"
    number: Decimal | None = None
    formula: str | None = None


def grid(cells: dict[tuple[int, int], str], merges: list[tuple[int, int, int, int]] | None = None) -> Grid:
    made = {place: TypedCell(*place, text) for place, text in cells.items()}
    return Grid.of("Sheet1", made, merges or [])


words = st.sampled_from(
    [
        *sorted(vocabulary().words),
        *HEADERS * 20,
        "项目支出绩效自评表",
        "（2021年度）",
        "≥5次",
        "5",
        "培训人数",
        "总分：90",
        " ",
        "—",
    ]
)
places = st.tuples(st.integers(1, 14), st.integers(1, 12))
merges = st.tuples(st.integers(1, 14), st.integers(1, 12), st.integers(0, 4), st.integers(0, 4)).map(
    lambda corner: (corner[0], corner[1], corner[0] + corner[2], corner[1] + corner[3])
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(places, words, max_size=120), st.lists(merges, max_size=8))
def test_reading_ends_and_names_existing_places(
    cells: dict[tuple[int, int], str], merged: list[tuple[int, int, int, int]]
) -> None:
    reading = read_grids([grid(cells, merged)])
    assert bool(reading.tables) != bool(reading.remarks)
    for table in reading.tables:
        for indicator in table.indicators:
            for place in indicator.cells.values():
                split_cell(place)


row = st.lists(
    st.sampled_from(["", "产出指标", "甲", "≥5次", "5次", "10", "无", "小计", "注：", "……"]), min_size=8, max_size=8
)


@settings(max_examples=300, deadline=None)
@given(st.lists(row, min_size=1, max_size=12))
def test_a_row_is_an_indicator_or_is_told(rows: list[list[str]]) -> None:
    """Above the total every filled row is an indicator, a placeholder, a sum, a note or a remark."""
    cells = {(1, column): text for column, text in enumerate(HEADERS, 1)}
    for number, line in enumerate(rows, 2):
        cells |= {(number, column): text for column, text in enumerate(line, 1) if text}
    cells[len(rows) + 2, 1] = "总分"
    (table,) = read_grids([grid(cells)]).tables
    known = {indicator.row for indicator in table.indicators}
    for remark in table.remarks:
        first, _, last = remark.values.get("row", "0").partition("—")
        known |= set(range(int(first), int(last or first) + 1))
    for number, line in enumerate(rows, 2):
        filled = [text for text in line if text]
        if filled and filled[0] != "注：":
            assert number in known, line


@given(st.sampled_from(sorted(vocabulary().words)), st.data())
def test_blanks_and_widths_do_not_matter(word: str, data: st.DataObject) -> None:
    blanks = st.sampled_from(["", " ", "\n", "\u3000", "\u200b", "\u00a0"])
    spaced = "".join(letter + data.draw(blanks) for letter in word)
    assert fold(spaced.replace("(", "（").replace(")", "）")) == fold(word)


@given(st.text(max_size=80))
def test_printing_is_stable(text: str) -> None:
    assert printed(printed(text)) == printed(text)
    assert not {"\n", "\r"} & set(printed(text))

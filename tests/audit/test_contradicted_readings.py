"""A scan's texts against one another: what adds up was read right, what is one character off was probably not."""

import pytest
from attrs import evolve

import perfscore
from perfscore.model import Fund, Indicator, Remark, Table
from perfscore.ooxml import read_workbook
from perfscore.place import Spot
from perfscore.readers import Document, DocumentSheet
from perfscore.recognition import Recognition
from perfscore.sheets.documents import tables_of_document
from perfscore.sheets.evidence import confirmed, restored
from tests.readers.published import workbook

# 2021-13 in short: target, actual, weight, claimed score.
ROWS = [(">=2类", "2类", "20", "20"), (">=60次", "60次", "30", "30"), ("<=8.9万元", "8.9万元", "40", "40")]
LEVELS = [("产出指标", "数量指标"), ("产出指标", "质量指标"), ("成本指标", "成本指标")]


def scanned(rows=ROWS, total="100", unsure="", **fields):
    indicators = tuple(
        Indicator(
            row=number, level1=levels[0], level2=levels[1], level3=f"指标{number}",
            target=target, actual=actual, weight=weight, claimed=claimed,
            cells={"target": f"D{number}", "actual": f"E{number}", "weight": f"F{number}", "claimed": f"G{number}"},
        )
        for number, (levels, (target, actual, weight, claimed)) in enumerate(zip(LEVELS, rows, strict=True), 1)
    )  # fmt: skip
    fund = Fund(
        name="年度资金总额", full_year="10", executed="10", weight="10", score="10",
        cells={"name": "B9", "weight": "F9", "score": "G9"},
    )  # fmt: skip
    cells = [cell for row in indicators for cell in row.cells.values()] + ["F9", "G9", "G10"]
    return Table(
        indicators=indicators, funds=(fund,), claimed_total=total, year=2021, cells={"claimed_total": "G10"},
        columns=frozenset({"target", "actual", "weight", "claimed"}),
        spots={row: Spot(1, 1, row) for row in range(1, 11)},
        recognitions={cell: Recognition(0.91 if cell == unsure else 0.99, 1, (0, 0, 1, 1)) for cell in cells},
        **fields,
    )  # fmt: skip


def doubts(table):
    return {finding.cell: finding.message for finding in perfscore.score(table).findings if finding.code == "PS139"}


def changed(index, column, text):
    rows = [list(row) for row in ROWS]
    rows[index][column] = text
    return rows


def test_a_table_that_adds_up_leaves_nothing_in_doubt():
    assert doubts(scanned()) == {}
    assert confirmed(scanned()) == {"F1", "F2", "F3", "F9", "G1", "G2", "G3", "G9", "G10", "B9"}


@pytest.mark.parametrize(
    ("rows", "cell", "words"),
    [
        (changed(1, 2, "80"), "F2", "各项分值合计不是100分"),
        (changed(2, 2, "401"), "F3", "各项分值合计不是100分"),
        (changed(1, 3, "80"), "G2", "得分超过了分值"),
        (changed(1, 3, "3"), "G2", "与按规则计算的得分只差一个字"),
        (changed(1, 0, "=50次"), "D2", "可能漏认了大于号或小于号"),
        (changed(1, 1, "60次≥≥次"), "E2", "不像一个目标值或完成值"),
    ],
)
def test_a_misread_character_is_named_by_what_contradicts_it(rows, cell, words):
    assert words in doubts(scanned(rows))[cell]


def test_of_several_cells_that_explain_a_sum_the_least_sure_one_is_named():
    rows = changed(0, 3, "19")
    assert set(doubts(scanned(rows, unsure="G3"))) & {"G2", "G3", "G9"} == {"G3"}


def test_a_cell_in_doubt_that_explains_the_sum_is_enough():
    remark = Remark("PS139", "F3", {"text": "4", "flaw": "unsure", "page": "1", "row": "3"})
    table = scanned(changed(2, 2, "4"), unsure="F1", remarks=(remark,))
    assert set(doubts(table)) - {"G3"} == {"F3"}


def test_a_score_whose_reading_is_contradicted_waits():
    score = perfscore.score(scanned(changed(1, 3, "3"))).indicators[1].score
    assert (score.action, "doubt" in score.reasons) == ("confirm", True)


def test_a_score_that_reads_like_no_number_waits_where_it_may_be_misread():
    remark = Remark("PS139", "G2", {"text": "30ノ", "flaw": "unsure", "page": "1", "row": "2"})
    table = scanned(changed(1, 3, "30ノ"), remarks=(remark,))
    score = perfscore.score(table).indicators[1].score
    assert (score.claimed, score.action, score.reasons) == (None, "confirm", ("doubt",))


def test_weights_ten_points_short_confirm_nothing_where_the_execution_rate_has_its_own():
    assert "F1" not in confirmed(scanned(changed(0, 2, "10")))


def test_a_workbook_has_no_misread_characters():
    assert doubts(evolve(scanned(changed(1, 3, "3")), recognitions={})) == {}


def test_a_row_that_takes_a_value_from_another_row_is_in_doubt():
    """A rule of 2021-13 that was missed makes one cell of two targets."""
    (sheet,) = read_workbook(workbook("2021-13")).sheets
    cells = {place: cell for place, cell in sheet.cells.items() if place != (15, 5)}
    document = DocumentSheet(
        "表1", cells, (*sheet.merges, (14, 5, 15, 5)),
        spots={row: Spot(1, 1, row) for row in range(1, 40)},
        recognitions={place: Recognition(0.99, 1, (0, 0, 1, 1)) for place in cells},
    )  # fmt: skip
    (table,) = tables_of_document(Document("scan", (document,))).tables
    doubted = {remark.cell: remark.values["flaw"] for remark in table.remarks if remark.code == "PS139"}
    row = next(row for row in table.indicators if row.row == 15)
    assert row.cells["target"] == "E14"
    assert {cell for cell in doubted if cell.endswith("15")} <= set(row.cells.values())
    assert "outline" in doubted.values()


@pytest.mark.parametrize(
    ("merges", "doubts", "flaw"),
    [([(15, 6, 15, 7)], {}, "outline"), ([], {(15, 7): ("ink",)}, "ink"), ([], {}, None)],
)
def test_a_row_without_a_value_is_in_doubt_where_no_blank_cell_was_seen(merges, doubts, flaw):
    """In a row of 2021-13 the weight was not read: its cell runs into the next one, or its ink says nothing."""
    (sheet,) = read_workbook(workbook("2021-13")).sheets
    cells = {place: cell for place, cell in sheet.cells.items() if place != (15, 7)}
    document = DocumentSheet(
        "表1", cells, (*sheet.merges, *merges), doubts=doubts,
        spots={row: Spot(1, 1, row) for row in range(1, 40)},
        recognitions={place: Recognition(0.99, 1, (0, 0, 1, 1)) for place in (*cells, *doubts)},
    )  # fmt: skip
    (table,) = tables_of_document(Document("scan", (document,))).tables
    row = next(row for row in table.indicators if row.row == 15)
    assert not row.weight
    doubted = {remark.values["flaw"] for remark in table.remarks if remark.code == "PS139"}
    assert doubted == ({flaw} if flaw else set())


def seen_twice(table, **others):
    recognitions = {
        cell: evolve(recognition, other=others.get(cell, "")) for cell, recognition in table.recognitions.items()
    }
    return evolve(table, recognitions=recognitions)


@pytest.mark.parametrize(
    ("table", "others", "taken"),
    [
        (scanned(changed(1, 2, "301")), {"F2": "30\nA"}, {"F2": "30"}),
        (scanned(changed(2, 3, "48")), {"G3": "40"}, {"G3": "40"}),
        (scanned(), {"F2": "301"}, {}),  # adds up as it was read
        (scanned(changed(1, 2, "301")), {"F2": "3O"}, {}),  # no other reading makes the sum
        (scanned(changed(1, 2, "35")), {"F2": "30", "F3": "35"}, {}),  # two readings would
    ],
)
def test_the_other_reading_is_taken_where_the_sum_speaks_for_it_alone(table, others, taken):
    table, replaced = restored(seen_twice(table, **others))
    assert replaced == taken
    if taken:
        assert table.indicators == scanned().indicators

"""What a person decided stands in every view: opinion, reason, who, when; an overtaken decision is shown as such."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from attrs import evolve

from perfscore.engine import evaluate
from perfscore.letter import letters
from perfscore.model import Decision
from perfscore.report import as_csv, as_html, as_summary, as_text
from perfscore.report.overview import overview
from perfscore.report.screen import Screen
from perfscore.rulebook import load

SHEET = Path(__file__).parents[1] / "data" / "sheets" / "2021-03.xlsx"
REFUSED = Decision("不采纳", None, "附有情况说明", "张三", "2024-05-01")
OVERTAKEN = Decision("改判", Decimal("9.5"), "部分完成", "李四", "2024-05-02", "overtaken")


@pytest.fixture(scope="module")
def decided():
    evaluation = evaluate(SHEET)
    (table,) = evaluation.tables
    first, *others = table.findings
    rows = [
        evolve(row, score=evolve(row.score, decision=OVERTAKEN)) if row.cells["claimed"] == "H19" else row
        for row in table.indicators
    ]
    table = evolve(table, findings=(evolve(first, decision=REFUSED), *others), indicators=tuple(rows))
    return evolve(evaluation, files=(evolve(evaluation.files[0], tables=(table,)),))


def workbook(evaluation):
    content = as_summary.render(overview(evaluation), as_summary.Basis("办法", "1"), date(2024, 6, 1))
    cells = [cell.value for sheet in openpyxl.load_workbook(BytesIO(content)) for row in sheet for cell in row]
    return "\n".join(str(value) for value in cells if value is not None)


def terminal(evaluation):
    screen = Screen(400, False)
    as_text.show(evaluation, load(), screen)
    return screen.text


@pytest.mark.parametrize(
    "view",
    [
        lambda evaluation: as_html.render(evaluation, load()),
        lambda evaluation: as_csv.render(evaluation, load()),
        workbook,
        terminal,
    ],
    ids=["html", "csv", "xlsx", "text"],
)
def test_a_decision_about_a_remark_stands_in_every_view(decided, view):
    assert "不采纳，附有情况说明，张三，2024-05-01" in view(decided)


def test_an_overtaken_decision_is_shown_as_such(decided):
    for text in (as_html.render(decided, load()), workbook(decided)):
        assert "改判9.5，部分完成，李四，2024-05-02（所依据的文字已改动，没有采用）" in text


def test_a_remark_that_was_not_adopted_is_not_sent_to_the_unit(decided):
    (letter,) = letters(decided)
    assert "H19" not in [item.place.split("!")[-1] for group in letter.groups for item in group.remarks]


def test_a_matter_is_never_in_more_tables_than_it_has_remarks(decided):
    twice = evolve(decided, files=(*decided.files, *evaluate(SHEET).files))
    for matter in overview(twice).frequent:
        assert matter.tables <= matter.remarks

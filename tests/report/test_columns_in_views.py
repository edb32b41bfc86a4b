"""Every column of a table arrives in every view, or the record says which view leaves it out."""

from io import BytesIO
from string import ascii_uppercase
from typing import get_args

import openpyxl
import pytest

import perfscore
from perfscore import rulebook
from perfscore.correction.from_document import correct_document
from perfscore.keys import View
from perfscore.model import FUND_FIELDS, INDICATOR_FIELDS, Evaluation, File, Fund, Indicator, Table, shown_in
from perfscore.report import as_html, as_json, as_text
from perfscore.report.screen import Screen

# Readable figures where a score depends on them, so that the row is one that the terminal shows.
FIGURES = {
    "target": "≥17.17项", "actual": "8.08项", "weight": "13", "claimed": "12.34",
    "initial": "301.1", "full_year": "302.2", "executed": "303.3", "rate": "99.9%", "score": "9.87",
}  # fmt: skip


def text_of(record: type, name: str) -> str:
    figure = "11" if (record, name) == (Fund, "weight") else FIGURES.get(name)
    return figure or f"甲{record.__name__}{name}乙"


@pytest.fixture(scope="module")
def views() -> dict[str, str]:
    row = Indicator(
        row=9,
        rule_source="sheet",
        cells={name: f"{letter}9" for letter, name in zip(ascii_uppercase, INDICATOR_FIELDS, strict=False)},
        **{name: text_of(Indicator, name) for name in INDICATOR_FIELDS},
    )
    fund = Fund(
        cells={name: f"{letter}5" for letter, name in zip(ascii_uppercase, FUND_FIELDS, strict=False)},
        **{name: text_of(Fund, name) for name in FUND_FIELDS},
    )
    table = perfscore.score(
        Table(funds=(fund,), indicators=(row,), columns=frozenset(INDICATOR_FIELDS), year=2023, cells={"project": "A1"})
    )
    evaluation = Evaluation("1", (File("表.docx", tables=(table,)),))
    book, screen = rulebook.load(), Screen(400, coloured=False)
    as_text.show(evaluation, book, screen)
    return {
        "json": as_json.dumps(evaluation),
        "html": as_html.render(evaluation, book),
        "text": screen.text,
        "form": everything_in(correct_document(evaluation.files[0]).content),
    }


def everything_in(content: bytes) -> str:
    workbook = openpyxl.load_workbook(BytesIO(content))
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    return "\n".join([str(cell.value) for cell in cells] + [cell.comment.text for cell in cells if cell.comment])


@pytest.mark.parametrize("view", get_args(View))
@pytest.mark.parametrize(
    ("record", "name"), [(Indicator, name) for name in INDICATOR_FIELDS] + [(Fund, name) for name in FUND_FIELDS]
)
def test_a_column_arrives_unless_the_record_leaves_it_out(views, view, record, name):
    if name in shown_in(view, record):
        assert text_of(record, name) in views[view]


def test_only_the_terminal_leaves_columns_out_and_json_the_score_that_stands_in_it_already():
    assert shown_in("text", Indicator) == ("level3", "target", "actual", "weight", "claimed")
    assert set(INDICATOR_FIELDS) - set(shown_in("json", Indicator)) == {"claimed"}
    for view, record, names in (
        ("html", Indicator, INDICATOR_FIELDS),
        ("form", Indicator, INDICATOR_FIELDS),
        ("json", Fund, FUND_FIELDS),
        ("html", Fund, FUND_FIELDS),
        ("form", Fund, FUND_FIELDS),
    ):
        assert shown_in(view, record) == names

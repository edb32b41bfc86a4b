"""What happens to each score, on published sheets: nothing is raised against the row's own words."""

from decimal import Decimal
from pathlib import Path

import pytest

import perfscore
from perfscore.actions import settle
from perfscore.audit.states import open_states

SHEETS = sorted((Path(__file__).parent / "data" / "sheets").glob("20*.xlsx"))


def scores(name, **options):
    (table,) = perfscore.evaluate(SHEETS[0].with_name(f"{name}.xlsx"), **options).tables
    return table, {indicator.score.cell: indicator.score for indicator in table.indicators}


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_no_score_is_raised_where_the_row_says_that_the_work_was_not_done(path):
    for table in perfscore.evaluate(path).tables:
        for indicator in table.indicators:
            score = indicator.score
            if score is not None and score.action == "replace" and score.verdict == "differs":
                assert score.recomputed < score.claimed or not open_states(indicator.deviation)


def test_the_settled_total_is_what_the_cells_add_up_to():
    table, _ = scores("2021-13")
    assert (table.total.claimed, table.settled, table.total.recomputed) == (
        Decimal("92.03"),
        Decimal("92.03"),
        Decimal("100.00"),
    )
    assert settle(table, "all") == Decimal("100.00")
    assert (table.settled_grade, table.grade) == ("优", "优")


@pytest.mark.parametrize(
    ("sheet", "cell", "action", "reasons"),
    [
        ("2021-13", "H18", "confirm", ("unfinished", "self_deducted")),  # 0.43 of ≤10: the money was taken back
        ("2021-04", "H21", "confirm", ("convention", "self_deducted")),  # a cost under its ceiling, by ratio
        ("2021-07", "H14", "replace", ()),  # 5.55 for 5.555…
        ("2021-07", "H20", "keep", ()),  # words at the middle grade, inside their interval
        ("2023gx-00", "H18", "replace", ()),  # 25 of 25 for 0.1% of ≥5%: lowered, and nothing speaks for it
    ],
)
def test_a_score_with_its_action_and_reasons(sheet, cell, action, reasons):
    _, by_cell = scores(sheet)
    assert (by_cell[cell].action, by_cell[cell].reasons) == (action, reasons)


def test_naming_a_rule_book_decides_the_convention():
    table, by_cell = scores("2021-04")
    said = [finding for finding in table.findings if finding.code == "PS317"]
    assert len(said) == 1
    assert "4项" in said[0].message
    assert "--rulebook xinjiang-practice" in said[0].suggestion
    for book, action in (("cn-2020", "confirm"), ("xinjiang-practice", "keep")):
        table, by_cell = scores("2021-04", rulebook=book)
        assert by_cell["H21"].action == action
        assert "convention" not in by_cell["H21"].reasons
        assert not [finding for finding in table.findings if finding.code == "PS317"]


def test_the_settings_may_choose_the_book(tmp_path, monkeypatch):
    from typer.testing import CliRunner

    from perfscore.cli import app

    (tmp_path / "perfscore.toml").write_text('rulebook = "xinjiang-practice"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    printed = CliRunner().invoke(app, ["evaluate", str(SHEETS[0].with_name("2021-04.xlsx"))]).stdout
    assert "xinjiang-practice" in printed
    assert "PS317" not in printed


def test_a_target_table_has_no_actions():
    table = perfscore.evaluate(SHEETS[0].with_name("2023t-01.xlsx")).tables[0]
    assert (table.settled, table.settled_grade) == (None, None)

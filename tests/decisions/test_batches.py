"""Decisions in batches, workbooks that a person changed, and tables that are only a part."""

import shutil
from decimal import Decimal

import openpyxl
import pytest

import perfscore
from perfscore.batch.store import Store
from perfscore.model import Indicator, Table
from tests.decisions.test_decisions import SHEET, decide, reviewed, run

__all__ = ["reviewed"]


def test_a_batch_puts_decisions_in_force_and_assesses_again_when_they_change(tmp_path, reviewed):
    folder, store = tmp_path / "in", tmp_path / "s.duckdb"
    folder.mkdir()
    shutil.copy(SHEET, folder)

    def settled():
        with Store(store, read_only=True) as opened:
            return opened.rows("SELECT settled FROM tables ORDER BY file DESC")[0][0]

    run("batch", folder, "-o", store, "--workers", 1)
    assert settled() == Decimal("92.03")
    decide(reviewed, "H18", "改判", "4", "完成一半", kind="待确认")
    run("batch", folder, "-o", store, "--workers", 1, "--decisions", reviewed)
    assert settled() == Decimal("96.00")


def test_a_copy_whose_cells_a_person_changed_is_not_replaced(tmp_path):
    copy = tmp_path / "复核.xlsx"
    run("evaluate", SHEET, "-o", copy)
    book = openpyxl.load_workbook(copy)
    book["Sheet1"]["H18"].value = "5"
    book.save(copy)
    said = run("evaluate", SHEET, "-o", copy, status=2).stderr
    assert "复核.xlsx" in said
    assert "改" in said
    assert openpyxl.load_workbook(copy)["Sheet1"]["H18"].value == "5"
    run("evaluate", SHEET, "-o", copy, "--force")
    assert openpyxl.load_workbook(copy)["Sheet1"]["H18"].value == "0.03"


@pytest.mark.parametrize(("weight", "grade"), [("15", None), ("50", "优")])
def test_a_part_of_a_table_earns_no_grade(weight, grade):
    rows = [Indicator(level3=f"任务{n}", target="≥1次", actual="1次", weight=weight, claimed=weight) for n in range(2)]
    table = perfscore.score(Table(indicators=rows, claimed_total=str(2 * int(weight))))
    assert (table.grade, table.claimed_grade, table.settled_grade) == (grade, grade, grade)
    assert table.settled == 2 * int(weight)
    assert bool([finding for finding in table.findings if finding.code == "PS501"]) is False

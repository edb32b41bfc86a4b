"""Scanned pages: what a real scan holds is read as its workbook holds it, and doubts are kept."""

import pytest

import perfscore
from tests.readers.published import DOCUMENTS

pytest.importorskip("onnxruntime", reason="the extra scan is not installed")
pytest.importorskip("rapidocr", reason="the extra scan is not installed")

DATA = DOCUMENTS.parent
SCAN = DATA / "scans" / "2023gx-01.pdf"
VALUES = ("level3", "target", "actual", "weight")


def rows(file):
    (table,) = file.tables
    return [
        (*("".join(str(getattr(row, name)).split()) for name in VALUES), row.score and row.score.recomputed)
        for row in table.indicators
    ]


@pytest.fixture(scope="module")
def scanned():
    (file,) = perfscore.evaluate(SCAN).files
    return file


def test_a_scan_is_read_as_the_workbook_that_was_printed(scanned):
    (workbook,) = perfscore.evaluate(DATA / "sheets" / "2023gx-01.xlsx").files
    assert rows(scanned) == rows(workbook)

"""The memory that a correction takes for each wrong row: 20,000 rows have to fit into the bounds of a file."""

import openpyxl
import pytest

from perfscore import engine
from perfscore.correction.apply import correct_content
from perfscore.ooxml import watchdog
from tests.readers.published import workbook

ROWS = 6000


@pytest.mark.slow
def test_thousands_of_wrong_rows_are_corrected_in_memory_of_their_number(tmp_path, monkeypatch):
    monkeypatch.setattr(watchdog, "SECONDS", 600)
    monkeypatch.setattr(watchdog, "MEGABYTES", watchdog.MEGABYTES * ROWS // 20_000 + 20)
    book = openpyxl.load_workbook(workbook("2021-13"))
    sheet = book.active
    sheet.unmerge_cells("A24:F24")
    sheet.unmerge_cells("I24:J24")
    last = 24 + ROWS
    for column in "AGH":
        sheet[f"{column}{last}"] = sheet[f"{column}24"].value
        sheet[f"{column}24"] = None
    for row in range(24, last):
        for column, text in zip(
            "BCDEFGH", ("产出指标", "数量指标", f"工作数量{row}", ">=2类", "1类", 9, 8), strict=True
        ):
            sheet[f"{column}{row}"] = text
    path = tmp_path / "many.xlsx"
    book.save(path)
    del book, sheet
    receipts = []
    evaluation = engine.evaluate(path, each=lambda file: receipts.append(correct_content(path.read_bytes(), file)))
    assert evaluation.files[0].error is None
    assert len(receipts[0].cells) > ROWS

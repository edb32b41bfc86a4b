"""Corrected workbooks as LibreOffice sees them: one conversion of them all."""

from __future__ import annotations

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from full_workbook import full_workbook
from packages import DATA, parts_of_workbook, rows, saved
from test_correcting_cells import strict_parts
from test_review_sheet import REVIEW

from perfscore.ooxml import CellChange, correct_workbook, read_workbook

SOFFICE = shutil.which("soffice")
NOTE = "原得分：5\n复算得分：8.50"


def sources(folder: Path) -> dict[str, Path]:
    """Make a workbook of every kind of origin."""
    found = {path.stem: path for path in (DATA / "sheets").glob("*.xlsx")}
    found |= {path.stem: path for path in (DATA / "messy").glob("*.xlsx")}
    found |= {path.stem: path for path in Path(__file__).with_name("data").glob("*.xlsx")}
    found["full"] = saved(folder / "full.xlsm", full_workbook())
    found["strict"] = saved(folder / "strict.xlsx", strict_parts())
    found["bare"] = saved(
        folder / "bare.xlsx", parts_of_workbook(rows('<c r="H13"><v>1</v></c>').replace('"1"', '"13"', 1))
    )
    found["xlsxwriter"] = folder / "xlsxwriter.xlsx"
    with xlsxwriter.Workbook(found["xlsxwriter"]) as book:
        sheet = book.add_worksheet("自评表")
        sheet.write("H13", 5, book.add_format({"num_format": "0.00", "border": 1}))
        sheet.write_formula("H14", "=SUM(H13:H13)", None, 5)
        sheet.write_comment("H13", "请核对")
        sheet.data_validation("F1:F9", {"validate": "list", "source": ["优", "良"]})
        sheet.conditional_format("H1:H20", {"type": "data_bar"})
        sheet.protect("秘密")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=自评表!$H$13:$H$14"})
        sheet.insert_chart("J2", chart)
    return found


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_opens_every_result_and_shows_the_right_values(tmp_path: Path) -> None:
    outputs = {}
    for name, source in sources(tmp_path).items():
        sheet = read_workbook(source).sheets[0].name
        outputs[name] = tmp_path / f"out-{name}{source.suffix}"
        correct_workbook(source, outputs[name], [CellChange(sheet, "H13", Decimal("8.5"), "FFE699", NOTE)], REVIEW)
    profile, folder = f"-env:UserInstallation=file://{tmp_path}/profile", str(tmp_path / "converted")
    kind = ("--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder)
    subprocess.run(
        [str(SOFFICE), profile, *kind, *map(str, outputs.values())],
        check=True,
        capture_output=True,
        timeout=240,
    )
    for name, output in outputs.items():
        converted = tmp_path / "converted" / f"{output.stem}.xlsx"
        assert converted.exists(), name
        for path in (output, converted):
            if path == output and name == "strict":
                continue  # openpyxl knows no strict files
            book = openpyxl.load_workbook(path, data_only=True)
            sheet = book.worksheets[0]
            cell = sheet["H13"]
            assert (name, cell.value) == (name, 8.5)
            assert cell.fill.fgColor.rgb == "FFFFE699"
            assert cell.comment.text.endswith("perfscore：\n" + NOTE)
            review = book["复核说明"]
            assert review["B5"].value == "=35台"
            assert review["A5"].hyperlink.location.endswith("!H13")
            assert path == converted or review.freeze_panes == "A5"
        if name in ("full", "strict"):
            total = book.worksheets[0]["H24"], book.worksheets[1]["A1"]
            assert [cell.value for cell in total] == [38.5, 77]
        if name == "full":
            assert len(sheet._images) == 1
            assert sheet["H24"].value == 38.5
        if name == "xlsxwriter":
            assert sheet["H14"].value == 8.5

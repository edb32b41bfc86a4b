"""Scanned pages: what a real scan holds is read as its workbook holds it, and doubts are kept."""

import io

import pytest

import perfscore
from perfscore import readers
from perfscore.correction.from_document import correct_document
from perfscore.ooxml import PackageError
from perfscore.place import split_cell
from perfscore.readers import DocumentLimits
from tests.readers.published import DOCUMENTS

pytest.importorskip("onnxruntime", reason="the extra scan is not installed")
np = pytest.importorskip("numpy", reason="the extra scan is not installed")
Image = pytest.importorskip("PIL.Image", reason="the extra scan is not installed")
pytest.importorskip("rapidocr", reason="the extra scan is not installed")

DATA = DOCUMENTS.parent
SCAN = DATA / "scans" / "2023gx-01.pdf"
VALUES = ("level3", "target", "actual", "weight")


def plain(text):
    return "".join(str(text).split())


@pytest.fixture(scope="module")
def page():
    from perfscore.readers.scan.pictures import PdfPages

    return PdfPages(SCAN.read_bytes(), readers.LIMITS).page(1).pixels


def rows(file):
    (table,) = file.tables
    return [
        (*(plain(getattr(row, name)) for name in VALUES), row.score and row.score.recomputed)
        for row in table.indicators
    ]


@pytest.fixture(scope="module")
def scanned():
    (file,) = perfscore.evaluate(SCAN).files
    return file


def test_a_scan_is_read_as_the_workbook_that_was_printed(scanned):
    (workbook,) = perfscore.evaluate(DATA / "sheets" / "2023gx-01.xlsx").files
    assert rows(scanned) == rows(workbook)


def test_nothing_is_silently_wrong_where_a_grey_seal_covers_values():
    (scan,) = perfscore.evaluate(DATA / "scans" / "2023gx-00.pdf").files
    (workbook,) = perfscore.evaluate(DATA / "sheets" / "2023gx-00.xlsx").files
    (table,), (printed,) = scan.tables, workbook.tables
    doubted = {split_cell(finding.cell)[0] for finding in table.findings if finding.code == "PS139" and finding.cell}
    for row, original in zip(table.indicators, printed.indicators, strict=True):
        same = all(plain(getattr(row, name)) == plain(getattr(original, name)) for name in VALUES)
        assert same or row.row in doubted
        if row.row in doubted and row.score is not None:
            assert row.score.action != "replace"


@pytest.mark.parametrize(("suffix", "options"), [("png", {}), ("tif", {"compression": "tiff_lzw"})])
def test_a_picture_is_read_as_the_pdf(tmp_path, suffix, options, page, scanned):
    path = tmp_path / f"扫描.{suffix}"
    Image.fromarray(page).save(path, dpi=(150, 150), **options)
    (file,) = perfscore.evaluate(path).files
    assert rows(file) == rows(scanned)


def test_a_turned_page_is_turned_back(tmp_path, page, scanned):
    path = tmp_path / "扫描.png"
    Image.fromarray(np.rot90(page).copy()).save(path, dpi=(150, 150))
    (file,) = perfscore.evaluate(path).files
    (table,) = file.tables
    doubted = {split_cell(finding.cell)[0] for finding in table.findings if finding.code == "PS139" and finding.cell}
    for row, values, printed in zip(table.indicators, rows(file), rows(scanned), strict=True):
        assert values == printed or row.row in doubted


def test_a_picture_without_a_table_is_told(tmp_path):
    path = tmp_path / "扫描.png"
    Image.new("L", (1240, 1754), 255).save(path)
    (file,) = perfscore.evaluate(path).files
    assert not file.tables
    assert file.error or file.findings


@pytest.mark.parametrize(
    ("limits", "what"),
    [({"pixels": 1000}, "pixels"), ({"scanned_pages": 0}, "pages"), ({"page_objects": 10}, "page_objects")],
)
def test_limits(page, limits, what):
    file = io.BytesIO()
    Image.fromarray(page).save(file, "PNG")
    with pytest.raises(PackageError) as caught:
        readers.read_document(file.getvalue(), "scan", DocumentLimits(**limits))
    assert caught.value.values["what"] == what


def test_a_broken_picture_is_refused(page):
    file = io.BytesIO()
    Image.fromarray(page).save(file, "PNG")
    with pytest.raises(PackageError) as caught:
        readers.read_document(file.getvalue()[:2000], "scan")
    assert caught.value.code == "PS104"


def test_the_form_is_filled_and_says_what_is_in_doubt(scanned):
    receipt = correct_document(scanned)
    assert receipt.content[:2] == b"PK"

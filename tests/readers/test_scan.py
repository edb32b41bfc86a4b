"""Scanned pages: what a real scan holds is read as its workbook holds it, and doubts are kept."""

import io

import openpyxl
import pytest

import perfscore
from perfscore import readers, rulebook
from perfscore.correction.from_document import correct_document
from perfscore.ooxml import PackageError
from perfscore.page_listener import listening
from perfscore.place import split_cell
from perfscore.readers import DocumentLimits
from perfscore.report.as_html import render
from tests.readers.published import DOCUMENTS

pytest.importorskip("onnxruntime", reason="the extra scan is not installed")
np = pytest.importorskip("numpy", reason="the extra scan is not installed")
Image = pytest.importorskip("PIL.Image", reason="the extra scan is not installed")
ImageDraw = pytest.importorskip("PIL.ImageDraw", reason="the extra scan is not installed")
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
    # The seal makes 101 of a weight of 10; the sum of the column tells which of both readings is right.
    (finding,) = (finding for finding in table.findings if finding.code == "PS139" and finding.cell == "G17")
    assert "已按合计改取另一次识别的“10”" in finding.message
    assert table.total.recomputed == printed.total.recomputed


BLANK = Image.new("L", (600, 800), 255)


def test_a_picture_of_two_pages_is_read_as_the_pdf(tmp_path, page, scanned):
    path = tmp_path / "扫描.tif"
    Image.fromarray(page).save(path, dpi=(150, 150), save_all=True, append_images=[BLANK])
    announced: list[int] = []
    with listening(announced.append):
        (file,) = perfscore.evaluate(path).files
    assert rows(file) == rows(scanned)
    assert announced == [1, 2], "whoever waits is told which page is being recognised"


def turned(page):
    return Image.fromarray(np.rot90(page).copy())


def upside_down(page):
    return Image.fromarray(np.rot90(page, 2).copy())


def askew_and_stained(page):
    image = Image.fromarray(page).convert("RGB").rotate(3, expand=True, fillcolor="white", resample=Image.BICUBIC)
    stain = Image.new("L", image.size, 0)
    draw = ImageDraw.Draw(stain)
    draw.ellipse([300, 400, 800, 850], fill=40)
    draw.ellipse([300, 400, 800, 850], outline=110, width=14)
    image.paste((120, 80, 40), mask=stain)
    return image


def coarse(page):
    image = Image.fromarray(page)
    return image.resize((image.width * 4 // 5, image.height * 4 // 5), Image.LANCZOS)


@pytest.mark.parametrize(
    ("change", "dpi", "suffix"),
    [
        (turned, 150, "png"),
        (askew_and_stained, 150, "jpg"),
        pytest.param(upside_down, 150, "png", marks=pytest.mark.slow),
        pytest.param(coarse, 120, "png", marks=pytest.mark.slow),
    ],
)
def test_a_bad_page_holds_nothing_wrong_without_a_doubt(tmp_path, page, scanned, change, dpi, suffix):
    path = tmp_path / f"扫描.{suffix}"
    change(page).save(path, dpi=(dpi, dpi))
    (file,) = perfscore.evaluate(path).files
    (table,) = file.tables
    doubted = {split_cell(finding.cell)[0] for finding in table.findings if finding.code == "PS139" and finding.cell}
    for row, values, printed in zip(table.indicators, rows(file), rows(scanned), strict=True):
        assert values == printed or row.row in doubted


def test_a_picture_without_a_table_says_what_was_seen(tmp_path):
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    draw.rectangle([200, 500, 1000, 900], outline=0, width=3)
    draw.line([600, 500, 600, 900], fill=0, width=3)
    draw.text((260, 660), "2023", font_size=60, fill=0)
    path = tmp_path / "扫描.png"
    image.save(path, dpi=(150, 150))
    (file,) = perfscore.evaluate(path).files
    assert not file.tables
    (words,) = (finding.message for finding in file.findings if finding.code == "PS140")
    assert "1张有框线的表格、0行表外文字，共1处文字，开头是：2023" in words


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
    book = openpyxl.load_workbook(io.BytesIO(receipt.content))
    (table,) = scanned.tables
    doubted = [finding for finding in table.findings if finding.code == "PS139"]
    assert doubted
    pictures = book["复核说明"]._images
    assert len(pictures) == len(doubted)
    for picture in pictures:
        row = picture.anchor._from.row + 1
        assert book["复核说明"].cell(row, 1).value.startswith("PS139")
        assert book["复核说明"].row_dimensions[row].height * 12_700 >= picture.anchor.ext.height


def test_the_report_shows_the_cells_in_doubt(scanned):
    page = render(perfscore.Evaluation("0", (scanned,)), rulebook.load())
    doubted = sum(finding.code == "PS139" for finding in scanned.tables[0].findings)
    assert page.count('src="data:image/png;base64,') == doubted > 0

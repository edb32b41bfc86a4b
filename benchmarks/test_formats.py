"""Documents beside the workbook with the same table, and PDF beside the library that others use for its tables."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

import pdfplumber
import pytest

import perfscore
from perfscore import readers

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data"
TABLES = ("2021-14", "2021-16", "2023gx-00")
PDFS = ("2021-14", "2021-16", "many-tables", "many-sheets")


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("format", ["xlsx", "xls", "docx"])
def test_evaluate(timed, name, format):
    folder = "sheets" if format == "xlsx" else "documents"
    path = DATA / folder / f"{name}.{format}"
    timed(f"evaluate .{format}", lambda: perfscore.evaluate(path), name)


@pytest.mark.parametrize("name", PDFS)
def test_read_pdf(timed, name):
    path = DATA / "documents" / f"{name}.pdf"
    timed("read .pdf", lambda: readers.read_document(path, "pdf"), name, rounds=7)


@pytest.mark.parametrize("name", PDFS)
def test_pdfplumber_extract_tables(timed, name):
    def extract():
        with pdfplumber.open(DATA / "documents" / f"{name}.pdf") as file:
            for page in file.pages:
                page.extract_tables()
                page.close()

    timed("pdfplumber extract_tables", extract, name, rounds=7)


SCANS = ("2023gx-00", "2023gx-01")


@pytest.fixture(scope="module")
def whole_page():
    """The recogniser as its package gives it: it looks for lines all over the page and knows no table."""
    rapidocr = pytest.importorskip("rapidocr")
    return rapidocr.RapidOCR(params={"Global.log_level": "error"})


@pytest.mark.usefixtures("whole_page")
@pytest.mark.parametrize("name", SCANS)
def test_evaluate_scan(timed, name):
    timed("evaluate scan", lambda: perfscore.evaluate(DATA / "scans" / f"{name}.pdf"), name, rounds=3)


@pytest.mark.parametrize("name", SCANS)
def test_rapidocr_whole_page(timed, whole_page, name):
    import pypdfium2

    with pypdfium2.PdfDocument(DATA / "scans" / f"{name}.pdf") as document:
        page = document[0].render(scale=200 / 72).to_numpy()[:, :, :3].copy()
    timed("rapidocr on the whole page", lambda: whole_page(page), name, rounds=3)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc to read the peak memory from")
def test_a_publication_of_300_pages(benchmark, keep, tmp_path):
    from tests.readers.making_pdf import joined

    names = ["2021-03", "2021-04", "2021-05", "2021-07", "2021-13", "2021-14", "2021-16", "2023cj-01", "2023cj-03"]
    names = [*names, "2023gx-01"] * 2
    path = tmp_path / "publication.pdf"
    path.write_bytes(joined(names, prose_pages=14))
    code = """
import sys
from perfscore import sheets
assert len(sheets.read(sys.argv[1]).tables) == int(sys.argv[2])
(peak,) = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
sys.stderr.write(peak)
"""
    taken = []

    def measure():
        start = time.perf_counter()
        command = [sys.executable, "-c", code, str(path), str(len(names))]
        peak = int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stderr) / 1024
        taken.append(time.perf_counter() - start)
        return peak

    keep("memory, 300 pages", benchmark.pedantic(measure, rounds=2))
    keep("a publication of 300 pages", statistics.median(taken))

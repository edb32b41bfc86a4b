"""A browser shows and prints the report: no error on its console, no script run, every calculation on paper."""

import shutil
import subprocess
from time import perf_counter

import pytest
from attrs import evolve

from perfscore.engine import evaluate, score
from perfscore.model import Evaluation, File, Indicator, Table
from perfscore.report.as_html import render
from perfscore.rulebook import load

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PDF_TOOLS = all(map(shutil.which, ("pdftotext", "pdfinfo")))

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: apt install chromium)")


def chromium(tmp_path, page, *options):
    """Run the browser without a window; give what it wrote to standard output and to its log."""
    (tmp_path / "report.html").write_text(page, encoding="utf-8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"]
    done = subprocess.run(
        [*command, f"--user-data-dir={tmp_path / 'profile'}", *options, (tmp_path / "report.html").as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout, done.stderr


@pytest.fixture(scope="module")
def report(request):
    sheets = request.config.rootpath / "tests/data/sheets"
    return render(evaluate([sheets / "2021-13.xlsx", sheets / "2023t-01.xlsx"]), load())


def test_the_console_stays_empty(tmp_path, report):
    page, log = chromium(tmp_path, report, "--dump-dom")
    assert "保障乌准产业园区日常运转" in page
    assert "CONSOLE" not in log


def test_the_console_would_tell(tmp_path, report):
    broken = report.replace("<main>", '<main><p style="color:red">x</p>')
    assert "CONSOLE" in chromium(tmp_path, broken, "--dump-dom")[1]


def test_a_hostile_name_runs_nothing(tmp_path):
    name = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
    row = Indicator(level1=name, level3=name, target=name, actual=name, weight="5")
    table = score(Table(project=name, indicators=[row]))
    page, log = chromium(tmp_path, render(Evaluation("0", (File(name, None, (table,)),)), load()), "--dump-dom")
    assert "<title>绩效自评复核报告</title>" in page
    assert "&lt;script&gt;" in page
    assert "CONSOLE" not in log


@pytest.mark.skipif(not PDF_TOOLS, reason="needs pdftotext and pdfinfo (Debian: apt install poppler-utils)")
def test_the_print_is_a4_with_every_calculation_and_a_page_for_each_table(tmp_path, report):
    pdf = tmp_path / "report.pdf"
    chromium(tmp_path, report, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    facts = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    assert "A4" in facts
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    pages = ["".join(page.split()) for page in text.split("\f")]
    assert "附计算过程" in "".join(pages)
    assert "0.43≤10→8" in "".join(pages[1:])
    assert "返回汇总" not in "".join(pages)
    assert "复核人（签字）" in pages[0]
    assert pages[1].startswith("1乌准产业园区开办发展专项资金项目")
    assert any(page.startswith("2") and "益民大厦" in page[:30] for page in pages[2:])


@pytest.mark.slow
def test_a_thousand_tables_open_in_two_seconds_and_sort_in_a_fifth(tmp_path, request):
    driver = pytest.importorskip("playwright.sync_api", reason="needs the extra browser")
    evaluation = evaluate(sorted((request.config.rootpath / "tests/data/sheets").glob("20*.xlsx")))
    files = [file for file in evaluation.files if file.tables and file.tables[0].kind == "project_evaluation"]
    thousand = [evolve(file, path=f"{copy}/{file.path}") for copy in range(1000) for file in files][:1000]
    path = tmp_path / "report.html"
    path.write_text(render(evolve(evaluation, files=tuple(thousand)), load()), encoding="utf-8")
    until_painted = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
    sort = f"""async column => {{
        const start = performance.now();
        document.querySelector("table.summary").tHead.rows[0].cells[column].click();
        await {until_painted};
        return performance.now() - start;
    }}"""
    with driver.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        start = perf_counter()
        page.goto(path.as_uri())
        page.evaluate(f"async () => await {until_painted}")
        opened = perf_counter() - start
        assert page.locator("table.summary > tbody:not(.fixed) > tr").count() == 1000
        sorted_in = [page.evaluate(sort, column) for column in (1, 2, 4, 4, 7, 10)]
        browser.close()
    assert opened < 2
    assert max(sorted_in) < 200


@pytest.fixture(scope="module")
def many(request):
    """A report over more tables than are laid out at once."""
    (file,) = evaluate(request.config.rootpath / "tests/data/sheets/2021-13.xlsx").files
    names = [evolve(file, tables=(evolve(file.tables[0], project=f"第{number}项"),)) for number in range(1, 121)]
    return render(Evaluation("0", tuple(names)), load())


@pytest.mark.skipif(not PDF_TOOLS, reason="needs pdftotext and pdfinfo (Debian: apt install poppler-utils)")
def test_the_print_of_many_tables_holds_them_all(tmp_path, many):
    pdf = tmp_path / "report.pdf"
    chromium(tmp_path, many, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    text = "".join(text.split())
    assert text.count("附计算过程") == 120
    assert "120第120项" in text

"""The page in Chromium, opened from a file with the network off: the results are the native ones, nothing is sent."""

import base64
import io
import json
from pathlib import Path

import openpyxl

import perfscore
from perfscore.page.build import build
from perfscore.report.as_json import to_json

DATA = Path(__file__).parents[1] / "data"
SHEETS = sorted((DATA / "sheets").glob("*.xlsx"))
DOCUMENTS = [DATA / "documents" / f"2021-03.{ending}" for ending in ("xls", "docx", "pdf")]
CHOOSER = "input[type=file]:not([webkitdirectory]) >> nth=0"
RESULTS = """async () => Promise.all(perfscore.review.items.map(async (item) => {
  const bytes = item.workbook ? new Uint8Array(await item.workbook.arrayBuffer()) : new Uint8Array();
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return [item.record, item.workbook ? btoa(text) : null];
}))"""


def review(page, files):
    """Give files to the page and wait until all are reviewed."""
    page.set_input_files(CHOOSER, [str(path) for path in files])
    done = f"perfscore.review.items.length === {len(files)} && perfscore.review.items.every((item) => item.record)"
    page.wait_for_function(f"{done} && !perfscore.review.running()", timeout=60_000)
    return page.evaluate(RESULTS)


def contract(record):
    """Take off a record what the page adds for its views."""
    schema = json.loads((Path(perfscore.__file__).parent / "report/evaluation.schema.json").read_text(encoding="utf-8"))
    known = schema["$defs"]
    for table in record["tables"]:
        for name in set(table) - set(known["table"]["properties"]):
            del table[name]
        for score in (table["execution"], table["total"], *(row["score"] for row in table["indicators"])):
            for name in set(score or ()) - set(known["score"]["properties"]):
                del score[name]
        for finding in table["findings"]:
            for name in set(finding) - set(known["finding"]["properties"]):
                del finding[name]
    return record


def cells(workbook):
    """Give every text and number of a workbook by its cell."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return {(sheet.title, cell.coordinate): cell.value for sheet in book for row in sheet.iter_rows() for cell in row}


def test_the_same_installation_gives_the_same_bytes(runtime, page_file):
    content = page_file.read_bytes()
    assert build(str(runtime)) == content
    assert len(content) < 12_000_000


def test_json_and_workbooks_are_the_native_ones_and_nothing_is_requested(opened, tmp_path):
    files = SHEETS + DOCUMENTS
    evaluation = perfscore.evaluate(files)
    native = to_json(evaluation)["files"]
    for path, expected, (record, workbook) in zip(files, native, review(opened, files), strict=True):
        assert contract(record) == json.loads(json.dumps({**expected, "path": path.name})), path.name
        output = tmp_path / f"{path.name}.xlsx"
        perfscore.correct(path, output, evaluation)
        corrected = base64.b64decode(workbook)
        if path in SHEETS:
            assert corrected == output.read_bytes(), path.name
        else:  # written anew, with the time of writing in it
            assert cells(corrected) == cells(output.read_bytes()), path.name
    assert {url.split(":")[0] for url in opened.requests} <= {"file", "blob", "data"}
    assert sum(url.startswith("file:") for url in opened.requests) == 1


def test_the_policy_lets_nothing_out(opened):
    sent = opened.evaluate("fetch('https://example.org/').then(() => 'sent', (error) => error.name)")
    assert sent == "TypeError"
    assert "connect-src blob: data:" in opened.content()


def test_a_broken_file_costs_that_file_alone(opened, tmp_path):
    broken = tmp_path / "坏的.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    (bad, none), (good, _) = review(opened, [broken, SHEETS[0]])
    assert "坏的.xlsx" in bad["error"]
    assert none is None
    assert good["tables"]


def test_hostile_names_and_texts_stay_text(opened, tmp_path):
    hostile = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"
    book = openpyxl.load_workbook(SHEETS[0])
    sheet = book.active
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and "经费" in cell.value:
                cell.value = hostile
    path = tmp_path / "a&b 'c'.xlsx"
    book.save(path)
    review(opened, [path])
    opened.click("td button.link")
    opened.wait_for_selector("table.sheet")
    assert hostile in opened.inner_text("main")
    assert opened.title() == "绩效自评表复核"
    assert opened.query_selector("main img") is None


def test_a_table_shows_changed_cells_and_the_calculation_of_each(opened):
    review(opened, [DATA / "sheets" / "2021-13.xlsx"])
    opened.click("td button.link")
    opened.wait_for_selector("table.sheet")
    row = opened.locator("tr", has_text="0.43万元")
    assert "0.03" in row.inner_text()
    row.locator("button.link").click()
    assert "0.43 ≤ 10" in opened.inner_text("#panel")
    opened.keyboard.press("Escape")
    assert opened.query_selector("#panel") is None


def test_the_list_is_sorted_filtered_and_searched(opened):
    review(opened, SHEETS[:6])
    names = "Array.from(document.querySelectorAll('.list tbody tr'), (row) => row.cells[3].textContent)"
    opened.click("button.sort:has-text('自评分')")
    opened.wait_for_selector("th[aria-sort=ascending]")
    claimed = [float(text) for text in opened.evaluate(names) if text]
    assert claimed == sorted(claimed)
    opened.fill("input[type=search]", "安全生产")
    assert opened.evaluate("document.querySelectorAll('.list tbody tr').length") == 1
    opened.fill("input[type=search]", "")
    opened.select_option(".bar select", "targets")
    assert opened.evaluate("document.querySelectorAll('.list tbody tr').length") == 0


def test_what_was_chosen_survives_a_reload_until_it_is_forgotten(opened):
    opened.click("nav button >> nth=4")
    opened.select_option(".settings label:has-text('Language') select, .settings label:has-text('语言') select", "en")
    opened.wait_for_selector("nav button:has-text('Settings')")
    opened.reload()
    opened.wait_for_selector("html[data-state=ready]", state="attached", timeout=60_000)
    assert opened.inner_text("nav button >> nth=4") == "Settings"
    opened.click("nav button >> nth=4")
    opened.click("text=Forget what is kept")
    opened.wait_for_selector("nav button:has-text('设置')")
    assert opened.evaluate("localStorage.length") == 0


def test_a_mistake_in_an_own_rule_book_is_said_and_undone(opened, tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('id = "own"\n', encoding="utf-8")
    opened.click("nav button >> nth=4")
    opened.set_input_files(".settings input[type=file] >> nth=0", str(path))
    opened.wait_for_function("document.querySelector('#status').textContent.includes('缺少')")
    assert "“own.toml”" in opened.inner_text("#status")
    assert opened.evaluate("perfscore.options.ownRulebook") is None


def test_a_decision_made_in_the_page_is_written_into_the_workbook_and_survives_a_reload(opened):
    sheet = DATA / "sheets" / "2021-13.xlsx"
    review(opened, [sheet])
    opened.click("td button.link")
    opened.locator("tr", has_text="0.43万元").locator("button.link").click()
    opened.check("#panel input[value=改判]")
    opened.click("#panel button[type=submit]")
    assert "0 至 8" in opened.inner_text("#panel [role=alert]")
    opened.fill("#panel input[name=score]", "4")
    opened.fill("#panel textarea", "完成一半")
    opened.fill("#panel input[name=reviewer]", "王复核")
    opened.click("#panel button[type=submit]")
    opened.wait_for_function("perfscore.review.items[0].record.tables[0].settled === '96.00'")
    [(_, workbook)] = opened.evaluate(RESULTS)
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(workbook)))
    assert book["Sheet1"]["H18"].value == "4.00"
    assert "王复核" in [cell.value for row in book["复核说明"].iter_rows() for cell in row]
    opened.reload()
    opened.wait_for_selector("html[data-state=ready]", state="attached", timeout=60_000)
    [(record, _)] = review(opened, [sheet])
    assert record["tables"][0]["settled"] == "96.00"
    opened.evaluate("localStorage.clear()")


def test_letters_report_and_summary_are_saved(opened):
    review(opened, SHEETS[:3])
    for button, ending in (("退回修改通知", "html"), ("汇总表", "xlsx"), ("复核报告", "html"), ("全部工作簿", "zip")):
        with opened.expect_download() as download:
            opened.click(f"button:has-text('{button}')")
        assert download.value.suggested_filename.endswith(ending)
        assert Path(download.value.path()).stat().st_size > 1000


def test_a_target_table_beside_the_sheets_is_put_in_force(opened):
    opened.set_input_files("input[type=file] >> nth=2", str(DATA / "sheets" / "2023t-01.xlsx"))
    opened.wait_for_selector("text=2023t-01.xlsx")
    opened.set_input_files("input[type=file] >> nth=2", str(DATA / "sheets" / "2021-13.xlsx"))
    opened.wait_for_function("document.querySelector('#status').textContent.includes('没有绩效目标表')")

"""What must not break the page: files that hang it, vanish or change under it, typed nonsense, a spoilt memory."""

import base64
import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.page.test_page import CHOOSER, DATA, RESULTS, SHEETS, review

SHEET = DATA / "sheets" / "2021-13.xlsx"


def status(page):
    return page.inner_text("#status")


def settled(page, count):
    """Wait until nothing is read any more; give the error of each file."""
    page.wait_for_function(
        f"perfscore.review.items.length === {count} && !perfscore.review.running()"
        " && perfscore.review.items.every((item) => item.record)",
        timeout=60_000,
    )
    return page.evaluate("perfscore.review.items.map((item) => item.record.error)")


def endless_pdf(path):
    """Write what keeps a reader of PDF busy for a minute and more."""
    path.write_bytes(b"%PDF-1.4\n" + b"x" * (60 * 2**20))
    return path


@pytest.mark.parametrize("change", [lambda path: shutil.copy(SHEETS[3], path), Path.unlink], ids=["changed", "gone"])
def test_a_file_that_is_no_longer_what_was_put_in_is_said_in_words(opened, tmp_path, change):
    path = Path(shutil.copy(SHEETS[0], tmp_path / "自评表.xlsx"))
    review(opened, [path])
    change(path)
    opened.evaluate("() => { perfscore.review.again(); }")
    (error,) = settled(opened, 1)
    assert "“自评表.xlsx”读不出" in error
    assert "重新放入" in error


def test_a_file_that_comes_in_last_of_all_is_reviewed_too(opened):
    opened.evaluate("""() => {
        const call = perfscore.engine.call;
        perfscore.engine.call = async (op, ...rest) => {
            const answer = await call(op, ...rest);
            if (op === "across") {
                document.title = "across";
                await new Promise((done) => setTimeout(done, 1500));
            }
            return answer;
        };
    }""")
    opened.set_input_files(CHOOSER, str(SHEETS[0]))
    opened.wait_for_function("document.title === 'across'")
    opened.set_input_files(CHOOSER, str(SHEETS[1]))
    assert settled(opened, 2) == [None, None]


def test_a_file_that_takes_too_long_is_given_up_and_the_others_stand(opened, tmp_path):
    opened.evaluate("perfscore.engine.seconds = 3")
    review(opened, [SHEET])
    opened.set_input_files(CHOOSER, str(endless_pdf(tmp_path / "决算.pdf")))
    good, bad = settled(opened, 2)
    assert good is None
    assert "3秒" in bad
    assert "请只留下自评表" in bad
    with opened.expect_download() as download:  # the new worker knows the other file
        opened.click("button:has-text('复核报告')")
    assert "乌准产业园区" in Path(download.value.path()).read_text(encoding="utf-8")


def test_stop_ends_a_file_that_is_being_read(opened, tmp_path):
    opened.set_input_files(CHOOSER, [str(endless_pdf(tmp_path / "决算.pdf")), str(SHEET)])
    opened.wait_for_function("document.querySelector('#status').textContent.includes('决算.pdf')")
    opened.click("button:has-text('停止')")
    opened.wait_for_function("!perfscore.review.running()", timeout=20_000)
    assert "已停止，1 个文件没有复核" in status(opened)
    assert "没有读完" in opened.evaluate("perfscore.review.items[0].record.error")


def test_a_runtime_that_breaks_is_replaced(opened):
    review(opened, SHEETS[:2])
    said = opened.evaluate("perfscore.engine.call('nothing', { path: 'x' }).catch((e) => e.message)")
    assert "处理“x”时出现未预料的问题" in said
    opened.evaluate("perfscore.engine.end('坏了')")
    assert settled(opened, 2) == [None, None]
    assert "已复核 2 个文件" in status(opened)


def test_a_tab_chosen_before_the_engine_is_ready_fills_when_it_is(context, page_file):
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(page_file.as_uri())
    page.click("nav button >> nth=1")
    page.wait_for_selector("details#PS301", state="attached", timeout=60_000)
    assert errors == []
    page.close()


def test_a_file_named_itself_is_never_passed_over(opened, tmp_path):
    for name in ("a.txt", "b.zip"):
        (tmp_path / name).write_bytes(b"words")
    opened.set_input_files(CHOOSER, [str(tmp_path / name) for name in ("a.txt", "b.zip")] + [str(SHEET)])
    text, archive, sheet = settled(opened, 3)
    assert "“a.txt”" in text
    assert "“b.zip”" in archive
    assert sheet is None


def test_a_folder_without_a_table_says_so(opened, tmp_path):
    for name in ("说明.txt", "~$自评表.xlsx"):
        (tmp_path / name).write_bytes(b"words")
    opened.set_input_files("input[webkitdirectory]", str(tmp_path))
    opened.wait_for_function("document.querySelector('#status').textContent.includes('没有可以读取的')")
    assert opened.evaluate("perfscore.review.items.length") == 0


def test_a_folder_names_what_it_holds_and_is_not_read(opened, tmp_path):
    (tmp_path / "旧表.ods").write_bytes(b"words")
    shutil.copy(SHEET, tmp_path)
    opened.set_input_files("input[webkitdirectory]", str(tmp_path))
    errors = settled(opened, 2)
    assert sum(error is None for error in errors) == 1
    assert "旧表.ods" in next(filter(None, errors))


def test_what_the_browser_cannot_open_in_a_dropped_folder_is_named_and_costs_no_other(opened):
    opened.evaluate("""async () => {
        const fails = (...rest) => rest[rest.length - 1](new DOMException("gone", "NotFoundError"));
        const entries = [
            { isFile: true, fullPath: "/表/甲.xlsx", file: fails },
            { isFile: true, fullPath: "/表/乙.xlsx", file: (done) => done(new File([""], "乙.xlsx")) },
            { isFile: false, fullPath: "/表/内", createReader: () => ({ readEntries: fails }) },
        ];
        const items = entries.map((entry) => ({ webkitGetAsEntry: () => entry }));
        perfscore.review.add(await droppedFiles({ items, files: [] }));
    }""")
    first, second, folder = settled(opened, 3)
    assert "“表/甲.xlsx”读不出" in first
    assert "空文件" in second
    assert "“表/内”读不出" in folder


def test_one_table_that_is_no_target_does_not_keep_the_next_from_being_put_in_force(opened):
    opened.set_input_files("input[type=file] >> nth=2", [str(SHEET), str(DATA / "sheets" / "2023t-01.xlsx")])
    opened.wait_for_function("document.querySelector('#status').textContent.includes('没有绩效目标表')")
    assert opened.evaluate("perfscore.review.approved.map((entry) => entry.path)") == ["2023t-01.xlsx"]


def open_decision(page):
    page.click("td button.link")
    page.locator("tr", has_text="0.43万元").locator("button.link").click()
    page.check("#panel input[value=改判]")


def judge(page, score, reason):
    """Give the score of the open decision and send it."""
    page.fill("#panel input[name=score]", score)
    page.fill("#panel textarea", reason)
    page.click("#panel button[type=submit]")


HOSTILE = "</textarea><script>document.title='run'</script>{{ 7*7 }}\u202e\0\x07\ud800"


@pytest.mark.parametrize("reason", [HOSTILE, "=" + "长" * 40000], ids=["hostile", "long"])
def test_a_hostile_reason_is_text_in_every_output(opened, reason):
    review(opened, [SHEET])
    open_decision(opened)
    opened.fill("#panel input[name=score]", "4")
    opened.evaluate("(text) => { document.querySelector('#panel textarea').value = text + '一半'; }", reason)
    opened.click("#panel button[type=submit]")
    opened.wait_for_function("perfscore.review.items[0].record.tables[0].settled === '96.00'")
    [(_, workbook)] = opened.evaluate(RESULTS)
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(workbook)))
    reasons = [cell.value for row in book["复核说明"].iter_rows() for cell in row if reason[:9] in str(cell.value)]
    assert 0 < max(map(len, reasons)) <= 32_767
    opened.click("button:has-text('返回列表')")
    for button in ("复核报告", "问题清单", "退回修改通知", "汇总表"):
        with opened.expect_download() as download:
            opened.click(f"button:has-text('{button}')")
        assert Path(download.value.path()).stat().st_size > 1000
    assert opened.title() == "绩效自评表复核"
    opened.evaluate("localStorage.clear()")


def test_a_score_that_is_none_is_said_in_the_form_and_the_old_decision_stands(opened):
    review(opened, [SHEET])
    open_decision(opened)
    judge(opened, "4", "完成一半")
    opened.wait_for_function("perfscore.review.items[0].record.tables[0].settled === '96.00'")
    row = opened.locator("tr.action-replace", has_text="0.43万元")
    row.wait_for()  # drawn anew with the decision
    row.locator("button.link").click()
    opened.fill("#panel input[name=score]", "9" * 400)
    opened.click("#panel button[type=submit]")
    opened.wait_for_function("document.querySelector('#panel [role=alert]').textContent.includes('改判得分不是数字')")
    opened.evaluate("() => { perfscore.review.again(); }")
    settled(opened, 1)
    assert opened.evaluate("perfscore.review.items[0].record.tables[0].settled") == "96.00"
    opened.evaluate("localStorage.clear()")


def test_a_score_over_the_weight_is_not_called_overtaken(opened):
    review(opened, [SHEET])
    open_decision(opened)
    judge(opened, "99", "多给")
    opened.wait_for_function("perfscore.review.items[0].record.tables[0].indicators[5].score.decision")
    settled(opened, 1)
    opened.wait_for_selector("text=99")
    assert "表中内容已变" not in opened.inner_text("main")
    opened.evaluate("localStorage.clear()")


def test_what_is_typed_is_not_lost_while_files_are_read_or_another_remark_is_saved(opened):
    review(opened, [SHEET])
    open_decision(opened)
    opened.fill("#panel textarea", "写了一半")
    opened.evaluate("() => { perfscore.review.add([{ path: 'b.txt', file: new File(['x'], 'b.txt') }]); }")
    settled(opened, 2)
    opened.evaluate("new Promise((done) => setTimeout(done, 1000))")
    assert opened.input_value("#panel textarea") == "写了一半"


@pytest.mark.parametrize(
    "kept",
    ['{"language": "fr", "ownRulebook": {}, "settings": 5, "reviewer": 5, "apply": "bogus", "decisions": "x"}',
     '{"rulebook": "gone", "decisions": [{"a": 1}]}', '"x"'],
)  # fmt: skip
def test_a_spoilt_memory_does_not_keep_the_page_from_working(opened, kept):
    opened.evaluate("(text) => localStorage.setItem('perfscore', text)", kept)
    opened.reload()
    opened.wait_for_selector("html[data-state=ready]", state="attached", timeout=60_000)
    [(record, workbook)] = review(opened, [SHEET])
    assert record["error"] is None
    assert workbook
    opened.evaluate("localStorage.clear()")


def test_another_language_is_spoken_at_once(opened):
    opened.evaluate("configure({ language: 'en' })")
    opened.wait_for_function("document.querySelector('#status').textContent === 'Ready'")
    opened.wait_for_selector("nav button:has-text('Settings')")
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in opened.inner_text("body"))
    opened.evaluate("localStorage.clear()")


def test_no_text_of_a_sheet_turns_the_figures_beside_it_round(opened, tmp_path):
    book = openpyxl.load_workbook(SHEET)
    book.active["D3"] = "项目\u202e名称"
    book.active["D18"] = "指标\u2067名称"
    path = tmp_path / "a\u202eb.xlsx"
    book.save(path)
    [(record, _)] = review(opened, [path])
    assert "\u202e" not in json.dumps(record["tables"], ensure_ascii=False)
    shown = opened.inner_text("main") + status(opened)
    opened.click("td button.link")
    opened.wait_for_selector("table.sheet")
    shown += opened.inner_text("main")
    assert "项目名称" in shown
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(shown)

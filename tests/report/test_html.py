"""The HTML report holds every table, finding and calculation, links both ways, and text stays text."""

import re
from base64 import b64encode
from decimal import Decimal
from hashlib import sha256

import pytest
from attrs import evolve
from lxml import html

from perfscore.correction.plan import FILLS
from perfscore.engine import evaluate, score
from perfscore.model import Evaluation, File, Finding, Fund, Indicator, Table
from perfscore.report.as_html import render
from perfscore.report.html.chart import Group, bars
from perfscore.rulebook import load

BOOK = load()
HOSTILE = [
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    '=HYPERLINK("http://example.com")',
    "</style><b>",
    "{{ 7*7 }}",
    "javascript:alert(1)",
]


@pytest.fixture(scope="module")
def published(request):
    evaluation = evaluate([str(request.config.rootpath / "tests/data/sheets"), "没有.xlsx"])
    return evaluation, html.fromstring(render(evaluation, BOOK))


def page_of(*tables, **keywords):
    return html.fromstring(
        render(Evaluation("0", (File("甲.xlsx", None, tables),)), keywords.pop("book", BOOK), **keywords)
    )


def words(element):
    return " ".join(element.text_content().split())


def row(section, name):
    [block] = section.find_class("indicators")
    [found] = [line for line in block.iter("tr") if any(words(cell).startswith(name) for cell in line.iter("td"))]
    return found


def test_a_wrong_score_is_shown_with_its_correction_and_calculation(request):
    page = html.fromstring(render(evaluate(request.config.rootpath / "tests/data/sheets/2021-13.xlsx"), BOOK))
    changed = row(page, "保障乌准产业园区日常运转")
    [cell] = changed.find_class("confirm")
    assert cell.find(".//del").text == "0.03"
    assert cell.find(".//ins").text == "8.00"
    card = words(cell.find_class("card")[0])
    for part in ("H18", "<=10万元", "E18", "0.43万元", "0.43 ≤ 10 → 8", "未超过上限", "财预〔2020〕10号", "未核原文"):
        assert part in card
    assert "92.03" in words(row(page, "总分"))


def test_the_summary_says_what_changes(published):
    evaluation, page = published
    summary = page.get_element_by_id("summary")
    [line] = [
        one
        for one in summary.iter("tr")
        if "乌准产业园区开办发展专项资金项目" in words(one) and "2021-13" in words(one)
    ]
    assert "92.03 → 92.03（待确认1项；全部采用为100.00）" in words(line)
    assert "没有.xlsx" in words(summary.find_class("bad")[-1])
    for severity, cell in zip(
        ("error", "warning", "info"), summary.find_class("sum")[0].findall("td")[2:-1], strict=True
    ):
        assert int(cell.text) == sum(
            one.severity == severity for table in evaluation.tables for one in table.findings
        ) + sum(one.severity == severity for file in evaluation.files for one in file.findings)
    assert {one.get("href") for one in summary.iter("a")} >= {
        f"#t{place + 1}" for place in range(len(evaluation.tables))
    }


def test_what_matters_comes_first_and_target_tables_stand_apart(published):
    evaluation, page = published
    first = page.find_class("grave")[0]
    assert "等级 中 → 差" in words(first)
    grave = [sum(one.severity == "error" for one in table.findings) for table in evaluation.tables]
    assert len(first) == sum(map(bool, grave)) + 1
    assert f"本表另有{max(grave) - 1}条须整改" in words(first)
    targets = sum(table.kind == "project_target" for table in evaluation.tables)
    assert len(page.find_class("targets")[0].findall("tbody/tr")) == targets


def test_many_tables_are_laid_out_when_they_are_asked_for(published):
    evaluation, _ = published
    table = evaluation.tables[0]
    many = Evaluation("0", tuple(File(f"{place}.xlsx", None, (table,)) for place in range(101)))
    page = html.fromstring(render(many, BOOK))
    held = page.xpath("//script[@data-table='t101']")[0]
    assert held.get("type") == "text/plain"
    assert table.project in held.text
    assert len(page.get_element_by_id("t101")) == 0
    assert "各表的明细要允许本页运行脚本" in page.find(".//noscript").text_content()


def test_every_table_and_every_score_is_there_once_on_screen_and_once_for_print(published):
    evaluation, page = published
    for place, table in enumerate(evaluation.tables, start=1):
        section = page.get_element_by_id(f"t{place}")
        scores = [one.score for one in table.indicators if one.score] + [
            one for one in (table.execution, table.total) if one
        ]
        assert len(section.find_class("card")) == len(scores)
        appendix = section.find_class("appendix")
        printed = len(appendix[0].findall(".//tbody/tr")) if appendix else 0
        assert printed == len([score for score in scores if score.action != "keep"])
        shown = section.find_class("indicators")[0].findall("tbody/tr")
        assert len(shown) == len(table.indicators) + (table.total is not None)


def test_ids_are_unique_and_all_links_stay_inside_and_resolve(published):
    _, page = published
    ids = [one.get("id") for one in page.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    links = [one.get("href") for one in page.iter("a")]
    assert links
    assert all(link.startswith("#") and link[1:] in ids for link in links)
    for one in page.iter("svg"):
        assert set((one.get("aria-labelledby") or "").split()) <= set(ids)


def test_findings_and_rows_are_linked_both_ways(published):
    evaluation, page = published
    for place, table in enumerate(evaluation.tables, start=1):
        section = page.get_element_by_id(f"t{place}")
        for number, finding in enumerate(table.findings, start=1):
            line = section.get_element_by_id(f"t{place}-f{number}")
            assert finding.message.split("\n")[0][:20] in line.text_content()
            target = line.find(".//a")
            if finding.cell is None:
                assert target is None
            elif target is not None:
                marked = section.get_element_by_id(target.get("href")[1:])
                assert f"#t{place}-f{number}" in [one.get("href") for one in marked.iter("a")]


def test_a_finding_leads_to_the_row_that_it_names(request):
    page = html.fromstring(render(evaluate(request.config.rootpath / "tests/data/sheets/2021-13.xlsx"), BOOK))
    [line] = [one for one in page.find_class("findings")[0].iter("tr") if "PS301" in words(one)]
    assert "保障乌准产业园区日常运转" in words(page.get_element_by_id(line.find(".//a").get("href")[1:]))


def test_merged_levels_leave_no_hole_and_no_overlap(published):
    _, page = published
    for block in (*page.find_class("indicators"), *page.find_class("funds")):
        width = len(block.findall("thead/tr/th"))
        reaching = [0] * width
        for line in block.findall("tbody/tr"):
            free = [place for place in range(width) if not reaching[place]]
            cells = [cell for cell in line.findall("td") for _ in range(int(cell.get("colspan", 1)))]
            assert len(cells) == len(free)
            for place, cell in zip(free, cells, strict=True):
                reaching[place] = int(cell.get("rowspan", 1))
            reaching = [left - 1 for left in reaching]
        assert not any(reaching)


def test_the_head_names_the_rule_book_its_hash_and_what_was_not_read(published):
    _, page = published
    assert BOOK.sha256 in words(page.get_element_by_id("rulebook"))
    assert BOOK.title in words(page.find("body/header"))
    book = page.get_element_by_id("rulebook")
    assert "转引，尚未核对原文" in words(book)
    [measures] = [one for one in book.iter("tr") if "定性指标" in words(one)]
    assert "0.8/0.6" in words(measures)
    assert "未核原文" in words(measures)


def test_switched_off_checks_are_named():
    page = page_of(score(Table()), book=evolve(BOOK, findings={"PS401": "off", "PS302": "info"}))
    assert "停用了下列检查：PS401。" in words(page.get_element_by_id("rulebook"))


def test_colours_mean_what_they_mean_in_the_corrected_workbook(published):
    _, page = published
    style = page.find("head/style").text
    for kind, fill in FILLS.items():
        assert f"td.{kind}{{background:#{fill}}}" in style


def test_nothing_is_loaded_and_nothing_runs(published):
    evaluation, page = published
    text = render(evaluation, BOOK)
    assert len(list(page.iter("script"))) == 1
    assert not list(page.iter("link", "img", "iframe", "object", "form"))
    assert not [name for one in page.iter() for name in one.attrib if name.startswith("on") or name in ("style", "src")]
    policy = page.xpath("//meta[@http-equiv]/@content")[0]
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    script = page.find(".//script").text
    own = b64encode(sha256(script.encode()).digest()).decode()
    sources = f"style-src 'sha256-{digest}'; script-src 'sha256-{own}'"
    assert policy == f"default-src 'none'; img-src data:; {sources}; base-uri 'none'; form-action 'none'"
    assert "@import" not in style
    assert re.findall(r"url\([^)]*\)", style) == ["url(#hatch)"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_stays_text_wherever_it_stands(name):
    finding = Finding("PS301", "error", name, name, name)
    row = Indicator(
        level1=name, level2=name, level3=name, target=name, actual=name, weight="5", claimed=name, deviation=name
    )
    table = score(
        Table(
            sheet=name,
            project=name,
            unit=name,
            department=name,
            goal=name,
            indicators=[row],
            funds=[Fund(name, name, weight="10")],
        )
    )
    table = evolve(table, findings=(finding,))
    evaluation = Evaluation("0", (File(name, None, (table,), (finding,)), File(name, name)))
    text = render(evaluation, BOOK)
    page = html.fromstring(text)
    plain = html.fromstring(render(Evaluation("0", (File("甲", None, (score(Table()),)),)), BOOK))
    known = {one.tag for one in plain.iter()} | {
        "a",
        "sup",
        "b",
        "i",
        "small",
        "p",
        "details",
        "summary",
        "div",
        "h5",
        "ins",
        "del",
        "rect",
        "text",
        "ol",
        "ul",
        "li",
    }
    assert {one.tag for one in page.iter()} <= known
    allowed = re.compile(
        r"class|id|type|value|hidden|data-\w+|href|title|rowspan|colspan|lang|charset|http-equiv|content|name|x|y|width|height|role|fill|viewbox|aria-\w+|pattern\w+",
        re.IGNORECASE,
    )
    assert all(allowed.fullmatch(attribute) for one in page.iter() for attribute in one.attrib)
    assert all(one.get("href").startswith("#") for one in page.iter("a"))
    assert name in page.find_class("indicators")[0].text_content()
    assert text.count("</html>") == 1


def test_no_text_turns_the_figures_beside_it_round():
    name = "项目\u202e\u2067.xlsx"
    table = score(Table(project=name, indicators=[Indicator(level1=name, level3=name, target="10", actual="1")]))
    finding = Finding("PS301", "error", None, f"“{name}”应为8.00分", "")
    text = render(Evaluation("0", (File(name, None, (evolve(table, findings=(finding,)),)),)), BOOK)
    assert "“项目.xlsx”应为8.00分" in text
    assert not set("\u202e\u2067") & set(text)


def test_a_name_of_thousands_of_characters_is_whole_in_the_form_alone():
    name = "项" * 30_000
    table = score(Table(project=name, indicators=[Indicator(level1="产出", level3="指标", target="10", actual="1")]))
    page = html.fromstring(render(Evaluation("0", (File("甲.xlsx", None, (table,)),)), BOOK))
    assert name in page.find_class("head")[0].text_content()
    assert len(page.get_element_by_id("summary").text_content()) < 5_000
    assert len(page.get_element_by_id("t1").find("h2").text_content()) < 300


def test_a_target_table_has_no_scores():
    row = Indicator(
        level1="产出指标",
        level2="数量指标",
        level3="保障空调运维数量",
        target="=35台",
        weight="5",
        rule="按照正常比例赋分",
        rule_source="sheet",
    )
    page = page_of(score(Table(kind="project_target", project="运维", indicators=[row])))
    assert "不计分" in words(page.get_element_by_id("summary"))
    assert not page.find_class("card")
    assert [words(one) for one in page.find_class("indicators")[0].iter("th")] == [
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "分值",
        "赋分规则",
    ]
    assert "bar-claimed" not in {one.get("class") for one in page.iter("rect")}


def test_a_score_that_a_person_decides_has_the_second_colour():
    row = Indicator(level1="效益指标", level3="社会影响", target="显著", actual="尚可", weight="10", claimed="7")
    page = page_of(score(Table(indicators=[row], claimed_total="7")))
    [cell] = [
        one for one in page.find_class("judged") if one.getparent().getparent().getparent().get("class") == "indicators"
    ]
    assert "请人工评定" in words(cell)
    assert "0.00 至 10.00" in words(cell.find_class("card")[0])


def test_a_score_that_cannot_be_computed_is_left_and_marked():
    row = Indicator(level1="产出指标", level3="检查次数", target=">=2次", actual="", weight="2", claimed="2")
    page = page_of(score(Table(indicators=[row], claimed_total="2")))
    cell = page.find_class("unscored")[0]
    assert words(cell).startswith("2无法计算") or words(cell).startswith("2 无法计算")
    assert cell.find(".//ins") is None


def test_the_total_is_that_of_the_corrected_workbook_while_scores_wait(request):
    evaluation = evaluate(request.config.rootpath / "tests/data/sheets/2023gx-00.xlsx")
    (table,) = evaluation.files[0].tables
    assert (str(table.total.recomputed), str(table.settled)) == ("57.41", "51.54")
    total = row(html.fromstring(render(evaluation, BOOK)), "总分")
    assert (total.find(".//del").text, total.find(".//ins").text) == ("76.05", "51.54")


def test_a_blank_sheet_is_filled_in():
    row = Indicator(level1="产出指标", level3="检查次数", target=">=2次", actual="1次", weight="2")
    page = page_of(score(Table(indicators=[row])))
    cell = page.find_class("filled")[0]
    assert cell.find(".//del") is None
    assert cell.find(".//ins").text == "1.00"


def test_the_value_before_rounding_is_said():
    row = Indicator(level1="产出指标", level3="培训人数", target="=900套", actual="500套", weight="10", claimed="5.55")
    page = page_of(score(Table(indicators=[row], claimed_total="5.55")))
    assert "取两位小数前：5.555555…" in words(page.find_class("rounding")[0])


def test_an_evaluation_without_tables():
    page = html.fromstring(render(Evaluation("0", (File("空.xlsx"),)), BOOK))
    assert "没有找到绩效表" in words(page)
    assert html.fromstring(render(Evaluation("0", ()), BOOK)).get_element_by_id("summary") is not None


def test_english(request):
    evaluation = evaluate(request.config.rootpath / "tests/data/sheets/2021-13.xlsx", language="en")
    page = html.fromstring(render(evaluation, BOOK, "en"))
    assert page.get("lang") == "en"
    assert "Review of performance self-evaluations" in words(page.find("body/header"))
    assert html.fromstring(render(evaluation, BOOK)).get("lang") == "zh-CN"


def test_the_same_evaluation_gives_the_same_text_and_its_size_grows_with_the_tables(published):
    evaluation, _ = published
    table = evaluation.tables[0]
    sizes = []
    for count in (1, 20, 39):
        many = Evaluation("0", tuple(File(f"{place:03}.xlsx", None, (table,)) for place in range(count)))
        text = render(many, BOOK)
        assert text == render(many, BOOK)
        sizes.append(len(text))
    assert abs((sizes[2] - sizes[1]) - (sizes[1] - sizes[0])) < 19 * 100


GROUPS = [
    Group("产出指标", Decimal(50), Decimal("42.03"), Decimal("50.00")),
    Group("效益指标", Decimal(25), None, Decimal(0)),
]


def test_the_bars_are_as_long_as_their_points():
    drawing = html.fromstring(bars(GROUPS, "c"))
    lengths = {
        (one.get("class"), one.get("width"))
        for one in drawing.iter("rect")
        if one.get("x") == "150" and one.get("y") != "4"
    }
    assert lengths == {
        ("bar-weight", "500.0"),
        ("bar-claimed", "420.3"),
        ("bar-recomputed", "500.0"),
        ("bar-weight", "250.0"),
    }


def test_the_chart_says_its_figures_in_words():
    drawing = html.fromstring(bars(GROUPS, "c"))
    assert drawing.get("role") == "img"
    assert drawing.find("title").text == "各部分的分值、原得分与复算得分"
    assert (
        drawing.find("desc").text
        == "产出指标：分值 50，原得分 42.03，复算得分 50；效益指标：分值 25，原得分 —，复算得分 0"
    )


def test_a_chart_of_nothing_and_of_less_than_nothing():
    assert "rect" in bars([], "c")
    drawing = html.fromstring(bars([Group("甲", Decimal(0), Decimal(-3), None)], "c"))
    assert [one.text for one in drawing.find_class("value")] == ["0", "-3", "—"]


def test_a_long_or_hostile_group_name_stays_short_and_text():
    drawing = html.fromstring(bars([Group("<script>alert(1)</script>", Decimal(5))], "c"))
    assert drawing.find(".//script") is None
    assert drawing.find_class("name")[0].text == "<script>al…"
    assert "<script>alert(1)</script>" in drawing.find("desc").text


def cells(row, **others):
    names = {"level1": "A13", "level2": "B13", "level3": f"C{row}", "target": f"E{row}", "actual": f"F{row}"}
    return {**names, "weight": f"G{row}", "claimed": f"H{row}", **others}


def marked(page, anchor):
    """Tell which findings stand in which column of a row."""
    row = page.get_element_by_id(anchor)
    return {
        cell.get("class").split()[0]: [words(one) for one in cell.findall("sup")]
        for cell in row
        if cell.find("sup") is not None
    }


def test_a_finding_stands_at_its_cell_in_the_first_row_of_a_merged_one_and_at_the_name_where_it_is_not_shown():
    rows = [
        Indicator(
            level1="产出指标",
            level2="数量指标",
            level3=name,
            target=">=2次",
            actual="2次",
            weight="5",
            claimed="5",
            cells=own,
        )
        for name, own in (("检查次数", cells(13)), ("培训次数", cells(14, level1="A14", evidence="K14")))
    ]
    at = ("A13", "E14", "K14", "A14", "Z99", "B13", None)
    findings = tuple(Finding("PS301", "info", cell, f"关于{cell}", "") for cell in at)
    table = evolve(score(Table(indicators=rows)), findings=findings)
    page = page_of(table)
    assert marked(page, "t1-r1") == {"level1": ["问题1"], "level2": ["问题6"]}
    assert marked(page, "t1-r2") == {"target": ["问题2"], "level3": ["问题3", "问题4"]}
    unplaced = page.get_element_by_id("t1-f5")
    assert "Z99" in words(unplaced)
    assert unplaced.find(".//a") is None


def test_the_appendix_holds_the_whole_calculation(request):
    page = html.fromstring(render(evaluate(request.config.rootpath / "tests/data/sheets/2021-13.xlsx"), BOOK))
    [line] = [one for one in page.find_class("appendix")[0].iter("tr") if "H18" in words(one)]
    for part in ("0.03 → 8.00", "<=10万元", "0.43 ≤ 10 → 8", "未超过上限，得满分", "财预〔2020〕10号"):
        assert part in words(line)


def test_a_right_score_carries_no_correction():
    row = Indicator(level1="产出指标", level3="检查次数", target=">=2次", actual="2次", weight="5", claimed="5")
    section = page_of(score(Table(indicators=[row], claimed_total="5"))).get_element_by_id("t1")
    assert not list(section.iter("ins", "del"))
    assert not [one for kind in FILLS for one in section.find_class(kind)]

"""Every finding code has a page of the same shape, and its words name the figures and what to do."""

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

import perfscore
from perfscore import wording

PACKAGE = Path(perfscore.__file__).parent
FIELDS = ("title", "message", "suggestion", "why", "wrong", "right")

every_page = pytest.mark.parametrize("code", wording.codes())


def texts(page: wording.Page, name: str) -> tuple[str, str]:
    text = getattr(page, name)
    return text.zh, text.en


def placeholders(template: str) -> set[str]:
    """Name the values of a template; anything but a plain name shows up as it is written."""
    return {
        f"{name}{':' + spec if spec else ''}{'!' + conversion if conversion else ''}"
        for _, name, spec, conversion in Formatter().parse(template)
        if name is not None
    }


def test_a_code_that_the_package_raises_has_a_page() -> None:
    raised = {
        code
        for source in PACKAGE.rglob("*.py")
        for code in re.findall(r'"(PS\d{3})"', source.read_text(encoding="utf-8"))
    }
    assert raised <= set(wording.codes())


@every_page
def test_the_file_holds_the_shape_and_nothing_else(code: str) -> None:
    data = tomllib.loads((PACKAGE / "wording" / "pages" / f"{code}.toml").read_text(encoding="utf-8"))
    assert set(data) - {"topic", "folds", "values", "source_note", "several"} == {"severity", "source", *FIELDS}
    assert all(set(data[name]) - {"tables"} == {"zh", "en"} for name in FIELDS)


@every_page
def test_all_is_filled_in_and_both_languages_differ(code: str) -> None:
    page = wording.page(code)
    assert page.severity in ("error", "warning", "info")
    assert page.source == page.source.strip() != ""
    assert "规则库 " not in page.source, "a letter to a unit quotes the source: names of parameters go into source_note"
    for name in ("title", "message", "suggestion", "why"):
        chinese, english = texts(page, name)
        assert re.search("[一-鿿]", chinese), name
        assert chinese == chinese.strip(), name
        assert english == english.strip() != chinese, name
    for name in ("wrong", "right"):
        assert all(text == text.strip() != "" for text in texts(page, name)), name
    assert page.wrong != page.right


@every_page
def test_titles_are_bare_and_sentences_end(code: str) -> None:
    page = wording.page(code)
    assert not page.title.zh.endswith(("。", "：", "；"))
    assert not page.title.en.endswith((".", ":", ";"))
    for name in ("message", "suggestion", "why"):
        chinese, english = texts(page, name)
        assert chinese.endswith("。"), name
        assert not re.search("[.,;]$|[。；，]{2}", chinese), name
        assert re.search(r"[^.]\.$", english), name


@every_page
def test_both_languages_name_the_same_values(code: str) -> None:
    page = wording.page(code)
    for name in ("message", "suggestion"):
        chinese, english = texts(page, name)
        assert placeholders(chinese) == placeholders(english), name
        assert all(name.isidentifier() for name in placeholders(chinese))


@pytest.mark.parametrize("code", [code for code in wording.codes() if wording.page(code).several])
def test_several_remarks_are_said_in_a_sentence_of_their_own(code: str) -> None:
    page = wording.page(code)
    several = page.several
    assert several is not None
    for text in (several.message, several.item):
        assert placeholders(text.zh) == placeholders(text.en)
    used = placeholders(several.message.zh)
    assert "items" in used or set(several.by) >= placeholders(several.item.zh)
    # What differs between the remarks stands in the list, or is told of the first as an example.
    assert used | placeholders(several.item.zh) <= placeholders(page.message.zh) | {
        "items",
        "count",
        "indicator",
        "bound",
    }
    values = {name: f"‹{name}›" for name in placeholders(page.message.zh) | {"indicator"}}
    remarks = [{**values, "indicator": f"第{number}项"} for number in range(1, 7)]
    for language in ("zh", "en"):
        message = wording.message(page, remarks, language)
        assert "{" not in message
        assert "—" not in message
        assert ("第5项" in message, "第6项" in message) == (False, False)
        assert wording.message(page, remarks[:1], language) == wording.fill(
            page.message, values | remarks[0], language, page.labels
        )


@every_page
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_filled_sentence_shows_its_values_and_no_braces(code: str, language: wording.Language) -> None:
    page = wording.page(code)
    used = placeholders(getattr(page.message, language))
    values = {name: f"‹{name}›" for name in used | placeholders(getattr(page.suggestion, language))}
    line = wording.sentence(code, values, language)
    assert all(values[name] in line for name in used)
    assert "{" not in line
    assert "}" not in line
    assert "—" not in line


@every_page
def test_no_word_of_programmers_reaches_an_official(code: str) -> None:
    page = wording.page(code)
    words = "".join(texts(page, name)[0] for name in ("title", "message", "suggestion"))
    assert not re.search("解析|异常|空值|字段|参数|字符串|null|None|NaN|Traceback|XML|zip", words)


SENTENCES = [
    (
        "PS102",
        {"file": "2021-13.xlsx"},
        "文件“2021-13.xlsx”设有打开密码，内容不能读取。"
        "请用 Excel 或 WPS 输入密码打开，取消“用密码进行加密”后另存为 .xlsx，再复核新文件。",
    ),
    (
        "PS201",
        {"text": "≥≥95%", "problem": "符号重复"},
        "目标值“≥≥95%”不能识别：符号重复。"
        "请按“符号＋数字＋单位”填写，如“≥95%”“=35台”“≤2.4万元”，时限如“2026年11月30日前”，然后重新复核。",
    ),
    (
        "PS205",
        {"target": "≥100人", "actual": "120人次", "target_unit": "人", "actual_unit": "人次"},
        "目标值“≥100人”的单位是“人”，实际完成值“120人次”的单位是“人次”，两者不能换算，该指标没有计分。"
        "请将实际完成值改为与目标值相同的单位，然后重新复核。",
    ),
    (
        "PS301",
        {
            "target": "<=10万元",
            "actual": "0.43万元",
            "weight": "8",
            "claimed": "0.03",
            "recomputed": "8.00",
            "formula": "0.43 ≤ 10 → 8",
        },
        "目标值“<=10万元”，实际完成值“0.43万元”，分值8：填报得分0.03分，应为8.00分（计算：0.43 ≤ 10 → 8）；"
        "该得分无依据。"
        "请提供计算过程；目标值、实际完成值和分值填写无误的，得分按8.00分确认。",
    ),
    (
        "PS302",
        {"claimed": "5.55", "recomputed": "5.56", "formula": "500 ÷ 900 × 10 = 5.56"},
        "填报得分5.55分，四舍五入保留两位小数应为5.56分（计算：500 ÷ 900 × 10 = 5.56），属尾数差。"
        "建议统一四舍五入保留两位小数，得分填5.56分。",
    ),
    (
        "PS304",
        {"claimed": "92.03", "recomputed": "100.00"},
        "填报总分92.03分，按复算后的各项得分合计应为100.00分。"
        "请先确认各项得分；各项得分无异议的，总分按100.00分确认，并相应复核评价等级。",
    ),
    (
        "PS305",
        {"claimed": "5.11", "recomputed": "5.10", "formula": "2380.33 ÷ 4664.42 × 10 = 5.10"},
        "填报的预算执行率得分为5.11分，按全年执行数除以全年预算数计算应为5.10分"
        "（计算：2380.33 ÷ 4664.42 × 10 = 5.10）。"
        "请复核“年度资金总额”行的全年预算数（调整后的，不是年初预算数）和全年执行数；无误的，得分按5.10分确认。",
    ),
    (
        "PS306",
        {
            "target": "不断提升",
            "actual": "基本达到预期效果",
            "claimed": "15.00",
            "recomputed": "12.00",
            "low": "9.00",
            "high": "12.00",
        },
        "目标值“不断提升”，实际完成值“基本达到预期效果”，对应的得分区间为9.00至12.00分；"
        "填报得分15.00分不在区间内，暂按最接近的12.00分计。"
        "请评价人员对照佐证资料，在9.00至12.00分之间评定得分。",
    ),
    (
        "PS310",
        {"claimed": "91.91", "sum": "87.44", "gap": "4.47", "side": "more"},
        "填报总分91.91分，表中填报的各项得分（含预算执行率得分）相加为87.44分，总分多4.47分。"
        "请检查是否有得分漏加、重加或改动后未更新总分。",
    ),
]


@pytest.mark.parametrize(("code", "values", "expected"), SENTENCES, ids=[case[0] for case in SENTENCES])
def test_a_sentence_names_the_figures_and_what_to_do(code: str, values: dict[str, str], expected: str) -> None:
    assert wording.sentence(code, values) == expected


def test_the_english_sentence_says_the_same() -> None:
    values = {"claimed": "5.55", "recomputed": "5.56", "formula": "500 ÷ 900 × 10 = 5.56"}
    assert wording.sentence("PS302", values, "en") == (
        "The score reported is 5.55; rounded half up to two decimals it is 5.56 (500 ÷ 900 × 10 = 5.56): "
        "a rounding gap. Round all scores half up to two decimals; here 5.56."
    )


def test_a_value_from_a_sheet_is_never_read_as_a_template() -> None:
    line = wording.sentence("PS201", {"text": "{problem}{0}", "problem": "没有数字"})
    assert line.startswith("目标值“{problem}{0}”不能识别：没有数字。")


@pytest.mark.parametrize("code", ["PS999", "../PS101", ""])
def test_there_is_no_page_for_an_unknown_code(code: str) -> None:
    with pytest.raises(KeyError):
        wording.page(code)

"""One broken rule book for every mistake: the message names the file, the line and what to write."""

import re

import pytest

from perfscore.rulebook import RulebookError, load

HEAD = [
    'id = "own"',
    'version = "1"',
    'title = "本单位口径"',
    'jurisdiction = "本单位"',
    'status = "practice"',
]
BASE = [*HEAD, 'extends = "cn-2020"']
SOURCE = ["[sources.a]", 'document = "通知"', "verified = true"]
VALUE = ["[[values.pass_threshold]]", "value = 0.5", "since = 2024-01-01", 'source = "a"']

MISTAKES = [
    ("not toml", [*BASE, "x ="], 7, "不是合格的 TOML"),
    ("unknown key", [*BASE, 'province = "某省"'], 7, "不认识的项目“province”"),
    ("no title", [line for line in BASE if "title" not in line], 1, "缺少“title”"),
    ("status", [*HEAD[:4], 'status = "law"'], 5, "regulation 或 practice"),
    ("head date", [*BASE, 'since = "2024"'], 7, "“since”应当是日期"),
    ("unknown parameter", [*BASE, *SOURCE, "[[values.bonus]]", "value = 1"], 10, "不认识的参数“bonus”"),
    ("unknown key of a value", [*BASE, *SOURCE, *VALUE, 'note = "x"'], 14, "不认识的项目“note”"),
    (
        "not a list",
        [*BASE, *SOURCE, "[values]", "pass_threshold = 0.5"],
        11,
        "应当写成 [[values.pass_threshold]]",
    ),
    ("no source", [*BASE, *SOURCE, *VALUE[:-1]], 10, "缺少来源"),
    ("unknown source", [*BASE, *SOURCE, *VALUE[:-1], 'source = "b"'], 13, "缺少来源"),
    ("source in a list", [*BASE, *SOURCE, *VALUE[:-1], "source = []"], 13, "缺少来源"),
    ("no value", [*BASE, *SOURCE, VALUE[0], *VALUE[2:]], 10, "缺少取值“value”"),
    ("value is text", [*BASE, *SOURCE, VALUE[0], 'value = "60%"', *VALUE[2:]], 11, "应当是数字"),
    ("value out of bounds", [*BASE, *SOURCE, VALUE[0], "value = 60", *VALUE[2:]], 11, "应当在 0 到 1 之间"),
    ("no date", [*BASE, *SOURCE, *VALUE[:2], VALUE[3]], 10, "应当是日期"),
    ("until before since", [*BASE, *SOURCE, *VALUE, "until = 2023-01-01"], 14, "until 早于 since"),
    ("overlap", [*BASE, *SOURCE, *VALUE, *VALUE], 16, "日期重叠"),
    ("source without document", [*BASE, "[sources.a]", "verified = true"], 7, "缺少文件名“document”"),
    ("source not said to be read", [*BASE, "[sources.a]", 'document = "通知"'], 7, "是否核对过原文"),
    ("key of a source", [*BASE, *SOURCE, 'page = "3"'], 10, "不认识的项目“page”"),
    (
        "choice",
        [*BASE, *SOURCE, "[[values.overshoot]]", 'value = "square"', *VALUE[2:]],
        11,
        "reciprocal / linear",
    ),
    ("grades rise", [*BASE, *SOURCE, "[[values.grades]]", "value = [0.6, 0.8]", *VALUE[2:]], 11, "由大到小"),
    (
        "bands are three",
        [*BASE, *SOURCE, "[[values.bands]]", "value = [90, 80]", *VALUE[2:]],
        11,
        "应当是 3 个数字",
    ),
    ("nested", [*BASE, "x = " + "[" * 5000], 7, "嵌套太深"),
    ("endless_key", [*BASE, "x" + ".x" * 40_000 + " = 1"], 7, "嵌套太深"),
    ("number of too many digits", [*BASE, "x = " + "9" * 5000], 7, "不是合格的 TOML"),
    ("day that no calendar has", [*BASE, "since = 2024-02-30"], 7, "不是合格的 TOML"),
    ("extends nothing", [*HEAD, 'extends = "cn-2002"'], 6, "“cn-2002”既不是规则库名称，也不是文件"),
    ("extends a number", [*HEAD, "extends = 2020"], 6, "缺少“extends”（文字）"),
    ("id is a number", ["id = 1", *BASE[1:]], 1, "缺少“id”（文字）"),
    ("sources in a list", [*BASE, "sources = []"], 7, "“sources”应当是一张表"),
    ("source is a number", [*BASE, "[sources]", "a = 1"], 8, "缺少文件名“document”"),
    ("value is a table", [*BASE, *SOURCE, VALUE[0], "value = { a = 1 }", *VALUE[2:]], 11, "应当是数字"),
    ("value is no finite number", [*BASE, *SOURCE, VALUE[0], "value = nan", *VALUE[2:]], 11, "应当是数字"),
    ("moment instead of a day", [*BASE, "since = 2024-01-01T00:00:00"], 7, "“since”应当是日期"),
    ("steps that are no pairs", [*BASE, *SOURCE, "[[values.total_caps]]", "value = [80, 89]", *VALUE[2:]], 11, "[["),
    ("cap above 100", [*BASE, *SOURCE, "[[values.total_caps]]", "value = [[0.8, 189]]", *VALUE[2:]], 11, "0 到 100"),
    ("unknown code", [*BASE, "[findings]", 'PS999 = "off"'], 8, "没有编号“PS999”"),
    ("severity in a list", [*BASE, "[findings]", 'PS301 = ["off"]'], 8, "error、warning、info、off"),
    ("severity", [*BASE, "[findings]", 'PS301 = "fatal"'], 8, "error、warning、info、off"),
]


@pytest.mark.parametrize(
    ("lines", "line", "words"), [case[1:] for case in MISTAKES], ids=[case[0] for case in MISTAKES]
)
def test_a_mistake_is_named_with_its_line(tmp_path, lines, line, words):
    path = tmp_path / "本单位.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        load(str(path))
    message = str(caught.value)
    assert words in message
    assert "本单位.toml" in message
    assert int(re.search(r"第\s*(\d+)\s*行", message)[1]) == line


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(RulebookError, match="cn-2020"):
        load("cn-1999")


def test_a_book_that_extends_itself_is_refused(tmp_path):
    path = tmp_path / "loop.toml"
    path.write_text("\n".join([*HEAD, f"extends = '{path}'"]), encoding="utf-8")
    with pytest.raises(RulebookError, match="绕回"):
        load(str(path))


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "book.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RulebookError, match="UTF-8"):
        load(str(path))


def test_a_file_far_too_large_is_refused(tmp_path):
    path = tmp_path / "own.toml"
    path.write_bytes(b"#" * 2_000_000)
    with pytest.raises(RulebookError, match="第1行有误：文件超过 1 MB，不像规则库"):
        load(path)


def test_a_byte_order_mark_as_windows_writes_it_is_no_mistake(tmp_path):
    path = tmp_path / "own.toml"
    path.write_bytes("\n".join(BASE).encode("utf-8-sig"))
    assert load(path).id == "own"

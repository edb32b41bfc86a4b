"""What a user sets in perfscore.toml: severities, thresholds, switched-off codes, and every mistake with its line."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

import perfscore
from perfscore import rulebook, settings
from tests.audit.published import found, published


def write(folder: Path, *lines: str) -> Path:
    path = folder / "perfscore.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_without_a_file_the_rule_book_is_used_as_it_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    book = rulebook.load()
    assert settings.load() == settings.Settings()
    assert settings.load().over(book) is book


def test_the_file_of_the_current_folder_is_found(tmp_path, monkeypatch):
    write(tmp_path, "[findings]", 'PS510 = "info"')
    monkeypatch.chdir(tmp_path)
    book = settings.load().over(rulebook.load())
    assert {finding.severity for finding in found(published("2021-05"), "PS510", book)} == {"info"}


def test_a_threshold_moves_the_bound(tmp_path):
    path = write(tmp_path, "[parameters]", "exceeded_reason = 2.5", "unspent_share = 0.1")
    book = settings.load(path).over(rulebook.load())
    assert book.parameters(2021).exceeded_reason == Decimal("2.5")
    assert [finding.cells for finding in found(published("2021-05"), "PS510", book)] == [("I15", "F15", "I17", "F17")]
    assert "未执行率10.94%，超过10%" in found(published("2021-03"), "PS603", book)[0].message
    assert "perfscore.toml" in book.source("exceeded_reason", 2021).document
    assert book.source("overshoot", 2021) == rulebook.load().source("overshoot", 2021)


def test_the_adjusted_book_says_so(tmp_path):
    path = write(tmp_path, "[parameters]", "exceeded_reason = 1.5")
    plain, adjusted = rulebook.load(), settings.load(path).over(rulebook.load())
    assert adjusted.reference.id == "cn-2020"
    assert adjusted.reference.version == "1+perfscore.toml"
    assert adjusted.reference.sha256 != plain.reference.sha256
    assert adjusted.title.endswith("按 perfscore.toml 调整")
    assert settings.load(path).over(plain) is adjusted
    assert settings.load(path).over(plain, "en").title.endswith("adjusted by perfscore.toml")


def test_a_switched_off_code_is_silent_and_named(tmp_path):
    path = write(tmp_path, "[findings]", 'PS510 = "off"', 'PS301 = "off"')
    book = settings.load(path).over(rulebook.load())
    assert not found(published("2021-05"), "PS510", book)
    (named,) = found(published("2021-05"), "PS414", book)
    assert (named.severity, named.cell) == ("info", None)
    assert "PS301、PS510" in named.message
    assert "perfscore.toml" in named.message
    assert not found(published("2021-05"), "PS414")


def test_a_code_switched_off_in_a_rule_book_is_named_too(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        'id = "own"\nversion = "1"\ntitle = "本单位口径"\njurisdiction = "本单位"\nstatus = "practice"\n'
        'extends = "cn-2020"\n[findings]\nPS510 = "off"\nPS414 = "off"\n',
        encoding="utf-8",
    )
    (named,) = found(published("2021-05"), "PS414", str(own))
    assert "PS510" in named.message
    assert "本单位口径" in named.message


MISTAKES = [
    ("not toml", ["[findings]", "PS510 ="], 2, "不是合格的 TOML"),
    ("unknown group", ["[colours]", 'fill = "red"'], 1, "不认识的项目“colours”"),
    ("a value instead of a group", ["findings = 1"], 1, "应当写成 [findings]"),
    ("unknown code", ["[findings]", 'PS301 = "info"', 'PS999 = "off"'], 3, "没有编号“PS999”"),
    ("unknown severity", ["[findings]", 'PS510 = "fatal"'], 2, "error、warning、info、off"),
    ("severity is no text", ["[findings]", "PS510 = false"], 2, "error、warning、info、off"),
    ("severity is a list", ["[findings]", 'PS510 = ["off"]'], 2, "error、warning、info、off"),
    ("the list of codes cannot be off", ["[findings]", 'PS414 = "off"'], 2, "自己不能关闭"),
    ("unknown threshold", ["[parameters]", "bonus = 1"], 2, "不认识的界限“bonus”"),
    ("a parameter that decides scores", ["[parameters]", 'cost_under = "ratio"'], 2, "写在规则库里"),
    ("text for a number", ["[parameters]", 'exceeded_reason = "130%"'], 2, "应当是数字"),
    ("out of bounds", ["[parameters]", "unspent_share = 20"], 2, "应当在 0 到 1 之间"),
    ("infinite", ["[parameters]", "unspent_share = inf"], 2, "应当是数字"),
]


@pytest.mark.parametrize(
    ("lines", "line", "words"), [case[1:] for case in MISTAKES], ids=[case[0] for case in MISTAKES]
)
def test_a_mistake_is_named_with_its_line(tmp_path, lines, line, words):
    with pytest.raises(settings.SettingsError) as caught:
        settings.load(write(tmp_path, *lines))
    message = str(caught.value)
    assert words in message
    assert "perfscore.toml" in message
    assert int(re.search(r"第(\d+)行", message)[1]) == line


def test_a_named_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(settings.SettingsError, match="没有这个设置文件"):
        settings.load(tmp_path / "none.toml")


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "perfscore.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(settings.SettingsError, match="UTF-8"):
        settings.load(path)


def test_a_file_far_too_large_is_refused(tmp_path):
    path = tmp_path / "perfscore.toml"
    path.write_bytes(b"#" * 200_000)
    with pytest.raises(settings.SettingsError, match="100 KB"):
        settings.load(path)


def test_a_byte_order_mark_as_windows_writes_it_is_no_mistake(tmp_path):
    path = tmp_path / "perfscore.toml"
    path.write_bytes("[findings]\nPS510 = 'off'\n".encode("utf-8-sig"))
    assert settings.load(path).findings == (("PS510", "off"),)


def test_scores_do_not_change_with_the_settings(tmp_path):
    path = write(tmp_path, "[parameters]", "exceeded_reason = 2", "[findings]", 'PS301 = "off"')
    book = settings.load(path).over(rulebook.load())
    plain, adjusted = (perfscore.score(published("2021-13"), used) for used in (None, book))
    assert adjusted.total.recomputed == plain.total.recomputed
    assert [row.score.recomputed for row in adjusted.indicators] == [row.score.recomputed for row in plain.indicators]


def test_the_bounds_of_what_is_worth_a_remark_are_the_users(tmp_path):
    path = write(tmp_path, "[parameters]", "budget_change = 0.5", "copied_text = 0.5")
    book = settings.load(path).over(rulebook.load())
    assert found(published("2021-13"), "PS516")
    assert not found(published("2021-13"), "PS516", book)
    assert found(published("2021-14"), "PS516", book)

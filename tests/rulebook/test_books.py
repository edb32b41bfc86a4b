"""The shipped rule books say what their documents say, each value with its source and dates."""

import os
import re
from decimal import Decimal
from pathlib import Path

import pytest

import perfscore
from perfscore.rulebook import known_conventions, load, shipped, shipped_ids, written
from perfscore.rulebook.parameters import CONVENTIONS, READERS


def test_the_books_that_come_with_the_package_are_those_that_the_readme_lists():
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    table = readme.split("| 规则库 | 内容 |")[1].split("\n\n")[0]
    assert sorted(re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)) == list(shipped_ids())


def test_the_default_is_the_national_reading_of_2020():
    book = load()
    values = book.parameters(2021)
    assert (book.id, book.status) == ("cn-2020", "regulation")
    assert values.overshoot == "reciprocal"
    assert (values.cost_under, values.ceiling_under) == ("full", "full")
    assert values.pass_threshold == 0
    assert values.grades == (Decimal("0.8"), Decimal("0.6"))
    assert values.satisfaction == "ratio"
    assert values.execution_weight == 10
    assert values.bands == (90, 80, 60)


def test_the_guidance_of_2021_has_a_threshold_and_steps():
    values = load("cn-2021").parameters(2026)
    assert values.pass_threshold == Decimal("0.6")
    assert values.satisfaction == "steps"
    assert written(values.satisfaction_steps) == "0.9:1/0.8:0.8/0.6:0.5"
    assert values.overshoot == "reciprocal", "what it does not set it inherits"


def test_xinjiang_scores_what_stands_under_a_ceiling_by_ratio_and_is_a_practice():
    book = load("xinjiang-practice")
    assert (book.status, book.extends) == ("practice", "cn-2020")
    assert (book.parameters(2021).cost_under, book.parameters(2021).ceiling_under) == ("ratio", "ratio")


def test_hubei_has_other_grades_and_twenty_points_for_execution():
    values = load("hubei-2020").parameters(2023)
    assert values.grades == (Decimal("0.8"), Decimal("0.5"))
    assert values.execution_weight == 20


@pytest.mark.parametrize("book", shipped(), ids=lambda book: book.id)
def test_every_value_has_a_source_that_says_whether_it_was_read(book):
    """What switches a rule off, 0 or an empty list, needs none: that rule is in no document."""
    for name in READERS:
        for dated in book.values[name]:
            assert dated.source.document or not dated.value, name
            assert isinstance(dated.source.verified, bool)


def test_nothing_recalled_is_called_verified():
    assert not load("cn-2020").source("grades", 2021).verified
    assert not load("cn-2021").source("pass_threshold", 2021).verified


def test_a_hash_covers_the_book_and_what_it_extends(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(_own('extends = "cn-2021"'), encoding="utf-8")
    one = load(str(own))
    other = tmp_path / "other.toml"
    other.write_text(_own('extends = "hubei-2020"'), encoding="utf-8")
    assert one.sha256 != load(str(other)).sha256
    assert len(one.sha256) == 64


def test_a_users_own_file_works_like_a_shipped_book(tmp_path):
    own = tmp_path / "本市.toml"
    own.write_text(
        _own(
            'extends = "cn-2020"',
            "[sources.city]",
            'document = "本市绩效自评工作通知"',
            'number = "某财〔2024〕1号"',
            "verified = true",
            "[[values.pass_threshold]]",
            "value = 0.5",
            "since = 2024-01-01",
            'source = "city"',
            "[findings]",
            'PS405 = "off"',
        ),
        encoding="utf-8",
    )
    book = load(str(own))
    assert book.parameters(2024).pass_threshold == Decimal("0.5")
    assert book.source("pass_threshold", 2024).document == "本市绩效自评工作通知"
    assert book.findings == {"PS405": "off"}


def test_a_value_changes_on_its_date(tmp_path):
    own = tmp_path / "dated.toml"
    own.write_text(
        _own(
            'extends = "cn-2020"',
            "[sources.a]",
            'document = "通知"',
            "verified = true",
            "[[values.execution_weight]]",
            "value = 20",
            "since = 2024-01-01",
            'source = "a"',
            "[[values.execution_weight]]",
            "value = 10",
            "since = 2020-01-01",
            "until = 2023-12-31",
            'source = "a"',
        ),
        encoding="utf-8",
    )
    book = load(str(own))
    assert [book.parameters(year).execution_weight for year in (2019, 2022, 2024, None)] == [10, 10, 20, 20]


def test_a_book_knows_the_years_it_is_in_force():
    assert not load("cn-2021").in_force(2019)
    assert load("cn-2021").in_force(2023)
    assert load("cn-2021").in_force(None)


def _own(*lines: str) -> str:
    head = [
        'id = "own"',
        'version = "1"',
        'title = "本单位口径"',
        'jurisdiction = "本单位"',
        'status = "practice"',
    ]
    return "\n".join([*head, *lines]) + "\n"


OWN = """id = "own"
version = "1"
title = "本县口径"
jurisdiction = "本县"
status = "practice"
"""


def test_a_book_of_another_package_is_found_by_name_and_changes_the_results_of_no_other(tmp_path, monkeypatch):
    """A claimed 13 of 15 for a middle grade is right under grades of 0.9/0.7 only, which nobody declared."""
    from perfscore.extensions import announced
    from perfscore.model import Indicator, Table
    from perfscore.rulebook import installed_ids

    row = Indicator(
        level1="效益指标",
        level3="公共服务水平",
        target="不断提升",
        actual="基本达到预期效果",
        weight="15",
        claimed="13",
    )
    table = Table(indicators=(row,), claimed_total="13")
    before = perfscore.score(table)
    grades = '[[values.grades]]\nvalue = [0.9, 0.7]\nsince = 2024-01-01\nsource = "a"\n'
    source = '[sources.a]\ndocument = "通知"\nverified = true\n'
    (tmp_path / "county_books").mkdir()
    (tmp_path / "county_books" / "__init__.py").write_text("", encoding="utf-8")
    text = OWN + 'extends = "cn-2020"\n' + source + grades
    (tmp_path / "county_books" / "county.toml").write_text(text, encoding="utf-8")
    info = tmp_path / "county_books-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: county-books\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[perfscore.rulebooks]\ncounty = county_books\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    announced.cache_clear()
    try:
        assert installed_ids() == ("county",)
        county = load("county")
        assert (county.id, county.extends, county.parameters(2024).grades) == (
            "own",
            "cn-2020",
            (Decimal("0.9"), Decimal("0.7")),
        )
        assert perfscore.score(table) == before
        assert perfscore.score(table, county).indicators[0].score.explained_by == ()
    finally:
        announced.cache_clear()


def test_an_edit_is_seen_however_soon_it_follows(tmp_path):
    path = tmp_path / "own.toml"
    for title in ("甲县口径", "乙县口径"):
        path.write_text(OWN.replace("本县口径", title), encoding="utf-8")
        os.utime(path, ns=(1, 1))  # the same second and the same size
        assert load(str(path)).title == title
    assert load(str(path)) is load(str(path)), "an unchanged file stays the same book, whose scores are kept"


def test_an_edit_of_the_book_that_a_book_extends_is_seen(tmp_path):
    base, own = tmp_path / "base.toml", tmp_path / "own.toml"
    own.write_text(OWN + f"extends = '{base}'\n", encoding="utf-8")
    source = '[sources.a]\ndocument = "通知"\nverified = true\n'
    value = source + '[[values.execution_weight]]\nvalue = {}\nsince = 2020-01-01\nsource = "a"\n'
    for weight in (20, 15):
        base.write_text(OWN + value.format(weight), encoding="utf-8")
        assert load(str(own)).parameters(2024).execution_weight == weight


def test_a_book_finds_the_file_that_it_extends_beside_itself(tmp_path):
    (tmp_path / "city.toml").write_text(OWN.replace("own", "city") + 'extends = "hubei-2020"\n', encoding="utf-8")
    (tmp_path / "county.toml").write_text(OWN + 'extends = "city.toml"\n', encoding="utf-8")
    county = load(str(tmp_path / "county.toml"))
    assert (county.extends, county.parameters(2024).execution_weight) == ("city", 20)


def test_a_book_that_knows_only_what_was_known_last_year_still_loads(tmp_path):
    path = tmp_path / "old.toml"
    path.write_text("\ufeff" + OWN, encoding="utf-8")  # as a person saves it in Notepad
    loaded = load(str(path))
    assert loaded.parameters(2024).overshoot == "reciprocal"
    assert [name for name in READERS if loaded.values[name][0].source.document] == []


def test_the_default_book_says_what_the_defaults_are():
    """What holds where a book is silent is what the national book says."""
    from perfscore.rulebook.parameters import DEFAULTS

    national = load().parameters(2024)
    other = {name for name in READERS if getattr(national, name) != DEFAULTS[name]}
    assert other == {"group_weights"}  # a book without groups has no norm for them


def test_every_convention_parameter_is_known_in_some_reading():
    assert {known.parameter for known in known_conventions()} == set(CONVENTIONS)

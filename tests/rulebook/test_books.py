"""The shipped rule books say what their documents say, each value with its source and dates."""

from decimal import Decimal

import pytest

from perfscore.rulebook import load, shipped, shipped_ids, written
from perfscore.rulebook.parameters import READERS


def test_the_books_that_come_with_the_package():
    assert shipped_ids() == ("cn-2020", "cn-2021", "hubei-2020", "platform-practice", "xinjiang-practice")


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
    for name in READERS:
        for dated in book.values[name]:
            assert dated.source.document
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

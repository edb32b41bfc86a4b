"""Which readings explain the claimed scores: the published sheets first, then rows made for one question each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from perfscore import rulebook, scoring, sheets
from perfscore.conventions import ConventionsReport, Group, Question, summarise
from perfscore.model import Fund, Indicator, Table
from perfscore.report.as_conventions import lines
from perfscore.rulebook import known_conventions

SHEETS = Path(__file__).parents[1] / "data" / "sheets"


@cache
def published(book: str = "cn-2020") -> ConventionsReport:
    """Summarise all published sheets, as the command does for their folder."""
    rules = rulebook.load(book)
    tables = {
        path.name: [scoring.score_table(table, rules) for table in sheets.read(path).tables]
        for path in sorted(SHEETS.glob("*.xlsx"))
    }
    return summarise(tables, rules)


def group(report: ConventionsReport, year: int) -> Group:
    (found,) = [item for item in report.groups if item.year == year]
    return found


def question(found: Group, parameter: str) -> Question:
    (asked,) = [item for item in found.questions if item.parameter == parameter]
    return asked


def counts(asked: Question) -> dict[str, int]:
    return {reading.name: reading.explains for reading in asked.readings}


def of_rows(*rows: tuple[str, str, str, str], level1: str = "产出指标", book: str = "cn-2020") -> Group:
    """Summarise one table of rows: target, actual, weight, claimed."""
    indicators = [
        Indicator(level1=level1, level3=f"指标{place}", target=target, actual=actual, weight=weight, claimed=claimed)
        for place, (target, actual, weight, claimed) in enumerate(rows)
    ]
    rules = rulebook.load(book)
    table = scoring.score_table(Table(year=2023, unit="某局", project="某项目", indicators=tuple(indicators)), rules)
    return summarise({"a.xlsx": [table]}, rules).overall


def test_the_2021_unit_scores_costs_in_proportion() -> None:
    unit = group(published(), 2021)
    assert unit.unit == "乌鲁木齐市工业和信息化局本级"
    assert unit.tables == 7
    asked = unit.questions[0]
    assert (asked.parameter, asked.advice) == ("cost_under", "cost_under=ratio")
    assert counts(asked) == {"cost_under=full": 2, "cost_under=ratio": 4}
    assert (len(asked.rows), asked.neither) == (8, 2)
    told = [item.row for item in asked.rows if "cost_under=ratio" in item.explained_by]
    assert [(row.file, row.cell, row.claimed) for row in told] == [
        ("2021-04.xlsx", "H21", Decimal("1.58")),
        ("2021-04.xlsx", "H22", Decimal("0.94")),
        ("2021-04.xlsx", "H23", Decimal("1.25")),
        ("2021-04.xlsx", "H24", Decimal("1.25")),
    ]
    assert asked.rows[1].scores == {
        "cost_under=full": (Decimal("2.00"), Decimal("2.00")),
        "cost_under=ratio": (Decimal("1.58"), Decimal("1.58")),
    }


def test_rows_that_no_reading_explains_are_named() -> None:
    unit = group(published(), 2021)
    assert [(row.file, row.indicator, row.claimed) for row in unit.unexplained] == [
        ("2021-03.xlsx", "项目成本", Decimal("8")),
        ("2021-13.xlsx", "保障乌准产业园区日常运转", Decimal("0.03")),
    ]
    assert [row.indicator for row in group(published(), 2023).unexplained] == ["预算经费", "规模以上工业增加值增长率"]


def test_every_claimed_score_is_counted_once() -> None:
    for found in (*published().groups, published().overall):
        assert found.compared == found.in_force + found.other + len(found.unexplained)
    groups = published().groups
    for name in ("tables", "compared", "in_force", "other", "uncompared"):
        assert getattr(published().overall, name) == sum(getattr(found, name) for found in groups)


def test_copies_of_a_table_are_counted_once() -> None:
    # many-sheets.xlsx and many-tables.xlsx repeat tables of the single files.
    assert published().overall.tables == 9
    assert published().repeated > 0


def test_truncation_behind_another_reading_is_told() -> None:
    unit = group(published(), 2023)
    assert counts(question(unit, "ceiling_under")) == {"ceiling_under=full": 0, "ceiling_under=ratio": 1}
    cut = question(unit, "rounding")
    assert counts(cut) == {"rounding=half_up": 0, "rounding=truncate": 1}
    assert cut.rows[0].row.claimed == Decimal("12.87")


def test_the_readings_of_another_rule_book_swap_their_places() -> None:
    asked = question(group(published("xinjiang-practice"), 2021), "cost_under")
    assert [(item.name, item.in_force, item.explains) for item in asked.readings] == [
        ("cost_under=ratio", True, 4),
        ("cost_under=full", False, 2),
    ]
    assert asked.advice is None


CASES = [
    ("cost_under", "成本指标", ("<=2.4万元", "1.9万元", "2", "1.58"), "cost_under=ratio"),
    ("ceiling_under", "产出指标", ("<=600米", "515米", "15", "12.87"), "ceiling_under=ratio"),
    ("pass_threshold", "产出指标", (">=5人", "2人", "5", "0"), "pass_threshold=0.6"),
    ("satisfaction", "满意度指标", (">=95%", "85%", "10", "8"), "satisfaction=steps"),
    ("overshoot", "产出指标", ("<=1次", "1.1次", "20", "18"), "overshoot=linear"),
    ("grades", "效益指标", ("不断提升", "基本达到预期效果", "10", "5.5"), "grades=0.8/0.5"),
    ("rule", "产出指标", (">=100%", "80%", "10", "0"), "rule=直接赋分"),
    ("rounding", "产出指标", ("=900套", "500套", "10", "5.55"), "rounding=truncate"),
]


@pytest.mark.parametrize(("parameter", "level1", "row", "reading"), CASES)
def test_each_question_is_answered_by_its_row(
    parameter: str, level1: str, row: tuple[str, str, str, str], reading: str
) -> None:
    asked = question(of_rows(row, level1=level1), parameter)
    (separated,) = asked.rows
    assert reading in separated.explained_by
    readings = sum(known.parameter == parameter for known in known_conventions())
    assert len(separated.scores) == max(readings, 2)  # 直接赋分 and cutting off stand in no file


def test_one_row_advises_nothing_and_two_do() -> None:
    row = ("<=2.4万元", "1.9万元", "2", "1.58")
    assert question(of_rows(row, level1="成本指标"), "cost_under").advice is None
    assert question(of_rows(row, row, level1="成本指标"), "cost_under").advice == "cost_under=ratio"


def test_as_many_rows_for_either_reading_advise_nothing() -> None:
    ratio, full = ("<=2.4万元", "1.9万元", "2", "1.58"), ("<=2.4万元", "1.5万元", "2", "2")
    assert question(of_rows(ratio, ratio, full, full, level1="成本指标"), "cost_under").advice is None


def test_a_row_on_which_all_readings_agree_separates_nothing() -> None:
    assert of_rows(("<=2.4万元", "2.4万元", "2", "2"), level1="成本指标").questions == ()
    # The middle grade begins at 60 % or at 50 %: 7 of 10 fits both.
    assert of_rows(("不断提升", "基本达到预期效果", "10", "7")).questions == ()


def test_scores_that_cannot_be_compared_are_counted_apart() -> None:
    found = of_rows((">=95%", "", "10", "10"), (">=95%", "95%", "10", ""), (">=95%", "95%", "10", "10"))
    assert (found.compared, found.uncompared) == (1, 2)


def test_the_execution_rate_tells_whether_scores_are_cut_off() -> None:
    fund = Fund("年度资金总额", "", "3", "2", "10", "66.67%", "6.66", {"score": "J8"})
    rules = rulebook.load()
    table = scoring.score_table(Table(year=2023, unit="某局", funds=(fund,)), rules)
    (asked,) = summarise({"a.xlsx": [table]}, rules).overall.questions
    assert (asked.parameter, asked.rows[0].row.cell) == ("rounding", "J8")
    assert counts(asked) == {"rounding=half_up": 0, "rounding=truncate": 1}


def test_units_are_told_apart_by_name_and_year() -> None:
    rules = rulebook.load()
    base = Table(unit="某 局", year=2023, indicators=(Indicator(target="=1个", actual="1个", weight="5", claimed="5"),))
    same_unit, earlier = evolve(base, unit="某局", project="另一个"), evolve(base, year=2022)
    other_unit = evolve(base, unit="", department="别的局")
    tables = [scoring.score_table(table, rules) for table in (base, same_unit, earlier, other_unit)]
    report = summarise({"a.xlsx": tables[:2], "b.xlsx": tables[2:]}, rules)
    assert [(item.unit, item.year, item.tables) for item in report.groups] == [
        ("某 局", 2023, 2),
        ("某 局", 2022, 1),
        ("别的局", 2023, 1),
    ]
    assert report.files == 2


def test_target_tables_are_passed_over() -> None:
    rules = rulebook.load()
    report = summarise({"目标表.xlsx": [Table(kind="project_target", year=2023)]}, rules)
    assert (report.files, report.overall.tables, report.groups) == (0, 0, ())
    assert lines(report)[-1] == "没有找到自评表。"


def test_the_json_holds_counts_and_rows() -> None:
    report = json.loads(json.dumps(published().to_json()))
    assert report["schema"] == "perfscore.conventions/1"
    assert report["rulebook"]["id"] == "cn-2020"
    unit = report["groups"][0]
    assert (unit["unit"], unit["year"], unit["tables"]) == ("乌鲁木齐市工业和信息化局本级", 2021, 7)
    asked = unit["questions"][0]
    assert asked["advice"] == "cost_under=ratio"
    assert asked["readings"][1] == {"reading": "cost_under=ratio", "in_force": False, "explains": 4}
    assert asked["rows"][1]["scores"]["cost_under=ratio"] == {"low": "1.58", "high": "1.58"}
    assert asked["rows"][1]["claimed"] == "1.58"


def test_the_text_names_the_reading_with_counts_and_rows() -> None:
    text = lines(published())
    place = text.index("    cost_under=ratio（成本低于上限按比例赋分）：符合 4 个　← 更符合实际填报")
    assert text[place - 1] == "    cost_under=full（成本低于上限得满分）：符合 2 个　［规则库］"
    assert text[place + 1] == "    都不符合：2 个"
    assert text[place + 2] == (
        "      2021-04.xlsx Sheet1!H21　参加由上级单位指派的调研使用经费："
        "目标 <=2.4万元，实际 1.9万元，分值 2，得分 1.58"
    )
    assert text[place + 3] == "        成本低于上限得满分 2.00　成本低于上限按比例赋分 1.58 ✓"


def test_the_english_text_has_no_chinese_of_ours() -> None:
    rules = rulebook.load()
    row = Indicator(level1="cost", level3="fees", target="<=2.4", actual="1.9", weight="2", claimed="1.58")
    table = scoring.score_table(Table(unit="bureau", year=2023, indicators=(row,)), rules)
    text = "\n".join(lines(summarise({"a.xlsx": [table]}, rules), "en"))
    assert "ceiling_under=ratio" in text
    assert not any("一" <= letter <= "鿿" for letter in text)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([">=95%", "<=2.4万元", "<=8小时", "=900套", "不断提升", "5%", "坏≥", ""]),
            st.sampled_from(["90%", "1.9万元", "6.5小时", "500套", "基本达到预期效果", "0", ""]),
            st.sampled_from(["2", "10", "", "分"]),
            st.decimals(0, 10, places=2).map(str) | st.just(""),
        ),
        max_size=6,
    )
)
def test_counts_are_those_of_the_rows(rows: list[tuple[str, str, str, str]]) -> None:
    found = of_rows(*rows)
    assert found.compared + found.uncompared == len(rows)
    for asked in found.questions:
        explained: Mapping[str, int] = counts(asked)
        for name, count in explained.items():
            assert count == sum(name in row.explained_by for row in asked.rows)
        for row in asked.rows:
            assert len(row.scores) > 1
            assert set(row.explained_by) < set(row.scores)

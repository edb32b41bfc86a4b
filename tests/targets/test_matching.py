"""Which target table applies to an evaluation, which is only shown, and why."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from perfscore.model import Indicator, Table
from perfscore.names import indicator_name, project_name, unit_relation
from perfscore.targets import TargetTable, apply
from perfscore.targets.rows import pair_rows
from perfscore.text import letters
from perfscore.wording import sentence
from tests.targets.evaluations import TARGETS, all_targets, applied, evaluation, target, without_row


def remark(table: Table, code: str) -> dict[str, str]:
    (found,) = [item for item in table.remarks if item.code == code]
    return dict(found.values)


@pytest.mark.parametrize("name", TARGETS)
def test_each_published_target_table_finds_its_own_evaluation_among_all(name: str) -> None:
    result = applied(evaluation(name))
    assert result.target == target(name)
    facts = remark(result.table, "PS708")
    assert facts["place"] == f"{name}.xlsx Sheet1!{target(name).table.range}"
    assert facts["rows"] == facts["matched"] == str(len(target(name).table.indicators))
    assert [item.code for item in result.table.remarks] == ["PS708"]


WRITTEN_DIFFERENTLY = [
    ("2023t-01", {"project": "益民大厦信息系统运维项目"}),
    ("2023t-01", {"project": "２０２３年度益民大厦信息系统运维"}),
    ("2023t-01", {"project": "二〇二三年益民大厦 信息系统运维项目", "year": None}),
    ("2023t-02", {"project": "安全生产 工作经费", "unit": "乌鲁木齐市工业和信息化局"}),
    ("2023t-02", {"project": "2023年安全生产工作经费项目", "unit": "乌鲁木齐市工业和信息化局（本级）"}),
    ("2023t-02", {"project": "安全生产工作经费（本级）", "unit": "123001-乌鲁木齐市工业和信息化局本级"}),
    ("2023t-05", {"project": "“机动车智能服务平台”", "unit": ""}),
    ("2023t-05", {"unit": "工业和信息化局"}),
    ("2023cj-01", {"project": "昌吉州葡萄酒发展专项"}),
    ("2023cj-03", {"project": '昌吉州"数字政府-大数据运营管理平台"项目'}),
    ("2026t-01", {"project": "自治区技术改造专项资金", "unit": "乌鲁木齐市工业和信息化局本级"}),
]


@pytest.mark.parametrize(("name", "changes"), WRITTEN_DIFFERENTLY)
def test_names_written_differently_are_the_same(name: str, changes: dict[str, str | None]) -> None:
    assert applied(evaluation(name, **changes)).target == target(name)


DOUBTFUL = [
    ("2023t-04", {"project": "信息化项目专家评审费"}, "name_alike"),
    ("2023t-04", {"project": "工业和信息化项目专家评审费（二期）"}, "name_alike"),
    ("2023t-02", {"year": None}, "year_missing"),
    ("2023t-02", {"project": ""}, "name_missing"),
    ("2023t-02", {"project": "重点行业领域专项支出"}, "renamed"),
    ("2023t-02", {"project": "2022年安全生产工作经费"}, "name_alike"),
    ("2023t-02", {"unit": "乌鲁木齐市工业和信息化局信息中心"}, "unit_related"),
    ("2023t-02", {"unit": "乌鲁木齐市煤炭安全中心"}, "unit_related"),
]


@pytest.mark.parametrize(("name", "changes", "reason"), DOUBTFUL)
def test_a_doubtful_table_is_shown_and_not_applied(name: str, changes: dict[str, str | None], reason: str) -> None:
    read = evaluation(name, **changes)
    result = applied(read)
    assert result.target is None
    assert result.table.indicators == read.indicators
    facts = remark(result.table, "PS706")
    assert facts["doubt"] == reason
    assert target(name).described in facts["closest"]


REFUSED = [
    ({"year": 2022}, "year_other"),
    ({"unit": "昌吉回族自治州工业和信息化局本级", "department": "昌吉回族自治州工信局"}, "unit_other"),
    ({"project": "安全生产工作专项经费", "year": 2022}, "only_alike"),
]


@pytest.mark.parametrize(("changes", "reason"), REFUSED)
def test_another_year_or_unit_is_no_match_and_the_reason_is_told(changes: dict[str, str | int], reason: str) -> None:
    result = applied(evaluation("2023t-02", **changes))
    assert result.target is None
    facts = remark(result.table, "PS707")
    assert (facts["doubt"], facts["closest"]) == (reason, target("2023t-02").described)


def test_where_nothing_comes_close_nothing_is_named() -> None:
    result = applied(evaluation("2023t-02", project="馕产业园道路建设"), [target("2026t-05")])
    assert remark(result.table, "PS707") == {
        "project": "馕产业园道路建设",
        "closest": "",
        "count": "0",
        "doubt": "none_alike",
    }


def test_an_incomplete_unit_needs_the_indicators_to_agree() -> None:
    read = evaluation("2023t-02", unit="", department="")
    for name in ("安全生产标准化考评次数", "全年下井检查次数"):
        read = without_row(read, name)
    # Eight of ten indicators are nearly all, seven are not.
    assert applied(read).target == target("2023t-02")
    read = without_row(read, "工作任务完成率")
    assert remark(applied(read).table, "PS706")["doubt"] == "unit_missing"
    partial = evolve(read, unit="工业和信息化局")
    assert remark(applied(partial).table, "PS706")["doubt"] == "unit_partial"


def test_two_tables_that_fit_equally_are_doubtful() -> None:
    first = target("2023t-02")
    rows = list(first.table.indicators)
    rows[0] = evolve(rows[0], target=">=1次")
    second = TargetTable("调整后.xlsx", evolve(first.table, indicators=tuple(rows)))
    result = applied(evaluation("2023t-02"), [first, second])
    assert result.target is None
    facts = remark(result.table, "PS706")
    assert (facts["doubt"], facts["count"]) == ("several_fit", "2")
    assert first.described in facts["closest"]
    assert second.described in facts["closest"]


def test_the_same_table_given_twice_is_no_doubt() -> None:
    again = TargetTable("副本.xlsx", target("2023t-02").table)
    assert applied(evaluation("2023t-02"), [target("2023t-02"), again]).target == target("2023t-02")


def test_the_exact_name_wins_over_a_looser_one() -> None:
    loose = target("2023t-02")
    rows = [evolve(row, target="=1次") for row in loose.table.indicators]
    exact = TargetTable("a.xlsx", evolve(loose.table, project="安全生产工作经费项目", indicators=tuple(rows)))
    assert applied(evaluation("2023t-02", project="安全生产工作经费项目"), [loose, exact]).target == exact
    assert applied(evaluation("2023t-02"), [exact, loose]).target == loose


def test_evaluations_given_as_target_tables_are_no_target_tables() -> None:
    read = evaluation("2023t-02")
    assert applied(read, [TargetTable("自评表.xlsx", read)]).target is None


def test_a_departments_table_misses_no_target_table() -> None:
    department = Table(kind="department_evaluation", year=2023, unit="工业和信息化局")
    assert applied(department).table == department


def test_target_tables_among_the_evaluations_pass_unchanged() -> None:
    table = target("2023t-02").table
    (result,) = apply([table], all_targets())
    assert result.table == result.read == result.settle(table) == table


def test_the_finding_says_what_came_closest_and_why_it_was_not_taken() -> None:
    facts = remark(applied(evaluation("2023t-02", year=2022)).table, "PS707")
    assert sentence("PS707", facts).startswith(
        "给出的目标表中没有“安全生产工作经费”的目标表：项目名称相同，年度不同。最接近的："
        "安全生产工作经费（2023，乌鲁木齐市工业和信息化局本级）；2023t-02.xlsx Sheet1!A1:I17。"
    )


UNITS = [
    ("乌鲁木齐市工业和信息化局本级", "乌鲁木齐市工业和信息化局（本级）", "same"),
    ("[101001]乌鲁木齐市 工业和信息化局", "乌鲁木齐市工业和信息化局", "same"),
    ("工业和信息化局", "昌吉回族自治州工业和信息化局本级", "partial"),
    ("乌鲁木齐市工业和信息化局", "", "missing"),
    ("乌鲁木齐市工业和信息化局", "乌鲁木齐市工业和信息化局信息中心", "related"),
    ("乌鲁木齐市工业和信息化局", "昌吉回族自治州工业和信息化局", "other"),
]


@pytest.mark.parametrize(("one", "other", "expected"), UNITS)
def test_relation_of_units(one: str, other: str, expected: str) -> None:
    assert unit_relation(one, "", other, "") == expected
    assert unit_relation(other, "", one, "") == expected


def test_a_year_of_another_budget_stays_in_the_name() -> None:
    assert project_name("2022年改造项目", 2023).other_years == {2022}
    assert project_name("2022年改造项目", None).year == 2022
    assert project_name("2022年改造项目", 2022) == project_name("改造项目", 2022)


def test_numbering_is_no_part_of_an_indicators_name() -> None:
    assert indicator_name("1.下井检查次数", "") == indicator_name("（一）下井检查次数", "") == "下井检查次数"
    assert indicator_name("①下井检查次数", "") == "下井检查次数"
    assert indicator_name("7.5米高杆灯", "") == letters("7.5米高杆灯")
    assert indicator_name("", "满意度指标") == "满意度指标"


@given(st.text(max_size=40), st.text(max_size=40), st.integers(2018, 2028) | st.none())
def test_any_names_can_be_compared(project: str, unit: str, year: int | None) -> None:
    read = evaluation("2026t-05", project=project, unit=unit, year=year)
    result = applied(read)
    assert [item.code for item in result.table.remarks if item.code in ("PS706", "PS707", "PS708")] != []


@given(st.lists(st.text(max_size=12), max_size=8), st.lists(st.text(max_size=12), max_size=8))
def test_any_rows_are_paired_at_most_once(names: list[str], approved: list[str]) -> None:
    rows = [Indicator(level3=name, target="=1个", weight="5") for name in names]
    pairs = pair_rows(rows, [Indicator(level3=name, target="=1个", weight="5") for name in approved])
    used = [pair.approved for pair in pairs.values()]
    assert len(used) == len(set(used))
    for place, pair in pairs.items():
        same = indicator_name(names[place], "") == indicator_name(approved[pair.approved], "")
        assert same == (pair.how != "likeness")

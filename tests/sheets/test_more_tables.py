"""Tables beside those of targets and self-evaluations: monitoring, transfers, four levels of indicators."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

import perfscore
from tests.sheets.test_other_forms import N, only


def test_a_monitoring_table_has_no_scores(tmp_path: Path) -> None:
    """项目支出绩效目标执行监控表 as 财预〔2019〕136号 prints it, recalled."""
    table = only(tmp_path, [
        ["项目支出绩效目标执行监控表"], ["（2023年度）"],
        ["项目名称", N, "农村公路养护"], ["主管部门", N, "县交通局", N, N, "实施单位", N, "县公路管理站"],
        ["项目资金（万元）", N, N, "年初预算数", "1-7月执行数", "1-7月执行率", "全年预计执行数"],
        [N, "年度资金总额：", N, "120", "66", "55%", "120"],
        [N, "其中：本年财政拨款", N, "120", "66", "55%", "120"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "1-7月执行情况", "全年预计完成情况",
         "偏差原因分析", N, N, N, N, N, "完成目标可能性", N, N, "备注"],
        [N, N, N, N, N, N, N, "经费保障", "制度保障", "人员保障", "硬件条件保障", "其他", "原因说明",
         "确定能", "有可能", "完全不可能"],
        [N, "产出指标", "数量指标", "养护里程", "≥300公里", "180公里", "300公里", N, N, "√", N, N, "人员不足", "√"],
        [N, N, "质量指标", "优良路率", "≥90%", "92%", "92%", N, N, N, N, N, N, "√"],
    ], "A8:A9", "B8:B9", "C8:C9", "D8:D9", "E8:E9", "F8:F9", "G8:G9", "H8:M8", "N8:P8", "Q8:Q9")  # fmt: skip
    assert (table.kind, table.layout) == ("project_monitoring", "project-monitoring")
    first = table.indicators[0]
    assert (first.target, first.actual, first.forecast) == ("≥300公里", "180公里", "300公里")
    assert first.deviation == "人员不足"
    assert (table.funds[0].initial, table.funds[0].executed, table.funds[0].rate) == ("120", "66", "55%")
    assert table.remarks == ()
    scored = perfscore.score(table)
    assert scored.total is None
    assert [row.score for row in scored.indicators] == [None, None]
    assert {finding.code for finding in scored.findings} <= {"PS119"}


def test_the_form_of_transfers_has_no_scores_and_says_so_once(tmp_path: Path) -> None:
    table = only(tmp_path, [
        ["中央对地方转移支付区域（项目）绩效目标自评表"], ["（2023年度）"],
        ["转移支付（项目）名称", N, "文物保护专项资金"],
        ["中央主管部门", N, "国家文物局", N, "地方主管部门", "省文物局"],
        ["项目资金（万元）", N, N, "全年预算数（A）", "全年执行数（B）", "预算执行率（B/A×100%）"],
        [N, "年度资金总额：", N, "127", "100", "78.74%"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "全年实际完成值", "未完成原因和改进措施"],
        [N, "产出指标", "数量指标", "布展面积", "≥300㎡", "280㎡", "待审核后施工"],
        [N, N, "质量指标", "验收合格率", "100%", "100%", N],
    ])  # fmt: skip
    assert (table.kind, table.layout) == ("project_evaluation", "transfer-evaluation")
    codes = [finding.code for finding in perfscore.score(table).findings]
    assert codes.count("PS138") == 1
    assert not {"PS113", "PS116", "PS203", "PS314"} & set(codes)


def test_an_indicator_of_a_fourth_level_is_named_with_the_one_above(tmp_path: Path) -> None:
    table = only(tmp_path, [
        ["项目支出绩效自评表"],
        ["一级指标", "二级指标", "三级指标", "四级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "培训", "培训人次", "≥100人次", "120人次", 10, 10],
        [N, N, N, "培训班次", "≥5班次", "5班次", 10, 10],
        [N, "质量指标", "合格率", N, "≥90%", "95%", 10, 10],
    ])  # fmt: skip
    assert [row.level3 for row in table.indicators] == ["培训：培训人次", "培训：培训班次", "合格率"]
    assert [row.cells["level3"] for row in table.indicators] == ["D3", "D4", "C5"]


def test_a_total_in_one_cell_is_corrected_behind_its_label(tmp_path: Path) -> None:
    table = only(tmp_path, [
        ["项目支出绩效自评表"],
        ["一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "培训人次", "≥100人次", "50人次", 10, 10],
        ["总分：10.00分"],
    ], "A4:F4")  # fmt: skip
    assert (table.claimed_total, table.cells["claimed_total"]) == ("10.00分", "A4")
    corrected = tmp_path / "corrected.xlsx"
    perfscore.correct(tmp_path / "form.xlsx", corrected, perfscore.evaluate(tmp_path / "form.xlsx"))
    assert load_workbook(corrected).active["A4"].value == "总分：5.00分"

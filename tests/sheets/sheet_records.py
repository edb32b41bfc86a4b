"""Compares what was read with a published record, field by field."""

from __future__ import annotations

from typing import Any

from sheet_forms import HEADERS, PUBLISHED, RECORDED, Form

from perfscore.model import Table

KINDS = {
    "project_self_evaluation": "project_evaluation",
    "department_self_evaluation": "department_evaluation",
    "project_target": "project_target",
}
TARGET_FUNDS = {"年度预算总额": "budget_total", "其中：财政拨款": "budget_fiscal", "其他资金": "budget_other"}


def differences(
    table: Table, record: str, *, form: Form | None = None, without: frozenset[str] = frozenset()
) -> list[str]:
    """List the fields in which a table differs from a published record.

    Args:
        table: what was read.
        record: id of the record.
        form: the form that was printed, for what it prints otherwise than the published sheets.
        without: fields that the form does not have.
    """
    data = PUBLISHED[record]
    wrong: list[str] = []

    def check(what: str, read: Any, expected: Any) -> None:
        if what.rpartition(".")[2] not in without and read != expected:
            wrong.append(f"{what}: {read!r} instead of {expected!r}")

    check("kind", table.kind, KINDS[data["kind"]])
    check("year", table.year, int(data["year"]))
    for name in ("project", "department", "unit", "manager"):
        check(name, getattr(table, name), data.get(name, ""))
    check("goal", table.goal, data.get("expected_goal") or data.get("overall_goal"))
    check("completion", table.completion, data.get("actual_completion", ""))
    # The sheets print 分 behind some scores, the records do not always.
    check("claimed_total", table.claimed_total.removesuffix("分").rstrip(), _bare(data.get("total_score", "")))
    check("total_weight", table.total_weight, data.get("total_weight", ""))
    check("indicators.count", len(table.indicators), len(data["indicators"]))
    for number, (read, printed) in enumerate(zip(table.indicators, data["indicators"], strict=False)):
        for field in HEADERS["project_target"] | HEADERS["project_self_evaluation"]:
            expected = str(printed.get(RECORDED.get(field, field), ""))
            if form is not None and form.points and field in ("level1", "level2"):
                expected += form.points.get(expected, "")
            if form is not None and form.split and field == "target":
                expected = expected.replace("< =", "≤").replace("> =", "≥").replace("<=", "≤").replace(">=", "≥")
                expected = expected.replace(" ", "") if expected[0] in "≤≥=" else expected
            check(f"{number}.{field}", getattr(read, field), expected)
        expected_source = "sheet" if printed.get("rule") else "inferred"
        check(f"{number}.rule_source", read.rule_source, expected_source)
    for fund, printed in zip(table.funds, _funds(data), strict=False):
        for field in ("name", "initial", "full_year", "executed", "weight", "rate", "score"):
            read = getattr(fund, field)
            if field == "score":
                check(f"{printed['name']}.fund_score", _bare(read), _bare(printed.get(field, "")))
            else:
                check(f"{printed['name']}.fund_{field}", read, printed.get(field, ""))
    check("funds", len(table.funds), len(_funds(data)))
    return wrong


def _bare(score: str) -> str:
    return score.removesuffix("分").rstrip()


def _funds(data: dict[str, Any]) -> list[dict[str, str]]:
    if "funds" in data:
        return list(data["funds"])
    return [{"name": name, "initial": data[key]} for name, key in TARGET_FUNDS.items()]

"""Target tables built for the tests, forms filled with actuals, and what LibreOffice makes of them."""

import openpyxl

import perfscore
from perfscore import targets
from perfscore.forms import write_prefilled
from perfscore.model import Fund, Indicator, Table

FIRST = 13


def target_table(*indicators, **fields):
    """A target table; ``fields`` replace what stands here."""
    funds = (Fund("年度预算总额", "100"), Fund("其中：财政拨款", "100"), Fund("其他资金", "0"))
    given = {"year": 2023, "project": "运维项目", "unit": "某局", "funds": funds, **fields}
    return Table(kind="project_target", indicators=indicators, **given)


def row(target, weight="10", rule="按照正常比例赋分", level1="产出指标", level2="数量指标", name="指标"):
    """An indicator of a target table."""
    return Indicator(
        level1=level1, level2=level2, level3=name, target=target, weight=weight, rule=rule, rule_source="sheet"
    )


def write(tables, path):
    """Write the form and load it."""
    return openpyxl.load_workbook(write_prefilled(tables, path))


def filled(table, actuals, folder, name="filled.xlsx"):
    """Write the form of one target table and fill in the actuals; None leaves a cell blank."""
    workbook = write([table], folder / f"blank-{name}")
    sheet = workbook.active
    for at, actual in enumerate(actuals, start=FIRST):
        cell = sheet[f"F{at}"]
        cell.value = actual
        if isinstance(actual, str):
            cell.data_type = "s"
    return workbook, sheet, folder / name


def reviewed(path, table):
    """Evaluate a form against its target table."""
    (read,) = perfscore.evaluate(path).tables
    (applied,) = targets.apply([read], [targets.TargetTable("", table)])
    assert applied.target is not None
    return applied.settle(perfscore.score(applied.table))

"""Forms put together at random: several in a sheet, in any order of columns, broken by pages, with notes around."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook
from sheet_forms import DATA, HEADERS, PUBLISHED, Form
from sheet_records import differences
from test_form_variants import SYNONYMS

from perfscore.sheets import read

NOTES = ("填表人：张三", "注：按规定。", "联系电话：123", "单位负责人：李四  填报日期：2024年3月1日")
FIGURES = ("level3", "target", "actual", "weight", "claimed")
EXTRA = (("序号", "1"), ("备注", "见附件"), ("指标类型", "定量"), ("完成率", "100%"))


def random_form(chance: random.Random, top: int, left: int, *, beside: bool) -> Form:
    record = chance.choice(list(PUBLISHED))
    kind = PUBLISHED[record]["kind"]
    columns = list(HEADERS[kind].items())
    # A total's word stands in the first column, so that cannot be the column of a figure.
    if not beside and chance.random() < 0.4:
        while columns[0][0] in ("weight", "claimed", "target", "actual", "level3") or columns == [
            *HEADERS[kind].items()
        ]:
            chance.shuffle(columns)
    headers = dict(columns)
    if kind == "project_self_evaluation":
        headers |= {field: chance.choice(words) for field, words in SYNONYMS.items() if chance.random() < 0.3}
    in_order = list(headers) == list(HEADERS[kind])
    extra = {chance.randrange(1, len(headers)): chance.choice(EXTRA)} if chance.random() < 0.3 else {}
    return Form(
        record,
        top=top,
        left=left,
        headers=headers,
        extra=extra,
        levels=chance.choice(["merged", "blank", "repeated"] if in_order else ["blank", "repeated"]),
        merge=chance.random() < 0.7,
        page_breaks=() if beside else tuple(sorted(chance.sample(range(1, 6), chance.choice([0, 0, 1, 2])))),
        title_again=chance.random() < 0.5,
        split=not extra and chance.random() < 0.15,
        margin=in_order and kind != "project_target",
        total=chance.choice(["总分", "合计", "总 分", "自评总分", "总计"]),
        placeholders=(chance.randrange(0, 5),) if chance.random() < 0.2 else (),
        before=("附件2",) if not beside and chance.random() < 0.3 else (),
        after=tuple(chance.sample(NOTES, chance.choice([0, 0, 1, 2]))),
        points={"产出指标": "（50分）"} if chance.random() < 0.2 else {},
    )


@pytest.mark.parametrize("seed", range(60))
def test_the_records_come_out_whatever_the_forms_look_like(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    beside = chance.random() < 0.3
    top, left = chance.choice([1, 3, 8]), chance.choice([1, 2, 6])
    forms: list[Form] = []
    book = Workbook()
    for _ in range(chance.choice([1, 1, 2, 3])):
        form = random_form(chance, top, left, beside=beside).write(book.active)
        forms.append(form)
        if beside:
            # The funds block of a narrow form reaches further than its indicators.
            left += max(form.width, 9) + chance.choice([0, 1, 2])
        else:
            top = form.bottom + 1 + chance.choice([0, 1, 2])
    path = tmp_path / "forms.xlsx"
    book.save(path)
    tables = read(path).tables
    assert [table.sheet for table in tables] == ["Sheet"] * len(forms)
    for table, form in zip(tables, forms, strict=True):
        assert differences(table, form.record, form=form) == []
        assert [indicator.row for indicator in table.indicators] == list(form.rows.values())
        assert [remark for remark in table.remarks if remark.code != "PS110"] == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_workbooks_saved_by_libreoffice_read_the_same(tmp_path: Path) -> None:
    records = ("2021-16", "2023gx-00", "2023t-01")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    sheets = [str(DATA / "sheets" / f"{record}.xlsx") for record in records]
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path), *sheets]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    for record in records:
        (table,) = read(tmp_path / f"{record}.xlsx").tables
        assert differences(table, record) == []

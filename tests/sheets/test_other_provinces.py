"""Published sheets of other provinces: each table, each column and each score as a reviewer reads it."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import perfscore
from perfscore.model import Table

DATA = Path(__file__).parents[1] / "data" / "provinces"
ROWS: dict[str, list[dict[str, Any]]] = defaultdict(list)
for line in (DATA / "rows.jsonl").read_text("utf-8").splitlines():
    ROWS[json.loads(line)["file"]].append(json.loads(line))
SIGNS = str.maketrans({"≧": "≥", "≦": "≤", "＝": "=", "═": "="})


@cache
def table(file: str) -> Table:
    (only,) = perfscore.evaluate(DATA / file, rulebook="cn-2020").tables
    return only


def folded(text: str) -> str:
    text = re.sub(r"\s", "", text).translate(SIGNS).replace("≥", ">=").replace("≤", "<=")
    return re.sub(r"\.0+$", "", text)


@pytest.mark.parametrize("file", ROWS)
def test_a_sheet_is_read_as_a_reviewer_reads_it(file: str) -> None:
    rows, found = ROWS[file], table(file)
    assert (found.kind, len(found.indicators)) == (rows[0]["kind"], len(rows))
    if rows[0]["table_execution"]:
        assert found.execution is not None
        assert found.execution.recomputed == Decimal(rows[0]["table_execution"])
    for row, indicator in zip(rows, found.indicators, strict=True):
        for field in ("target", "actual", "weight"):
            assert folded(getattr(indicator, field)) == folded(row[field]), (row["level3"], field)
        if found.kind != "project_target":
            assert score_fits(row["expected"], indicator), (row["level3"], row["expected"], indicator.score)


def score_fits(expected: str, indicator: Any) -> bool:
    """Compare a score with ``=8.00``, ``6.40..8.00``, ``?`` (not to be said) or ``?=15.00`` (open, or this)."""
    score = indicator.score
    if expected.startswith("="):
        return score.status == "scored" and score.recomputed == Decimal(expected[1:])
    if ".." in expected:
        return score.status == "judged" and [score.low, score.high] == [*map(Decimal, expected.split(".."))]
    if expected == "?":
        return score.status == "unscored"
    return score.status in ("judged", "unscored") or score.recomputed == Decimal(expected[2:])

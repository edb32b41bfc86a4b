"""Correcting damaged files: a whole result or an error in our words, never anything between."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest
from full_workbook import full_workbook
from packages import saved
from test_review_sheet import REVIEW

from perfscore.ooxml import CellChange, PackageError, correct_workbook, read_workbook

CHANGES = [
    CellChange("表1", "H13", Decimal(8), "FFE699", "注"),
    CellChange("表1", "H14", Decimal(4), "FFE699", "注", keep_formula=True),
    CellChange("表1", "H24", Decimal(38), "FFE699", "注", keep_formula=True),
]
JUNK = [
    b"<c/>",
    b'"',
    b"<v>",
    b"&x;",
    b"\0",
    b"</row>",
    b"99999999999",
    b"<!-- -->",
    b"<![CDATA[x]]>",
    b" r='A1'",
    b"/>",
    b"-",
]


def outcome(source: Path, target: Path) -> str:
    try:
        correct_workbook(source, target, CHANGES, REVIEW)
    except PackageError as error:
        assert not target.exists()
        return error.code
    read_workbook(target)
    return "corrected"


@pytest.mark.parametrize("seed", range(300))
def test_mutated_parts(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    parts = full_workbook()
    name = chance.choice([name for name in parts if not name.endswith(("bin", "png"))])
    content = parts[name]
    mutated = bytearray(content if isinstance(content, bytes) else content.encode())
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(mutated))
        if chance.random() < 0.4:
            del mutated[at : at + chance.randint(1, 40)]
        else:
            mutated[at:at] = chance.choice(JUNK)
    parts[name] = bytes(mutated)
    source = saved(tmp_path / "mutated.xlsx", parts)
    assert outcome(source, tmp_path / "out.xlsx") in {"corrected", "PS101", "PS103", "PS104", "PS106", "PS108"}


@pytest.mark.parametrize("name", sorted(full_workbook()))
def test_each_part_missing(tmp_path: Path, name: str) -> None:
    parts = full_workbook()
    del parts[name]
    source = saved(tmp_path / "mutated.xlsx", parts)
    assert outcome(source, tmp_path / "out.xlsx") in {"corrected", "PS104", "PS108"}

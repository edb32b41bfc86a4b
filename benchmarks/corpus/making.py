"""Make files with their truth, and hold computed scores against it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from attrs import frozen

from corpus.layouts import HEADERS, write_table
from corpus.package import Grid, package
from corpus.truth import BROKEN, COPIES, LAYOUTS, OFFICES, PLACES, THINGS, WEIGHT_OF_LAYOUT, YEARS, table


@frozen
class Made:
    """A file of the corpus. Args: place below the folder, its bytes, its truth."""

    place: str
    data: bytes
    truth: dict[str, Any]


def make(index: int, seed: int = 1) -> Made:
    """Make one file; the same for the same index and seed, whatever else is made."""
    random = Random(f"{seed}/{index}")
    if index and random.random() < COPIES:
        original = make(index // 2, seed)
        place = f"{Path(original.place).parent}/副本{index:06}-{Path(original.place).name}"
        return Made(place, original.data, original.truth | {"place": place})
    year = random.choice(YEARS)
    unit = random.choice(PLACES) + "市" + random.choice(OFFICES)
    project = f"{random.choice(THINGS)}项目{index:06}"
    (layout,) = random.choices(LAYOUTS, WEIGHT_OF_LAYOUT)
    kind = {"department": "department_evaluation", "target": "project_target"}.get(layout, "project_evaluation")
    count = 2 if layout.startswith("two_") else 1
    # A department of its own: its spending has nothing to do with that of the projects made beside it.
    owner = f"{unit}第{index:06}分局" if layout == "department" else unit
    tables = [
        table(random, kind, year, owner, "" if layout == "department" else project + ("（二）" if number else ""))
        for number in range(count)
    ]
    numbers = random.random() < 0.5
    grids = [Grid() for _ in range(count if layout == "two_sheets" else 1)]
    for number, made in enumerate(tables):
        write_table(grids[number % len(grids)], made, layout, numbers)
    data = package([grid.xml(len(HEADERS.get(layout, HEADERS["project"])) + 1) for grid in grids])
    place = f"{year}/{unit}/{project}-自评.xlsx"
    truth: dict[str, Any] = {"place": place, "layout": layout, "tables": [made.json() for made in tables]}
    if random.random() < BROKEN:
        data = random.choice((data[: len(data) // 2], b"<html>" + data[:100], b""))
        truth = {"place": place, "layout": layout, "tables": [], "broken": True}
    return Made(place, data, truth)


def differences(folder: Path, scores: Mapping[str, list[list[tuple[Any, ...]]]]) -> Iterator[str]:
    """Compare scores with the truth of a corpus, row for row.

    Args:
        folder: of the corpus. scores: of each place the tables' scores, each (claimed, recomputed, low, high, status).

    Yields:
        A line for every file that is missing, every table too many or too few, every score that is not the truth.
    """
    with open(folder / "truth.jsonl", encoding="utf-8") as lines:
        for truth in map(json.loads, lines):
            place = truth["place"]
            if place not in scores:
                yield f"{place}: missing"
            wanted = [
                [(*(_decimal(row[name]) for name in ("claimed", "recomputed", "low", "high")), row["status"]) for row in
                 table["scores"]]
                for table in truth["tables"]
            ]  # fmt: skip
            found = scores.get(place, [])
            if len(found) != len(wanted):
                yield f"{place}: {len(found)} tables instead of {len(wanted)}"
            for rows, right in zip(found, wanted, strict=False):
                if rows != right:
                    yield f"{place} ({truth['layout']}): {rows} instead of {right}"


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def write(folder: Path, files: int, seed: int = 1) -> None:
    """Write a corpus.

    Args:
        folder: takes ``sheets/`` and ``truth.jsonl``. files: how many. seed: another one makes other files.
    """
    sheets = folder / "sheets"
    sheets.mkdir(parents=True, exist_ok=True)
    with open(folder / "truth.jsonl", "w", encoding="utf-8") as truth:
        for index in range(files):
            made = make(index, seed)
            target = sheets / made.place
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(made.data)
            truth.write(json.dumps(made.truth, ensure_ascii=False) + "\n")

"""What a letter to a unit says, as records without any layout: the Word file and the page are views of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

from attrs import field, frozen

from perfscore.correction.explain import points, settled_line
from perfscore.keys import SEVERITIES
from perfscore.mapping import frozen_mapping
from perfscore.model import Evaluation, Table
from perfscore.names import unit_name
from perfscore.report.remarks import (
    RemarkRow,
    group_name,
    is_about_the_sheet,
    is_dropped,
    project_name,
    remark_rows,
)
from perfscore.rounds import Rounds, TablePair
from perfscore.rounds.views import field_name
from perfscore.wording import Language, label

Kind = Literal["evaluation", "target"]
_SECOND_HAND: Final = re.compile(r"（[^（）]*待核原文[^（）]*）")
"""How the documentation marks what was not read at its source."""
_WORDS: Final = (
    "number", "no", "year", "project", "claimed", "settled", "grade", "subject", "place", "message", "suggestion",
    "basis", "reply", "seal", "date", "colon",
)  # fmt: skip
"""Labels of the layout: headers and what is left blank to be filled in."""


@frozen
class Project:
    """A table that the letter is about.

    Args:
        number: from 1. year, project: as printed. claimed: 自评总分. settled: 复核总分, with what it would be if
            everything proposed were adopted. grade: before and after.
    """

    number: int
    year: str
    project: str
    claimed: str
    settled: str
    grade: str


@frozen
class Item:
    """A remark of the letter.

    Args:
        number: from 1 in its group. project, indicator, place: what it is about and where it stands.
        outcome: what became of it since the round before; empty in the first.
        message: what is the matter, with the figures. suggestion: what to do. basis: document and number.
    """

    number: int
    project: str
    indicator: str
    place: str
    outcome: str
    message: str
    suggestion: str
    basis: str


@frozen
class Group:
    """Remarks that ask the same of the unit: 须整改, 须说明 or 提示. Args: heading: numbered. remarks: in order."""

    heading: str
    remarks: tuple[Item, ...]


@frozen
class Letter:
    """A letter.

    Args:
        kind: about evaluations or target tables. unit: to whom. title: of the letter. opening: its first paragraph.
        projects_heading, projects: the tables that it is about.
        groups: the remarks. notes: what stands small at the end.
        words: headers and blanks of the layout by their names.
    """

    kind: Kind
    unit: str
    title: str
    opening: str
    projects_heading: str
    projects: tuple[Project, ...]
    groups: tuple[Group, ...]
    notes: tuple[str, ...]
    words: Mapping[str, str] = field(converter=frozen_mapping)


def letters(evaluation: Evaluation, rounds: Rounds | None = None, language: Language = "zh") -> list[Letter]:
    """Write the letters of an evaluation: one per unit and kind of table that has remarks.

    Args:
        evaluation: of everything that the units handed in.
        rounds: the same held against the round before; None for the first letter.
        language: of the words around the remarks.

    Returns:
        The letters in the order of the tables. A unit of which nothing is asked gets none.
    """
    pairs = {id(pair.new.table): pair for pair in rounds.tables if pair.new is not None} if rounds else {}
    units: dict[tuple[Kind, str], list[Table]] = {}
    for table in evaluation.tables:
        kind: Kind = "target" if table.kind == "project_target" else "evaluation"
        units.setdefault((kind, unit_name(table.unit or table.department)), []).append(table)
    written = (_letter(kind, tables, pairs, rounds is not None, language) for (kind, _), tables in units.items())
    return [letter for letter in written if letter is not None]


def _letter(
    kind: Kind, tables: list[Table], pairs: dict[int, TablePair], again: bool, language: Language
) -> Letter | None:
    unit = next((name for table in tables if (name := table.unit or table.department)), "")
    remarks = [
        row
        for table in tables
        for row in remark_rows(table, language)
        if is_about_the_sheet(row.finding) and not is_dropped(row.finding)
    ]
    counts = Counter(row.finding.severity for row in remarks)
    changes = tuple(_changed(tables, pairs, language))
    if not changes and counts["info"] == len(remarks):
        return None
    groups = [(label("letter.changed", language, count=str(len(changes))), changes)] if changes else []
    for severity in SEVERITIES:
        alike = [row for row in remarks if row.finding.severity == severity]
        if alike:
            heading = label("letter.group", language, name=group_name(severity, language), count=str(len(alike)))
            items = (_item(number, row, pairs.get(id(row.table)), language) for number, row in enumerate(alike, 1))
            groups.append((heading, tuple(items)))
    years = sorted({table.year for table in tables if table.year is not None})
    named = "、".join(map(str, years))
    words = {"unit": unit, "count": str(len(tables))} | {key: str(counts[key]) for key in SEVERITIES}
    words["year"] = label("letter.years", language, year=named) if named else ""
    opening = label(f"letter.opening_{kind}", language, **words)
    if again:
        opening += label("letter.again", language, **_since(tables, pairs))
    marked = any("*" in item.basis for _, items in groups for item in items)
    unit = unit or label("batch.unnamed", language)
    return Letter(
        kind,
        unit,
        label(f"letter.title_{kind}", language, **words),
        opening,
        _heading(0, label("letter.projects", language), language),
        tuple(_project(number, table, language) for number, table in enumerate(tables, 1)),
        tuple(Group(_heading(number, heading, language), items) for number, (heading, items) in enumerate(groups, 1)),
        (label("letter.second_hand", language),) if marked else (),
        {name: label(f"letter.{name}", language) for name in _WORDS},
    )


def _heading(index: int, text: str, language: Language) -> str:
    return label("letter.heading", language, number=label("letter.numerals", language).split()[index], text=text)


def _project(number: int, table: Table, language: Language) -> Project:
    total = table.total
    grades = (table.claimed_grade or "—", table.settled_grade or "—") if total is not None else ()
    return Project(
        number,
        str(table.year or "—"),
        project_name(table, language),
        points(total.claimed) if total is not None else "—",
        settled_line(table, language) if total is not None else "—",
        " → ".join(dict.fromkeys(grades)) or "—",
    )


def _item(number: int, row: RemarkRow, pair: TablePair | None, language: Language) -> Item:
    finding, table = row.finding, row.table
    outcomes = pair.remarks if pair is not None else ()
    outcome = next((remark.outcome for remark in outcomes if remark.finding is finding), None)
    return Item(
        number,
        project_name(table, language),
        row.subject,
        row.place,
        label(f"outcome.{outcome}", language) if outcome else "",
        finding.message,
        finding.suggestion,
        _SECOND_HAND.sub("*", row.basis),
    )


def _changed(tables: Iterable[Table], pairs: dict[int, TablePair], language: Language) -> Iterator[Item]:
    """Give what changed without having been asked for: to be restored or explained."""
    changes = [(table, change) for table in tables if (pair := pairs.get(id(table))) for change in pair.changes]
    for number, (table, change) in enumerate(changes, 1):
        address = f"{table.sheet}!{change.cell}" if table.sheet and change.cell else change.cell or ""
        texts = {"before": change.before or "—", "after": change.after or "—"}
        message = label("letter.change", language, field=field_name(change, language), **texts)
        suggestion = label("letter.restore", language)
        yield Item(number, project_name(table, language), change.subject, address, "", message, suggestion, "")


def _since(tables: Iterable[Table], pairs: dict[int, TablePair]) -> dict[str, str]:
    own = tuple(pairs[id(table)] for table in tables if id(table) in pairs)
    counts = Rounds(own, ()).counts()
    return {key: str(counts.get(key, 0)) for key in ("mended", "explained", "open", "new", "changed")}

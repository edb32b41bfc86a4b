"""Find the target table of an evaluation by year, unit and project name, or say why it stays open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal, get_args

from attrs import frozen

from perfscore.model import Table
from perfscore.names import (
    ALIKE,
    ProjectName,
    UnitRelation,
    contains,
    indicator_name,
    likeness,
    project_name,
    unit_relation,
)

NameRelation = Literal["same", "core", "alike", "missing", "other"]
YearRelation = Literal["same", "missing", "other"]
Doubt = Literal["unit_missing", "unit_partial", "unit_related", "year_missing", "name_alike", "name_missing", "renamed"]
Refusal = Literal["year_other", "unit_other", "only_alike"]
Reason = Literal["several_fit", Doubt, Refusal, "none_alike"]

_NEARLY_ALL: Final = (4, 5)
"""Share of common indicator names that settles an incomplete unit and brings up a renamed project."""


@frozen
class TargetTable:
    """A target table and the file it came from.

    Args:
        file: path as the user gave it; may be empty.
        table: the table; other kinds than ``project_target`` are no target tables and are passed over.
    """

    file: str
    table: Table

    @property
    def place(self) -> str:
        """Where it stands: ``目标表.xlsx Sheet1!A1:H20``."""
        inside = "!".join(part for part in (self.table.sheet, self.table.range) if part)
        return " ".join(part for part in (self.file, inside) if part)

    @property
    def described(self) -> str:
        """Project, year and unit as printed, with the place: for messages."""
        table = self.table
        facts = "，".join(part for part in (str(table.year or ""), table.unit) if part)
        name = f"{table.project}（{facts}）" if facts else table.project
        return "；".join(part for part in (name, self.place) if part)


@frozen
class Known:
    """A table with the names by which it is compared."""

    table: Table
    project: ProjectName
    indicators: frozenset[str]

    @classmethod
    def of(cls, table: Table) -> Known:
        """Fold a table's names."""
        names = frozenset(indicator_name(item.level3, item.level2) for item in table.indicators)
        return cls(table, project_name(table.project, table.year), names - {""})


@frozen
class Candidate:
    """How one target table stands to an evaluation.

    Args:
        target: the target table.
        name: relation of the project names. year: of the years. unit: of the units.
        likeness: of the project names, 0 to 1.
        common: whether nearly all indicators have the same names.
    """

    target: TargetTable
    name: NameRelation
    year: YearRelation
    unit: UnitRelation
    likeness: float
    common: bool

    @property
    def named(self) -> bool:
        """Whether the project names agree."""
        return self.name in ("same", "core")

    @property
    def fits(self) -> bool:
        """Whether nothing speaks against it and all that is needed speaks for it."""
        unit = self.unit == "same" or (self.unit in ("missing", "partial") and self.common)
        return self.named and self.year == "same" and unit


@frozen
class Choice:
    """The result of looking for a target table.

    Args:
        target: the table that applies, or None.
        doubtful: whether ``closest`` might be the one, and a person has to say so.
        closest: what came closest, best first; empty where nothing did.
        reason: why the closest was not taken.
    """

    target: TargetTable | None = None
    doubtful: bool = False
    closest: tuple[TargetTable, ...] = ()
    reason: Reason = "none_alike"


def known_targets(targets: Iterable[TargetTable]) -> list[tuple[TargetTable, Known]]:
    """Fold the names of all target tables, once for all evaluations."""
    return [(target, Known.of(target.table)) for target in targets if target.table.kind == "project_target"]


def choose(evaluation: Table, targets: Sequence[tuple[TargetTable, Known]]) -> Choice:
    """Choose the target table of an evaluation.

    Args:
        evaluation: as read.
        targets: from :func:`known_targets`.

    Returns:
        The table that applies, or what came closest and why it was not taken.
    """
    own = Known.of(evaluation)
    candidates = [_compare(own, target, known) for target, known in targets]
    fitting = [candidate for candidate in candidates if candidate.fits]
    if fitting:
        best = max(_rank(candidate) for candidate in fitting)
        # The same table given twice, in two files say, is no contradiction.
        distinct = _distinct([candidate.target for candidate in fitting if _rank(candidate) == best])
        if len(distinct) == 1:
            return Choice(distinct[0])
        return Choice(doubtful=True, closest=tuple(distinct), reason="several_fit")
    return _closest(candidates)


def _compare(own: Known, target: TargetTable, known: Known) -> Candidate:
    name, alike = _names(own.project, known.project)
    years = own.project.year, known.project.year
    year: YearRelation = "missing" if None in years else "same" if years[0] == years[1] else "other"
    mine, theirs = own.table, known.table
    unit = unit_relation(mine.unit, mine.department, theirs.unit, theirs.department)
    shared, most = len(own.indicators & known.indicators), max(len(own.indicators), len(known.indicators))
    common = most > 0 and shared * _NEARLY_ALL[1] >= most * _NEARLY_ALL[0]
    return Candidate(target, name, year, unit, alike, common)


def _names(own: ProjectName, other: ProjectName) -> tuple[NameRelation, float]:
    if not own.full or not other.full:
        return "missing", 0.0
    if own.other_years == other.other_years:
        if own.full == other.full:
            return "same", 1.0
        if own.core == other.core:
            return "core", 1.0
    alike = likeness(own.core, other.core, ALIKE)
    if alike or contains(own.core, other.core):
        return "alike", alike
    return "other", 0.0


def _rank(candidate: Candidate) -> tuple[bool, bool]:
    return candidate.unit == "same", candidate.name == "same"


def _distinct(targets: Iterable[TargetTable]) -> list[TargetTable]:
    seen: dict[object, TargetTable] = {}
    for target in targets:
        rows = tuple(
            (item.level1, item.level2, item.level3, item.target, item.weight, item.rule)
            for item in target.table.indicators
        )
        seen.setdefault(rows, target)
    return list(seen.values())


def _doubt(candidate: Candidate) -> Doubt | None:
    """Say why a candidate that does not fit is still worth a person's look."""
    if candidate.named and candidate.year == "same" and candidate.unit != "other":
        if candidate.unit == "missing":
            return "unit_missing"
        return "unit_partial" if candidate.unit == "partial" else "unit_related"
    if candidate.named and candidate.year == "missing" and candidate.unit != "other":
        return "year_missing"
    if candidate.year != "same" or candidate.unit != "same":
        return None
    if candidate.name == "alike":
        return "name_alike"
    if candidate.common:
        return "name_missing" if candidate.name == "missing" else "renamed"
    return None


def _refusal(candidate: Candidate) -> Refusal | None:
    """Say what speaks against a candidate that at least sounds like the project."""
    if candidate.named:
        return "year_other" if candidate.year == "other" else "unit_other"
    return "only_alike" if candidate.name == "alike" else None


def _closest(candidates: Sequence[Candidate]) -> Choice:
    for reasons, explain, doubtful in ((get_args(Doubt), _doubt, True), (get_args(Refusal), _refusal, False)):
        explained = [(reason, item) for item in candidates if (reason := explain(item)) is not None]
        if explained:
            first = min(reasons.index(reason) for reason, _ in explained)
            best = [candidate for reason, candidate in explained if reason == reasons[first]]
            best.sort(key=lambda candidate: (candidate.common, candidate.likeness), reverse=True)
            return Choice(None, doubtful, tuple(_distinct(item.target for item in best)), reasons[first])
    return Choice()

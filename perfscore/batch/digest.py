"""What a director wants to know of a store, as records: the page is a view of them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from attrs import frozen

from perfscore.batch.store import Store


@frozen
class Evaluated:
    """One evaluation.

    Args:
        year, project, unit, place: what it is and where it stands below the folder that was given.
        claimed, total: the total before and after what is certain. claimed_grade, grade: the same as grades.
        corrections, waiting, errors: scores to correct, scores that wait for a person, findings of the gravest kind.
        corrected: path of the corrected copy, or None.
    """

    year: int | None
    project: str
    unit: str
    place: str
    claimed: Decimal | None
    total: Decimal | None
    claimed_grade: str | None
    grade: str | None
    corrections: int
    waiting: int
    errors: int
    corrected: str | None

    @property
    def regraded(self) -> bool:
        """Whether the grade changes; a total that was never claimed has none to change."""
        return None not in (self.claimed_grade, self.grade) and self.claimed_grade != self.grade

    @property
    def gap(self) -> Decimal | None:
        """The total that stands less the claimed one."""
        return None if self.claimed is None or self.total is None else self.total - self.claimed


@frozen
class Group:
    """The evaluations of a unit or a year together.

    Args:
        name: the unit or the year; empty where the tables do not say it.
        evaluations, scores: how many. wrong: scores that differ, without rounding gaps and blanks.
        rounding, waiting, errors: as for one evaluation. regraded: evaluations whose grade changes.
        claimed, total: means of the totals where both are known.
    """

    name: str
    evaluations: int
    scores: int
    wrong: int
    rounding: int
    waiting: int
    errors: int
    regraded: int
    claimed: Decimal | None
    total: Decimal | None


@frozen
class Code:
    """How often a finding occurs. Args: code, severity; findings; evaluations that have it."""

    code: str
    severity: str
    findings: int
    evaluations: int


@frozen
class Unread:
    """A file without a result. Args: place; status and error as in the store."""

    place: str
    status: str
    error: str


@frozen
class Same:
    """Files of one content, or evaluations of one project. Args: what; where; totals differ or not."""

    what: str
    places: tuple[str, ...]
    differ: bool = False


@frozen(kw_only=True)
class Digest:
    """Everything the views show.

    Args:
        rulebook, version, title, sha256: of the rule book in force. made_by: versions of perfscore. at: end of the
            last run, UTC.
        files: by status. target_tables: number of target tables. copies: files that repeat another one.
        whole: all evaluations together. grades: (before, after) → evaluations.
        reasons: what was wrong → number of scores: ``differs``, ``explained``, ``rounding``, ``filled``, ``judged``,
            ``unscored``.
        units: the one with most wrong scores first. years: in their order. codes: the most frequent first.
        evaluated: all evaluations, by year, unit and project. unread, same_content, same_project: lists.
    """

    rulebook: str
    version: str
    title: str
    sha256: str
    made_by: str
    at: datetime | None
    files: dict[str, int]
    target_tables: int
    copies: int
    whole: Group
    grades: dict[tuple[str, str], int]
    reasons: dict[str, int]
    units: tuple[Group, ...]
    years: tuple[Group, ...]
    codes: tuple[Code, ...]
    evaluated: tuple[Evaluated, ...]
    unread: tuple[Unread, ...]
    same_content: tuple[Same, ...]
    same_project: tuple[Same, ...]


# Scores of evaluations, each content once; the total is a sum of others and is counted apart.
_SCORES: Final = """
    SELECT evaluations.year, evaluations.edition, coalesce(nullif(unit, ''), department) AS unit, scores.*
    FROM scores JOIN evaluations ON scores.file = evaluations.file AND scores.table_no = evaluations.table_no
    WHERE evaluations.edition = ? AND part <> 'total'
"""
_GROUPED: Final = f"""
    WITH kept AS (SELECT * REPLACE (coalesce(nullif(unit, ''), department) AS unit) FROM evaluations WHERE edition = ?),
    counted AS (
        SELECT {{key}} AS name, count(*) AS scores, count(*) FILTER (change IN ('differs', 'confirm')) AS wrong,
               count(*) FILTER (change = 'rounding') AS rounding
        FROM ({_SCORES}) GROUP BY ALL
    )
    SELECT coalesce({{key}}::VARCHAR, ''), count(*), any_value(counted.scores), any_value(wrong), any_value(rounding),
           sum(waiting)::BIGINT, sum(errors)::BIGINT, count(*) FILTER (settled_grade <> claimed_grade),
           sum(claimed_total) FILTER (settled IS NOT NULL), sum(settled) FILTER (claimed_total IS NOT NULL),
           count(*) FILTER (settled IS NOT NULL AND claimed_total IS NOT NULL)
    FROM kept LEFT JOIN counted ON {{key}} IS NOT DISTINCT FROM counted.name
    GROUP BY {{key}}
"""


def digest(store: Store, edition: int) -> Digest:
    """Put together what a store says under one edition."""
    key = [edition]
    rulebook, version, title, sha256 = store.rows(
        "SELECT rulebook, version, title, sha256 FROM editions WHERE edition = ?", key
    )[0]
    ended = store.rows("SELECT max(coalesce(ended, started)) FROM runs WHERE edition = ?", key)[0][0]
    versions = store.rows("SELECT DISTINCT perfscore FROM files WHERE edition = ? ORDER BY 1", key)
    units = _groups(store, edition, "unit")
    return Digest(
        rulebook=rulebook,
        version=version,
        title=title,
        sha256=sha256,
        made_by="、".join(row[0] for row in versions),
        at=ended,
        files=dict(store.rows("SELECT status, count(*) FROM files WHERE edition = ? GROUP BY 1", key)),
        target_tables=_number(
            store,
            "SELECT count(*) FROM tables JOIN files USING (file) WHERE edition = ? AND kind = 'project_target'",
            edition,
        ),
        copies=_number(store, "SELECT count(*) FROM copies WHERE edition = ? AND path <> first_path", edition),
        whole=_whole(store, edition),
        grades={
            (before, after): count
            for before, after, count in store.rows(
                "SELECT claimed_grade, settled_grade, count(*) FROM evaluations "
                "WHERE edition = ? AND claimed_grade IS NOT NULL AND settled_grade IS NOT NULL GROUP BY 1, 2",
                key,
            )
        },
        reasons=dict(
            store.rows(
                "SELECT CASE WHEN change IN ('differs', 'confirm') AND len(explained_by) > 0 THEN 'explained' "
                f"ELSE change END, count(*) FROM ({_SCORES}) WHERE change IS NOT NULL GROUP BY 1",
                key,
            )
        ),
        units=tuple(sorted(units, key=lambda unit: (-unit.wrong, -unit.errors, unit.name))),
        years=tuple(sorted(_groups(store, edition, "year"), key=lambda year: year.name or "9999")),
        codes=tuple(
            Code(*row)
            for row in store.rows(
                "SELECT code, severity, findings, evaluations FROM by_code WHERE edition = ? ORDER BY 3 DESC, 1",
                key,
            )
        ),
        evaluated=_evaluated(store, edition),
        unread=tuple(
            Unread(*row)
            for row in store.rows(
                "SELECT place, status, error FROM files WHERE edition = ? AND status <> 'read' ORDER BY place",
                key,
            )
        ),
        same_content=same_content(store, edition),
        same_project=same_project(store, edition),
    )


def same_content(store: Store, edition: int) -> tuple[Same, ...]:
    """List the files whose content is that of another one."""
    query = (
        "SELECT list(files.place ORDER BY files.path) FROM copies JOIN files USING (file) "
        "WHERE copies.edition = ? GROUP BY copies.sha256 ORDER BY 1"
    )
    return tuple(Same(places[0], tuple(places)) for (places,) in store.rows(query, [edition]))


def same_project(store: Store, edition: int) -> tuple[Same, ...]:
    """List the projects that have several evaluations, those with different totals first."""
    query = (
        "SELECT year, unit, project, different_totals, places FROM same_project WHERE edition = ? "
        "ORDER BY different_totals DESC, places"
    )
    return tuple(
        Same(" ".join(str(part) for part in (year, unit, project) if part), tuple(places), totals > 1)
        for year, unit, project, totals, places in store.rows(query, [edition])
    )


def _number(store: Store, query: str, edition: int) -> int:
    return int(store.rows(query, [edition])[0][0])


def _groups(store: Store, edition: int, key: str) -> list[Group]:
    return [_group(row) for row in store.rows(_GROUPED.format(key=key), [edition, edition])]


def _whole(store: Store, edition: int) -> Group:
    rows = store.rows(_GROUPED.format(key="edition"), [edition, edition])
    return _group(rows[0]) if rows else Group("", 0, 0, 0, 0, 0, 0, 0, None, None)


def _group(row: tuple[Any, ...]) -> Group:
    *counts, claimed, total, compared = row
    name, evaluations, scores, wrong, rounding, waiting, errors, regraded = counts
    means = [_mean(value, compared) for value in (claimed, total)]
    return Group(name, evaluations, scores or 0, wrong or 0, rounding or 0, waiting or 0, errors or 0, regraded, *means)


def _mean(total: Decimal | None, count: int) -> Decimal | None:
    from perfscore import number

    return None if total is None or not count else number.half_up(number.divide(total, Decimal(count)))


def _evaluated(store: Store, edition: int) -> tuple[Evaluated, ...]:
    query = (
        "SELECT year, project, coalesce(nullif(unit, ''), department), place, claimed_total, settled, "
        "claimed_grade, settled_grade, corrections, waiting, errors, corrected "
        "FROM evaluations WHERE edition = ? "
        "ORDER BY year NULLS LAST, 3, project, place, table_no"
    )
    return tuple(Evaluated(*row) for row in store.rows(query, [edition]))

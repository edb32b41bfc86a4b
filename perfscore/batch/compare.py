"""Two rule books over the same files: which scores and grades move, and why."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from attrs import frozen

from perfscore import number
from perfscore.batch.choosing import choose
from perfscore.batch.store import Store
from perfscore.wording import Language, label


@frozen
class Value:
    """A parameter that the two rule books set otherwise. Args: name; before, after: values in words or empty."""

    name: str
    before: str
    after: str


@frozen
class Points:
    """What a rule book gives. Args: value: None where it cannot be computed. low, high: what is left to a person."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None

    def __str__(self) -> str:
        value = "—" if self.value is None else number.plain(self.value)
        if self.low is None or self.high is None or (self.value is not None and self.low == self.high):
            return value
        return f"{value}（{number.plain(self.low)}～{number.plain(self.high)}）"


@frozen
class Way:
    """How a score comes about. Args: branch: key of the way taken, or None. formula: the calculation, or None."""

    branch: str | None
    formula: str | None

    def words(self, language: Language) -> str:
        """Say it."""
        words = label(f"branch.{self.branch}", language) if self.branch else "—"
        return f"{words}（{self.formula}）" if self.formula else words


@frozen
class Moved:
    """What the two rule books give otherwise.

    Args:
        place, table_no, cell: where it stands. claimed, weight: as printed.
        before, after: the points under each rule book.
    """

    place: str
    table_no: int
    cell: str
    claimed: str
    weight: str
    before: Points
    after: Points


@frozen
class MovedScore(Moved):
    """A score that moves.

    Args:
        indicator: its name; empty for the execution row. target, actual: as printed.
        way_before, way_after: how the points come about.
    """

    indicator: str
    target: str
    actual: str
    way_before: Way
    way_after: Way

    def name(self, language: Language) -> str:
        """Name the row."""
        return self.indicator or label("report.execution", language)


@frozen
class MovedTotal(Moved):
    """A total that moves. Args: grade_before, grade_after: the grades, or empty."""

    grade_before: str
    grade_after: str


@frozen
class Comparison:
    """What differs between two editions of a store.

    Args:
        before, after: the rule books, as ``id@version``.
        values: the parameters that differ.
        files: number of files that both have, with the same content. one_sided: files that only one has, or that
            changed in between: they are not compared.
        moved: scores and totals that move, in the order of the files.
    """

    before: str
    after: str
    values: tuple[Value, ...]
    files: int
    one_sided: int
    moved: tuple[MovedScore | MovedTotal, ...]


_BOTH: Final = (
    "SELECT a.file AS file_a, b.file AS file_b, a.path, a.place AS shown FROM files AS a JOIN files AS b "
    "ON a.path = b.path AND a.sha256 = b.sha256 WHERE a.edition = ? AND b.edition = ?"
)
_MOVED: Final = f"""
    SELECT a.part, shown, a.table_no, coalesce(a.cell, ''), a.claimed_text, a.weight_text,
           a.recomputed, a.low, a.high, b.recomputed, b.low, b.high, a.level3, a.target, a.actual, a.branch, a.formula,
           b.branch, b.formula, coalesce(ta.grade, ''), coalesce(tb.grade, '')
    FROM ({_BOTH}) AS both_have
    JOIN scores AS a ON a.file = file_a
    JOIN scores AS b ON b.file = file_b AND b.table_no = a.table_no AND b.place = a.place AND b.part = a.part
    JOIN tables AS ta ON ta.file = file_a AND ta.table_no = a.table_no
    JOIN tables AS tb ON tb.file = file_b AND tb.table_no = a.table_no
    WHERE (a.recomputed, a.low, a.high, a.status) IS DISTINCT FROM (b.recomputed, b.low, b.high, b.status)
       OR (a.part = 'total' AND ta.grade IS DISTINCT FROM tb.grade)
    ORDER BY path, a.table_no, a.place
"""
_VALUES: Final = """
    WITH said AS (
        SELECT edition, name, string_agg(value, '；' ORDER BY since) AS value
        FROM parameters WHERE edition IN (?, ?) GROUP BY ALL
    )
    SELECT coalesce(a.name, b.name), coalesce(a.value, ''), coalesce(b.value, '')
    FROM (SELECT * FROM said WHERE edition = ?) AS a FULL JOIN (SELECT * FROM said WHERE edition = ?) AS b USING (name)
    WHERE a.value IS DISTINCT FROM b.value ORDER BY 1
"""


def compare(store: Store, before: str, after: str) -> Comparison:
    """Compare the results under two rule books.

    Args:
        store: open. before, after: names as :func:`perfscore.batch.choosing.choose` takes them.

    Raises:
        PerfscoreError: the store has no results of one of them (PS808).
    """
    pair = [choose(store, before), choose(store, after)]
    names = {
        edition: f"{rulebook}@{version}"
        for edition, rulebook, version in store.rows("SELECT edition, rulebook, version FROM editions")
    }
    files = int(store.rows(f"SELECT count(*) FROM ({_BOTH})", pair)[0][0])
    paths = store.rows("SELECT count(DISTINCT path) FROM files WHERE edition IN (?, ?)", pair)
    return Comparison(
        names[pair[0]],
        names[pair[1]],
        tuple(Value(*row) for row in store.rows(_VALUES, [*pair, *pair])),
        files,
        int(paths[0][0]) - files,
        tuple(_moved(*row) for row in store.rows(_MOVED, pair)),
    )


def _moved(part: str, *row: Any) -> MovedScore | MovedTotal:
    """Take a row of :data:`_MOVED`."""
    place, table_no, cell, claimed, weight, *rest = row
    shared = (place, table_no, cell, claimed, weight, Points(*rest[:3]), Points(*rest[3:6]))
    if part == "total":
        return MovedTotal(*shared, *rest[13:])
    indicator, target, actual = rest[6:9]
    return MovedScore(*shared, indicator, target, actual, Way(*rest[9:11]), Way(*rest[11:13]))


def lines(comparison: Comparison, language: Language = "zh") -> Iterator[str]:
    """Write a comparison as text: what differs in the rule books, then what moves in each file."""

    def say(name: str, **values: object) -> str:
        return label(f"batch.{name}", language, **{key: str(value) for key, value in values.items()})

    yield say("compared", before=comparison.before, after=comparison.after, files=comparison.files)
    if comparison.one_sided:
        yield say("one_sided", files=comparison.one_sided)
    for value in comparison.values:
        meaning = label(f"parameter.{value.name}", language)
        yield "  " + say("parameter", meaning=meaning, before=value.before or "—", after=value.after or "—")
    totals = [moved for moved in comparison.moved if isinstance(moved, MovedTotal)]
    regraded = sum(total.grade_before != total.grade_after for total in totals)
    yield say("moved", scores=len(comparison.moved) - len(totals), totals=len(totals), grades=regraded)
    shown: tuple[str, int] | None = None
    for moved in comparison.moved:
        if shown != (moved.place, moved.table_no):
            shown = (moved.place, moved.table_no)
            yield say("moved_table", place=moved.place, number=moved.table_no)
        yield "  " + _line(moved, language)


def _line(moved: MovedScore | MovedTotal, language: Language) -> str:
    points = f"{moved.before} → {moved.after}"
    if isinstance(moved, MovedTotal):
        grade = f"{moved.grade_before or '—'} → {moved.grade_after or '—'}"
        return label("batch.moved_total", language, points=points, grade=grade)
    return label(
        "batch.moved_score",
        language,
        cell=moved.cell,
        name=moved.name(language),
        target=moved.target,
        actual=moved.actual,
        weight=moved.weight,
        points=points,
        why=f"{moved.way_before.words(language)} → {moved.way_after.words(language)}",
    )


_COLUMNS: Final = (
    "file", "table_no", "cell", "name", "target", "actual", "weight", "claimed_score", "score_before", "score_after",
    "why_before", "why_after", "grade_before", "grade_after",
)  # fmt: skip


def as_csv(comparison: Comparison, language: Language = "zh") -> str:
    """Give what moves as CSV for a spreadsheet, one score a row, with its byte order mark."""
    import csv
    import io

    from perfscore.report.as_csv import BYTE_ORDER_MARK, as_text

    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(label(f"batch.{name}", language) for name in _COLUMNS)
    for moved in comparison.moved:
        writer.writerow(map(as_text, _cells(moved, language)))
    return text.getvalue()


def _cells(moved: MovedScore | MovedTotal, language: Language) -> tuple[str, ...]:
    where, points = (moved.place, str(moved.table_no), moved.cell), (str(moved.before), str(moved.after))
    if isinstance(moved, MovedTotal):
        printed = (label("report.total", language), "", "", moved.weight, moved.claimed)
        return (*where, *printed, *points, "", "", moved.grade_before, moved.grade_after)
    printed = (moved.name(language), moved.target, moved.actual, moved.weight, moved.claimed)
    ways = (moved.way_before.words(language), moved.way_after.words(language))
    return (*where, *printed, *points, *ways, "", "")

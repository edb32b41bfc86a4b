"""Two rule books over the same files: which scores and grades move, and why."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

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
class Moved:
    """A score or total that the two rule books give otherwise.

    Args:
        place, table_no, cell: where it stands. part: execution, indicator or total. indicator: its name.
        target, actual, weight, claimed: as printed.
        before, after: the points under each rule book, None where it cannot be computed.
        low_before, high_before, low_after, high_after: what is left to a person.
        branch_before, branch_after: keys of the way taken. formula_before, formula_after: the calculations.
        grade_before, grade_after: of a total.
    """

    place: str
    table_no: int
    cell: str | None
    part: str
    indicator: str
    target: str
    actual: str
    weight: str
    claimed: str
    before: Decimal | None
    after: Decimal | None
    low_before: Decimal | None
    high_before: Decimal | None
    low_after: Decimal | None
    high_after: Decimal | None
    branch_before: str | None
    branch_after: str | None
    formula_before: str | None
    formula_after: str | None
    grade_before: str | None
    grade_after: str | None

    @property
    def regraded(self) -> bool:
        """Whether it is a total whose grade moves."""
        return self.part == "total" and self.grade_before != self.grade_after


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
    moved: tuple[Moved, ...]


_BOTH: Final = (
    "SELECT a.file AS file_a, b.file AS file_b, a.path, a.place AS shown FROM files AS a JOIN files AS b "
    "ON a.path = b.path AND a.sha256 = b.sha256 WHERE a.edition = ? AND b.edition = ?"
)
_MOVED: Final = f"""
    SELECT shown, a.table_no, a.cell, a.part, a.level3, a.target, a.actual, a.weight_text, a.claimed_text,
           a.recomputed, b.recomputed, a.low, a.high, b.low, b.high, a.branch, b.branch, a.formula, b.formula,
           ta.grade, tb.grade
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
        tuple(Moved(*row) for row in store.rows(_MOVED, pair)),
    )


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
    totals = [moved for moved in comparison.moved if moved.part == "total"]
    regraded = sum(moved.regraded for moved in totals)
    yield say("moved", scores=len(comparison.moved) - len(totals), totals=len(totals), grades=regraded)
    shown: tuple[str, int] | None = None
    for moved in comparison.moved:
        if shown != (moved.place, moved.table_no):
            shown = (moved.place, moved.table_no)
            yield say("moved_table", place=moved.place, number=moved.table_no)
        yield "  " + _line(moved, language)


def _line(moved: Moved, language: Language) -> str:
    points = f"{_points(moved, 'before')} → {_points(moved, 'after')}"
    if moved.part == "total":
        grade = f"{moved.grade_before or '—'} → {moved.grade_after or '—'}"
        return label("batch.moved_total", language, points=points, grade=grade)
    name = moved.indicator or label("report.execution", language)
    why = " → ".join(_way(moved, side, language) for side in ("before", "after"))
    return label(
        "batch.moved_score",
        language,
        cell=moved.cell or "",
        name=name,
        target=moved.target,
        actual=moved.actual,
        weight=moved.weight,
        points=points,
        why=why,
    )


def _points(moved: Moved, side: str) -> str:
    value, low, high = (getattr(moved, f"{name}{side}") for name in ("", "low_", "high_"))
    if value is not None and low == high:
        return number.plain(value)
    bounds = "" if low is None else f"（{number.plain(low)}～{number.plain(high)}）"
    return f"{'—' if value is None else number.plain(value)}{bounds}"


def _way(moved: Moved, side: str, language: Language) -> str:
    branch, formula = getattr(moved, f"branch_{side}"), getattr(moved, f"formula_{side}")
    words = label(f"branch.{branch}", language) if branch else "—"
    return f"{words}（{formula}）" if formula else words


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
        total = moved.part == "total"
        name = label("report.total", language) if total else moved.indicator or label("report.execution", language)
        row = (
            moved.place, str(moved.table_no), moved.cell or "", name, moved.target, moved.actual, moved.weight,
            moved.claimed, _points(moved, "before"), _points(moved, "after"),
            "" if total else _way(moved, "before", language), "" if total else _way(moved, "after", language),
            (moved.grade_before or "") if total else "", (moved.grade_after or "") if total else "",
        )  # fmt: skip
        writer.writerow(map(as_text, row))
    return text.getvalue()

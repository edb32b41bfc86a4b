"""PS645: goal, completion, a name or a deadline speaks of another year than the table's."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import words
from perfscore.audit.prose import Year, years
from perfscore.audit.rows import Row
from perfscore.expression import Deadline
from perfscore.model import Remark, Table

CODE = "PS645"
_FAR = 3


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Find 促进2020年计划执行 in a table of 2021; dates, comparisons, documents and money carried over are no slips."""
    if table.year is None:
        return
    yield from _rows(context, table.year)
    wrong = [
        (field, year)
        for field in ("goal", "completion")
        for year in years(getattr(table, field))
        if year.year != table.year
        and abs(year.year - table.year) <= _FAR
        and (_is_plain(year, table.year) or (field == "completion" and _is_old_date(year, table.year)))
    ]
    if wrong:
        field, year = wrong[0]
        cells = tuple(cell for name in dict.fromkeys(name for name, _ in wrong[1:]) if (cell := table.cells.get(name)))
        other_years = "、".join(dict.fromkeys(f"{year.year}年" for _, year in wrong))
        quoted = f"{year.before[-8:]}{year.year}{year.after[:14]}"
        values = {"year": str(table.year), "found": other_years, "words": quoted, "where": field}
        yield Remark(CODE, table.cells.get(field), values, cells)


def _rows(context: Context, current: int) -> Iterator[Remark]:
    """Find names that speak of another year, and deadlines that had passed before the year began."""
    for row in context.rows:
        target = row.compared.target
        wrong = [year for year in years(row.indicator.level3) if year.year != current and _is_plain(year, current)]
        if wrong and abs(wrong[0].year - current) <= _FAR:
            values = {"found": f"{wrong[0].year}年", "words": row.indicator.level3, "where": "name"}
            yield row.remark(CODE, "level3", year=str(current), **values)
        elif isinstance(target, Deadline) and target.year is not None and target.year < current:
            values = {"found": f"{target.year}年", "words": row.indicator.target, "where": "target"}
            yield row.remark(CODE, "target", year=str(current), **values)
        elif (done := _done_before(row, current)) is not None:
            values = {"found": f"{done}年", "words": row.indicator.actual, "where": "actual"}
            yield row.remark(CODE, "actual", year=str(current), **values)


def _done_before(row: Row, current: int) -> int | None:
    """Give the year of an actual before the table's year, where the work was due in it: the date is last year's."""
    target, actual = row.compared.target, row.compared.actual
    if not isinstance(target, Deadline) or not isinstance(actual, Deadline) or target.year not in (current, None):
        return None
    return actual.year if actual.year is not None and actual.year < current else None


def _is_old_date(year: Year, current: int) -> bool:
    """Say whether a completion ends with an earlier year: 截至2021年12月底 in a table of 2022."""
    ends = year.after.startswith(words("years", "year_end"))
    return year.year < current and year.before.endswith(words("years", "until")) and ends


def _is_plain(year: Year, current: int) -> bool:
    if year.year > current and any(word in year.before for word in words("years", "planned")):
        return False
    if year.before.endswith(words("years", "before")) or year.after[1:2].isdigit():
        return False
    clause = year.before + year.after
    return not year.after[1:].startswith(words("years", "after")) and not any(
        word in clause for word in words("years", "clause")
    )

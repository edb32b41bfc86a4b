"""PS657: a project reports exactly the same satisfaction as in an earlier year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfscore.audit.projects import earlier_evaluations
from perfscore.audit.rows import row_of
from perfscore.model import Remark, Table
from perfscore.rulebook import Rulebook
from perfscore.text import fold

CODE = "PS657"


def across(tables: Sequence[Table], _book: Rulebook) -> Iterator[tuple[int, Remark]]:
    """Compare the actuals of satisfaction rows with the same name in two years of one project."""
    for index, before in earlier_evaluations(tables):
        table = tables[index]
        reported = {fold(row.level3): fold(row.actual) for row in before.indicators if row.actual}
        for indicator in table.indicators:
            row = row_of(indicator, table.year)
            same = indicator.actual and reported.get(fold(indicator.level3)) == fold(indicator.actual)
            if row.group == "satisfaction" and same:
                yield index, row.remark(CODE, "actual", last_year=str(before.year))

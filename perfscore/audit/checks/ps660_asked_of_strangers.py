"""PS660: satisfaction is asked of people with whom the project has nothing to do."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import rules
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS660"


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Find 学生家长满意度 in the table of a river: a row that was copied from another project.

    The words of the field are looked for in everything else that the table says.
    """
    for row in context.rows:
        if row.group != "satisfaction":
            continue
        name = fold(row.indicator.level3)
        asked = [rule for rule in rules("served") if any(word in name for word in rule["people"])]
        if not asked:
            continue
        others = (other.indicator.level3 + other.indicator.target for other in context.rows if other is not row)
        text = fold("".join((table.project, table.unit, table.department, table.goal, table.completion, *others)))
        if not any(word in text for rule in asked for word in (*rule["people"], *rule["field"])):
            yield row.remark(CODE, "level3", words=next(word for word in asked[0]["people"] if word in name))

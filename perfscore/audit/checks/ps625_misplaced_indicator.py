"""PS625: an indicator stands in a group that it does not measure."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds, rules, term
from perfscore.audit.prose import COUNTLESS
from perfscore.audit.rows import Row, is_time
from perfscore.expression import Quantity
from perfscore.expression.units import unit
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS625"


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Look for the words of the lexicon that tell another group; a department's table has groups of its own."""
    if table.kind == "department_evaluation":
        return
    for row in context.rows:
        group = _group_of_the_target(row)
        if group is not None:
            values = {"word": row.indicator.target, "group": row.indicator.level2, "belongs": group}
            yield row.remark(CODE, "level3", [row.cell("level2")], **values)
            continue
        for rule in rules("misplaced"):
            if (rule.get("kind") == "target" and context.claims) or not _in_group(row, rule["group"]):
                continue
            name = fold(row.indicator.level3)
            word = next((word for word in rule["words"] if word in name), None)
            if word is not None and not any(word in name for word in rule["unless"]):
                field = "level2" if "level2" in row.indicator.cells else "level3"
                yield row.remark(
                    CODE, "level3", [row.cell(field)], word=word, group=row.indicator.level2, belongs=rule["belongs"]
                )
                break


def _group_of_the_target(row: Row) -> str | None:
    """Give the group that a target belongs to by its unit: a ceiling in money, a count among the times."""
    target, direction = row.compared.target, row.compared.direction
    if not isinstance(target, Quantity) or not target.unit or row.group not in ("quantity", "quality", "time"):
        return None
    measured = unit(target.unit)
    if measured.money:
        return term("names", "cost_group") if direction == "ceiling" else None
    counted = "/" not in target.unit and measured.dimension not in COUNTLESS and not is_time(target.unit)
    if row.group != "time" or direction != "floor" or not counted:
        return None
    # A rate in a wrong unit is another matter.
    timely = holds(fold(row.indicator.level3), "rates", "timely")
    return None if timely else term("names", "quantity_group")


def _in_group(row: Row, group: str) -> bool:
    return row.group == group or group in fold(row.indicator.level2)

"""PS625: an indicator stands in a group that it does not measure."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import pattern, rules
from perfscore.audit.rows import Row
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS625"


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Look for the words of the lexicon that tell another group; a department's table has groups of its own."""
    if table.kind == "department_evaluation":
        return
    for row in context.rows:
        if row.group in ("quantity", "quality", "time") and row.compared.direction == "ceiling" and row.compared.money:
            values = {
                "word": row.indicator.target,
                "group": row.indicator.level2,
                "belongs": pattern("names", "cost_group"),
            }
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


def _in_group(row: Row, group: str) -> bool:
    return row.group == group or group in fold(row.indicator.level2)

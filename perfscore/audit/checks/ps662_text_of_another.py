"""PS662: goal or completion speaks of another place than the unit's, or of another edition than the project's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfscore.audit.context import Context
from perfscore.audit.lexicon import pattern, rules, term
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS662"


def check(table: Table, _context: Context) -> Iterator[Remark]:
    """Look for what shows that a text was taken over: one remark for goal and completion each."""
    for field in ("goal", "completion"):
        text = fold(getattr(table, field))
        words = _own_name(table, text) or _other_place(table, text)
        ordinal = _other_ordinal(table, text)
        if words or ordinal:
            values = {"words": words or ordinal or "", "where": field, "case": "place" if words else "edition"}
            yield Remark(CODE, table.cells.get(field), values)


def _own_name(table: Table, text: str) -> str | None:
    """Find 我县 in the text of a city's bureau."""
    owner = fold(table.unit or table.department)
    for rule in rules("own_place"):
        if rule["word"] in text and rule["place"] not in owner and any(place in owner for place in rule["instead"]):
            return str(rule["word"])
    return None


def _other_place(table: Table, text: str) -> str | None:
    """Find 为昌吉州经济发展提供支撑 in the goal of a bureau of 伊犁州."""
    own = set(pattern("names", "place").findall(fold(table.unit or table.department)))
    if not own or any(place in text for place in own):
        return None
    kinds = {place[-1] for place in own}
    known = fold("".join((table.project, table.unit, table.department, *(row.level3 for row in table.indicators))))
    for place in pattern("names", "place").findall(text):
        served = re.search(f"{place}{term('names', 'what_is_served')}", text) is not None
        if served and place[-1] in kinds and place not in known:
            return str(place)
    return None


def _other_ordinal(table: Table, text: str) -> str | None:
    """Find 第四次全国经济普查 in the texts of the project 第五次全国经济普查."""
    own = {noun: number for number, noun in pattern("names", "ordinal").findall(fold(table.project))}
    told = [(number, noun) for number, noun in pattern("names", "ordinal").findall(text) if noun in own]
    if any(number == own[noun] for number, noun in told):
        return None
    return next((f"第{number}{noun}" for number, noun in told), None)

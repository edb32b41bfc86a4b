"""PS647: the goal names work that no indicator measures."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from perfscore.audit.context import Context
from perfscore.audit.lexicon import holds, rules
from perfscore.audit.likeness import common, contained, content, pairs
from perfscore.audit.prose import COUNTLESS, Mention, clauses, mentions, unasked
from perfscore.audit.rows import Row
from perfscore.expression.units import unit
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS647"
_COVERED, _CLAUSES, _PAIRS, _QUOTED = 0.15, 2, 6, 16
_SHARED, _NAMED = 3, 8


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Look for deliverables of the lexicon in a target table's goal and in the names of its indicators.

    Other clauses count where several of them tell of work and share hardly a word with any indicator.
    """
    if not context.whole:
        return
    if context.claims:
        yield from _untold(table, context)
        return
    goal = fold(table.goal)
    # What the work costs does not say whether it was done.
    work = [row.indicator for row in context.rows if row.group != "cost"]
    texts = fold("".join(indicator.level3 + indicator.target for indicator in work))
    missing = []
    for rule in rules("deliverables"):
        word = next((word for word in rule["words"] if word in goal), None)
        if word is not None and not any(word in texts for word in (*rule["words"], *rule["measured"])):
            missing.append(word)
    names = pairs("，".join((table.project, *(row.indicator.level3 + row.indicator.target for row in context.rows))))
    uncovered = [
        clause for clause in clauses(table.goal) if _is_work(clause) and contained(content(clause), names) < _COVERED
    ]
    if len(uncovered) >= _CLAUSES:
        missing += [_quote(clause) for clause in uncovered if not any(word in clause for word in missing)]
    missing += [quote for _, quote in _amounts(table.goal, context.rows) if not any(word in quote for word in missing)]
    if missing:
        yield Remark(CODE, table.cells.get("goal"), {"words": "、".join(f"“{word}”" for word in missing)})


def _untold(table: Table, context: Context) -> Iterator[Remark]:
    """Name work of the goal that neither an indicator nor the completion of an evaluation counts."""
    if not table.completion:
        return
    kinds = {mention.dimension for mention in mentions(table.completion)}
    missing = [quote for mention, quote in _amounts(table.goal, context.rows) if _is_untold(mention, table, kinds)]
    if missing:
        words = "、".join(f"“{quote}”" for quote in missing)
        also = tuple(cell for cell in (table.cells.get("completion"),) if cell)
        yield Remark(CODE, table.cells.get("goal"), {"words": words}, also)


def _is_untold(mention: Mention, table: Table, kinds: Container[str]) -> bool:
    about = common(table.completion, f"{mention.before}{mention.after}")
    return mention.dimension not in kinds and len(about) < _SHARED


def _amounts(goal: str, rows: Sequence[Row]) -> Iterator[tuple[Mention, str]]:
    """Quote the amounts of work in a goal that are no row's target, alone or added up, and whose name no row holds."""
    names = [fold(row.indicator.level3 + row.indicator.target) for row in rows]
    for mention in unasked(filter(_counts_work, mentions(goal)), {row.target_size for row in rows}):
        clause = f"{mention.before[-_QUOTED:]}{mention.text}{mention.after[:_QUOTED]}"
        work = holds(clause, "names", "work") or holds(clause, "delivered", "verb")
        if work and all(len(common(name, clause)) < _SHARED for name in names):
            yield mention, _quote(f"{mention.before[-_NAMED:]}{mention.text}{mention.after[:_NAMED]}")


def _counts_work(mention: Mention) -> bool:
    """Say whether a quantity counts work: neither money nor time, and no share."""
    return not unit(mention.unit).money and mention.dimension not in COUNTLESS


def _is_work(clause: str) -> bool:
    return holds(clause, "names", "work") and len(content(clause)) >= _PAIRS


def _quote(clause: str) -> str:
    return clause if len(clause) <= _QUOTED else f"{clause[:_QUOTED]}…"

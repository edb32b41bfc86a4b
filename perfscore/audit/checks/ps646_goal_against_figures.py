"""PS646: the amounts of the goal do not add up, or differ a little from the indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.goal_figures import differing
from perfscore.audit.lexicon import holds, words
from perfscore.audit.prose import COUNTLESS, Mention, mentions, sentences
from perfscore.expression.money import FUNDS_UNIT
from perfscore.expression.units import unit
from perfscore.model import Remark, Table

CODE = "PS646"
_PART = Decimal("0.2")


def check(table: Table, context: Context) -> Iterator[Remark]:
    """Read the goal; the completion is held against the rows by PS619 and PS641."""
    cell = table.cells.get("goal")
    for field in ("goal", "completion"):
        for sentence in sentences(getattr(table, field)):
            wrong = _sum(sentence)
            if wrong is not None:
                whole, parts, total = wrong
                sums = "＋".join(part.text for part in parts)
                values = {"case": "sum", "other": f"{sums}＝{total}", "words": f"{whole.before[-10:]}{whole.text}"}
                yield Remark(CODE, table.cells.get(field), values)
    yield from _budget(table, context)
    if not context.comparable:
        return
    for mention, row in differing(mentions(table.goal), context.rows):
        quote = f"{mention.before[-12:]}{mention.text}"
        values = {"other": row.indicator.target, "words": quote}
        yield row.remark(CODE, "target", [cell], case="row", **values)


def _budget(table: Table, context: Context) -> Iterator[Remark]:
    """Hold what the goal calls the project's budget against the funds block; another amount may be a part of it."""
    total = context.total
    budget = total.money("initial") or total.money("full_year") if total is not None else None
    if total is None or not budget:
        return
    known = {total.money("initial"), total.money("full_year"), total.money("executed")}
    for sentence in sentences(table.goal):
        parts = _parts_of_the_budget(sentence)
        whole = number.add(*(part.size for part in parts)) if parts else budget
        if whole not in known and abs(number.add(whole, -budget)) <= number.multiply(_PART, budget):
            sums = f"{number.short(number.divide(whole, unit(FUNDS_UNIT).factor))}{FUNDS_UNIT}"
            values = {"words": "＋".join(part.text for part in parts) + f"＝{sums}", "other": total.printed("initial")}
            yield Remark(CODE, table.cells.get("goal"), {"case": "budget", **values})
    for mention in mentions(table.goal):
        gap = abs(number.add(mention.size, -budget))
        if not unit(mention.unit).money or mention.size in known or gap > number.multiply(_PART, budget):
            continue
        if mention.before.endswith(words("funds", "budget")):
            values = {"other": total.printed("initial" if total.fund.initial else "full_year")}
            quote = f"{mention.before[-12:]}{mention.text}"
            yield Remark(CODE, table.cells.get("goal"), {"case": "budget", "words": quote, **values})


def _sum(sentence: str) -> tuple[Mention, list[Mention], str] | None:
    """Find 共37.07万元，其中甲31.97万元、乙1.6万元 whose parts do not make the whole; counts likewise behind 其中."""
    told = mentions(sentence)
    amounts = [mention for mention in told if unit(mention.unit).money] or _counted(sentence, told)
    parts = list(takewhile(lambda part: part.size <= amounts[0].size, amounts[1:]))
    if len(parts) < 2 or not holds(sentence[sentence.find(amounts[0].text) :], "funds", "split"):
        return None
    total = number.add(*(part.size for part in parts))
    gap = number.add(total, -amounts[0].size)
    rounding = number.multiply(Decimal("0.01"), unit(amounts[0].unit).factor, Decimal(len(parts)))
    # A part as large as the whole is another side of it; parts far below the whole are examples.
    if any(part.size == amounts[0].size for part in parts):
        return None
    if abs(gap) <= rounding or gap < -number.multiply(Decimal("0.1"), amounts[0].size):
        return None
    return amounts[0], parts, f"{number.short(number.divide(total, unit(amounts[0].unit).factor))}{amounts[0].unit}"


def _parts_of_the_budget(sentence: str) -> list[Mention]:
    """List the amounts behind 其中, where none stands in front of it: they are parts of the whole budget."""
    before, split, after = sentence.partition(words("funds", "part")[0])
    if not split or any(unit(mention.unit).money for mention in mentions(before)):
        return []
    amounts = [mention for mention in mentions(after) if unit(mention.unit).money and "/" not in mention.unit]
    return amounts if len(amounts) > 1 else []


def _counted(sentence: str, told: Sequence[Mention]) -> list[Mention]:
    """List a count and its parts in the same unit: 600批次，其中甲320批次、乙280批次."""
    whole, split, _ = sentence.partition(words("funds", "part")[0])
    before = mentions(whole)
    if not split or not before or before[-1].dimension in COUNTLESS:
        return []
    return [mention for mention in told[len(before) - 1 :] if mention.dimension == before[-1].dimension]

"""PS646: the amounts of the goal do not add up, or differ a little from the indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfscore import number
from perfscore.audit.context import Context
from perfscore.audit.lexicon import head, holds, words
from perfscore.audit.likeness import common, contained, content, pairs
from perfscore.audit.prose import COUNTLESS, Mention, mentions, sentences, unasked
from perfscore.audit.rows import Row
from perfscore.expression.units import unit
from perfscore.model import Remark, Table
from perfscore.text import fold

CODE = "PS646"
_PART = Decimal("0.2")
_NEAR, _SHARED, _LONG, _ABOUT = Decimal("0.01"), 3, 5, 0.3


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
    told = mentions(table.goal)
    # A row whose own figure the goal gives: another one is that of other work (改造提升 beside 新建).
    served = [row for row in context.rows if any(_is_told_by(row, mention) for mention in told)]
    for mention in unasked(told, {row.target_size for row in context.rows}):
        for row in context.rows:
            if row in served:
                continue
            if _is_slip(mention, row) or row in (_only_row(mention, told, context.rows), _rate(mention, context.rows)):
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
    parts = amounts[1:]
    if len(parts) < 2 or not holds(sentence[sentence.find(amounts[0].text) :], "funds", "split"):
        return None
    total = number.add(*(part.size for part in parts))
    gap = number.add(total, -amounts[0].size)
    rounding = number.multiply(Decimal("0.01"), unit(amounts[0].unit).factor, Decimal(len(parts)))
    # Parts far below the whole are examples, not all of it.
    if abs(gap) <= rounding or gap < -number.multiply(Decimal("0.1"), amounts[0].size):
        return None
    return amounts[0], parts, f"{number.short(number.divide(total, unit(amounts[0].unit).factor))}{amounts[0].unit}"


def _moved_point(first: Decimal, second: Decimal) -> bool:
    """Say whether two figures differ by zeros alone: 50亿元 and 500亿元."""
    return first != second and first.normalize().as_tuple().digits == second.normalize().as_tuple().digits


def _counted(sentence: str, told: Sequence[Mention]) -> list[Mention]:
    """List a count and its parts in the same unit: 600批次，其中甲320批次、乙280批次."""
    whole, split, _ = sentence.partition(words("funds", "part")[0])
    before = mentions(whole)
    if not split or not before or before[-1].dimension in COUNTLESS:
        return []
    return [mention for mention in told[len(before) - 1 :] if mention.dimension == before[-1].dimension]


def _is_told_by(row: Row, mention: Mention) -> bool:
    named = len(common(fold(row.indicator.level3), mention.before)) >= _SHARED
    return named and (mention.size, mention.dimension) == row.target_size


def _only_row(mention: Mention, told: Sequence[Mention], rows: Sequence[Row]) -> Row | None:
    """Find the only row in a mention's unit, where the goal begins with that figure and speaks of the same thing.

    完成监督抽检600批次，其中农产品320批次 is what 抽检批次 ≥500批次 should ask for.
    """
    if unit(mention.unit).money or mention.dimension in COUNTLESS:
        return None
    fitting = [row for row in rows if row.target_size is not None and row.target_size[1] == mention.dimension]
    alike = [other for other in told if other.dimension == mention.dimension]
    if len(fitting) != 1 or mention is not alike[0] or any(other.size > mention.size for other in alike):
        return None
    about = contained(content(fitting[0].indicator.level3), pairs(f"{mention.before}，{mention.after}"))
    return fitting[0] if about >= _ABOUT else None


def _rate(mention: Mention, rows: Sequence[Row]) -> Row | None:
    """Find the only row of a rate that the goal names in front of a figure: 满意度达到95%以上."""
    if mention.dimension != "%":
        return None
    said = _said(mention.before)
    rate = next((rate for rate in words("good", "rates") if said.endswith(rate)), None)
    rows = [row for row in rows if rate is not None and head(row.indicator.level3).endswith(rate)]
    target = rows[0].target_size if len(rows) == 1 else None
    return rows[0] if target is not None and target[1] == mention.dimension else None


def _said(before: str) -> str:
    """Drop what stands between a name and its figure."""
    for word in words("completion", "in_front_of_figure"):
        before = before.removesuffix(word)
    return before


def _is_slip(mention: Mention, row: Row) -> bool:
    """Say whether a figure of the goal is meant for a row and differs from its target: by a hair, or by name."""
    target = row.target_size
    if target is None or target[1] != mention.dimension or not target[0]:
        return False
    gap = abs(number.add(target[0], -mention.size))
    shared = len(common(fold(row.indicator.level3), mention.before))
    near = gap <= number.multiply(_NEAR, target[0]) or _moved_point(target[0], mention.size)
    name = fold(row.indicator.level3)
    # An amount of money beside part of a name may be a part of that money; a price is not.
    priced = holds(name, "names", "price") and mention.before.endswith(common(name, mention.before))
    named = priced and shared > _SHARED if row.compared.money else shared >= _LONG
    return gap > 0 and shared >= _SHARED and (near or named)

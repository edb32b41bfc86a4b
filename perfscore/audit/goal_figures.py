"""Tell for which row a figure of the goal is meant, where it is not that row's target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfscore import number
from perfscore.audit.lexicon import head, holds, without_verbs, words
from perfscore.audit.likeness import common, contained, content, pairs
from perfscore.audit.prose import COUNTLESS, Mention, unasked
from perfscore.audit.rows import Row
from perfscore.expression.units import is_share, unit
from perfscore.text import fold

_NEAR, _SHARED, _LONG, _ABOUT, _ACT = Decimal("0.01"), 3, 5, 0.3, 2


def differing(told: Sequence[Mention], rows: Sequence[Row]) -> Iterator[tuple[Mention, Row]]:
    """Pair the figures of a goal with the rows that they are meant for and whose targets are others.

    Args:
        told: the figures of the goal. rows: the indicators.

    Yields:
        A figure and a row. A row whose own figure the goal gives is left out: another one is that of other work
        (改造提升 beside 新建).
    """
    open_rows = [row for row in rows if not any(_is_told_by(row, mention) for mention in told)]
    for mention in unasked(told, {row.target_size for row in rows}):
        meant = (_only_row(mention, told, rows), _only_rate(mention, rows))
        for row in open_rows:
            if row in meant or _is_slip(mention, row):
                yield mention, row


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
    name = fitting[0].indicator.level3
    about = contained(content(name), pairs(f"{mention.before}，{mention.after}")) >= _ABOUT
    rare = len(alike) == 1 and mention.unit not in words("names", "common_counters")
    return fitting[0] if about or rare or begins_with_the_act(name, mention) else None


def begins_with_the_act(name: str, mention: Mention) -> bool:
    """Say whether a name begins with what stands in front of the figure: 检查商贸企业家次 and 检查60家次."""
    return mention.before.endswith(fold(name)[:_ACT])


def _only_rate(mention: Mention, rows: Sequence[Row]) -> Row | None:
    """Find the only row of a rate that the goal names in front of a figure: 满意度达到95%以上."""
    if not is_share(mention.unit):
        return None
    said = without_verbs(mention.before)
    rate = next((rate for rate in words("good", "rates") if said.endswith(rate)), None)
    rows = [row for row in rows if rate is not None and head(row.indicator.level3).endswith(rate)]
    target = rows[0].target_size if len(rows) == 1 else None
    return rows[0] if target is not None and target[1] == mention.dimension else None


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


def _moved_point(first: Decimal, second: Decimal) -> bool:
    """Say whether two figures differ by zeros alone: 50亿元 and 500亿元."""
    return first != second and first.normalize().as_tuple().digits == second.normalize().as_tuple().digits

"""What several checks ask of a row: target and actual in one unit, whether it is met, what is claimed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from perfscore import number, wording
from perfscore.audit.lexicon import pattern, words
from perfscore.audit.prose import clauses
from perfscore.expression import Absent, Deadline, Expression, Quantity, Range, parse
from perfscore.expression.units import unit as unit_of
from perfscore.model import Indicator, Remark, Score, Table
from perfscore.number import CENT
from perfscore.scoring.dates import on_time
from perfscore.scoring.lexicon import DIRECTION_OF_SIGN, Direction, direction_of_name, is_level
from perfscore.scoring.measure import Misfit, scale
from perfscore.scoring.points import meets
from perfscore.scoring.row import read_points
from perfscore.text import fold, is_blank

GROUPS: Final = ("satisfaction", "cost", "quantity", "quality", "time", "benefit")
"""The groups of indicators that the lexicon knows."""

_TIME = ("小时", "个月", "个工作日")
_NO_DEVIATION = frozenset({"无偏差"})


class Compared(NamedTuple):
    """A target beside its actual, by their texts alone.

    Args:
        target: as parsed. actual: as parsed.
        direction: what a number's sign or name asks for; None where the target is no single number.
        cost: whether the row is a cost: by its level, or measured in money and no benefit.
        money: whether it is measured in money.
        target_value: the target in the common unit. actual_value: the actual in it; None where either is no number
            or the units do not fit.
        unit: unit of the target as written, or of the actual where the target has none.
        met: whether the target is reached; None where that cannot be told.
        excess: the actual over a target that it exceeds, where more is better; else None.
        target_size: the target as a size and what it measures, as mentions in prose have it; None where it is no
            number. actual_size: the actual so; without a unit of its own it has that of the target.
    """

    target: Expression
    actual: Expression
    direction: Direction | None = None
    cost: bool = False
    money: bool = False
    target_value: Decimal | None = None
    actual_value: Decimal | None = None
    unit: str = ""
    met: bool | None = None
    excess: Decimal | None = None
    target_size: tuple[Decimal, str] | None = None
    actual_size: tuple[Decimal, str] | None = None


class Row(NamedTuple):
    """An indicator with the facts that checks share.

    Args:
        indicator: the row. score: its score; None in a target table.
        weight: 分值 in points, or None. claimed: the claimed score, or None.
        compared: target and actual.
        group: the group of indicators that the row stands in, such as ``quantity``; empty where its levels tell none.
    """

    indicator: Indicator
    score: Score | None
    weight: Decimal | None
    claimed: Decimal | None
    compared: Compared
    group: str

    @property
    def claimed_in_full(self) -> bool:
        """Whether the sheet claims the whole weight, or that the target was reached where it prints no points."""
        if self.weight is None and self.claimed is None:
            return self.score is not None and self.compared.met is True
        return self.claimed is not None and self.claimed == self.weight and self.claimed > 0

    @property
    def unexplained(self) -> bool:
        """Whether the claimed score is wrong under every known reading of the rules, rounding gaps aside."""
        score = self.score
        return score is not None and score.verdict == "differs" and not score.explained_by

    @property
    def lost(self) -> bool:
        """Whether the sheet claims less than the weight, rounding gaps aside."""
        return self.claimed is not None and self.weight is not None and self.weight - self.claimed > CENT

    @property
    def ratio(self) -> Decimal | None:
        """The actual over the target of a number to be reached; None where that says nothing."""
        compared = self.compared
        if (
            compared.target_value is None
            or compared.actual_value is None
            or compared.target_value <= 0
            or compared.cost
        ):
            return None
        return (
            number.divide(compared.actual_value, compared.target_value)
            if compared.direction in ("floor", "equal")
            else None
        )

    def cell(self, field: str) -> str | None:
        """Give the cell of a field, or of the name where the field has none."""
        return self.indicator.cells.get(field) or self.indicator.cells.get("level3")

    @property
    def target_size(self) -> tuple[Decimal, str] | None:
        """The target as a size and what it measures; see `Compared`."""
        return self.compared.target_size

    @property
    def actual_size(self) -> tuple[Decimal, str] | None:
        """The actual as a size and what it measures; see `Compared`."""
        return self.compared.actual_size

    def remark(self, code: str, field: str = "claimed", also: Iterable[str | None] = (), **values: str) -> Remark:
        """Remark on a cell of the row; the row's own texts are among the values.

        Args:
            code: the finding code. field: of the cell. also: further cells that the remark rests on.
            values: what the message names besides.
        """
        indicator = self.indicator
        texts = {
            "indicator": indicator.level3,
            "target": indicator.target,
            "actual": indicator.actual,
            "weight": indicator.weight,
            "claimed": indicator.claimed,
        }
        return Remark(code, self.cell(field), {**texts, **values}, tuple(cell for cell in also if cell))


class Narrative(NamedTuple):
    """A text that tells what was done.

    Args:
        row: whose reason it is; None for the completion. text: as printed. cell: where it stands, or None.
    """

    row: Row | None
    text: str
    cell: str | None

    @property
    def name(self) -> str:
        """The name of its row; empty for the completion."""
        return self.row.indicator.level3 if self.row is not None else ""

    @property
    def where(self) -> str:
        """Which text it is, as messages name it."""
        return "completion" if self.row is None else "reason"


def narratives(table: Table, rows: Iterable[Row]) -> list[Narrative]:
    """List the reasons of the rows, then the completion of the table."""
    reasons = [Narrative(row, row.indicator.deviation, row.cell("deviation")) for row in rows]
    return [*reasons, Narrative(None, table.completion, table.cells.get("completion"))]


def joint(code: str, rows: Sequence[Row], field: str, also: Iterable[str | None] = (), **values: str) -> Remark:
    """Make one remark about several rows: on the first one's cell, resting on all of them.

    Args:
        code: the finding code. rows: at least one. field: of the cells. also: further cells. values: of the message.
    """
    cells = [row.cell(field) for row in rows]
    texts = {"rows": names(rows), "count": str(len(rows)), **values}
    return Remark(code, cells[0], texts, tuple(cell for cell in (*cells[1:], *also) if cell))


def names(rows: Sequence[Row]) -> str:
    """List the names of rows as a value of a remark, which is put into words in the language of the finding."""
    return wording.names(row.indicator.level3 for row in rows)


@lru_cache(maxsize=4096)
def group_of(level1: str, level2: str) -> str:
    """Say which group of indicators the levels name; the level 2 decides where it names one."""
    for level in (fold(level2), fold(level1)):
        for group in GROUPS:
            if any(word in level for word in words("groups", group)):
                return group
    return ""


def row_of(indicator: Indicator, year: int | None) -> Row:
    """Work out the facts of a row; what depends on its texts alone is cached by them.

    Args:
        indicator: after scoring.
        year: the table's year, or None.
    """
    score = indicator.score
    claimed = score.claimed if score is not None else None
    compared = _compared(indicator.target, indicator.actual, indicator.level1, indicator.level2, indicator.level3, year)
    group = group_of(indicator.level1, indicator.level2)
    return Row(indicator, score, read_points(indicator.weight), claimed, compared, group)


def is_wish(reason: str) -> bool:
    """Say whether a whole reason is a wish: 还有一定差距，今后继续努力."""
    said = clauses(reason)
    return bool(said) and all(pattern("reason", "wish").fullmatch(clause.rstrip(".")) for clause in said)


def is_saving(row: Row) -> bool:
    """Say whether a row that misses its target is a cost without a ceiling's sign: less of it is a saving."""
    return row.compared.cost and row.compared.direction != "ceiling"


def says_nothing(text: str) -> bool:
    """Say whether a cell for a reason holds none: blank, a dash, 无."""
    folded = fold(text).rstrip("。.")
    return is_blank(folded) or folded in _NO_DEVIATION


@lru_cache(maxsize=16384)
def _compared(target: str, actual: str, level1: str, level2: str, name: str, year: int | None) -> Compared:
    compared = _compare(target, actual, level1, level2, name, year)
    return compared._replace(
        target_size=_size(compared.target, compared.unit), actual_size=_size(compared.actual, compared.unit)
    )


def _size(value: Expression, unit: str) -> tuple[Decimal, str] | None:
    if not isinstance(value, Quantity):
        return None
    measured = unit_of(value.unit or unit)
    return number.multiply(value.value, measured.factor), measured.dimension


def _compare(target: str, actual: str, level1: str, level2: str, name: str, year: int | None) -> Compared:
    target_tree, actual_tree = parse(target), parse(actual)
    by_level = is_level("cost", level1, level2)
    if isinstance(target_tree, Deadline):
        met = on_time(target_tree, actual_tree, year) if isinstance(actual_tree, Deadline) else None
        return Compared(target_tree, actual_tree, met=met)
    if not isinstance(target_tree, Quantity | Range):
        return Compared(target_tree, actual_tree, cost=by_level)
    other = actual_tree if isinstance(actual_tree, Quantity | Range) else target_tree
    scaled = scale(target_tree, other)
    unit = (target_tree.unit or other.unit) if not isinstance(actual_tree, Absent) else target_tree.unit
    if isinstance(scaled, Misfit):
        return Compared(target_tree, actual_tree, _direction(target_tree, name), by_level, unit=unit)
    money, cost = scaled.money, by_level or (scaled.money and group_of(level1, level2) != "benefit")
    low, high = (
        number.multiply(bound, scaled.target)
        for bound in (
            (target_tree.value, target_tree.value)
            if isinstance(target_tree, Quantity)
            else (target_tree.low, target_tree.high)
        )
    )
    direction = _direction(target_tree, name)
    if not isinstance(actual_tree, Quantity) or actual_tree.operator not in (None, "="):
        return Compared(target_tree, actual_tree, direction, cost, money, low if low == high else None, None, unit)
    actual_size = number.multiply(actual_tree.value, scaled.actual)
    if direction is None:
        return Compared(
            target_tree, actual_tree, None, cost, money, None, actual_size, unit, low <= actual_size <= high
        )
    met = meets(low, actual_size, direction, cost)
    excess = None
    if 0 < low < actual_size and not cost and (direction == "floor" or (direction == "equal" and not is_time(unit))):
        excess = number.divide(actual_size, low)
    return Compared(target_tree, actual_tree, direction, cost, money, low, actual_size, unit, met, excess)


def is_time(name: str) -> bool:
    """Say whether a unit measures time: more of it than asked for is a delay, not an achievement."""
    return any(unit_of(name).dimension == unit_of(time).dimension for time in _TIME)


def _direction(target: Quantity | Range, name: str) -> Direction | None:
    if isinstance(target, Range):
        return None
    if target.operator is not None:
        return DIRECTION_OF_SIGN[target.operator]
    named = direction_of_name(name)
    return named[0] if named else "equal"

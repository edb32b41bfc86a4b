"""Lists of items that a person ticks: ①…，0.5分；②…，0.5分, or 每符合一条得1分."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from perfscore.criteria import lexicon
from perfscore.criteria.phrases import label_kind, label_number
from perfscore.criteria.statements import Every, Mark, Measure, Misread, Points, Statement, Text
from perfscore.criteria.tree import Clause, Item, Limits

_LEAST_ITEMS = 2


def checklist(statements: Sequence[Statement], text: str) -> tuple[tuple[Clause, ...], Limits] | None:
    """Read a criterion as a list of items.

    Args:
        statements: of the grammar. text: the folded criterion.

    Returns:
        Its items and limits, or None where it is no such list.
    """
    labels = [
        index for index, statement in enumerate(statements) if isinstance(statement, Mark) and statement.kind == "LABEL"
    ]
    if len(labels) < _LEAST_ITEMS:
        return None
    if not all(isinstance(statement, Text) or _is_silent(statement) for statement in statements[: labels[0]]):
        return None
    texts = [statement.text for statement in statements if isinstance(statement, Mark) and statement.kind == "LABEL"]
    if [label_number(statement) for statement in texts] != list(range(1, len(texts) + 1)) or len(
        set(map(label_kind, texts))
    ) > 1:
        return None
    items: list[tuple[str, int, Decimal | None]] = []
    tail: Sequence[Statement] = ()
    for number, start in enumerate(labels):
        end = labels[number + 1] if number + 1 < len(labels) else len(statements)
        segment = statements[start + 1 : end]
        stop = next((index for index, statement in enumerate(segment) if _ends(statement)), len(segment))
        own, rest = segment[:stop], segment[stop:]
        if number + 1 < len(labels) and any(not isinstance(statement, Mark) for statement in rest):
            return None
        item = _item(own, statements[start], text)
        if item is None:
            return None
        items.append(item)
        tail = rest
    return _with_points(items, [statement for statement in tail if not _is_silent(statement)])


_SILENT = frozenset({"SEPARATOR", "COMMA"})


def _is_silent(statement: Statement) -> bool:
    return isinstance(statement, Mark) and statement.kind in _SILENT


def _ends(statement: Statement) -> bool:
    return isinstance(statement, Mark) and statement.kind == "SEPARATOR"


def _item(statements: Sequence[Statement], label: Statement, text: str) -> tuple[str, int, Decimal | None] | None:
    """Read one item: words and numbers that a person checks, with points or without."""
    points: Decimal | None = None
    for statement in statements:
        if isinstance(statement, Points):
            if points is not None or statement.gain not in ("give", "unsigned") or statement.score is None:
                return None
            if statement.score.share or statement.score.low != statement.score.high:
                return None
            points = statement.score.low
        elif not (isinstance(statement, Text | Measure) or _is_silent(statement)):
            return None
    if not any(isinstance(statement, Text) for statement in statements):
        return None
    measured = [statement for statement in statements if isinstance(statement, Measure)]
    if (
        measured
        and points is not None
        and not any(isinstance(statement, Text) and len(statement.text) > 2 for statement in statements)
    ):
        return None
    return text[label.start : statements[-1].end], label.start, points


def _with_points(
    items: list[tuple[str, int, Decimal | None]], tail: list[Statement]
) -> tuple[tuple[Clause, ...], Limits] | None:
    """Give every item its points: its own, or those that a last sentence says for each."""
    own = [points for _, _, points in items]
    each: Decimal | None = None
    limits = Limits()
    for statement in tail:
        if isinstance(statement, Every):
            score = statement.points.score
            if (
                each is not None
                or score is None
                or statement.points.gain not in ("give", "add")
                or not _counts_items(statement)
            ):
                return None
            each = score.low
        elif isinstance(statement, Mark) and statement.kind in ("floored", "capped"):
            continue
        elif not isinstance(statement, Text):
            return None
    if (each is None) == (None in own):
        return None
    if each is not None and any(points is not None for points in own):
        raise Misread("two_points", items[0][1])
    clauses = tuple(
        Item(text, start, index + 1, points if points is not None else each or Decimal(0))
        for index, (text, start, points) in enumerate(items)
    )
    return clauses, limits


def _counts_items(every: Every) -> bool:
    counted = every.unit or (every.measures[-1].amounts[0].unit if every.measures else "")
    if len(every.measures) > 1 or (every.measures and every.measures[-1].amounts[0].value != 1):
        return False
    return counted in lexicon.listed("items") and not any(word in every.words for word in lexicon.listed("negations"))

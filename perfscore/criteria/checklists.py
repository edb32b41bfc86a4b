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
    labels = [place for place, one in enumerate(statements) if isinstance(one, Mark) and one.kind == "LABEL"]
    if len(labels) < _LEAST_ITEMS:
        return None
    if not all(isinstance(one, Text) or _is_silent(one) for one in statements[: labels[0]]):
        return None
    texts = [one.text for one in statements if isinstance(one, Mark) and one.kind == "LABEL"]
    if [label_number(one) for one in texts] != list(range(1, len(texts) + 1)) or len(set(map(label_kind, texts))) > 1:
        return None
    items: list[tuple[str, int, Decimal | None]] = []
    tail: Sequence[Statement] = ()
    for number, start in enumerate(labels):
        end = labels[number + 1] if number + 1 < len(labels) else len(statements)
        segment = statements[start + 1 : end]
        stop = next((place for place, one in enumerate(segment) if _ends(one)), len(segment))
        own, rest = segment[:stop], segment[stop:]
        if number + 1 < len(labels) and any(not isinstance(one, Mark) for one in rest):
            return None
        item = _item(own, statements[start], text)
        if item is None:
            return None
        items.append(item)
        tail = rest
    return _with_points(items, [one for one in tail if not _is_silent(one)])


_SILENT = frozenset({"SEPARATOR", "COMMA"})


def _is_silent(statement: Statement) -> bool:
    return isinstance(statement, Mark) and statement.kind in _SILENT


def _ends(statement: Statement) -> bool:
    return isinstance(statement, Mark) and statement.kind == "SEPARATOR"


def _item(statements: Sequence[Statement], label: Statement, text: str) -> tuple[str, int, Decimal | None] | None:
    """Read one item: words and numbers that a person checks, with points or without."""
    points: Decimal | None = None
    for one in statements:
        if isinstance(one, Points):
            if points is not None or one.gain not in ("give", "unsigned") or one.score is None:
                return None
            if one.score.share or one.score.low != one.score.high:
                return None
            points = one.score.low
        elif not (isinstance(one, Text | Measure) or _is_silent(one)):
            return None
    if not any(isinstance(one, Text) for one in statements):
        return None
    measured = [one for one in statements if isinstance(one, Measure)]
    if measured and points is not None and not any(isinstance(one, Text) and len(one.text) > 2 for one in statements):
        return None
    return text[label.start : statements[-1].end], label.start, points


def _with_points(
    items: list[tuple[str, int, Decimal | None]], tail: list[Statement]
) -> tuple[tuple[Clause, ...], Limits] | None:
    """Give every item its points: its own, or those that a last sentence says for each."""
    own = [points for _, _, points in items]
    each: Decimal | None = None
    limits = Limits()
    for one in tail:
        if isinstance(one, Every):
            score = one.points.score
            if each is not None or score is None or one.points.gain not in ("give", "add") or not _counts_items(one):
                return None
            each = score.low
        elif isinstance(one, Mark) and one.kind in ("floored", "capped"):
            continue
        elif not isinstance(one, Text):
            return None
    if (each is None) == (None in own):
        return None
    if each is not None and any(points is not None for points in own):
        raise Misread("two_points", items[0][1])
    clauses = tuple(
        Item(text, start, place + 1, points if points is not None else each or Decimal(0))
        for place, (text, start, points) in enumerate(items)
    )
    return clauses, limits


def _counts_items(every: Every) -> bool:
    counted = every.unit or (every.measures[-1].amounts[0].unit if every.measures else "")
    if len(every.measures) > 1 or (every.measures and every.measures[-1].amounts[0].value != 1):
        return False
    return counted in lexicon.listed("items") and not any(word in every.words for word in lexicon.listed("negations"))

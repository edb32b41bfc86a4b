"""How a printed criterion was read and what an actual is worth by it, in words for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore import number
from perfscore.criteria import Award, Criterion
from perfscore.wording import Language, label


def lines(criterion: Criterion, award: Award | None, actual: str, language: Language = "zh") -> Iterator[str]:
    """Describe a criterion: its text, its shape and its clauses; then the points of an actual with their clause.

    Args:
        criterion: as read. award: what the actual is worth, or None. actual: as given.
        language: of the labels.
    """
    yield f"{criterion.text}　{label(f'criterion_shape.{criterion.shape}', language)}"
    for clause in criterion.clauses:
        yield f"  · {clause.text}"
    if award is None:
        return
    points = number.plain(award.low)
    if award.low != award.high:
        points += f" ～ {number.plain(award.high)}"
    yield f"{actual}　{label('criterion.points', language)}：{points}"
    if award.clause is not None:
        yield f"  {label('criterion.clause', language)}：{award.clause.text}"
    if award.formula:
        yield f"  {label('criterion.formula', language)}：{award.formula} = {points}"
    if award.reason is not None:
        yield f"  {label('criterion.reason', language)}：{label(f'open_reason.{award.reason}', language)}"

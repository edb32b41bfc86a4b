"""What the report shows of one score: claimed and recomputed, and the calculation in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from attrs import frozen

from perfscore import number
from perfscore.changes import Change
from perfscore.correction.explain import calculation, note, points, state
from perfscore.model import CLAIMED_IS_TEXT, Score
from perfscore.wording import Language, label

_EXACT_PLACES: Final = 6


@frozen(kw_only=True)
class ScoreView:
    """A score and how it came about.

    Args:
        name: the indicator, or execution or total. cell: where it stands, or empty.
        kind: kind of change, or empty where the score stays.
        claimed: as in the sheet. recomputed: the other value, empty where it is the same or none.
        mark: the kind of change in words, or empty.
        inputs: name, text and cell of each figure that entered.
        lines: the calculation, one fact a line.
    """

    name: str
    cell: str
    kind: str
    claimed: str
    recomputed: str
    mark: str
    inputs: tuple[tuple[str, str, str], ...]
    lines: tuple[str, ...]


def score_view(name: str, score: Score, printed: str, change: Change | None, language: Language) -> ScoreView:
    """Describe a score.

    Args:
        name: what is scored.
        score: claimed and recomputed.
        printed: the text of the score's cell, shown where it holds no number.
        change: why it changes or waits for a person, or None where it stays.
        language: of the words.
    """
    recomputed = score.recomputed
    replaced = change is not None and recomputed is not None and recomputed != score.claimed
    return ScoreView(
        name=name,
        cell=score.cell or "",
        kind=change.kind if change is not None else "",
        claimed=points(score.claimed) if score.claimed is not None else printed,
        recomputed=points(recomputed) if replaced else "",
        mark=state(change.kind, language) if change is not None else "",
        inputs=tuple(
            (_word(f"column.{item.name}", item.name, language), item.text, item.cell or "")
            for item in score.trace.inputs
        ),
        lines=tuple(_lines(score, change, language)),
    )


def _lines(score: Score, change: Change | None, language: Language) -> list[str]:
    if change is not None:
        lines = note(change, language).split("\n")
    else:
        lines = calculation(score, language)
    trace = score.trace
    if trace.exact is not None and trace.exact != trace.rounded:
        lines.append(label("html.exact", language, exact=_exact(trace.exact)))
    lines.extend(_word(f"html.note_{key}", key, language) for key in trace.notes if key != CLAIMED_IS_TEXT)
    return lines


def _exact(value: Decimal) -> str:
    """Print a value before rounding with more decimals than a score has; dots where it goes on."""
    shown = number.truncate(value, _EXACT_PLACES)
    return number.short(shown) + ("…" if shown != value else "")


def _word(name: str, fallback: str, language: Language) -> str:
    """Give a label, or the name itself where a layer has named something that has no words yet."""
    try:
        return label(name, language)
    except KeyError:
        return fallback

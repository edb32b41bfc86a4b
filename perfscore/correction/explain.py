"""What a note beside a corrected cell says: old value, new value, the calculation, the rule and its source."""

from __future__ import annotations

from decimal import Decimal

from perfscore import number
from perfscore.changes import Change
from perfscore.model import Score
from perfscore.wording import Language, conventions, label


def points(value: Decimal | None) -> str:
    """Print points as they stand in a cell; a dash where there are none."""
    return "—" if value is None else number.plain(value)


def note(change: Change, language: Language = "zh") -> str:
    """Write the note of a changed or waiting score, one fact a line."""
    score = change.score
    lines = [
        label("note.old", language, claimed=points(score.claimed))
        if score.claimed is not None
        else label("note.blank", language)
    ]
    if score.recomputed is not None and score.recomputed != score.claimed:
        lines.append(label("note.new", language, recomputed=points(score.recomputed)))
    elif change.kind in ("judged", "unscored") and score.claimed is not None:
        lines.append(label("note.kept", language))
    if change.kind == "judged" and score.low is not None:
        lines.append(label("note.decide", language, low=points(score.low), high=points(score.high)))
    return "\n".join([*lines, *calculation(score, language)])


def calculation(score: Score, language: Language = "zh") -> list[str]:
    """Explain how a score came about: formula, rule, source, other conventions."""
    trace = score.trace
    lines = []
    if trace.formula:
        lines.append(label("note.formula", language, formula=trace.formula))
    rule, branch = label(f"rule.{trace.rule}", language), label(f"branch.{trace.branch}", language)
    lines.append(label("note.rule", language, rule=rule, branch=branch))
    if trace.source is not None:
        source = trace.source
        where = f"（{source.number}）" if source.number else ""
        text = label("note.source", language, document=source.document, number=where)
        lines.append(text if source.verified else text + label("note.unverified", language))
    if score.explained_by:
        lines.append(label("note.explained", language, conventions=conventions(score.explained_by, language)))
    return lines

"""What a note beside a corrected cell says: old value, new value, the calculation, the rule and its source."""

from __future__ import annotations

from decimal import Decimal

from perfscore import number
from perfscore.actions import proposed_total
from perfscore.changes import Change, changes, waits
from perfscore.keys import ChangeKind
from perfscore.model import Decision, Score, Table
from perfscore.wording import Language, conventions, label


def points(value: Decimal | None) -> str:
    """Print points as they stand in a cell; a dash where there are none."""
    return "—" if value is None else number.plain(value)


def note(change: Change, language: Language = "zh") -> str:
    """Write the note of a changed or waiting score, one fact a line."""
    score = change.score
    lines = [_claimed_line(score.claimed, language)]
    if change.kind == "confirm":
        lines.append(label("note.proposed", language, recomputed=points(score.recomputed)))
        lines.append(why_it_waits(score, language))
    elif not waits(change.kind) and score.recomputed is not None and score.recomputed != score.claimed:
        lines.append(label("note.new", language, recomputed=points(score.recomputed)))
    elif waits(change.kind) and score.claimed is not None:
        lines.append(label("note.kept", language))
    if change.kind == "judged" and score.low is not None:
        lines.append(label("note.decide", language, low=points(score.low), high=points(score.high)))
    return "\n".join([*lines, *calculation(score, language)])


def _claimed_line(claimed: Decimal | None, language: Language) -> str:
    return label("note.blank", language) if claimed is None else label("note.old", language, claimed=points(claimed))


def state(kind: ChangeKind, language: Language = "zh") -> str:
    """Say in a word what happens to a score."""
    return label(f"kind_of_change.{kind}", language)


def brief(score: Score, language: Language = "zh") -> list[str]:
    """Say in a few words how a score came about and why it waits; `calculation` says it with rule and source."""
    lines = [why_it_waits(score, language)] if score.reasons else []
    lines.append(label(f"branch.{score.trace.branch}", language))
    if score.trace.formula:
        lines.append(score.trace.formula)
    if score.status == "judged" and score.low is not None and score.high is not None:
        lines.append(label("report.low_high", language, low=points(score.low), high=points(score.high)))
    if score.explained_by:
        lines.append(label("report.explained", language, conventions=conventions(score.explained_by, language)))
    if score.decision is not None:
        lines.append(decided(score.decision, language))
    return lines


def why_it_waits(score: Score, language: Language = "zh") -> str:
    """Say in words what speaks against the proposed figure of a score that waits for confirmation."""
    words = [label(f"score_reason.{key}", language) for key in score.reasons]
    return label("note.confirm", language, reasons=label("note.reason_separator", language).join(words))


def total_note(table: Table, settled: Decimal, language: Language = "zh") -> str:
    """Write the note of a total: what the cells above it add up to, and what they would under the rule book alone."""
    total = table.total
    lines = [
        _claimed_line(total.claimed if total is not None else None, language),
        label("note.new", language, recomputed=points(settled)),
        label("note.sum", language),
    ]
    proposed = proposed_total(table)
    waiting = _confirmations(table)
    if waiting and proposed is not None and proposed != settled:
        lines.append(label("note.if_all", language, count=str(waiting), total=points(proposed)))
    return "\n".join(lines)


def total_line(table: Table, language: Language = "zh") -> str:
    """Write the totals and grades of an evaluation."""
    if table.total is None:
        return ""
    proposed, confirmations = proposed_total(table), _confirmations(table)
    grades = (table.claimed_grade, table.settled_grade)
    return total_in_words(table.total.claimed, table.settled, proposed, confirmations, grades, language)


def total_in_words(
    claimed: Decimal | None,
    settled: Decimal | None,
    proposed: Decimal | None,
    confirmations: int,
    grades: tuple[str | None, str | None],
    language: Language = "zh",
) -> str:
    """Write totals and grades: ``92.03 → 92.03（待确认1项；全部采用为100.00）　等级 优 → 优``.

    The second figure is what the corrected workbook shows; what follows in brackets stands only where scores wait for
    confirmation.
    """
    line = _settled_in_words(settled, proposed, confirmations, language)
    before, after = grades
    if claimed is not None:
        line = f"{points(claimed)} → {line}"
    elif before is None and after is not None:
        return f"{line}　{label('html.grade', language, recomputed=after)}"
    if grades == (None, None):
        return line
    return f"{line}　{label('report.grade', language, claimed=before or '—', recomputed=after or '—')}"


def settled_line(table: Table, language: Language = "zh") -> str:
    """Write the settled total, and behind it what it would be if everything proposed were adopted."""
    if table.total is None:
        return ""
    return _settled_in_words(table.settled, proposed_total(table), _confirmations(table), language)


def _settled_in_words(settled: Decimal | None, proposed: Decimal | None, confirmations: int, language: Language) -> str:
    if not confirmations or proposed is None or proposed == settled:
        return points(settled)
    return points(settled) + label("report.if_all", language, count=str(confirmations), total=points(proposed))


def _confirmations(table: Table) -> int:
    return sum(change.kind == "confirm" for change in changes(table))


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
    if score.decision is not None:
        lines.append(decided(score.decision, language))
    return lines


def decided(decision: Decision, language: Language = "zh") -> str:
    """Say what a person decided, who, when and why, and whether it holds."""
    score = points(decision.score) if decision.score is not None else ""
    parts = [f"{decision.opinion}{score}", decision.reason, decision.reviewer, decision.date]
    words = label("note.comma", language).join(part for part in parts if part)
    line = label("note.decided", language, words=words)
    return line if decision.state == "applied" else line + label(f"note.decision_{decision.state}", language)

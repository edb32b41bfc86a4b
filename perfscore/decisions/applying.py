"""Put decisions in force: on a score or a remark whose texts are still those on which a person decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import evolve

from perfscore import audit, number, wording
from perfscore.actions import resettled
from perfscore.decisions.subjects import Decidable, Ruling, subjects
from perfscore.model import Decision, Finding, Remark, Score, Table
from perfscore.rulebook import Rulebook
from perfscore.scoring.row import read_points
from perfscore.text import unspaced

_REFUSED: Final = "PS318"
_OVERTAKEN: Final = "PS319"
Rulings = Mapping[tuple[Any, ...], Ruling]


def apply(table: Table, rulings: Sequence[Ruling], book: Rulebook, language: wording.Language = "zh") -> Table:
    """Put decisions in force on a reviewed table; what has its decision already keeps it.

    Args:
        table: with its actions.
        rulings: decisions of any tables; of several about the same the last holds.
        book: the rule book in force.
        language: of the remarks about decisions that do not hold.

    Returns:
        The table with its decisions: scores and settled total follow them, a remark that was not adopted is information
        only. A decision that is overtaken or cannot be followed is shown and not applied.
    """
    known: Rulings = {ruling.subject.identity: ruling for ruling in rulings}
    if not known:
        return table
    remarks: list[Remark] = []
    changed: dict[int, Score | Finding] = {}
    for entry in subjects(table):
        ruling = known.get(entry.subject.identity)
        if ruling is not None and entry.item.decision is None:
            changed[id(entry.item)] = _decided(entry, ruling, remarks)
    if not changed:
        return table

    def now(item: Any) -> Any:
        return changed.get(id(item), item)

    indicators = tuple(
        evolve(indicator, score=now(indicator.score)) if id(indicator.score) in changed else indicator
        for indicator in table.indicators
    )
    findings = (*(now(finding) for finding in table.findings), *audit.findings(remarks, book, language))
    table = evolve(table, execution=now(table.execution), indicators=indicators, findings=findings)
    return resettled(table, book)


def _decided(entry: Decidable, ruling: Ruling, remarks: list[Remark]) -> Score | Finding:
    """Give a score or a remark its decision; say in a remark why one does not hold."""
    item, decision = entry.item, ruling.decision
    name = entry.indicator.level3 if entry.indicator is not None else entry.subject.project
    values = {"name": name, "code": entry.subject.code, "opinion": decision.opinion}
    if not entry.subject.same_texts(ruling.subject):
        old, new = ruling.subject.texts, entry.subject.texts
        differ = [field for field in new if unspaced(old.get(field, "")) != unspaced(new[field])]
        before = "；".join(old.get(field, "") or "—" for field in differ)
        after = "；".join(new[field] or "—" for field in differ)
        remarks.append(Remark(_OVERTAKEN, item.cell, {**values, "before": before, "after": after}))
        return evolve(item, decision=evolve(decision, state="overtaken", texts=old))
    problem = _problem(entry, decision)
    if problem:
        weight = entry.indicator.weight if entry.indicator is not None else ""
        remarks.append(Remark(_REFUSED, item.cell, {**values, "problem": problem, "weight": weight}))
        return evolve(item, decision=evolve(decision, state="refused"))
    decision = evolve(decision, state="applied", texts=entry.subject.texts)
    if isinstance(item, Finding):
        severity = "info" if decision.opinion == "不采纳" else item.severity
        return evolve(item, severity=severity, decision=decision)
    points = {"采纳": item.recomputed, "不采纳": item.claimed, "改判": decision.score}[decision.opinion]
    return evolve(
        item,
        status="decided",
        action="keep" if points == item.claimed else "replace",
        reasons=(),
        decision=decision,
    )


def _problem(entry: Decidable, decision: Decision) -> str:
    """Say as a key why a decision cannot be followed; empty where it can."""
    item = entry.item
    if isinstance(item, Finding):
        return "no_score_to_change" if decision.opinion == "改判" else ""
    if decision.opinion == "采纳":
        return "nothing_proposed" if item.recomputed is None else ""
    if decision.opinion == "不采纳":
        return "nothing_claimed" if item.claimed is None else ""
    weight = read_points(entry.indicator.weight) if entry.indicator is not None else item.high
    if decision.score is None:
        return "no_new_score"
    if decision.score < 0 or (weight is not None and decision.score > weight):
        return "outside_the_weight"
    if decision.score != number.half_up(decision.score):
        return "too_many_decimals"
    return "" if decision.reason.strip() else "no_reason"

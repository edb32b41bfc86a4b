"""What happens to each score: it stands, is replaced, or waits for a person to confirm or to judge it.

A rule book decides a figure; whether it may be written over what a unit claimed is another question. Where something
speaks against the new figure, the score waits, with the reasons.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from attrs import evolve

from perfscore import audit, datafile, number, wording
from perfscore.audit.rows import row_of
from perfscore.audit.states import open_states
from perfscore.keys import Action, ConfirmReason
from perfscore.model import CLAIMED_IS_TEXT, Finding, Indicator, Remark, Score, Table
from perfscore.number import ONE
from perfscore.place import split_cell
from perfscore.recognition import Recognition
from perfscore.rulebook import Parameters, Rulebook, convention_label, shipped
from perfscore.scoring.conventions import TRUNCATED
from perfscore.scoring.execution import read_amount
from perfscore.scoring.table import capped, grade_of
from perfscore.text import is_blank

Apply = Literal["certain", "all", "none"]
"""Which scores a correction replaces: those with the action ``replace``, those to confirm as well, or none."""

_DATA: Final = Path(__file__).with_suffix(".toml")
_CONVENTION: Final = "PS317"


def decide(table: Table, book: Rulebook, chosen: bool, language: wording.Language = "zh") -> Table:
    """Say of each score of a reviewed table what happens to it, and what the total is then.

    Args:
        table: scored and checked.
        book: the rule book in force.
        chosen: whether a person named it; then another convention is no reason to wait.
        language: of the finding that names the conventions in use.

    Returns:
        The table with the actions and their reasons, and its settled total and grade.
    """
    table = _softened(table)
    total = table.total
    if total is None:
        return table
    case = _Case(table, book, chosen)
    execution = table.execution and case.decided(table.execution, None)
    indicators = tuple(map(case.with_action, table.indicators))
    table = evolve(table, execution=execution, indicators=indicators)
    table = evolve(table, findings=(*table.findings, *_conventions_in_use(table, book, language)))
    return resettled(table, book)


def resettled(table: Table, book: Rulebook) -> Table:
    """Give a table the total that its scores add up to as they stand, and its grade."""
    total = table.total
    if total is None:
        return table
    settled = settle(table)
    return evolve(
        table,
        total=evolve(total, action=_action_of_total(total, settled)),
        settled=settled,
        settled_grade=None if table.grade is None else grade_of(settled, book.parameters(table.year)),
    )


def settle(table: Table, apply: Apply = "certain") -> Decimal | None:
    """Add up the scores as they stand after a correction.

    Args:
        table: with its actions.
        apply: which scores the correction replaces.

    Returns:
        The total, or None where a score is missing.
    """
    parts = [table.execution] if table.execution is not None else []
    parts.extend(indicator.score for indicator in table.indicators if indicator.score is not None)
    values = [standing(score, apply) for score in parts]
    known = [value for value in values if value is not None]
    return capped(number.add(*known), table.total_cap) if known and len(known) == len(values) else None


def standing(score: Score, apply: Apply = "certain") -> Decimal | None:
    """Give the points that stand after a correction: the recomputed ones where they replace the claimed ones."""
    decision = score.decision
    if decision is not None and decision.state == "applied" and decision.opinion != "采纳":
        return score.claimed if decision.score is None else number.half_up(decision.score)
    return score.recomputed if replaces(score, apply) else score.claimed


def replaces(score: Score, apply: Apply = "certain") -> bool:
    """Say whether a correction writes another score than the claimed one; what a person decided is always written."""
    if score.status == "decided":
        return score.action == "replace"
    if apply == "none" or score.recomputed is None or score.recomputed == score.claimed:
        return False
    return score.action == "replace" or (apply == "all" and score.action == "confirm")


def proposed_total(table: Table) -> Decimal | None:
    """Give the total if every score that waits were adopted: the rule book's own where no person has decided."""
    scores = [table.execution, *(indicator.score for indicator in table.indicators)]
    if any(score is not None and score.status == "decided" for score in scores):
        return settle(table, "all")
    return table.total.recomputed if table.total is not None else None


def is_open(score: Score) -> bool:
    """Say whether the judgement is not bounded by a grade."""
    return score.low != score.high and not score.trace.branch.startswith("grade_")


def action_of(score: Score) -> Action:
    """Say what happens to a score if nothing speaks against the rule book's figure.

    A judged score inside the interval of its grade has been decided by the unit; one that nothing bounds, or that
    lies outside its bounds, waits for a person.
    """
    if score.status == "unscored":
        return "judge"
    if score.claimed is None:
        if score.recomputed is None:
            return "judge"
        # A text may say more than a figure does: a person has to read it.
        return "confirm" if CLAIMED_IS_TEXT in score.trace.notes else "replace"
    if score.status == "judged" and (score.verdict == "differs" or is_open(score)):
        return "judge"
    return "replace" if score.verdict in ("differs", "rounding") else "keep"


def _action_of_total(total: Score, settled: Decimal | None) -> Action:
    """A total follows its parts; it is judged only where it cannot be added up."""
    if settled is None:
        return "judge" if total.claimed is not None and total.status == "unscored" else "keep"
    return "keep" if total.claimed == settled or (total.claimed is None and total.cell is None) else "replace"


class _Case:
    """One table with what its rows share: the remarks by cell, the state of its work and money.

    Args:
        table: scored and checked. book: the rule book in force. chosen: whether a person named it.
    """

    def __init__(self, table: Table, book: Rulebook, chosen: bool) -> None:
        self._chosen = chosen
        self._year = table.year
        self._parameters = book.parameters(table.year)
        self._doubtful = _doubtful_cells(table.findings)
        self._open = bool(open_states(table.completion)) or _mostly_unspent(table, self._parameters)

    def with_action(self, indicator: Indicator) -> Indicator:
        """Give the score of a row its action and reasons."""
        if indicator.score is None:
            return indicator
        score = self.decided(indicator.score, indicator)
        return indicator if score is indicator.score else evolve(indicator, score=score)

    def decided(self, score: Score, indicator: Indicator | None) -> Score:
        """Give a score its action and reasons."""
        action = action_of(score)
        if action == "confirm":
            return evolve(score, action=action, reasons=("doubt",))
        if action == score.action == "keep":
            return score  # as most are
        if action != "replace" or score.verdict == "rounding":
            return evolve(score, action=action)
        reasons = tuple(self._reasons(score, indicator))
        return evolve(score, action="confirm" if reasons else action, reasons=reasons)

    def _reasons(self, score: Score, indicator: Indicator | None) -> Iterable[ConfirmReason]:
        if not self._chosen and any(entry != TRUNCATED for entry in score.explained_by):
            yield "convention"
        if indicator is None:
            return
        raised = score.claimed is None or (score.recomputed is not None and score.recomputed > score.claimed)
        if raised and (self._open or open_states(indicator.deviation)):
            yield "unfinished"
        if not self._doubtful.isdisjoint(indicator.cells.values()):
            yield "doubt"
        excess = row_of(indicator, self._year).compared.excess
        if excess is not None and excess >= self._parameters.exceeded_reason and score.claimed is not None:
            yield "exceeded"
        if raised and score.claimed is not None and not is_blank(indicator.deviation):
            yield "self_deducted"


def _doubtful_cells(findings: Iterable[Finding]) -> frozenset[str]:
    """Collect the cells of which a remark says that they may be wrong."""
    topics = _data()["doubtful_topics"]
    return frozenset(
        cell
        for finding in findings
        if (finding.severity != "info" and finding.topic in topics) or doubts_reading(finding)
        for cell in finding.cells
    )


def doubts_reading(finding: Finding) -> bool:
    """Say whether a finding is that a value of a document or a scan may have been read wrongly."""
    return finding.code in _data()["doubtful_reading"]


def _softened(table: Table) -> Table:
    """Make errors that rest on a doubtful reading warnings: nobody has to mend what may only have been read wrongly."""
    doubted = {cell for finding in table.findings if doubts_reading(finding) for cell in finding.cells}
    if not doubted:
        return table
    rows = {split_cell(cell)[0] for cell in doubted}
    cells = [row.cells for row in table.funds] + [row.cells for row in table.indicators]
    points = {named.get(field) for named in cells for field in ("weight", "claimed", "score")}
    sums = _data()["sums"] if points & doubted else ()

    def is_doubtful(finding: Finding) -> bool:
        return finding.topic in sums or any(split_cell(cell)[0] in rows for cell in finding.cells)

    findings = (
        evolve(finding, severity="warning") if finding.severity == "error" and is_doubtful(finding) else finding
        for finding in table.findings
    )
    return evolve(table, findings=audit.by_severity(findings))


def doubtful(finding: Finding, table: Table) -> Recognition | None:
    """Give how the text was recognised that a finding doubts; None where the finding is another one."""
    return table.recognitions.get(finding.cell or "") if doubts_reading(finding) else None


def _mostly_unspent(table: Table, parameters: Parameters) -> bool:
    """Say whether so much of the budget was left that the work can hardly be finished and paid."""
    for fund in table.funds[:1]:
        budget, spent = read_amount(fund.full_year, fund.executed), read_amount(fund.executed, fund.full_year)
        if budget is not None and spent is not None and budget > 0:
            return number.divide(spent, budget) < number.add(ONE, -parameters.unspent_share)
    return False


def _conventions_in_use(table: Table, book: Rulebook, language: wording.Language) -> tuple[Finding, ...]:
    """Say once for a table under which other conventions its scores are right, and which book applies them."""
    scores = [table.execution, *(indicator.score for indicator in table.indicators)]
    used: Counter[str] = Counter(
        next(entry for entry in score.explained_by if entry != TRUNCATED)
        for score in scores
        if score is not None and "convention" in score.reasons
    )
    if not used:
        return ()
    entry, _ = used.most_common(1)[0]
    values = {
        "count": str(sum(used.values())),
        "conventions": "\n".join(used),
        "book": _book_of(entry, table.year) or "own",
    }
    return audit.findings([Remark(_CONVENTION, None, values)], book, language)


def _book_of(entry: str, year: int | None) -> str | None:
    """Name a shipped book that applies a convention."""
    reading = entry.split(" + ")[0]
    parameter = reading.partition("=")[0]
    for book in shipped():
        if parameter in book.own and convention_label(parameter, book.dated(parameter, year).value) == reading:
            return book.id
    return None


@cache
def _data() -> Mapping[str, Any]:
    return datafile.load(_DATA)

"""Put approved values in force before scoring, report every difference, restore the print afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import PurePath

from attrs import evolve, frozen

from perfscore import number
from perfscore.expression import Quantity, Range, Unreadable, parse
from perfscore.keys import UNSCORED_KINDS
from perfscore.model import Indicator, Remark, Score, Table
from perfscore.number import HUNDRED
from perfscore.scoring.lexicon import rule_key
from perfscore.scoring.row import read_points
from perfscore.targets.comparing import is_usable, target_change, target_in_force
from perfscore.targets.matching import Choice, Known, TargetTable, choose, known_targets
from perfscore.targets.rows import Pair, pair_rows
from perfscore.text import unspaced

_MOST_SHOWN = 3
_MEASURED = Quantity | Range
_REPLACED = ("target", "weight")


@frozen
class Applied:
    """An evaluation with the approved values in force.

    Args:
        table: to be scored and checked: approved rules, targets and weights, and remarks on every difference.
        read: the evaluation as read, with its printed texts.
        evidence: for the trace of each row: how it was matched, with which row, what replaced the print.
        target: the target table that applies, or None.
    """

    table: Table
    read: Table
    evidence: tuple[tuple[str, ...], ...] = ()
    target: TargetTable | None = None

    def settle(self, scored: Table) -> Table:
        """Give the result its printed texts back.

        Args:
            scored: ``table`` after scoring, or after scoring and checking.

        Returns:
            The scored table whose targets and weights read as printed. Each trace holds the approved values
            among its inputs (without a cell, where they are not the sheet's) and the evidence in its notes.
        """
        if self.target is None:
            return scored
        rows = zip(scored.indicators, self.read.indicators, self.evidence, strict=True)
        return evolve(scored, indicators=tuple(_settled(*row) for row in rows))


def apply(evaluations: Sequence[Table], targets: Sequence[TargetTable]) -> list[Applied]:
    """Find the target table of each evaluation and put its values in force.

    Args:
        evaluations: tables as read; target tables among them are passed through.
        targets: the approved target tables.

    Returns:
        One record for each evaluation, in order.
    """
    known = known_targets(targets)
    return [_applied(evaluation, known) for evaluation in evaluations]


def _applied(evaluation: Table, known: Sequence[tuple[TargetTable, Known]]) -> Applied:
    if evaluation.kind in UNSCORED_KINDS:
        return Applied(evaluation, evaluation)
    choice = choose(evaluation, known)
    if choice.target is None:
        # A department's table is about no project: it is missing nothing.
        if evaluation.kind == "department_evaluation" and not choice.doubtful:
            return Applied(evaluation, evaluation)
        remark = _not_applied(evaluation, choice)
        return Applied(evolve(evaluation, remarks=(*evaluation.remarks, remark)), evaluation)
    return _in_force(evaluation, choice.target)


def _not_applied(evaluation: Table, choice: Choice) -> Remark:
    shown = [target.described for target in choice.closest[:_MOST_SHOWN]]
    values = {
        "project": evaluation.project,
        "closest": "／".join(shown),
        "count": str(len(choice.closest)),
        "doubt": choice.reason,
    }
    return Remark("PS706" if choice.doubtful else "PS707", evaluation.cells.get("project"), values)


def _in_force(evaluation: Table, target: TargetTable) -> Applied:
    approved = target.table.indicators
    pairs = pair_rows(evaluation.indicators, approved)
    weights_apply = _weights_apply(evaluation, target.table)
    rows: list[Indicator] = []
    evidence: list[tuple[str, ...]] = []
    differences: list[Remark] = []
    for index, row in enumerate(evaluation.indicators):
        pair = pairs.get(index)
        if pair is None:
            rows.append(row)
            evidence.append(("approved_by=nothing",))
            differences.append(Remark("PS704", row.cells.get("level3"), _row_values(row)))
            continue
        other = approved[pair.approved]
        differences.extend(_differences(row, other, pair, weights_apply))
        changed = _approved_row(row, other, weights_apply)
        rows.append(changed)
        evidence.append(_evidence(row, changed, other, pair, target))
    used = {pair.approved for pair in pairs.values()}
    for index, other in enumerate(approved):
        if index not in used:
            differences.append(Remark("PS703", None, _row_values(other)))
    if not weights_apply:
        sums = {"sum": _sum_text(approved), "sheet_sum": _sum_text(evaluation.indicators)}
        differences.append(Remark("PS712", None, sums))
    remarks = (*evaluation.remarks, _matched(evaluation, target, pairs), *differences)
    table = evolve(evaluation, indicators=tuple(rows), remarks=remarks)
    return Applied(table, evaluation, tuple(evidence), target)


def _row_values(row: Indicator) -> dict[str, str]:
    return {"indicator": _name(row), "target": row.target, "weight": row.weight}


def _name(row: Indicator) -> str:
    return row.level3 or row.level2


def _stated_rule(row: Indicator) -> str:
    """Give the rule that a form prints; an inferred one was never approved."""
    return row.rule if row.rule_source != "inferred" else ""


def _matched(evaluation: Table, target: TargetTable, pairs: dict[int, Pair]) -> Remark:
    ways = Counter(pair.how for pair in pairs.values())
    values = {
        "place": target.place,
        "project": target.table.project,
        "year": str(target.table.year or ""),
        "unit": target.table.unit,
        "matched": str(len(pairs)),
        "rows": str(len(evaluation.indicators)),
        "alike": str(ways["likeness"]),
    }
    return Remark("PS708", evaluation.cells.get("project"), values)


def _differences(row: Indicator, other: Indicator, pair: Pair, weights_apply: bool) -> Iterator[Remark]:
    """Report what differs between a printed row and its approved one, each with both values."""
    name, cells = _name(row), row.cells
    if pair.how == "likeness":
        alike = f"{round(pair.likeness * 100)}%"
        values = {"indicator": name, "approved": _name(other), "likeness": alike}
        yield Remark("PS709", cells.get("level3"), values)
    before, after = parse(other.target), parse(row.target)
    values = {"indicator": name, "approved": other.target, "printed": row.target}
    if not is_usable(before):
        if isinstance(before, Unreadable):
            values = {**values, **before.values, "problem": before.problem}
        else:
            values = {**values, "problem": "target_blank"}
        yield Remark("PS711", cells.get("target"), values)
    else:
        change = target_change(other.target, row.target, other.level3)
        if change in ("value", "both"):
            yield Remark("PS701", cells.get("target"), values)
        if change in ("unit", "both") and isinstance(before, _MEASURED) and isinstance(after, _MEASURED):
            units = {"approved_unit": before.unit, "printed_unit": after.unit}
            yield Remark("PS705", cells.get("target"), {**values, **units})
    old, new = read_points(other.weight), read_points(row.weight)
    if weights_apply and old != new:
        values = {"indicator": name, "approved": other.weight, "printed": row.weight}
        yield Remark("PS702", cells.get("weight"), values)
    rules = _stated_rule(other), _stated_rule(row)
    if all(rules) and not _same_rule(*rules):
        values = {"indicator": name, "approved": rules[0], "printed": rules[1]}
        yield Remark("PS710", cells.get("rule"), values)


def _same_rule(rule: str, other: str) -> bool:
    first, second = rule_key(rule), rule_key(other)
    return first == second if first or second else unspaced(rule) == unspaced(other)


def _approved_row(row: Indicator, other: Indicator, weights_apply: bool) -> Indicator:
    rule = _stated_rule(other)
    if rule:
        row = evolve(row, rule=rule, rule_source="target_table")
    if is_usable(parse(other.target)):
        change = target_change(other.target, row.target, other.level3)
        row = evolve(row, target=target_in_force(other.target, row.target, change))
    if weights_apply and read_points(other.weight) != read_points(row.weight):
        row = evolve(row, weight=other.weight)
    return row


def _evidence(row: Indicator, changed: Indicator, other: Indicator, pair: Pair, target: TargetTable) -> tuple[str, ...]:
    parts = (PurePath(target.file).name, target.table.sheet, str(other.row))
    address = "!".join(part for part in parts if part)
    notes = [f"approved_by={pair.how}", f"approved_row={address}"]
    if pair.how == "likeness":
        notes += [f"approved_name={_name(other)}", f"likeness={pair.likeness:.2f}"]
    replaced = [name for name in _REPLACED if getattr(row, name) != getattr(changed, name)]
    return (*notes, *(f"approved_{name}" for name in replaced))


def _settled(scored: Indicator, read: Indicator, notes: tuple[str, ...]) -> Indicator:
    score = scored.score
    if score is not None:
        replaced = {name for name in _REPLACED if getattr(scored, name) != getattr(read, name)}
        score = _traced(score, replaced, notes)
    return evolve(scored, target=read.target, weight=read.weight, score=score)


def _traced(score: Score, replaced: set[str], notes: tuple[str, ...]) -> Score:
    """Add the evidence; an approved value does not stand in the sheet's own cell."""
    trace = score.trace
    inputs = tuple(evolve(item, cell=None) if item.name in replaced else item for item in trace.inputs)
    return evolve(score, trace=evolve(trace, inputs=inputs, notes=(*trace.notes, *notes)))


def _weights_apply(evaluation: Table, target: Table) -> bool:
    """Say whether the approved weights are on the sheet's scale, so that they can score its rows.

    They are if they add up to the same, or to 100 together with the execution rate.
    """
    approved = _sum(target.indicators)
    if approved is None:
        return False
    if approved == _sum(evaluation.indicators):
        return True
    execution = read_points(evaluation.funds[0].weight) if evaluation.funds else None
    return execution is not None and number.add(approved, execution) == HUNDRED


def _sum(rows: Sequence[Indicator]) -> Decimal | None:
    weights = [read_points(row.weight) for row in rows]
    if not weights or any(weight is None for weight in weights):
        return None
    return number.add(*(weight for weight in weights if weight is not None))


def _sum_text(rows: Sequence[Indicator]) -> str:
    total = _sum(rows)
    return "" if total is None else number.short(total)

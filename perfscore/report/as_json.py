"""The JSON view of an evaluation, schema ``perfscore.evaluation/1``."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Final

from perfscore import number
from perfscore.decisions.reading import to_json as decision_json
from perfscore.model import Decision, Evaluation, File, Finding, Fund, Indicator, Score, Table, Trace, shown_in
from perfscore.place import Spot, split_cell
from perfscore.rulebook import Rulebook
from perfscore.wording import Language

SCHEMA: Final = "perfscore.evaluation/1"
_FUND_FIELDS: Final = shown_in("json", Fund)
_INDICATOR_FIELDS: Final = ("row", *shown_in("json", Indicator), "rule_source")
_EXACT_PLACES: Final = 10

Json = dict[str, Any]


def to_json(evaluation: Evaluation) -> Json:
    """Turn an evaluation into the objects of the outward contract; scores become strings."""
    return {
        "schema": SCHEMA,
        "version": evaluation.version,
        "files": [_file(file) for file in evaluation.files],
    }


def dumps(evaluation: Evaluation) -> str:
    """Write an evaluation as JSON text, Chinese readable, ending with a line break."""
    return json.dumps(to_json(evaluation), ensure_ascii=False, indent=2) + "\n"


def render(evaluation: Evaluation, _book: Rulebook, _language: Language = "zh") -> str:
    """Write the same text as a report: neither rule book nor language changes it."""
    return dumps(evaluation)


def _file(file: File) -> Json:
    return {
        "path": file.path,
        "error": file.error,
        "tables": [_table(table) for table in file.tables],
        "findings": [_finding(finding) for finding in file.findings],
    }


def _table(table: Table) -> Json:
    book = table.rulebook
    record = {
        "kind": table.kind,
        "sheet": table.sheet,
        "range": table.range,
        "layout": table.layout,
        "year": table.year,
        "project": table.project,
        "department": table.department,
        "unit": table.unit,
        "rulebook": {"id": book.id, "version": book.version, "sha256": book.sha256} if book else None,
        "goal": table.goal,
        "completion": table.completion,
        "manager": table.manager,
        "funds": [_fund(fund) for fund in table.funds],
        "execution": _score(table.execution),
        "indicators": [_indicator(indicator) for indicator in table.indicators],
        "total": _score(table.total),
        "grade": table.grade,
        "settled": _points(table.settled),
        "settled_grade": table.settled_grade,
        "findings": [_finding(finding) for finding in table.findings],
    }
    if table.spots:
        _locate(record, table)
    return record


def _locate(record: Json, table: Table) -> None:
    """Add to everything that has a cell where that stood in the document; a workbook's cells say it themselves."""
    first = next((spot for spot in table.spots.values() if spot.table), None)
    record["place"] = None if first is None else _place(first)
    for entry in (record["execution"], record["total"], *record["findings"]):
        if entry is not None:
            cell = entry["cell"]
            spot = table.spots.get(split_cell(cell)[0]) if cell is not None else None
            entry["place"] = None if spot is None else _place(spot)
    for entry in record["indicators"]:
        spot = table.spots.get(entry["row"])
        entry["place"] = None if spot is None else _place(spot)


def _place(spot: Spot) -> Json:
    return {"page": spot.page, "table": spot.table, "row": spot.row}


def _fund(fund: Fund) -> Json:
    return {name: getattr(fund, name) for name in _FUND_FIELDS}


def _indicator(indicator: Indicator) -> Json:
    record = {name: getattr(indicator, name) for name in _INDICATOR_FIELDS}
    record["score"] = _score(indicator.score)
    return record


def _finding(finding: Finding) -> Json:
    return {
        "code": finding.code,
        "topic": finding.topic,
        "severity": finding.severity,
        "cell": finding.cell,
        "cells": list(finding.cells),
        "message": finding.message,
        "suggestion": finding.suggestion,
        "decision": _decision(finding.decision),
    }


def _decision(decision: Decision | None) -> Json | None:
    if decision is None:
        return None
    return {**decision_json(decision), "state": decision.state, "texts": dict(decision.texts)}


def _points(value: Decimal | None) -> str | None:
    return None if value is None else number.plain(value)


def _score(score: Score | None) -> Json | None:
    if score is None:
        return None
    return {
        "cell": score.cell,
        "claimed": _points(score.claimed),
        "recomputed": _points(score.recomputed),
        "low": _points(score.low),
        "high": _points(score.high),
        "status": score.status,
        "verdict": score.verdict,
        "action": score.action,
        "reasons": list(score.reasons),
        "decision": _decision(score.decision),
        "explained_by": list(score.explained_by),
        "trace": _trace(score.trace),
    }


def _trace(trace: Trace) -> Json:
    source = trace.source
    exact = None if trace.exact is None else number.short(number.half_up(trace.exact, _EXACT_PLACES))
    return {
        "rule": trace.rule,
        "branch": trace.branch,
        "inputs": [{"name": item.name, "text": item.text, "cell": item.cell} for item in trace.inputs],
        "formula": trace.formula,
        "exact": exact,
        "rounded": _points(trace.rounded),
        "source": None
        if source is None
        else {"document": source.document, "number": source.number, "verified": source.verified},
        "notes": list(trace.notes),
    }

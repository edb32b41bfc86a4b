"""The summary of conventions as lines of text: what each reading explains, and by which rows one can tell."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfscore import number
from perfscore.conventions import ConventionsReport, Group, Question, Reading, Row, Separation
from perfscore.rulebook import CONVENTIONS
from perfscore.wording import Language, conventions, label


def lines(report: ConventionsReport, language: Language = "zh") -> list[str]:
    """Write the summary.

    Args:
        report: what was counted.
        language: of the words.

    Returns:
        Lines without line breaks: the counts, and the rows that another reading than the rule book's explains, or
        none. Where there are several units or years, the sum of all stands last. All rows are in the JSON.
    """
    facts = {"id": report.rulebook.id, "version": report.rulebook.version, "files": str(report.files)}
    result = [label("conventions.head", language, **facts)]
    if report.repeated:
        result.append(label("conventions.repeated", language, count=str(report.repeated)))
    if not report.groups:
        result.append(label("conventions.nothing", language))
    groups = report.groups if len(report.groups) == 1 else (*report.groups, report.overall)
    for group in groups if report.groups else ():
        result.append("")
        result.extend(_group(group, group is report.overall, language))
    return result


def _group(group: Group, is_overall: bool, language: Language) -> Iterator[str]:
    if is_overall:
        name = label("conventions.all", language)
    else:
        year = label("report.year", language, year=str(group.year)) if group.year else ""
        name = "　".join(part for part in (group.unit or label("conventions.no_unit", language), year) if part)
    counts = {
        "tables": group.tables,
        "compared": group.compared,
        "in_force": group.in_force,
        "other": group.other,
        "none": len(group.unexplained),
    }
    yield label("conventions.group", language, of=name, **{key: str(count) for key, count in counts.items()})
    if group.uncompared:
        yield "  " + label("conventions.uncompared", language, count=str(group.uncompared))
    for question in group.questions:
        # The rows have been listed under their unit and year.
        yield from _question(question, not is_overall, language)
    if group.unexplained and not is_overall:
        yield "  " + label("conventions.unexplained", language, count=str(len(group.unexplained)))
        for row in group.unexplained:
            yield f"      {_row(row, language)}"


def _question(question: Question, with_rows: bool, language: Language) -> Iterator[str]:
    group = "parameter" if question.parameter in CONVENTIONS else "conventions"
    meaning = label(f"{group}.{question.parameter}", language)
    yield "  " + label("conventions.question", language, meaning=meaning, count=str(len(question.rows)))
    for reading in question.readings:
        yield f"    {_reading(reading, reading.name == question.advice, language)}"
    if question.neither:
        yield "    " + label("conventions.neither", language, count=str(question.neither))
    if not with_rows:
        return
    own = {reading.name for reading in question.readings if reading.in_force}
    for separation in question.rows:
        # Rows that fit the rule book are counted, rows that fit nothing are listed by themselves.
        if separation.explained_by and own.isdisjoint(separation.explained_by):
            yield f"      {_row(separation.row, language)}"
            yield f"        {_scores(separation, language)}"


def _reading(reading: Reading, advised: bool, language: Language) -> str:
    facts = {"reading": reading.name, "words": _words(reading.name, language), "count": str(reading.explains)}
    text = label("conventions.reading", language, **facts)
    if reading.in_force:
        text += label("conventions.in_force", language)
    if advised:
        text += label("conventions.advice", language)
    return text


def _words(name: str, language: Language) -> str:
    if name.startswith(("rounding=half_up", "rule=各")):
        return label("conventions.half_up" if name.startswith("rounding") else "conventions.as_named", language)
    return conventions((name,), language)


def _row(row: Row, language: Language) -> str:
    facts = {
        "place": "!".join(part for part in (f"{row.file} {row.sheet}".strip(), row.cell) if part),
        "indicator": row.indicator or label("report.execution", language),
        "target": row.target,
        "actual": row.actual,
        "weight": row.weight,
        "claimed": number.plain(row.claimed),
    }
    return label("conventions.row", language, **facts)


def _scores(separation: Separation, language: Language) -> str:
    parts = []
    for name, bounds in separation.scores.items():
        mark = label("conventions.fits", language) if name in separation.explained_by else ""
        parts.append(f"{_words(name, language)} {_points(bounds)}{mark}")
    return "　".join(parts)


def _points(bounds: tuple[Decimal, Decimal]) -> str:
    low, high = (number.plain(bound) for bound in bounds)
    return low if low == high else f"{low}～{high}"

"""The report for a reviewer: one HTML page with every table, finding and calculation, for the screen and for A4."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from attrs import frozen

from perfscore import number
from perfscore.correction.plan import FILLS
from perfscore.keys import GRADES, SEVERITIES, UNSCORED_KINDS
from perfscore.model import Evaluation, File, Finding, Source, Table
from perfscore.report.html.table_view import TableView, view
from perfscore.rulebook import Rulebook, written
from perfscore.rulebook.parameters import READERS
from perfscore.text import undirected
from perfscore.wording import Language, label

if TYPE_CHECKING:
    from jinja2 import Environment

_MOST_GRAVE: Final = 12
"""Matters that are listed before everything else; the table of all tables leads to the others."""
_SEVERAL: Final = 10
"""From this many tables on, the print leaves out the forms themselves: remarks and calculations are what is read."""
_LAZY: Final = 100
"""From this many tables on, each is laid out when it is asked for: a browser takes seconds for all of them."""


@frozen
class FileView:
    """A file of the summary: the record and what is shown of its tables."""

    file: File
    tables: tuple[TableView, ...]


@frozen
class Grave:
    """A matter to look at first.

    Args:
        table: where it is. what: in words. anchor: where a link leads. more: how many others alike the table has.
    """

    table: TableView
    what: str
    anchor: str
    more: int = 0


@frozen(kw_only=True)
class Totals:
    """The figures of the whole.

    Args:
        files, unreadable, evaluations, targets: how many there are.
        changed: scores that change. waiting: scores that wait for a person.
        totals: tables whose total changes. regraded: tables whose grade changes.
        counts: findings by severity, the gravest first, those of files included.
        averaged: evaluations with both totals. claimed, recomputed: their mean, empty where there are none.
        grades: grade, number of evaluations before, number afterwards.
    """

    files: int
    unreadable: int
    evaluations: int
    targets: int
    changed: int
    waiting: int
    totals: int
    regraded: int
    counts: tuple[int, ...]
    averaged: int
    claimed: str
    recomputed: str
    grades: tuple[tuple[str, int, int], ...]


@frozen
class Parameter:
    """A value of the rule book that was in force for a table: meaning, value and source in words."""

    meaning: str
    value: str
    source: Source


def render(evaluation: Evaluation, book: Rulebook, language: Language = "zh") -> str:
    """Write the report.

    Args:
        evaluation: of any number of files; one that could not be read is shown with its error.
        book: the rule book in force.
        language: of the report's words; the findings are in the language of the evaluation.

    Returns:
        A whole HTML document that loads nothing and runs only its own script, for sorting and searching; the same
        evaluation gives the same text.
    """
    shown = list(_files(evaluation, language))
    tables = [table for file in shown for table in file.tables]
    grave = list(_grave(tables, language))
    style, script = _style(), _script()
    page = (
        _environment()
        .get_template("report.html")
        .render(
            text=partial(label, language=language),
            language="en" if language == "en" else "zh-CN",
            colon=": " if language == "en" else "：",
            style=style,
            style_hash=_hash(style),
            script=script,
            script_hash=_hash(script),
            several=len(tables) > _SEVERAL,
            lazy=len(tables) > _LAZY,
            grave=grave[:_MOST_GRAVE],
            graver=sum(1 + item.more for item in grave[_MOST_GRAVE:]),
            version=evaluation.version,
            book=book,
            parameters=list(_parameters(book, evaluation.tables, language)),
            switched_off=sorted(code for code, severity in book.findings.items() if severity == "off"),
            files=shown,
            totals=_totals(evaluation, tables),
            severities=SEVERITIES,
        )
    )
    return undirected(page)


def _files(evaluation: Evaluation, language: Language) -> Iterator[FileView]:
    number = 0
    for file in evaluation.files:
        views = []
        for table in file.tables:
            number += 1
            views.append(view(table, f"t{number}", language))
        yield FileView(file, tuple(views))


def _grave(tables: Sequence[TableView], language: Language) -> Iterator[Grave]:
    """List what a director has to know: grades that change, then the tables with remarks to be mended, each once."""
    for item in tables:
        table = item.table
        if table.settled_grade and table.claimed_grade and table.settled_grade != table.claimed_grade:
            grades = {"claimed": table.claimed_grade, "recomputed": table.settled_grade}
            yield Grave(
                item, f"{label('report.grade', language, **grades)}　{item.claimed} → {item.recomputed}", item.anchor
            )
    for item in tables:
        grave = [finding for finding in item.findings if finding.finding.severity == "error"]
        if grave:
            yield Grave(item, grave[0].finding.message, grave[0].anchor, len(grave) - 1)


def _totals(evaluation: Evaluation, views: Sequence[TableView]) -> Totals:
    tables = evaluation.tables
    evaluated = [table for table in tables if table.kind not in UNSCORED_KINDS]
    pairs = [
        (table.total.claimed, table.settled)
        for table in evaluated
        # A part of a table has no grade and no place in a mean.
        if table.total is not None
        and table.total.claimed is not None
        and table.claimed_grade
        and table.settled is not None
    ]
    findings = [*(finding for file in evaluation.files for finding in file.findings), *_all_findings(tables)]
    severities = Counter(finding.severity for finding in findings)
    before, after = (
        Counter(getattr(table, name) for table in evaluated) for name in ("claimed_grade", "settled_grade")
    )
    return Totals(
        files=len(evaluation.files),
        unreadable=sum(file.error is not None for file in evaluation.files),
        evaluations=len(evaluated),
        targets=len(tables) - len(evaluated),
        changed=sum(view.changed for view in views),
        waiting=sum(view.waiting for view in views),
        totals=sum(view.total_changes for view in views),
        regraded=sum(
            bool(table.settled_grade and table.claimed_grade and table.settled_grade != table.claimed_grade)
            for table in evaluated
        ),
        counts=tuple(severities[severity] for severity in SEVERITIES),
        averaged=len(pairs),
        claimed=_mean([claimed for claimed, _ in pairs]),
        recomputed=_mean([recomputed for _, recomputed in pairs]),
        grades=tuple((grade, before[grade], after[grade]) for grade in GRADES),
    )


def _all_findings(tables: Sequence[Table]) -> Iterator[Finding]:
    return (finding for table in tables for finding in table.findings)


def _mean(values: Sequence[Decimal]) -> str:
    if not values:
        return ""
    return number.plain(number.half_up(number.divide(number.add(*values), Decimal(len(values)))))


def _parameters(book: Rulebook, tables: Sequence[Table], language: Language) -> Iterator[Parameter]:
    """List every value that was in force in the year of any table, each once."""
    years: Sequence[int | None] = sorted({table.year for table in tables if table.year is not None})
    for name in READERS:
        in_force = [book.dated(name, year) for year in years or [None]]
        for dated in {id(value): value for value in in_force}.values():  # a value may be a mapping: no hash
            yield Parameter(label(f"parameter.{name}", language), written(dated.value) or "—", dated.source)


@lru_cache(maxsize=1)
def _style() -> str:
    """Give the style sheet; the fills of changed and waiting scores are those of the corrected workbook."""
    fills = "".join(f"td.{kind}{{background:#{fill}}}" for kind, fill in FILLS.items())
    return (files("perfscore.report.html") / "style.css").read_text(encoding="utf-8") + fills


@lru_cache(maxsize=1)
def _script() -> str:
    return (files("perfscore.report.html") / "report.js").read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """Name a style or a script in the page's policy, which lets no other one take effect."""
    return b64encode(sha256(text.encode()).digest()).decode()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("perfscore.report", "html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )

"""``perfscore evaluate``: recompute the scores of sheets, print what differs, write corrections and reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from perfscore.cli import errors, options, output
from perfscore.cli.errors import WRONG, UsageError
from perfscore.wording import Language, label

if TYPE_CHECKING:
    from perfscore.model import Evaluation
    from perfscore.rulebook import Rulebook

_REPORTS: Final = frozenset({".html", ".json", ".csv"})
_TO_CORRECT: Final = 1


def evaluate(
    paths: options.Paths,
    destination: options.OptionalOutput = None,
    report: Annotated[str | None, typer.Option("--report")] = None,
    targets: options.Targets = None,
    rulebook: options.RulebookName = None,
    settings: options.Settings = None,
    form: options.Format = "text",
    check: Annotated[bool, typer.Option("--check")] = False,
    lang: options.Lang = "zh",
) -> None:
    """Evaluate files and folders."""
    from perfscore import changes, engine

    book = options.load_book(rulebook, settings)
    if report is not None and Path(report).suffix.lower() not in _REPORTS:
        raise UsageError("report_ending")
    evaluation = engine.evaluate(paths, targets or None, book, lang)
    failed = [file.error for file in evaluation.files if file.error is not None]
    for error in failed:
        output.complain(error, lang)
    if form == "json":
        from perfscore.report.as_json import dumps

        output.show_json_text(dumps(evaluation))
    else:
        from perfscore.report.as_text import show

        with output.console() as console:
            show(evaluation, book, console, lang)
    written = [] if destination is None else _correct(evaluation, paths, Path(destination), lang)
    if report is not None:
        written.append(_report(evaluation, book, paths, Path(report), lang))
    if form == "text":
        for line in written:
            output.show(line)
    if failed or "" in written:
        raise typer.Exit(WRONG)
    if check and any(changes.has_corrections(table) for table in evaluation.tables):
        raise typer.Exit(_TO_CORRECT)


def _correct(evaluation: Evaluation, paths: list[str], path: Path, language: Language) -> list[str]:
    """Write the corrected workbooks; give a line for each, an empty one where it could not be written."""
    from perfscore.correction import correct_all

    lines = []
    for outcome in correct_all(evaluation, [Path(item) for item in paths], path, language):
        if outcome.error is not None:
            output.complain(errors.words(outcome.error, language), language)
            lines.append("")
        else:
            lines.append(label("report.written", language, path=str(outcome.destination)) + "\n")
    return lines


def _report(evaluation: Evaluation, book: Rulebook, paths: list[str], path: Path, language: Language) -> str:
    """Write the report whole or not at all; give the line that says so."""
    from perfscore import engine
    from perfscore.model import PerfscoreError
    from perfscore.ooxml.writing import write_whole

    if any(item.resolve() == path.resolve() for item in engine.expand(paths)):
        raise PerfscoreError("PS109", path=str(path))
    kind = path.suffix.lower()
    if kind == ".html":
        from perfscore.report.as_html import render as html

        text = html(evaluation, book, language)
    elif kind == ".csv":
        from perfscore.report.as_csv import render as csv

        text = csv(evaluation, language)
    else:
        from perfscore.report.as_json import dumps

        text = dumps(evaluation)
    try:
        write_whole(path, text.encode("utf-8"))
    except OSError as error:
        raise PerfscoreError("PS121", path=str(path), reason=error.strerror or str(error)) from error
    return label("report.report_written", language, path=str(path)) + "\n"

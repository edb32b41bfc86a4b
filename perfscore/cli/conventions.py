"""``perfscore conventions``: which readings of the rules explain the claimed scores."""

from __future__ import annotations

import typer

from perfscore.cli import options, output
from perfscore.cli.errors import WRONG


def conventions(
    paths: options.Paths,
    rulebook: options.RulebookName = None,
    settings: options.Settings = None,
    form: options.Format = "text",
    lang: options.Lang = "zh",
) -> None:
    """Print the summary of conventions over all files."""
    from perfscore import engine
    from perfscore.conventions import summarise

    book = options.load_book(rulebook, settings)
    evaluation = engine.evaluate(paths, rulebook=book, language=lang)
    summary = summarise({file.path: file.tables for file in evaluation.files}, book)
    if form == "json":
        output.show_json(summary.to_json())
    else:
        from perfscore.report.as_conventions import lines

        output.show("\n".join(lines(summary, lang)) + "\n")
    failed = [file.error for file in evaluation.files if file.error is not None]
    for error in failed:
        output.complain(error, lang)
    if failed:
        raise typer.Exit(WRONG)

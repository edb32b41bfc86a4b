"""``perfscore conventions``: which readings of the rules explain the claimed scores."""

from __future__ import annotations

import typer

from perfscore.cli import options, output
from perfscore.cli.errors import WRONG
from perfscore.cli.review import complain_of


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

    book = options.choose_book(rulebook, settings, lang).book
    evaluation = engine.evaluate(paths, rulebook=book, language=lang)
    summary = summarise({file.path: file.tables for file in evaluation.files}, book)
    if form == "json":
        output.show_json(summary.to_json())
    else:
        from perfscore.report.as_conventions import lines

        output.show("\n".join(lines(summary, lang)) + "\n")
    if complain_of(evaluation, lang):
        raise typer.Exit(WRONG)

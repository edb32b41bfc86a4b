"""``perfscore summary``: a workbook for the head of the office, and the lists behind its first page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import typer

from perfscore.cli import options, output
from perfscore.cli.errors import WRONG, UsageError
from perfscore.cli.reading import read
from perfscore.wording import label


def summary(
    paths: options.Paths,
    destination: options.Output,
    targets: options.Targets = None,
    rulebook: options.RulebookName = None,
    settings: options.Settings = None,
    decisions: options.Decisions = None,
    force: options.Force = False,
    lang: options.Lang = "zh",
) -> None:
    """Evaluate files and folders and sum them up."""
    from perfscore import engine
    from perfscore.report.as_summary import render
    from perfscore.report.overview import overview

    if Path(destination).suffix.lower() != ".xlsx":
        raise UsageError("summary_ending")
    inputs = engine.expand([*paths, *(targets or ()), *(decisions or ())], (destination,))
    door = options.open_outputs(inputs, rulebook, settings, force)
    door.check(destination)
    evaluation, failed = read(paths, rulebook, settings, lang, targets, (destination,), decisions)
    book = options.load_book(rulebook, settings)
    door.write(destination, render(overview(evaluation, lang), book, date.today(), lang))
    output.show(label("batch.written", lang, path=destination) + "\n")
    if failed:
        raise typer.Exit(WRONG)

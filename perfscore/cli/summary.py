"""``perfscore summary``: a workbook for the head of the office, and the lists behind its first page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import typer

from perfscore.cli import options, output
from perfscore.cli.errors import WRONG, UsageError
from perfscore.cli.review import Review


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
    from perfscore.report.as_summary import Basis, render
    from perfscore.report.overview import overview

    if Path(destination).suffix.lower() != ".xlsx":
        raise UsageError("summary_ending")
    review = Review(rulebook, settings, targets, decisions, lang)
    door = review.open_outputs(paths, (destination,), force)
    door.check(destination)
    evaluation = review.read(paths, (destination,))
    door.write(
        destination,
        render(overview(evaluation, lang), Basis(review.book.title, review.book.version), date.today(), lang),
    )
    output.show_written(destination, lang)
    if review.failed:
        raise typer.Exit(WRONG)

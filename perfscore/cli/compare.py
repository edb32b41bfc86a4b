"""``perfscore compare``: what a resubmission mended, explained, left, and changed without having been asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from perfscore.cli import options, output
from perfscore.cli.errors import WRONG, UsageError
from perfscore.cli.review import Review
from perfscore.wording import label


def compare(
    old: Annotated[str, typer.Argument()],
    new: Annotated[str, typer.Argument()],
    destination: options.OptionalOutput = None,
    targets: options.Targets = None,
    rulebook: options.RulebookName = None,
    settings: options.Settings = None,
    form: options.Format = "text",
    force: options.Force = False,
    lang: options.Lang = "zh",
) -> None:
    """Compare two rounds of a review."""
    from perfscore.rounds import compare as held_against
    from perfscore.rounds import views

    ending = Path(destination).suffix.lower() if destination is not None else ""
    if destination is not None and ending not in (".xlsx", ".html", ".json"):
        raise UsageError("compare_ending")
    own = (destination,) if destination is not None else ()
    review = Review(rulebook, settings, targets, None, lang)
    door = review.open_outputs([old, new], own, force)
    if destination is not None:
        door.check(destination)
    rounds = held_against(review.read([old], own), review.read([new], own))
    if form == "json":
        output.show_json(views.to_json(rounds))
    else:
        screen = output.screen()
        views.show(rounds, screen, lang)
        output.show(screen.text)
    if destination is not None:
        if ending == ".xlsx":
            door.write(destination, views.workbook(rounds, lang))
        elif ending == ".html":
            door.write(destination, views.page(rounds, lang))
        else:
            door.write(destination, json.dumps(views.to_json(rounds), ensure_ascii=False, indent=2) + "\n")
        if form == "text":
            output.show(label("report.report_written", lang, path=destination) + "\n")
    if review.failed:
        raise typer.Exit(WRONG)

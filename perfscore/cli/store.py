"""``perfscore store``: what a store holds, as a page or a workbook, and the results of two rule books compared."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from perfscore.cli import options, output
from perfscore.cli.errors import UsageError


def report(
    store: options.Store,
    destination: options.Output,
    rulebook: options.RulebookName = None,
    force: options.Force = False,
    lang: options.Lang = "zh",
) -> None:
    """Summarise the results of one rule book."""
    from perfscore.batch.choosing import choose
    from perfscore.batch.store import Store

    ending = Path(destination).suffix.lower()
    if ending not in (".html", ".xlsx"):
        raise UsageError("store_report_ending")
    door = options.open_outputs([store], force=force)
    door.claim(destination)
    folder = Path(destination).resolve().parent
    with Store(Path(store), read_only=True) as opened:
        edition = choose(opened, rulebook)
        content: bytes | str
        if ending == ".xlsx":
            from perfscore.batch.overview import workbook

            content = workbook(opened, edition, folder, lang)
        else:
            from perfscore.batch.digest import digest
            from perfscore.batch.page import render

            content = render(digest(opened, edition), folder, lang)
    door.write(destination, content)
    output.show_written(destination, lang)


def compare(
    store: options.Store,
    rulebook: Annotated[list[str], typer.Option("--rulebook")],
    destination: options.OptionalOutput = None,
    force: options.Force = False,
    lang: options.Lang = "zh",
) -> None:
    """Print which scores and grades move between two rule books."""
    from perfscore.batch.compare import compare as compare_books
    from perfscore.batch.compare import lines
    from perfscore.batch.store import Store

    if len(rulebook) != 2:
        raise UsageError("two_rulebooks")
    with Store(Path(store), read_only=True) as opened:
        comparison = compare_books(opened, *rulebook)
    output.show("\n".join(lines(comparison, lang)) + "\n")
    if destination is not None:
        from perfscore.batch.compare import as_csv

        options.open_outputs([store], force=force).write(destination, as_csv(comparison, lang))
        output.show_written(destination, lang)

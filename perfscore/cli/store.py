"""``perfscore store``: what a store holds, as a page or a workbook, and the results of two rule books compared."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from perfscore.cli import options, output
from perfscore.cli.batch import show_written
from perfscore.cli.errors import UsageError


def report(
    store: options.Store,
    destination: options.Output,
    rulebook: options.RulebookName = None,
    lang: options.Lang = "zh",
) -> None:
    """Summarise the results of one rule book."""
    from perfscore.batch.choosing import choose
    from perfscore.batch.store import Store

    target = Path(destination)
    with Store(Path(store), read_only=True) as opened:
        edition = choose(opened, rulebook)
        if target.suffix.lower() == ".xlsx":
            from perfscore.batch.summary import write

            write(opened, edition, target, lang)
        else:
            from perfscore.batch.page import write as write_page

            write_page(opened, edition, target, lang)
    show_written(destination, lang)


def compare(
    store: options.Store,
    rulebook: Annotated[list[str], typer.Option("--rulebook")],
    destination: options.OptionalOutput = None,
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
        from perfscore.batch.compare import write_csv

        write_csv(comparison, Path(destination), lang)
        show_written(destination, lang)

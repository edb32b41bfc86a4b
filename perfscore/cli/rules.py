"""``perfscore rules``: the rule books and what they say."""

from __future__ import annotations

from typing import Annotated

import typer

from perfscore.cli import options, output


def list_books(lang: options.Lang = "zh") -> None:
    """List the rule books that are shipped."""
    from perfscore.report.as_rules import listing
    from perfscore.rulebook import shipped

    output.show(listing(shipped(), lang))


def show_book(name: Annotated[str, typer.Argument()], lang: options.Lang = "zh") -> None:
    """Print every parameter of a rule book with its value and source."""
    from perfscore.report.as_rules import details

    output.show(details(options.load_book(name), lang))

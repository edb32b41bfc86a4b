"""``perfscore rules``: list and show rule books, begin one, and check what was written."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from perfscore.cli import options, output
from perfscore.wording import label

Form = Literal["text", "toml", "json"]


def list_books(lang: options.Lang = "zh") -> None:
    """List the rule books that can be named."""
    from perfscore.report.as_rules import listing
    from perfscore.rulebook import installed_ids, load, shipped

    output.show(listing((*shipped(), *map(load, installed_ids())), lang))


def show_book(
    name: Annotated[str, typer.Argument()],
    form: Annotated[Form, typer.Option("--format")] = "text",
    lang: options.Lang = "zh",
) -> None:
    """Print a rule book: every parameter with its value and source, or its file."""
    from perfscore.report.as_rules import details, to_json
    from perfscore.rulebook import text_of

    book = options.choose_book(name, language=lang).book
    if form == "json":
        output.show_json(to_json(book))
    else:
        output.show(text_of(name) if form == "toml" else details(book, lang))


def new_book(
    name: Annotated[str, typer.Argument()],
    destination: options.Output,
    extends: Annotated[str, typer.Option("--extends")] = "cn-2020",
    force: options.Force = False,
    lang: options.Lang = "zh",
) -> None:
    """Write a rule book that only waits for its values."""
    from perfscore.rulebook import load
    from perfscore.rulebook.beginning import begin

    outputs = options.open_outputs([], extends, force=force)
    outputs.write(destination, begin(name, extends, load(extends), lang))
    output.show(label("rules.written", lang, path=destination) + "\n")


def check_book(path: Annotated[str, typer.Argument()], lang: options.Lang = "zh") -> None:
    """Load a rule book and say what it changes."""
    from perfscore.report.as_rules import check
    from perfscore.rulebook import load

    book = load(path)
    output.show(check(path, book, book.base, lang))

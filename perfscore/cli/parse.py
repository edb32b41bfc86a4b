"""``perfscore parse``: how expressions are read."""

from __future__ import annotations

from typing import Annotated

import typer

from perfscore.cli import options, output


def parse(
    expressions: Annotated[list[str], typer.Argument()],
    form: options.Format = "text",
    lang: options.Lang = "zh",
) -> None:
    """Print what each expression is read as."""
    from perfscore import expression

    trees = [expression.parse(text) for text in expressions]
    if form == "json":
        output.show_json([tree.to_json() for tree in trees])
        return
    from perfscore.report.as_expression import lines

    for tree in trees:
        output.show("\n".join(lines(tree, lang)) + "\n")

"""``perfscore parse``: how expressions and printed criteria are read."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import typer

from perfscore.cli import options, output
from perfscore.cli.errors import UsageError
from perfscore.wording import Language


def parse(
    expressions: Annotated[list[str] | None, typer.Argument()] = None,
    criterion: Annotated[str | None, typer.Option("--criterion")] = None,
    actual: Annotated[str | None, typer.Option("--actual")] = None,
    weight: Annotated[str | None, typer.Option("--weight")] = None,
    target: Annotated[str, typer.Option("--target")] = "",
    form: options.Format = "text",
    lang: options.Lang = "zh",
) -> None:
    """Print what each expression is read as, or a printed criterion and what an actual is worth by it."""
    if criterion is not None:
        if expressions:
            raise UsageError("criterion_and_expressions")
        _criterion(criterion, actual, _weight(weight), target, form, lang)
        return
    if not expressions:
        raise UsageError("no_expression")
    from perfscore import expression

    trees = [expression.parse(text) for text in expressions]
    if form == "json":
        output.show_json([tree.to_json() for tree in trees])
        return
    from perfscore.report.as_expression import lines

    for tree in trees:
        output.show("\n".join(lines(tree, lang)) + "\n")


def _weight(text: str | None) -> Decimal | None:
    from perfscore import number

    if text is None:
        return None
    weight = number.read(text.removesuffix("分"))
    if weight is None or weight < 0:
        raise UsageError("weight", text=text)
    return weight


def _criterion(
    text: str, actual: str | None, weight: Decimal | None, target: str, form: options.Form, lang: Language
) -> None:
    from perfscore.criteria import read_criterion

    criterion = read_criterion(text, weight=weight)
    award = None if actual is None else criterion.points(actual, target)
    if form == "json":
        output.show_json({**criterion.to_json(), "award": None if award is None else award.to_json()})
        return
    from perfscore.report.as_criterion import lines

    output.show("\n".join(lines(criterion, award, actual or "", lang)) + "\n")

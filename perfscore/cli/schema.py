"""``perfscore schema``: the JSON Schema of what ``evaluate --format json`` prints, or of a rule book."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from perfscore.cli import options, output


def schema(
    subject: Annotated[Literal["evaluation", "rulebook"], typer.Argument()] = "evaluation", lang: options.Lang = "zh"
) -> None:
    """Print a schema."""
    if subject == "rulebook":
        from perfscore.rulebook.schema import schema as of_rulebooks

        output.show_json(of_rulebooks(lang))
        return
    from importlib.resources import files

    output.show_json_text((files("perfscore.report") / "evaluation.schema.json").read_text(encoding="utf-8"))

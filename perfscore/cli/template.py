"""``perfscore template``: blank official forms, or evaluations filled in from target tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from perfscore.cli import options, output
from perfscore.cli.errors import WRONG, UsageError
from perfscore.cli.review import complain_of
from perfscore.wording import Language, label


def template(
    kind: Annotated[Literal["target", "evaluation", "department"], typer.Argument()],
    destination: options.Output,
    targets: options.Targets = None,
    lang: options.Lang = "zh",
) -> None:
    """Write a form."""
    from perfscore.forms import write_blank

    if targets and kind != "evaluation":
        raise UsageError("targets_prefill_evaluation")
    if targets:
        _prefill(targets, Path(destination), lang)
    else:
        write_blank(kind, Path(destination))
    output.show(label("report.template_written", lang, path=destination) + "\n")


def _prefill(targets: list[str], path: Path, language: Language) -> None:
    """Write the self-evaluation forms of target tables; one that cannot be read keeps all from being written."""
    from perfscore import engine
    from perfscore.forms import write_prefilled

    evaluation = engine.evaluate(targets, language=language)
    if complain_of(evaluation, language):
        raise typer.Exit(WRONG)
    write_prefilled(evaluation.tables, path)

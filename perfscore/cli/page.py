"""``perfscore page``: the whole engine as one HTML file that runs offline in a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from perfscore.cli import options, output
from perfscore.wording import label


def page(
    destination: options.Output,
    runtime: Annotated[str | None, typer.Option("--runtime")] = None,
    force: options.Force = False,
    lang: options.Lang = "zh",
) -> None:
    """Build the page and write it."""
    from perfscore.page.build import build

    door = options.open_outputs([runtime] if runtime else [], force=force)
    door.check(destination)
    door.write(destination, build(runtime))
    output.show(label("report.page_written", lang, path=destination) + "\n")

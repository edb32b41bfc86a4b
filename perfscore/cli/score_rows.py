"""``perfscore score-rows``: score indicators that stand in a Parquet file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from perfscore.cli import options, output


def score_rows(
    source: Annotated[str, typer.Argument()],
    destination: options.Output,
    rulebook: options.RulebookName = None,
    settings: options.Settings = None,
    dask: options.Dask = None,
    force: options.Force = False,
    lang: options.Lang = "zh",
) -> None:
    """Write the same rows with their scores."""
    from perfscore.batch.columns import score_file

    book = options.choose_book(rulebook, settings, lang).book
    door = options.open_outputs([source], rulebook, settings, force)
    if dask is not None:
        from perfscore.batch.cluster import score_file_on

        score_file_on(dask, Path(source), Path(destination), book, door)
    else:
        score_file(Path(source), Path(destination), book, door)
    output.show_written(destination, lang)

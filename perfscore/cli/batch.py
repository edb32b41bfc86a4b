"""``perfscore batch``: whole folders into a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perfscore.cli import options, output
from perfscore.cli.errors import INTERRUPTED, WRONG
from perfscore.cli.review import Review
from perfscore.wording import Language, label

if TYPE_CHECKING:
    from perfscore.batch.run import Assess
    from perfscore.batch.writer import Outcome


def batch(
    paths: options.Paths,
    destination: options.Output,
    corrected: Annotated[str | None, typer.Option()] = None,
    summary: Annotated[str | None, typer.Option()] = None,
    parquet: Annotated[str | None, typer.Option()] = None,
    targets: options.Targets = None,
    rulebook: options.RulebookName = None,
    settings: options.Settings = None,
    workers: Annotated[int, typer.Option(min=0)] = 0,
    seconds: Annotated[float, typer.Option("--timeout", min=1)] = 60,
    retry: Annotated[bool, typer.Option("--retry")] = False,
    decisions: options.Decisions = None,
    dask: options.Dask = None,
    force: options.Force = False,
    lang: options.Lang = "zh",
) -> None:
    """Evaluate everything below some folders that the store does not have yet."""
    import os
    from hashlib import sha256

    from perfscore import engine
    from perfscore.batch.approved import read_approved
    from perfscore.batch.items import InForce
    from perfscore.batch.pool import Limits
    from perfscore.batch.progress import progress
    from perfscore.batch.run import Options, run
    from perfscore.batch.store import Store
    from perfscore.decisions import dumps

    door = options.open_outputs([*paths, *engine.expand(targets or ()), *(decisions or ())], rulebook, settings, force)
    door.check(destination, continued=True)
    door.protect([destination])
    if summary is not None:
        door.claim(summary)
    approved, digest = read_approved(targets)
    review = Review(rulebook, settings, targets, decisions, lang)
    if review.rulings:
        # Other decisions are, like other target tables, another run: every file is assessed again.
        digest = sha256((digest + dumps(review.rulings)).encode()).hexdigest()
    in_force = InForce(review.book, approved, lang, digest, force, review.chosen, review.rulings)
    how = Options(
        corrected=Path(corrected) if corrected is not None else None,
        limits=Limits(workers or os.cpu_count() or 1, seconds),
        retry=retry,
        assess=_cluster(dask),
        outputs=door,
        progress=progress(lang),
    )
    own = [Path(path) for path in (destination, summary, parquet) if path is not None]
    with Store(Path(destination)) as store:
        outcome = run(paths, store, in_force, how, own)
        _show(outcome, destination, lang)
        if outcome.stopped:
            raise typer.Exit(INTERRUPTED)
        if summary is not None:
            from perfscore.batch.overview import workbook

            door.write(summary, workbook(store, outcome.edition, Path(summary).resolve().parent, lang))
            output.show_written(summary, lang)
        if parquet is not None:
            for table in store.export(Path(parquet), door):
                output.show_written(str(table), lang)
        if outcome.failed:
            raise typer.Exit(WRONG)


def _cluster(address: str | None) -> Assess | None:
    if address is None:
        return None
    from perfscore.batch.cluster import on

    return on(address)


def _show(outcome: Outcome, store: str, language: Language) -> None:
    """Print what a run did: everything that was found is accounted for."""

    def say(name: str, **values: object) -> None:
        texts = {key: str(value) for key, value in values.items()}
        output.show(label(f"batch.{name}", language, **texts) + "\n")

    say("found", files=outcome.found, others=outcome.others)
    say("assessed", files=outcome.statuses["read"], before=outcome.done_before)
    for status in ("unreadable", "timeout", "crashed", "folder"):
        if outcome.statuses[status]:
            say(f"status_{status}", files=outcome.statuses[status])
    if outcome.uncorrected:
        say("uncorrected", files=outcome.uncorrected)
    if outcome.stopped:
        say("stopped")
    say("store", path=store)

"""``perfscore decisions``: what reviewers decided in workbooks, as one JSON file."""

from __future__ import annotations

from perfscore.cli import options, output
from perfscore.wording import label


def decisions(
    paths: options.Paths,
    destination: options.OptionalOutput = None,
    force: options.Force = False,
    lang: options.Lang = "zh",
) -> None:
    """Read the decisions and write or print them."""
    from perfscore.decisions import dumps, read

    rulings = read(paths)
    text = dumps(rulings)
    if destination is None:
        output.show_json_text(text)
        return
    options.open_outputs(paths, force=force).write(destination, text)
    output.show(label("report.decisions_written", lang, count=str(len(rulings)), path=destination) + "\n")

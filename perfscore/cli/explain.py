"""``perfscore explain``: the page of a finding code, or the list of all."""

from __future__ import annotations

from typing import Annotated

import typer

from perfscore.cli import options, output
from perfscore.cli.errors import UsageError


def explain(
    code: Annotated[str | None, typer.Argument()] = None,
    form: options.Format = "text",
    lang: options.Lang = "zh",
) -> None:
    """Print one page, or one line per code."""
    from perfscore import wording
    from perfscore.report import as_page

    name = code.upper() if code is not None else None
    if name is not None and name not in wording.codes():
        raise UsageError("no_such_code", name=name)
    if form == "json":
        names = [name] if name is not None else wording.codes()
        pages = [as_page.to_json(item, lang) for item in names]
        output.show_json(pages if name is None else pages[0])
    else:
        output.show(as_page.page(name, lang) if name is not None else as_page.listing(lang))

"""The options and arguments that commands share, and the rule book that they name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from perfscore.wording import Language

if TYPE_CHECKING:
    from perfscore.outputs import Objection, Outputs
    from perfscore.rulebook import Rulebook

Form = Literal["text", "json"]

Paths = Annotated[list[str], typer.Argument()]
Output = Annotated[str, typer.Option("-o", "--output")]
OptionalOutput = Annotated[str | None, typer.Option("-o", "--output")]
RulebookName = Annotated[str | None, typer.Option("--rulebook")]
Settings = Annotated[str | None, typer.Option("--settings")]
Targets = Annotated[list[str] | None, typer.Option("--targets")]
Format = Annotated[Form, typer.Option("--format")]
Apply = Annotated[Literal["certain", "all", "none"], typer.Option("--apply")]
Decisions = Annotated[list[str] | None, typer.Option("--decisions")]
Force = Annotated[bool, typer.Option("--force")]
Dask = Annotated[str | None, typer.Option("--dask")]
Store = Annotated[str, typer.Argument()]
Lang = Annotated[Language, typer.Option("--lang")]


def open_outputs(
    inputs: Iterable[str | Path], rulebook: str | None = None, settings_file: str | None = None, force: bool = False
) -> Outputs:
    """Open the door for the outputs of a call, which knows everything that the call reads.

    Args:
        inputs: the files of the call: sheets, target tables, stores, decisions.
        rulebook: as the call names it: a name or a file. settings_file: as the call names it.
        force: whether files that perfscore did not write may be replaced.
    """
    from perfscore.outputs import Outputs
    from perfscore.settings import FILE_NAME

    def judge(path: Path) -> Objection | None:
        from perfscore.correction.existing import objection

        return objection(path)

    return Outputs([*inputs, *((rulebook,) if rulebook else ()), settings_file or FILE_NAME], force, judge)


class Choice(NamedTuple):
    """The rule book in force. Args: book: with the user's settings laid over it. chosen: whether anybody named it."""

    book: Rulebook
    chosen: bool


def choose_book(name: str | None, settings_file: str | None = None, language: Language = "zh") -> Choice:
    """Load the rule book in force, with the settings of the user laid over it.

    Args:
        name: name or file; None where the call names none: that of the settings is in force then, else the default.
        settings_file: None for ``perfscore.toml`` of the current folder. language: of the title of an adjusted book.

    Returns:
        The book, and whether the call or the settings name one.

    Raises:
        PerfscoreError: the rule book or the settings cannot be used.
    """
    from perfscore import rulebook, settings

    own = settings.load(settings_file)
    named = name or own.rulebook
    return Choice(own.over(rulebook.load(named or rulebook.DEFAULT), language), bool(named))

"""Assemble the commands: each stands in a module of its own, which is imported when the command is called."""

from __future__ import annotations

import gc
import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from perfscore.cli import errors, help, options, output
from perfscore.version import VERSION

COMMANDS: Final = {
    "evaluate": "evaluate.evaluate",
    "letter": "letter.letter",
    "summary": "summary.summary",
    "compare": "compare.compare",
    "batch": "batch.batch",
    "store report": "store.report",
    "store compare": "store.compare",
    "parse": "parse.parse",
    "explain": "explain.explain",
    "conventions": "conventions.conventions",
    "template": "template.template",
    "rules list": "rules.list_books",
    "rules show": "rules.show_book",
    "rules new": "rules.new_book",
    "rules check": "rules.check_book",
    "decisions": "decisions.decisions",
    "page": "page.page",
    "score-rows": "score_rows.score_rows",
    "schema": "schema.schema",
}
"""Name of each command and its function below ``perfscore.cli``, in the order of the help."""


class Command(TyperCommand):
    """A command whose help is found by its name and those of its parameters."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page in the language of the call."""
        formatter.write(help.page(ctx))

    def invoke(self, ctx: Any) -> Any:
        """Run the command in the language of the whole call, wherever the option stood."""
        if ctx.obj is not None:
            ctx.params["lang"] = ctx.obj
        errors.refuse_empty_options(ctx)
        return super().invoke(ctx)


class Commands(TyperGroup):
    """A group whose commands are imported when they are asked for; ``name`` is what stands before theirs."""

    def list_commands(self, ctx: Any) -> list[str]:
        """List the names of this group, in their order."""
        return list(dict.fromkeys(name.split(" ")[0] for name in self._below(ctx)))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import a command; None where there is none of this name."""
        below = self._below(ctx)
        if cmd_name in below:
            command = _load(COMMANDS[below[cmd_name]], cmd_name)
        elif any(name.startswith(f"{cmd_name} ") for name in below):
            shared = [item for item in ctx.find_root().command.params if item.name == "lang"]
            command = Commands(name=cmd_name, params=shared, no_args_is_help=True, rich_markup_mode=None)
        else:
            return None
        if ctx.resilient_parsing:  # completion shows it beside the name
            command.help = help.summary(" ".join((*help.path_of(ctx), cmd_name)), ctx.obj or "zh")
        return command

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page in the language of the call."""
        formatter.write(help.page(ctx))

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """Run a call; every failure ends with one sentence in the language of the call, never with a traceback."""
        standalone = extra.pop("standalone_mode", True)
        language = errors.language_of(sys.argv[1:] if args is None else args)
        extra = {"prog_name": "perfscore", **extra, "standalone_mode": False, "obj": language}
        output.prepare()
        try:
            ended = super().main(args, *rest, **extra)
            status = ended if isinstance(ended, int) else 0
        except (Exception, KeyboardInterrupt) as error:
            status = errors.report(error, language)
        if standalone:
            sys.exit(status)
        return status

    def _below(self, ctx: Any) -> dict[str, str]:
        """Give the commands of this group: name inside the group, whole name."""
        prefix = "".join(f"{part} " for part in help.path_of(ctx))
        return {name.removeprefix(prefix): name for name in COMMANDS if name.startswith(prefix)}


def _load(function_path: str, name: str) -> Any:
    """Import the function of a command and let typer read its parameters."""
    module, _, function = function_path.partition(".")
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    single.command(name, cls=Command)(getattr(import_module(f"perfscore.cli.{module}"), function))
    return typer.main.get_command(single)


app = typer.Typer(cls=Commands, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)


def _version(asked: bool) -> None:
    if asked:
        output.show(f"perfscore {VERSION}\n")
        raise typer.Exit


@app.callback()
def _perfscore(
    version: Annotated[bool, typer.Option("--version", is_eager=True, callback=_version)] = False,
    lang: options.Lang = "zh",
) -> None:
    """Hold the options that stand before a command."""


def main() -> None:
    """Run the command line."""
    # Starting up makes many objects that stay: looking for garbage among them takes a twentieth of a short call.
    gc.set_threshold(100_000)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # what libraries print about a strange file says nothing to an official
    app()

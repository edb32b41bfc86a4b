"""One way to say what went wrong in a call: a sentence on standard error in its language, and the exit status."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from perfscore.cli import help, output
from perfscore.errors import PerfscoreError
from perfscore.wording import Language, label, sentence

WRONG: Final = 2
INTERRUPTED: Final = 130
_QUOTED: Final = re.compile(r"\(([^()]*)\)$|'(.*?)'")


class UsageError(PerfscoreError):
    """A call that cannot be carried out as it is written.

    Args:
        problem: key of the sentence, ``usage.PROBLEM`` among the labels. values: for its blanks.
    """

    def __init__(self, problem: str, **values: str) -> None:
        super().__init__("PS122", problem=problem, **values)


def language_of(arguments: Sequence[str]) -> Language:
    """Find the language that a call asks for: help and errors need it before the options are read."""
    language: Language = "zh"
    for before, argument in zip(("", *arguments), arguments, strict=False):
        if argument == "--":
            break
        if argument == "--lang=en" or (before == "--lang" and argument == "en"):
            language = "en"
    return language


def refuse_empty_options(context: Any) -> None:
    """Refuse a call in which an option has an empty value, as an unset variable of a script leaves it.

    Args:
        context: of the parsed call.

    Raises:
        UsageError: names the option.
    """
    for parameter in context.command.params:
        source, given = context.get_parameter_source(parameter.name), context.params.get(parameter.name)
        if parameter.param_type_name != "option" or source is None or source.name != "COMMANDLINE":
            continue
        if given == "" or (isinstance(given, list | tuple) and "" in given):
            raise UsageError("option_without_value", option=max(parameter.opts, key=len))


def words(error: PerfscoreError, language: Language) -> str:
    """Put an error into one line."""
    values = dict(error.values)
    if isinstance(error, UsageError):
        values["problem"] = label(f"usage.{values.pop('problem')}", language, **values)
    return sentence(error.code, values, language)


def report(error: BaseException, language: Language) -> int:
    """Say what ended a call.

    Args:
        error: what was raised. language: of the call.

    Returns:
        The exit status.
    """
    if isinstance(error, KeyboardInterrupt) or type(error).__name__ == "Abort":
        return INTERRUPTED
    if type(error).__name__ == "NoArgsIsHelpError":
        output.show(f"{error}\n")
    elif isinstance(error, PerfscoreError):
        output.complain(words(error, language), language)
    elif hasattr(error, "format_message"):
        output.complain(words(_usage(error, language), language), language)
    else:
        output.complain(f"{type(error).__name__}: {error}", language)
    return WRONG


def _usage(error: Any, language: Language) -> UsageError:
    """Put a mistake that the argument parser reports into our own words.

    The parser's classes are told by name: older versions of typer take them from click, newer ones bring their own.
    """
    message = str(error.format_message()).rstrip(".")
    kind = type(error).__name__
    parameter = getattr(error, "param", None)
    match = _QUOTED.search(message)
    quoted = next((part for part in match.groups() if part is not None), "") if match else ""
    option = str(getattr(error, "option_name", "") or quoted)
    name = quoted
    if parameter is not None:
        command = " ".join(help.path_of(error.ctx)) if error.ctx is not None else ""
        flag = max(parameter.opts, key=len)
        name = flag if parameter.param_type_name == "option" else help.value_name(parameter, command, language)
        choices = getattr(parameter.type, "choices", None)
        if kind == "BadParameter" and choices:
            return UsageError("bad_choice", name=name, choices="、".join(map(str, choices)))
        if kind == "BadParameter" and hasattr(parameter.type, "min"):
            return UsageError("bad_number", name=name, least=str(parameter.type.min))
    files = [argument for argument in sys.argv[1:] if argument.startswith(option) and Path(argument).exists()]
    if kind == "NoSuchOption" and files:
        return UsageError("dashed_file", option=files[0])
    if kind == "UsageError" and "command" in message.lower():
        return UsageError("no_such_command", name=quoted) if quoted else UsageError("no_command")
    known = {
        "MissingParameter": "missing", "NoSuchOption": "no_such_option", "BadParameter": "bad_value",
        "BadOptionUsage": "option_without_value", "UsageError": "too_much", "NoSuchCommand": "no_such_command",
    }  # fmt: skip
    return UsageError(known.get(kind, "other"), name=name, option=option, said=message)

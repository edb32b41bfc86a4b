"""The help pages, in the language of the call, with columns that fit Chinese text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from perfscore import wording
from perfscore.wording import Language

_WIDEST: Final = 28
_FLAGS: Final = ("false", "none", "")


@lru_cache(maxsize=2)
def _words(language: Language) -> Mapping[str, str]:
    return wording.flat("commands.toml", language)


def text(group: str, command: str, parameter: str, language: Language) -> str:
    """Give the words for a parameter: those of the command, else those that all commands share."""
    words = _words(language)
    own = f"{group}.{command} {parameter}"
    return words[own] if own in words else words.get(f"{group}.{parameter}", "")


def summary(command: str, language: Language) -> str:
    """Say in one sentence what a command does."""
    return _words(language).get(f"command.{command}", "")


def path_of(ctx: Any) -> list[str]:
    """Give the names of the command of a context, without that of the program."""
    names: list[str] = []
    while ctx.parent is not None:
        names.insert(0, ctx.info_name or "")
        ctx = ctx.parent
    return names


def value_name(parameter: Any, command: str, language: Language) -> str:
    """Name the value of a parameter as usage lines and messages do; its choices where it has some."""
    choices = getattr(parameter.type, "choices", None)
    if choices and parameter.param_type_name == "option":
        return "|".join(str(choice) for choice in choices)
    return text("value", command, parameter.name, language) or parameter.name.upper()


def page(ctx: Any) -> str:
    """Lay out the help page of a command or a group.

    Args:
        ctx: the context of the call; its ``obj`` is the language.
    """
    language: Language = ctx.obj or "zh"
    command, path = ctx.command, path_of(ctx)
    name = " ".join(path)
    say = _words(language)
    arguments = [item for item in command.params if item.param_type_name == "argument"]
    options = [item for item in command.get_params(ctx) if item.param_type_name == "option" and not item.hidden]
    group = hasattr(command, "list_commands")
    line = ["perfscore", *path, say["page.options_here"]]
    line += [_shown(item, name, language) for item in arguments]
    line += [say["page.command_here"]] if group else []
    blocks = [say["page.usage"].format(line=" ".join(line)), summary(name, language)]
    if group:
        below = ((item, summary(" ".join((*path, item)), language)) for item in command.list_commands(ctx))
        blocks.append("\n".join((say["page.commands"], *_columns(below))))
    if arguments:
        rows = ((value_name(item, name, language), _meaning(item, name, language)) for item in arguments)
        blocks.append("\n".join((say["page.arguments"], *_columns(rows))))
    rows = ((_flags(item, name, language), _meaning(item, name, language)) for item in options)
    blocks.append("\n".join((say["page.options"], *_columns(rows))))
    return "\n\n".join(blocks) + "\n"


def _shown(argument: Any, command: str, language: Language) -> str:
    name = value_name(argument, command, language)
    return name if argument.required else f"[{name}]"


def _flags(option: Any, command: str, language: Language) -> str:
    flags = ", ".join(sorted(option.opts, key=len))
    return flags if option.is_flag else f"{flags} {value_name(option, command, language)}"


def _meaning(parameter: Any, command: str, language: Language) -> str:
    meaning = text("parameter", command, parameter.name, language)
    if parameter.param_type_name == "option" and parameter.required:
        return meaning + _words(language)["page.required"]
    default = str(parameter.default if parameter.default is not None else "").lower()
    if getattr(parameter, "is_flag", False) or default in _FLAGS or parameter.param_type_name == "argument":
        return meaning
    return meaning + _words(language)["page.default"].format(value=default)


def _columns(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    from perfscore.report.screen import width_of

    listed = list(rows)
    widths = [width_of(left) for left, _ in listed]
    column = max((width for width in widths if width <= _WIDEST), default=0)
    for (left, right), width in zip(listed, widths, strict=True):
        yield (
            f"  {left}{' ' * (column - width)}  {right}" if width <= column else f"  {left}\n  {' ' * column}  {right}"
        )

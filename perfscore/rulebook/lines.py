"""Parse a TOML file that a person wrote, and find the line on which a value stands: ``tomllib`` does not tell."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from perfscore import number

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"\s*([\w.\-\"]+)\s*=")
_ENDLESS_NUMBER = re.compile(r"\d{4000}")
_AT_LINE = re.compile(r"at line (\d+)")
# ``tomllib`` takes minutes for a key of thousands of parts.
_ENDLESS_KEY = re.compile(r"(?:\.[ \t]*[\w\"'-]+[ \t]*){50}")


def parse(text: str) -> dict[str, Any]:
    """Parse TOML.

    Raises:
        ValueError: it is none.
        RecursionError: it is nested too deep.
    """
    import tomllib

    if _ENDLESS_KEY.search(text):
        raise RecursionError
    return tomllib.loads(text, parse_float=number.read_stored)


class Lines:
    """Line numbers of the keys of one TOML text.

    Args:
        text: the file's text.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _of(self) -> dict[tuple[str, ...], int]:
        """The line of every path of keys; worked out only where a mistake has to be shown."""
        lines: dict[tuple[str, ...], int] = {}
        section: tuple[str, ...] = ()
        seen: dict[str, int] = {}
        for line_number, line in enumerate(self._text.splitlines(), 1):
            if header := _HEADER.match(line):
                name = header[2].replace('"', "")
                section = tuple(part.strip() for part in name.split("."))
                if header[1] == "[[":
                    section = (*section, str(seen.get(name, 0)))
                    seen[name] = seen.get(name, 0) + 1
                _note(lines, section, line_number)
            elif key := _KEY.match(line):
                _note(lines, (*section, *key[1].replace('"', "").split(".")), line_number)
        return lines

    def of(self, path: tuple[str | int, ...]) -> int:
        """Give the line of a path of keys, or of the nearest enclosing part that has one."""
        keys = tuple(str(part) for part in path)
        while keys:
            if keys in self._of:
                return self._of[keys]
            keys = keys[:-1]
        return 1

    def of_deepest(self) -> str:
        """Give the line with a key of very many parts, else the one in which most brackets are open."""
        if endless := _ENDLESS_KEY.search(self._text):
            return str(self._text.count("\n", 0, endless.start()) + 1)
        depth, deepest = 0, (0, 1)
        for line_number, line in enumerate(self._text.splitlines(), 1):
            for character in line:
                depth += (character in "[{") - (character in "]}")
                deepest = max(deepest, (depth, -line_number))
        return str(abs(deepest[1]))

    def of_message(self, message: str) -> str:
        """Take the line out of a message of ``tomllib``."""
        if match := _AT_LINE.search(message):
            return match[1]
        endless = _ENDLESS_NUMBER.search(self._text)
        return str(self._text.count("\n", 0, endless.start() if endless else None) + 1)


def _note(lines: dict[tuple[str, ...], int], path: tuple[str, ...], line_number: int) -> None:
    for length in range(1, len(path) + 1):
        lines.setdefault(path[:length], line_number)

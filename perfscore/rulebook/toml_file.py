"""Read a TOML file that a person wrote, and name the line of a mistake, which ``tomllib`` does not tell."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from perfscore import number
from perfscore.errors import PerfscoreError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"\s*([\w.\-\"]+)\s*=")
_ENDLESS_NUMBER = re.compile(r"\d{4000}")
_AT_LINE = re.compile(r"at line (\d+)")
# ``tomllib`` takes minutes for a key of thousands of parts.
_ENDLESS_KEY = re.compile(r"(?:\.[ \t]*[\w\"'-]+[ \t]*){50}")


class Kind(NamedTuple):
    """A kind of file that people write.

    Args:
        error: raised for a mistake. code: of that error.
        most_bytes: a larger file is refused. too_large: the problem that says so.
    """

    error: type[PerfscoreError]
    code: str
    most_bytes: int
    too_large: str

    def mistake(self, name: str, line: int, problem: str, /, **values: str) -> PerfscoreError:
        """Name a mistake with its file and line."""
        return self.error(self.code, file=name, line=str(line), problem=problem, **values)

    def text_of(self, name: str, source: Path | Traversable) -> str:
        """Give the text of a file.

        Args:
            name: of the file in messages. source: where it is.

        Raises:
            PerfscoreError: it is too large, cannot be read, or is no text.
        """
        try:
            with source.open("rb") as file:
                content = file.read(self.most_bytes + 1)
            if len(content) > self.most_bytes:
                raise self.mistake(name, 1, self.too_large)
            return content.decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise self.mistake(name, 1, "not_utf8") from error

    def parsed(self, name: str, text: str) -> TomlFile:
        """Parse a text.

        Args:
            name: of its file in messages. text: TOML.

        Raises:
            PerfscoreError: it is no TOML, or nested too deep.
        """
        import tomllib

        lines = Lines(text)
        try:
            if _ENDLESS_KEY.search(text):
                raise RecursionError
            return TomlFile(self, name, tomllib.loads(text, parse_float=number.read_stored), lines)
        except RecursionError as error:
            raise self.mistake(name, lines.of_deepest(), "nested_too_deep") from error
        except ValueError as error:  # also a number of too many digits, which Python itself refuses
            raise self.mistake(name, lines.of_message(str(error)), "not_toml", detail=str(error)) from error


class TomlFile(NamedTuple):
    """A parsed file. Args: kind: of file. name: in messages. data: what it says. lines: where it says it."""

    kind: Kind
    name: str
    data: dict[str, Any]
    lines: Lines

    def mistake(self, problem: str, /, *path: str | int, **values: str) -> PerfscoreError:
        """Name a mistake with the line of a path of keys."""
        return self.kind.mistake(self.name, self.lines.of(path), problem, **values)


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

    def of_deepest(self) -> int:
        """Give the line with a key of very many parts, else the one in which most brackets are open."""
        if endless := _ENDLESS_KEY.search(self._text):
            return self._text.count("\n", 0, endless.start()) + 1
        depth, deepest = 0, (0, 1)
        for line_number, line in enumerate(self._text.splitlines(), 1):
            for character in line:
                depth += (character in "[{") - (character in "]}")
                deepest = max(deepest, (depth, -line_number))
        return abs(deepest[1])

    def of_message(self, message: str) -> int:
        """Take the line out of a message of ``tomllib``."""
        if match := _AT_LINE.search(message):
            return int(match[1])
        endless = _ENDLESS_NUMBER.search(self._text)
        return self._text.count("\n", 0, endless.start() if endless else None) + 1


def _note(lines: dict[tuple[str, ...], int], path: tuple[str, ...], line_number: int) -> None:
    for length in range(1, len(path) + 1):
        lines.setdefault(path[:length], line_number)

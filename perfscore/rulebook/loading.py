"""Find and load rule books: those of this package, those of other installed packages, and files of users."""

from __future__ import annotations

import os
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from perfscore import datafile, number
from perfscore.errors import wrong_type
from perfscore.extensions import announced
from perfscore.rulebook.book import Rulebook, RulebookError
from perfscore.rulebook.checking import RULEBOOK, Check
from perfscore.rulebook.toml_file import Lines, TomlFile

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

DEFAULT: Final = "cn-2020"

_BOOKS: Final = Path(__file__).parent / "books"


def shipped_ids() -> tuple[str, ...]:
    """List the ids of the books that come with this package, sorted."""
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in _BOOKS.iterdir() if entry.name.endswith(".toml")))


@cache
def shipped() -> tuple[Rulebook, ...]:
    """Load every book that comes with this package."""
    return tuple(load(name) for name in shipped_ids())


def installed_ids() -> tuple[str, ...]:
    """List the ids of the books that other installed packages announce, sorted.

    The entry point has the name of the book, and its value is the package that holds ``NAME.toml``.
    """
    return tuple(sorted({extension.name for extension in announced("perfscore.rulebooks")} - set(shipped_ids())))


def known_ids() -> tuple[str, ...]:
    """List the ids of all books that can be named."""
    return (*shipped_ids(), *installed_ids())


def load(name: str | os.PathLike[str] = DEFAULT) -> Rulebook:
    """Load a rule book by name or from a file.

    Args:
        name: id of a shipped book, path of a user's TOML file, or id of a book of another installed package; the first
            that there is.

    Returns:
        The checked book with all that it inherits; the same object as long as no text of it changes.

    Raises:
        RulebookError: no such book, or a mistake in it; the message names file and line.
        PerfscoreError: the name is neither a text nor a path (PS129).
    """
    if not isinstance(name, str | os.PathLike):
        raise wrong_type("rulebook", "rulebook", name)
    return _load(os.fspath(name), ())


def text_of(name: str) -> str:
    """Give the text of a rule book as its author wrote it.

    Raises:
        RulebookError: no such book, or no text.
    """
    return _text(name)


def _load(name: str, above: tuple[str, ...]) -> Rulebook:
    if name in shipped_ids():
        return _shipped(name)
    if name in above:
        raise RULEBOOK.mistake(name, 1, "circle", circle=" → ".join([*above, name]))
    text = _text(name)
    check = _parsed(name, text)
    extends = check.extends()
    if extends is None:
        return _checked(name, text, None)
    path = _beside(name, extends)
    if _source(path) is None:
        raise check.unknown_base(extends, known_ids())
    return _checked(name, text, _load(path, (*above, name)))


def _beside(name: str, extends: str) -> str:
    """Find a book that another names by its file: beside that one before the current folder."""
    neighbour = Path(name).parent / extends
    return str(neighbour) if extends not in shipped_ids() and os.path.isfile(neighbour) else extends


@cache
def _shipped(name: str) -> Rulebook:
    text = _text(name)
    data = datafile.load(_BOOKS / f"{name}.toml", number.read_stored)
    check = Check(TomlFile(RULEBOOK, name, data, Lines(text)))
    extends = check.extends()
    return check.book(text, None if extends is None else _shipped(extends))


# By content, not by the time of the file: an edit within the same second is seen, and an unchanged text stays one book.
@lru_cache(maxsize=64)
def _checked(name: str, text: str, base: Rulebook | None) -> Rulebook:
    return _parsed(name, text).book(text, base)


@lru_cache(maxsize=64)
def _parsed(name: str, text: str) -> Check:
    return Check(RULEBOOK.parsed(name, text))


def _text(name: str) -> str:
    source = _source(name)
    if source is None:
        raise RulebookError("PS403", name=name, known="、".join(known_ids()))
    return RULEBOOK.text_of(name, source)


def _source(name: str) -> Path | Traversable | None:
    if name in shipped_ids():
        return _BOOKS / f"{name}.toml"
    path = Path(name)
    if os.path.isfile(path):
        return path
    if name in installed_ids():
        extension = next(other for other in announced("perfscore.rulebooks") if other.name == name)
        return extension.folder() / f"{name}.toml"
    return None

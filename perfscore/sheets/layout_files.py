"""Layouts and synonyms as data: this package's own, and what other installed packages add."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, get_args

from perfscore import datafile
from perfscore.errors import PerfscoreError
from perfscore.extensions import Extension, announced
from perfscore.keys import Kind

_FOLDER: Final = Path(__file__).parent / "layouts"


def layout_entries() -> list[dict[str, Any]]:
    """List the layouts in the order in which they are tried: those of other packages first.

    Raises:
        PerfscoreError: when the file of another package cannot be used (PS416).
    """
    words = synonyms()
    entries: list[dict[str, Any]] = []
    for extension in _extensions():
        added = _read(extension, "layouts.toml").get("layout", ())
        try:
            _check(added, words)
        except (KeyError, TypeError, ValueError) as error:
            raise _unusable(extension, "layouts.toml", error) from error
        entries.extend(added)
    own = datafile.load(_FOLDER / "layouts.toml")["layout"]
    _check(own, words)
    return [*entries, *own]


def synonyms() -> dict[str, Any]:
    """Give the synonyms; words of other packages stand behind this package's own and change none of them.

    Raises:
        PerfscoreError: when the file of another package cannot be used (PS416).
    """
    words = datafile.load(_FOLDER / "synonyms.toml")
    for extension in _extensions():
        try:
            words = _joined(words, _read(extension, "synonyms.toml"))
        except ValueError as error:
            raise _unusable(extension, "synonyms.toml", error) from error
    return words


def _check(entries: list[dict[str, Any]], words: Mapping[str, Any]) -> None:
    """Refuse a layout that names what no form can show: it would never be chosen, and nobody would know why."""
    for entry in entries:
        if entry["kind"] not in get_args(Kind):
            raise ValueError(f"{entry['id']}: unknown kind: {entry['kind']}")
        named = [(f"column:{field}", "column", field) for field in entry["needs"]]
        for sign in (sign for line in entry["signs"] for sign in line):
            where, _, name = sign.removeprefix("no-").partition(":")
            named.append((sign, where, name))
        for sign, where, name in named:
            known = {"column": words["columns"], "label": words["labels"], "title": (name,)}
            if name not in known.get(where, ()):
                raise ValueError(f"{entry['id']}: unknown sign: {sign}")


def _unusable(extension: Extension, file: str, error: Exception) -> PerfscoreError:
    return PerfscoreError("PS416", package=extension.package, file=file, reason=f"{type(error).__name__}: {error}")


def _extensions() -> tuple[Extension, ...]:
    return announced("perfscore.layouts")


def _read(extension: Extension, name: str) -> dict[str, Any]:
    try:
        return extension.data(name)
    except (ImportError, OSError, ValueError) as error:
        raise _unusable(extension, name, error) from error


def _joined(own: Any, other: Any) -> Any:
    """Add to lists and to tables of words; what stands here stays as it is."""
    if isinstance(own, list) and isinstance(other, list):
        return own + other
    if isinstance(own, dict) and isinstance(other, dict):
        unknown = [key for key, value in other.items() if key not in own and not isinstance(value, str)]
        if unknown:
            raise ValueError(f"unknown name: {', '.join(unknown)}")
        return own | {key: _joined(own[key], value) if key in own else value for key, value in other.items()}
    if isinstance(own, str) and isinstance(other, str):
        return own
    raise ValueError(f"{type(own).__name__} expected instead of {other!r}")

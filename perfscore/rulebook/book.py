"""Load, check and choose rule books: TOML files with a source and dates for every value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from attrs import field, frozen

from perfscore import datafile, number
from perfscore.model import PerfscoreError, RulebookReference, Source
from perfscore.rulebook.lines import Lines
from perfscore.rulebook.parameters import DEFAULTS, READERS, Parameters, UnfitError

DEFAULT: Final = "cn-2020"
_BOOKS = Path(__file__).parent / "books"
_MOST_BYTES = 1_000_000
_HEAD = {
    "id",
    "version",
    "title",
    "jurisdiction",
    "status",
    "extends",
    "since",
    "until",
    "sources",
    "values",
    "findings",
}
_REQUIRED = ("id", "version", "title", "jurisdiction", "status")
_STATUS = ("regulation", "practice")
_SEVERITIES = ("error", "warning", "info", "off")


class RulebookError(PerfscoreError):
    """A rule book that cannot be used; the message names the file and the line to mend."""


class DatedValue(NamedTuple):
    """A value of a parameter with the days on which it holds and its source.

    Args:
        value: as the parameter's reader returns it.
        since: first day. until: last day, included; None for open.
        source: where it stands.
    """

    value: Any
    since: date
    until: date | None
    source: Source

    def holds(self, day: date) -> bool:
        """Say whether the value is in force on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


_DEFAULTS: Final[Mapping[str, tuple[DatedValue, ...]]] = MappingProxyType(
    {name: (DatedValue(value, date.min, None, Source("", verified=True)),) for name, value in DEFAULTS.items()}
)
"""What holds where neither a book nor what it extends says anything: the default of the package, without a source."""


@frozen(eq=False)
class Rulebook:
    """A rule book with all that it inherits.

    Args:
        id: short name. version: its edition. title: in Chinese. jurisdiction: where it applies.
        status: ``regulation`` (a document) or ``practice`` (observed; used only when named).
        extends: id of the book it builds on, or None.
        since: first day it is in force. until: last day, or None.
        values: the dated values of each parameter.
        own: names of the parameters that this book sets itself.
        findings: severities of finding codes that this book changes; ``off`` switches a code off.
        sha256: hash over its text and the texts that it extends.
    """

    id: str
    version: str
    title: str
    jurisdiction: str
    status: str
    extends: str | None
    since: date | None
    until: date | None
    values: Mapping[str, tuple[DatedValue, ...]]
    own: tuple[str, ...]
    findings: Mapping[str, str]
    sha256: str
    _resolved: dict[int | None, Parameters] = field(factory=dict, init=False, repr=False)

    @property
    def reference(self) -> RulebookReference:
        """Name the book as results do."""
        return RulebookReference(self.id, self.version, self.sha256)

    def dated(self, name: str, year: int | None) -> DatedValue:
        """Give a parameter's value for a budget year, with its source.

        Args:
            name: a parameter.
            year: the year of the table, or None when unknown: the latest value.

        Returns:
            The value in force on the year's last day; for a year outside all dates the nearest one.
        """
        values = self.values[name]
        if year is None:
            return values[-1]
        day = date(year, 12, 31)
        for value in values:
            if value.holds(day):
                return value
        earlier = [value for value in values if value.since <= day]
        return earlier[-1] if earlier else values[0]

    def parameters(self, year: int | None) -> Parameters:
        """Give all parameters for a budget year; the same object each time."""
        if year not in self._resolved:
            self._resolved[year] = Parameters(**{name: self.dated(name, year).value for name in READERS})
        return self._resolved[year]

    def source(self, name: str, year: int | None) -> Source:
        """Say where the value of a parameter in force in a year stands."""
        return self.dated(name, year).source

    def in_force(self, year: int | None) -> bool:
        """Say whether the book claims to hold in that year; an unknown year is not questioned."""
        if year is None:
            return True
        if self.since is not None and date(year, 12, 31) < self.since:
            return False
        return self.until is None or date(year, 1, 1) <= self.until


def shipped_ids() -> tuple[str, ...]:
    """List the ids of the books that come with the package, sorted."""
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in _BOOKS.iterdir() if entry.name.endswith(".toml")))


def _shipped(name: str) -> Path:
    return _BOOKS / f"{name}.toml"


@lru_cache(maxsize=1)
def shipped() -> tuple[Rulebook, ...]:
    """Load every book that comes with the package."""
    return tuple(load(name) for name in shipped_ids())


@lru_cache(maxsize=64)
def load(name: str = DEFAULT) -> Rulebook:
    """Load a rule book by name or from a file.

    Args:
        name: id of a shipped book, or the path of a user's TOML file.

    Returns:
        The checked book with all that it inherits.

    Raises:
        RulebookError: no such book, or a mistake in it; the message names file and line.
    """
    return _load(name, ())


def _load(name: str, above: tuple[str, ...]) -> Rulebook:
    label, text = _text(name)
    if label in above:
        raise RulebookError("PS404", file=label, line="1", problem="circle", circle=" → ".join([*above, label]))
    lines = Lines(text)
    if name in shipped_ids():
        return _Check(label, datafile.load(_shipped(name), number.read_stored), lines).book(text, above)
    import tomllib

    try:
        data = tomllib.loads(text, parse_float=number.read_stored)
    except tomllib.TOMLDecodeError as error:
        line = lines.of_message(str(error))
        raise RulebookError("PS404", file=label, line=line, problem="not_toml", detail=str(error)) from error
    except RecursionError as error:
        raise RulebookError("PS404", file=label, line="1", problem="nested_too_deep") from error
    return _Check(label, data, lines).book(text, above)


def _text(name: str) -> tuple[str, str]:
    if name in shipped_ids():
        return name, _shipped(name).read_text(encoding="utf-8")
    path = Path(name)
    if not path.is_file():
        raise RulebookError("PS403", name=name, known="、".join(shipped_ids()))
    if path.stat().st_size > _MOST_BYTES:
        raise RulebookError("PS404", file=name, line="1", problem="rulebook_too_large")
    try:
        return name, path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RulebookError("PS404", file=name, line="1", problem="not_utf8") from error


class _Check(NamedTuple):
    """Turns the parsed TOML of one file into a book, or names the line to mend."""

    label: str
    data: dict[str, Any]
    lines: Lines

    def fail(self, problem: str, *path: str | int, **values: str) -> RulebookError:
        return RulebookError("PS404", file=self.label, line=str(self.lines.of(path)), problem=problem, **values)

    def book(self, text: str, above: tuple[str, ...]) -> Rulebook:
        data = self.data
        for key in data:
            if key not in _HEAD:
                raise self.fail("unknown_key", key, key=key)
        for key in _REQUIRED:
            if not isinstance(data.get(key), str) or not data[key]:
                raise self.fail("missing_text", key, key=key)
        if data["status"] not in _STATUS:
            raise self.fail("bad_status", "status")
        for key in ("since", "until"):
            if key in data and type(data[key]) is not date:
                raise self.fail("no_date", key, key=key)
        base = self.base(above)
        sources = self.sources()
        own = {name: self.values(name, entries, sources) for name, entries in self.table("values").items()}
        values = {**_DEFAULTS, **(base.values if base else {}), **own}
        return Rulebook(
            id=data["id"],
            version=data["version"],
            title=data["title"],
            jurisdiction=data["jurisdiction"],
            status=data["status"],
            extends=base.id if base else None,
            since=data.get("since"),
            until=data.get("until"),
            values=values,
            own=tuple(own),
            findings={**(base.findings if base else {}), **self.findings()},
            sha256=sha256((text + (base.sha256 if base else "")).encode()).hexdigest(),
        )

    def base(self, above: tuple[str, ...]) -> Rulebook | None:
        """Load the book that this one extends; those of the package, which form no circle, only once."""
        name = self.data.get("extends")
        if name is None:
            return None
        return load(name) if name in shipped_ids() else _load(str(name), (*above, self.label))

    def table(self, name: str) -> dict[str, Any]:
        table = self.data.get(name, {})
        if not isinstance(table, dict):
            raise self.fail("no_table", name, key=name)
        return table

    def sources(self) -> dict[str, Source]:
        sources = {}
        for name, entry in self.table("sources").items():
            path = ("sources", name)
            if not isinstance(entry, dict) or not isinstance(entry.get("document"), str):
                raise self.fail("source_without_document", *path, name=name)
            for key in entry:
                if key not in ("document", "number", "verified"):
                    raise self.fail("unknown_key", *path, key, key=key)
            if not isinstance(entry.get("verified"), bool):
                raise self.fail("source_not_said_to_be_read", *path, name=name)
            sources[name] = Source(entry["document"], str(entry.get("number", "")), entry["verified"])
        return sources

    def values(self, name: str, entries: Any, sources: dict[str, Source]) -> tuple[DatedValue, ...]:
        if name not in READERS:
            raise self.fail("unknown_parameter", "values", name, name=name, known="、".join(READERS))
        if not isinstance(entries, list) or not entries:
            raise self.fail("no_list_of_values", "values", name, name=name)
        dated = sorted(
            ((self.value(name, index, entry, sources), index) for index, entry in enumerate(entries)),
            key=lambda pair: pair[0].since,
        )
        for (earlier, _), (later, index) in pairwise(dated):
            if earlier.until is None or later.since <= earlier.until:
                raise self.fail("dates_overlap", "values", name, index, "since", name=name, since=str(later.since))
        return tuple(value for value, _ in dated)

    def value(self, name: str, index: int, entry: Any, sources: dict[str, Source]) -> DatedValue:
        path = ("values", name, index)
        if not isinstance(entry, dict):
            raise self.fail("no_list_of_values", *path, name=name)
        for key in entry:
            if key not in ("value", "since", "until", "source"):
                raise self.fail("unknown_key", *path, key, key=key)
        if "value" not in entry:
            raise self.fail("no_value", *path, name=name)
        if entry.get("source") not in sources:
            raise self.fail("no_source", *path, "source", name=name)
        since, until = entry.get("since"), entry.get("until")
        if type(since) is not date or (until is not None and type(until) is not date):
            raise self.fail("no_dates", *path, "since", name=name)
        if until is not None and until < since:
            raise self.fail("until_before_since", *path, "until", name=name)
        try:
            value = READERS[name](entry["value"])
        except UnfitError as error:
            values = {"name": name, "unfit": error.problem, **error.values}
            raise self.fail("unfit_value", *path, "value", **values) from error
        return DatedValue(value, since, until, sources[entry["source"]])

    def findings(self) -> dict[str, str]:
        findings = self.table("findings")
        for code, severity in findings.items():
            if severity not in _SEVERITIES:
                raise self.fail("bad_severity", "findings", code, key=code, known="、".join(_SEVERITIES))
        return {code: str(severity) for code, severity in findings.items()}

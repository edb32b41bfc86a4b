"""Check what the TOML of a rule book says, and build the book; a mistake is named with its line."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from itertools import pairwise
from typing import Any, Final, NamedTuple

from perfscore import wording
from perfscore.errors import PerfscoreError
from perfscore.keys import SEVERITIES
from perfscore.model import Source
from perfscore.rulebook.book import DEFAULT_VALUES, DatedValue, Rulebook, RulebookError
from perfscore.rulebook.parameters import READERS, UnfitError
from perfscore.rulebook.toml_file import Kind, TomlFile

STATUS: Final = ("regulation", "practice")
SEVERITY_CHOICES: Final = (*SEVERITIES, "off")
REQUIRED: Final = ("id", "version", "title", "jurisdiction", "status")
RULEBOOK: Final = Kind(RulebookError, "PS404", 1_000_000, "rulebook_too_large")
HEAD: Final = (*REQUIRED, "extends", "since", "until", "sources", "values", "findings")


class Check(NamedTuple):
    """Turns what one file says into a book, or names the line to mend. Args: file: as it was parsed."""

    file: TomlFile

    def extends(self) -> str | None:
        """Give the name of the book that this one extends."""
        name = self.file.data.get("extends")
        if name is not None and (not isinstance(name, str) or not name):
            raise self.file.mistake("missing_text", "extends", key="extends")
        return name

    def unknown_base(self, name: str, known: tuple[str, ...]) -> PerfscoreError:
        """Say that there is no book of the name that this one extends."""
        return self.file.mistake("unknown_base", "extends", name=name, known="、".join(known))

    def book(self, text: str, base: Rulebook | None) -> Rulebook:
        """Build the book.

        Args:
            text: of the file, for the hash. base: the book that it extends, or None.
        """
        data = self.file.data
        for key in data:
            if key not in HEAD:
                raise self.file.mistake("unknown_key", key, key=key)
        for key in REQUIRED:
            if not isinstance(data.get(key), str) or not data[key]:
                raise self.file.mistake("missing_text", key, key=key)
        if data["status"] not in STATUS:
            raise self.file.mistake("bad_status", "status")
        for key in ("since", "until"):
            if key in data and type(data[key]) is not date:
                raise self.file.mistake("no_date", key, key=key)
        sources = self._sources()
        own = {name: self._values(name, entries, sources) for name, entries in self._table("values").items()}
        values = {**DEFAULT_VALUES, **(base.values if base else {}), **own}
        return Rulebook(
            id=data["id"],
            version=data["version"],
            title=data["title"],
            jurisdiction=data["jurisdiction"],
            status=data["status"],
            base=base,
            since=data.get("since"),
            until=data.get("until"),
            values=values,
            own=tuple(own),
            findings={**(base.findings if base else {}), **self._findings()},
            sha256=sha256((text + (base.sha256 if base else "")).encode()).hexdigest(),
        )

    def _table(self, name: str) -> dict[str, Any]:
        table = self.file.data.get(name, {})
        if not isinstance(table, dict):
            raise self.file.mistake("no_table", name, key=name)
        return table

    def _sources(self) -> dict[str, Source]:
        sources = {}
        for name, entry in self._table("sources").items():
            path = ("sources", name)
            if not isinstance(entry, dict) or not isinstance(entry.get("document"), str):
                raise self.file.mistake("source_without_document", *path, name=name)
            for key in entry:
                if key not in ("document", "number", "verified"):
                    raise self.file.mistake("unknown_key", *path, key, key=key)
            if not isinstance(entry.get("verified"), bool):
                raise self.file.mistake("source_not_said_to_be_read", *path, name=name)
            sources[name] = Source(entry["document"], str(entry.get("number", "")), entry["verified"])
        return sources

    def _values(self, name: str, entries: Any, sources: dict[str, Source]) -> tuple[DatedValue, ...]:
        if name not in READERS:
            raise self.file.mistake("unknown_parameter", "values", name, name=name, known="、".join(READERS))
        if not isinstance(entries, list) or not entries:
            raise self.file.mistake("no_list_of_values", "values", name, name=name)
        dated = sorted(
            ((self._value(name, index, entry, sources), index) for index, entry in enumerate(entries)),
            key=lambda pair: pair[0].since,
        )
        for (earlier, _), (later, index) in pairwise(dated):
            if earlier.until is None or later.since <= earlier.until:
                raise self.file.mistake(
                    "dates_overlap", "values", name, index, "since", name=name, since=str(later.since)
                )
        return tuple(value for value, _ in dated)

    def _value(self, name: str, index: int, entry: Any, sources: dict[str, Source]) -> DatedValue:
        path = ("values", name, index)
        if not isinstance(entry, dict):
            raise self.file.mistake("no_list_of_values", *path, name=name)
        for key in entry:
            if key not in ("value", "since", "until", "source"):
                raise self.file.mistake("unknown_key", *path, key, key=key)
        if "value" not in entry:
            raise self.file.mistake("no_value", *path, name=name)
        if not isinstance(entry.get("source"), str) or entry["source"] not in sources:
            raise self.file.mistake("no_source", *path, "source", name=name)
        since, until = entry.get("since"), entry.get("until")
        if type(since) is not date or (until is not None and type(until) is not date):
            raise self.file.mistake("no_dates", *path, "since", name=name)
        if until is not None and until < since:
            raise self.file.mistake("until_before_since", *path, "until", name=name)
        try:
            value = READERS[name](entry["value"])
        except UnfitError as error:
            values = {"name": name, "unfit": error.problem, **error.values}
            raise self.file.mistake("unfit_value", *path, "value", **values) from error
        return DatedValue(value, since, until, sources[entry["source"]])

    def _findings(self) -> dict[str, str]:
        findings = self._table("findings")
        for code, severity in findings.items():
            if code not in wording.codes():
                raise self.file.mistake("no_such_code", "findings", code, key=code)
            if severity not in SEVERITY_CHOICES:
                raise self.file.mistake("bad_severity", "findings", code, key=code, known="、".join(SEVERITY_CHOICES))
        return {code: str(severity) for code, severity in findings.items()}

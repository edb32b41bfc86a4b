"""The rule books in words for the terminal: the list, and one book with every value and its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from perfscore import number
from perfscore.model import Source
from perfscore.rulebook import Rulebook, written
from perfscore.rulebook.book import DatedValue
from perfscore.rulebook.parameters import READERS
from perfscore.wording import Language, label

SCHEMA: Final = "perfscore.rulebook/1"


def listing(books: tuple[Rulebook, ...], language: Language = "zh") -> str:
    """List rule books, two lines each: id and title; jurisdiction, dates and status."""
    lines = []
    for book in books:
        status = label(f"rules.{book.status}", language)
        edition = f"{label('rules.edition', language)} {book.version}"
        lines.append(f"{book.id}　{book.title}")
        lines.append(f"    {'　'.join((book.jurisdiction, _dates(book.since, book.until), edition, status))}")
    return "\n".join(lines) + "\n"


def details(book: Rulebook, language: Language = "zh") -> str:
    """Show one rule book: its head, then every parameter with meaning, dates, source and whether that was read."""
    lines = [f"{book.id}　{book.title}"]
    facts = {
        "edition": book.version,
        "jurisdiction": book.jurisdiction,
        "dates": _dates(book.since, book.until),
        "status": label(f"rules.{book.status}", language),
        "extends": book.extends or "—",
    }
    colon = _colon(language)
    lines.extend(f"{label(f'rules.{name}', language)}{colon}{text}" for name, text in facts.items())
    lines.append(f"sha256{colon}{book.sha256}")
    for name in READERS:
        lines.append("")
        lines.extend(_parameter(book, name, language))
    return "\n".join(lines) + "\n"


def to_json(book: Rulebook) -> dict[str, Any]:
    """Give a rule book with all that it inherits, schema ``perfscore.rulebook/1``; numbers are texts."""
    return {
        "schema": SCHEMA,
        "id": book.id,
        "version": book.version,
        "title": book.title,
        "jurisdiction": book.jurisdiction,
        "status": book.status,
        "extends": book.extends,
        "since": _iso(book.since),
        "until": _iso(book.until),
        "sha256": book.sha256,
        "parameters": {
            name: {"own": name in book.own, "values": [_value(dated) for dated in book.values[name]]}
            for name in READERS
        },
        "findings": dict(book.findings),
    }


def check(path: str, book: Rulebook, base: Rulebook | None, language: Language = "zh") -> str:
    """Say that a rule book can be used, and what it changes.

    Args:
        path: of its file. book: as loaded. base: the book that it extends, or None.
        language: of the words.
    """
    facts = {"path": path, "id": book.id, "version": book.version, "title": book.title}
    lines = [label("rules.usable", language, **facts)]
    if base is not None:
        lines.append(label("rules.changes", language, base=base.id, count=str(len(book.own))))
    for name in book.own:
        lines.append("")
        lines.extend(_parameter(book, name, language))
        if base is not None:
            value = written(base.dated(name, None).value) or "—"
            lines.append(f"    {label('rules.inherited', language, base=base.id, value=value)}")
    unread = {dated.source.document for name in book.own for dated in book.values[name] if not dated.source.verified}
    if unread:
        lines.extend(("", label("rules.unread", language, documents="、".join(sorted(unread)))))
    return "\n".join(lines) + "\n"


def _value(dated: DatedValue) -> dict[str, Any]:
    source = dated.source
    return {
        "value": _plain(dated.value),
        "since": None if dated.since == date.min else _iso(dated.since),
        "until": _iso(dated.until),
        "source": {"document": source.document, "number": source.number, "verified": source.verified},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return number.short(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    return value


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _parameter(book: Rulebook, name: str, language: Language) -> Iterator[str]:
    yield f"{name}　{label(f'parameter.{name}', language)}"
    for dated in book.values[name]:
        yield f"    = {written(dated.value) or '—'}　{_dates(dated.since, dated.until)}"
        yield f"    {label('rules.source', language)}{_colon(language)}{_source(dated.source, language)}"


def _colon(language: Language) -> str:
    return "：" if language == "zh" else ": "


def _source(source: Source, language: Language) -> str:
    if not source.document:
        return label("rules.default", language)
    brackets = "（{}）" if language == "zh" else " ({})"
    where = brackets.format(source.number) if source.number else ""
    checked = label("rules.verified" if source.verified else "rules.unverified", language)
    return f"{source.document}{where}　{checked}"


def _dates(since: date | None, until: date | None) -> str:
    return f"{'' if since in (None, date.min) else since}—{until or ''}"

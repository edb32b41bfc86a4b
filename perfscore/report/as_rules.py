"""The rule books in words for the terminal: the list, and one book with every value and its source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from perfscore.model import Source
from perfscore.rulebook import Rulebook, written
from perfscore.rulebook.parameters import READERS
from perfscore.wording import Language, label


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
    lines.extend(f"{label(f'rules.{name}', language)}：{text}" for name, text in facts.items())
    lines.append(f"sha256：{book.sha256}")
    for name in READERS:
        lines.append("")
        lines.extend(_parameter(book, name, language))
    return "\n".join(lines) + "\n"


def _parameter(book: Rulebook, name: str, language: Language) -> Iterator[str]:
    yield f"{name}　{label(f'parameter.{name}', language)}"
    for dated in book.values[name]:
        yield f"    = {written(dated.value) or '—'}　{_dates(dated.since, dated.until)}"
        yield f"    {label('rules.source', language)}：{_source(dated.source, language)}"


def _source(source: Source, language: Language) -> str:
    where = f"（{source.number}）" if source.number else ""
    checked = label("rules.verified" if source.verified else "rules.unverified", language)
    return f"{source.document}{where}　{checked}"


def _dates(since: date | None, until: date | None) -> str:
    return f"{since or ''}—{until or ''}"

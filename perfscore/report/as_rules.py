"""The rule books as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich import box
from rich.table import Table
from rich.text import Text

from perfscore.rulebook import Rulebook, written
from perfscore.rulebook.parameters import READERS
from perfscore.wording import Language, label


def listing(books: tuple[Rulebook, ...], language: Language = "zh") -> Table:
    """List rule books: id, jurisdiction, dates, status, title."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("id", "edition", "jurisdiction", "dates", "status", "title"):
        table.add_column(label(f"rules.{column}", language), overflow="fold")
    for book in books:
        status = label(f"rules.{book.status}", language)
        cells = (book.id, book.version, book.jurisdiction, _dates(book.since, book.until), status, book.title)
        table.add_row(*map(Text, cells))
    return table


def details(book: Rulebook, language: Language = "zh") -> Iterator[Table | Text]:
    """Show one rule book: its head, then every parameter with value, dates and source."""
    head = [f"{book.id}　{book.title}", f"{label('rules.jurisdiction', language)}：{book.jurisdiction}"]
    head.append(f"{label('rules.dates', language)}：{_dates(book.since, book.until)}")
    head.append(f"{label('rules.status', language)}：{label(f'rules.{book.status}', language)}")
    if book.extends:
        head.append(f"{label('rules.extends', language)}：{book.extends}")
    head.append(f"sha256：{book.sha256}")
    yield Text("\n".join(head))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("parameter", "meaning", "value", "dates", "source", "verified"):
        table.add_column(label(f"rules.{column}", language), overflow="fold")
    for name in READERS:
        for dated in book.values[name]:
            source = dated.source
            document = f"{source.document}（{source.number}）" if source.number else source.document
            checked = label("rules.yes" if source.verified else "rules.no", language)
            meaning = label(f"parameter.{name}", language)
            cells = (name, meaning, written(dated.value) or "—", _dates(dated.since, dated.until), document, checked)
            table.add_row(*map(Text, cells))
    yield table


def _dates(since: date | None, until: date | None) -> str:
    return f"{since or ''}—{until or ''}"

"""Begin a rule book: a valid TOML file in which every parameter stands, commented out, with its meaning and value."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from perfscore import number
from perfscore.rulebook.book import Rulebook
from perfscore.rulebook.parameters import READERS, allowed_values
from perfscore.wording import Language, label

_SOURCE = "notice"


def begin(name: str, extends: str, base: Rulebook, language: Language = "zh") -> str:
    """Write the text of a new rule book.

    Args:
        name: its id.
        extends: name or path of the book that it builds on. base: that book.
        language: of the comments.

    Returns:
        TOML that loads at once and changes nothing yet; a value is changed by taking away the marks of its lines.
    """
    blocks = [_head(name, extends, language), _source(language)]
    blocks.extend("\n".join(_parameter(parameter, base, language)) for parameter in READERS)
    blocks.append(f'# {label("new_book.findings", language)}\n# [findings]\n# PS405 = "off"')
    return "\n\n".join(blocks) + "\n"


def _head(name: str, extends: str, language: Language) -> str:
    return "\n".join(
        (
            f"# {label('new_book.about', language)}",
            f"# {label('new_book.schema', language)}",
            f"id = {quoted(name)}",
            'version = "1"',
            f"title = {quoted(name)}",
            f"jurisdiction = {quoted(label('new_book.jurisdiction', language))}",
            f"# {label('new_book.status', language)}",
            'status = "practice"',
            f"extends = {quoted(extends)}",
            f"# {label('new_book.dates', language)}",
            "# since = 2024-01-01",
        )
    )


def _source(language: Language) -> str:
    return "\n".join(
        (
            f"# {label('new_book.source', language)}",
            f"[sources.{_SOURCE}]",
            f"document = {quoted(label('new_book.document', language))}",
            'number = ""',
            "verified = false",
        )
    )


def _parameter(name: str, base: Rulebook, language: Language) -> Iterator[str]:
    value = base.dated(name, None)
    yield f"# {label(f'parameter.{name}', language)}"
    if choices := allowed_values(name).get("enum"):
        yield f"# {label('new_book.choices', language, choices=' / '.join(choices))}"
    yield f"# [[values.{name}]]"
    yield f"# value = {toml_value(value.value)}"
    yield "# since = 2024-01-01"
    yield f'# source = "{_SOURCE}"'


def toml_value(value: Any) -> str:
    """Write the value of a parameter as TOML: ``0.6``, ``[[0.8, 89], [0.7, 79]]``, ``{ "产出指标" = 50 }``."""
    if isinstance(value, Decimal):
        return number.short(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, Mapping):
        inner = ", ".join(f"{quoted(name)} = {toml_value(points)}" for name, points in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return quoted(str(value))


def quoted(text: str) -> str:
    """Write a text as a TOML string."""
    # JSON's escapes are TOML's; only the delete character, which JSON leaves as it is, has to be one as well.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

"""The documentation pages of the finding codes as plain text."""

from __future__ import annotations

from perfscore import wording
from perfscore.wording import Language, label

_PARTS = ("title", "message", "why", "wrong", "right", "suggestion")


def page(code: str, language: Language = "zh") -> str:
    """Write the page of one code.

    Raises:
        KeyError: when there is no such code.
    """
    words = wording.page(code)
    severity = label(f"severity.{words.severity}", language)
    parts = [f"{words.code}　{words.title.in_language(language)}（{severity}）"]
    for name in _PARTS[1:]:
        parts.append(f"{label(f'page.{name}', language)}：{getattr(words, name).in_language(language)}")
    parts.append(f"{label('page.source', language)}：{_source(words)}")
    return "\n".join(parts) + "\n"


def to_json(code: str, language: Language = "zh") -> dict[str, str | None]:
    """Turn the page of one code into an object of texts.

    Raises:
        KeyError: when there is no such code.
    """
    words = wording.page(code)
    texts = {name: getattr(words, name).in_language(language) for name in _PARTS}
    return {"code": words.code, "topic": words.topic, "severity": words.severity, **texts, "source": _source(words)}


def listing(language: Language = "zh") -> str:
    """List all codes with severity and title, one a line."""
    lines = []
    for code in wording.codes():
        words = wording.page(code)
        lines.append(f"{code}　{label(f'severity.{words.severity}', language)}　{words.title.in_language(language)}")
    return "\n".join(lines) + "\n"


def _source(words: wording.Page) -> str:
    return f"{words.source}（{words.source_note}）" if words.source_note else words.source

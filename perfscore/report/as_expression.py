"""How an expression was read, in words for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from perfscore.expression import Expression, Unreadable
from perfscore.wording import Language, label

_EMPTY: Final = "“”"


def lines(tree: Expression, language: Language = "zh") -> Iterator[str]:
    """Describe a tree: its text, its kind and its parts; an unreadable one with a caret under the place.

    Args:
        tree: from ``parse``.
        language: of the labels.
    """
    yield f"{tree.text or _EMPTY}　{label(f'expression.{tree.kind}', language)}"
    if isinstance(tree, Unreadable):
        yield from tree.pointer().splitlines()
        yield f"  {tree.in_words(language)}"
        return
    for name, value in tree.to_json().items():
        if name not in ("text", "kind") and value is not None:
            yield f"  {label(f'expression.{name}', language)}：{_plain(value)}"


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    if isinstance(value, list):
        return "；".join(str(part.get("text", "")) for part in value)
    if isinstance(value, bool):
        return "✓" if value else "✗"
    return str(value)

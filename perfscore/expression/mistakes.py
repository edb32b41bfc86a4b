"""Name a mistake in an expression and say what to do; texts and examples are ``mistakes.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lark import UnexpectedInput

_DATA = Path(__file__).with_name("mistakes.toml")


class Mistake(Exception):  # noqa: N818 - a mistake of the text, never seen by a caller
    """The parts of a text are known but do not go together.

    Args:
        key: which mistake. position: where in the folded text. values: texts for its message.
    """

    def __init__(self, key: str, position: int, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.position = position
        self.values = values

    @property
    def message(self) -> str:
        """What is wrong and what to do."""
        return meaning(self.key, **self.values)


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


def meaning(key: str, **values: str) -> str:
    """Fill the message of a mistake in meaning."""
    text: str = _texts()["meaning"][key]
    return text.format(**values)


def form(error: UnexpectedInput, parse: Callable[[str], None]) -> str:
    """Recognise a mistake in form by the example that fails in the same situation.

    Args:
        error: what the parser said. parse: the parse function, which raises on the examples.
    """
    texts = _texts()
    examples = {entry["message"]: entry["examples"] for entry in texts["form"]}
    found: str | None = error.match_examples(parse, examples, use_accepts=True)  # type: ignore[arg-type]
    message: str = found or texts["fallback"]["message"]
    return message

"""How wide a text is, in half-width characters: a Chinese one takes two."""

from __future__ import annotations

import re
from functools import lru_cache

# Chinese fonts draw these Latin-1 signs, and all general punctuation, as wide as a Chinese character.
_WIDE = re.compile("[^\x00-\xff]|[±×÷°§·]")


@lru_cache(maxsize=1024)
def line_widths(text: str) -> tuple[int, ...]:
    """Measure each line of a text."""
    return tuple(len(line) + len(_WIDE.findall(line)) for line in text.split("\n"))

"""The printable page of a letter."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from perfscore.letter.content import Letter
from perfscore.report.pages import render as fill
from perfscore.wording import Language

_TEMPLATE: Final = Path(__file__).with_name("letter.html")


def render(letter: Letter, language: Language = "zh") -> str:
    """Write a letter as one page that prints on A4 and runs no script."""
    return fill(_TEMPLATE, language, letter=letter)

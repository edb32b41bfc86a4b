"""Characters that documents keep by their place in a symbol font, and characters that mean nothing."""

from __future__ import annotations

from typing import Final

UNKNOWN: Final = "\ufffd"
"""Stands for a character whose meaning the document does not tell."""

# The font Symbol, by the codes that matter in these tables; programs move them to the private area at U+F000.
_SIGNS: Final = {
    0x25: "%", 0x2B: "+", 0x2D: "-", 0x3C: "<", 0x3D: "=", 0x3E: ">",
    0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "·", 0xB8: "÷",
}  # fmt: skip
_PRIVATE: Final = 0xF000


def sign(code: int) -> str:
    """Give the character for a code of a symbol font, or `UNKNOWN`."""
    return _SIGNS.get(code - _PRIVATE if code >= _PRIVATE else code, UNKNOWN)


def meant(text: str) -> str:
    """Replace the characters of a text that mean nothing outside one font; all others stay."""
    if text.isprintable() and max(text, default="") < "\ue000":
        return text
    return "".join(_meant(character) for character in text)


def _meant(character: str) -> str:
    code = ord(character)
    if _PRIVATE <= code <= _PRIVATE + 0xFF:
        return sign(code)
    private = 0xE000 <= code <= 0xF8FF or code >= 0xF0000
    control = code < 0x20 and character not in "\t\n\r"
    return UNKNOWN if private or control or 0xD800 <= code <= 0xDFFF else character

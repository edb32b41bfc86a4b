"""Fold widths, glyphs and blanks of a text before it is parsed, and remember where each character stood."""

from __future__ import annotations

import unicodedata

# Every spelling that means the same to a reader. Nothing else is changed: ㎡ stays ㎡, “ ” stay in words.
_GLYPHS = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys("≥≧⩾≫", ">="),
    **dict.fromkeys("≤≦⩽≪", "<="),
    **dict.fromkeys("‹〈˂﹤", "<"),
    **dict.fromkeys("›〉˃﹥", ">"),
    **dict.fromkeys("═﹦", "="),
    **dict.fromkeys("﹢", "+"),
    **dict.fromkeys("−﹣‐‑‒", "-"),
    **dict.fromkeys("–―─﹘", "—"),
    **dict.fromkeys("〜∼˜∽", "~"),
    **dict.fromkeys("✕✖╳∗⨯*＊·•⋅", "×"),
    **dict.fromkeys("﹪٪", "%"),
    **dict.fromkeys("﹐", ","),
    **dict.fromkeys("﹔", ";"),
    **dict.fromkeys("﹙", "("),
    **dict.fromkeys("﹚", ")"),
    **dict.fromkeys("｡", "。"),
    **dict.fromkeys("〔【", "["),
    **dict.fromkeys("〕】", "]"),
    "\\": "\\",
}
_AROUND_NUMBERS = frozenset("0123456789.")


def normalise(text: str) -> tuple[str, list[int]]:
    """Fold a text to the characters that the grammar knows.

    Blanks and line breaks are dropped (``> = 95 %`` is ``>=95%``), except between two digits, where one blank stays:
    ``1 2`` is not 12.

    Args:
        text: as written.

    Returns:
        The folded text, and for each of its characters the position in ``text``, with the text's length at the end.
    """
    folded: list[str] = []
    positions: list[int] = []
    gap = -1
    for position, letter in enumerate(text):
        if letter.isspace():
            gap = position if gap < 0 else gap
            continue
        meant = _GLYPHS.get(letter, letter)
        if not meant.isascii():
            category = unicodedata.category(meant)
            if category in ("Cf", "Cc"):
                continue
            if category == "Nd":
                meant = str(unicodedata.decimal(meant))
        elif not meant.isprintable():
            continue
        if gap >= 0:
            if folded and folded[-1] in _AROUND_NUMBERS and meant in _AROUND_NUMBERS:
                folded.append(" ")
                positions.append(gap)
            gap = -1
        folded.extend(meant)
        positions.extend([position] * len(meant))
    positions.append(len(text))
    return "".join(folded), positions

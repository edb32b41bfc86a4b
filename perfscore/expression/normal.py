"""Fold a text to the characters that the grammar knows, and remember where each of them stood.

Widths, glyphs and blanks are folded letter by letter; Chinese numerals are written with Arabic digits where they count.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from perfscore import number
from perfscore.expression import numerals, units

# Every spelling that means the same to a reader. Nothing else is changed: ㎡ stays ㎡, “ ” stay in words.
_GLYPHS = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys("≥≧⩾", ">="),
    **dict.fromkeys("≤≦⩽", "<="),
    "≮": ">=",
    "≯": "<=",
    **dict.fromkeys("‹〈˂﹤", "<"),
    **dict.fromkeys("›〉˃﹥", ">"),
    **dict.fromkeys("═﹦", "="),
    **dict.fromkeys("﹢", "+"),
    **dict.fromkeys("−﹣‐‑‒", "-"),
    **dict.fromkeys("–―─﹘", "—"),
    **dict.fromkeys("〜∼˜∽", "~"),
    **dict.fromkeys("✕✖╳∗⨯*＊", "×"),
    **dict.fromkeys("•⋅・", "·"),
    **dict.fromkeys("µ", "μ"),
    **dict.fromkeys("﹪٪", "%"),
    **dict.fromkeys("﹐", ","),
    **dict.fromkeys("∶꞉", ":"),
    **dict.fromkeys("﹔", ";"),
    **dict.fromkeys("﹙", "("),
    **dict.fromkeys("﹚", ")"),
    **dict.fromkeys("｡", "。"),
    **dict.fromkeys("〔", "["),
    **dict.fromkeys("〕", "]"),
}
_IN_NUMBERS = frozenset("0123456789.")
_NUMERALS = frozenset("零〇一二两三四五六七八九十百千半")
# 1月--11月 is a dash; the second one of -5--3 is a minus.
_DOUBLED = re.compile(r"(?<![0-9])--+(?=[0-9])|--+(?=(?:19|20)[0-9]{2}[年.])")
# What comes in halves: 3个半月, 2年半.
_HALVED = "(?:个月|月|年|天|日|周|星期|小时|学期|工作日)"
_SHARES = {"百": "%", "千": "‰", "万": "‱"}


def normalise(text: str) -> tuple[str, list[int]]:
    """Fold a text.

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
            if folded and folded[-1] in _IN_NUMBERS and meant in _IN_NUMBERS:
                folded.append(" ")
                positions.append(gap)
            gap = -1
        folded.extend(meant)
        positions.extend([position] * len(meant))
    positions.append(len(text))
    plain = "".join(folded)
    if "--" in plain:
        plain = _DOUBLED.sub(lambda dashes: "—" * len(dashes[0]), plain)
    return (plain, positions) if _NUMERALS.isdisjoint(plain) else _counted(plain, positions)


def _counted(text: str, positions: list[int]) -> tuple[str, list[int]]:
    """Write Chinese numerals with Arabic digits where they count: 两家, 不少于三次, 百分之九十五, but not 一网通办."""
    written: list[str] = []
    origins: list[int] = []
    done = 0
    for match in _counts().finditer(text):
        share, numeral = match["share"], next(filter(None, match.group("whole", "of", "count", "signed", "alone")))
        value = number.read(numeral) if numeral.isascii() else numerals.read(numeral)
        if value is None:
            continue
        digits = number.plain(value) + (_SHARES[share] if share else "")
        if match["whole"]:
            digits += f".5{match['halved'] or match['counter']}"
        written += (text[done : match.start()], digits)
        origins += positions[done : match.start()] + [positions[match.start()]] * len(digits)
        done = match.end()
    written.append(text[done:])
    return "".join(written), origins + positions[done:]


@cache
def _counts() -> re.Pattern[str]:
    """Build, at the first Chinese numeral, what tells a count from an idiom.

    Counts are a number and a half (3个半月); a share (百分之九十五); a numeral with a counter that ends a condition, at
    its beginning or behind a comparison (不少于三次); a numeral with any counter behind a sign (≥三次培训); a numeral
    that is the whole text. 第一次, 一次性 and 十四五 are none of these.
    """
    digits = "[零〇一二两三四五六七八九十百千]"
    # The last 万 belongs to the unit, as in 50万双.
    count = rf"半|{digits}+(?:[万亿]{digits}+)*(?!{digits})"
    end = r"(?:[及或]?以[上下内]|之?内)?(?:\Z|[,;。、!?]|并?且|同时|以及)"
    return re.compile(
        rf"(?<![0-9.])(?P<whole>[0-9]+|{digits}+)(?:(?P<halved>个)半(?={_HALVED})|(?P<counter>{_HALVED}|倍)半(?!{_HALVED}))"
        rf"|(?P<share>[百千万])分之(?P<of>{digits}+(?:点{digits}+)?)"
        rf"|(?:(?<![0-9.)\]\u4e00-\u9fff])|(?<=[于过少多到达在足高低且]))(?P<count>{count})(?={units.counted()}{end})"
        rf"|(?<=[<>=])(?P<signed>{count})(?={units.counted()})"
        rf"|\A(?P<alone>{digits}+)\Z"
    )

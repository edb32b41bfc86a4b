"""Number formats: a stored number as the text that a person sees in the cell.

Grammar of the codes: ISO/IEC 29500-1, 18.8.31 (numFmts). A code that is not understood shows the plain
number: that is never wrong, only less handsome.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

from attrs import frozen

from perfscore import number
from perfscore.ooxml.dates import Moment, date_part, moment

# Formats that have a number only (18.8.30), as a Chinese edition of Excel shows them.
_YEAR_MONTH: Final = 'yyyy"年"m"月"'
_MONTH_DAY: Final = 'm"月"d"日"'
_YEAR_MONTH_DAY: Final = 'yyyy"年"m"月"d"日"'
_HALF_DAY_TIME: Final = '上午/下午h"时"mm"分"'
_ACCOUNTING: Final = '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '
_ACCOUNTING_CENTS: Final = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '
BUILTIN: Final[dict[int, str]] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: "¥#,##0;¥-#,##0", 6: "¥#,##0;¥-#,##0", 7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;¥-#,##0.00",
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: _YEAR_MONTH, 28: _MONTH_DAY, 29: _MONTH_DAY, 30: "m-d-yy", 31: _YEAR_MONTH_DAY,
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: _HALF_DAY_TIME, 35: _HALF_DAY_TIME + 'ss"秒"',
    36: _YEAR_MONTH,
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: _ACCOUNTING, 42: _ACCOUNTING.replace("* ", "¥* "),
    43: _ACCOUNTING_CENTS, 44: _ACCOUNTING_CENTS.replace("* ", "¥* "),
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: _YEAR_MONTH, 51: _MONTH_DAY, 52: _YEAR_MONTH, 53: _MONTH_DAY, 54: _MONTH_DAY,
    55: _HALF_DAY_TIME, 56: _HALF_DAY_TIME + 'ss"秒"', 57: _YEAR_MONTH, 58: _MONTH_DAY,
}  # fmt: skip

_TOKEN = re.compile(
    r"""
      "(?P<quoted>[^"]*)"?
    | [\\!](?P<escaped>.)
    | _.(?P<blank>)
    | \*.(?P<filled>)
    | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General|G/通用格式)
    | (?P<halfday>AM/PM|A/P|上午/下午)
    | (?P<exponent>E[+-])
    | (?P<date>y+|m+|d+|h+|s+|a{3,4}|e+|g+|b{2,4})
    | (?P<sign>[0#?.,%/@;])
    | (?P<literal>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\Z", re.ASCII)
_SYSTEM_DATE: Final = ("$-f800", "$-x-sysdate")
_SYSTEM_TIME: Final = ("$-f400", "$-x-systime")

Kind = Literal["number", "date", "general", "unknown"]


@frozen
class _Section:
    """One of the parts of a code that semicolons divide.

    Args:
        kind: how it is shown.
        tokens: pairs of kind and text: ``literal``, ``sign``, ``date``, ``elapsed``, ``halfday``,
            ``exponent``, ``general``.
        condition: operator and bound, or None.
        chinese: whether its digits are Chinese numerals ([DBNum1]).
    """

    kind: Kind
    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None
    chinese: bool


@lru_cache(maxsize=8192)
def display(value: Decimal, code: str, since_1904: bool = False) -> str:
    """Show a number under a format code, rounded half up as spreadsheets do.

    Args:
        value: the stored number.
        code: the format code, such as ``0.00%``; empty is General.
        since_1904: whether the workbook counts days from 1904.

    Returns:
        The text without the outer blanks that only align it; empty where the format hides the number.
    """
    sections = _compile(code)
    section, bare = _choose(sections, value)
    if section.kind == "general":
        return _with_sign(value, bare, section, number.plain(abs(value)))
    if section.kind == "number":
        return _show_number(value, bare, section)
    if section.kind == "date":
        when = moment(value, since_1904, _second_places(section))
        if when is not None:
            return _show_date(when, section)
    return number.plain(value)


@lru_cache(maxsize=256)
def _compile(code: str) -> tuple[_Section, ...]:
    """Take a code apart into its sections."""
    sections: list[_Section] = []
    tokens: list[tuple[str, str]] = []
    condition: tuple[str, Decimal] | None = None
    chinese = other_digits = False

    def close() -> None:
        nonlocal tokens, condition, chinese, other_digits
        kind = "unknown" if other_digits or (chinese and _kind(tokens) != "date") else _kind(tokens)
        sections.append(_Section(kind, tuple(tokens), condition, chinese))
        tokens, condition, chinese, other_digits = [], None, False, False

    for match in _TOKEN.finditer(code or "General"):
        name = match.lastgroup or ""
        text = match[name]
        if name in ("quoted", "escaped", "literal"):
            tokens.append(("literal", text))
        elif name == "blank":
            tokens.append(("literal", " "))
        elif name == "bracket":
            lower = text.lower()
            if lower in _SYSTEM_DATE:
                return _compile(_YEAR_MONTH_DAY)
            if lower in _SYSTEM_TIME:
                return _compile("h:mm:ss")
            if found := _CONDITION.match(text):
                condition = (found[1], Decimal(found[2]))
            elif text.startswith("$"):
                tokens.append(("literal", text[1:].partition("-")[0]))
            elif lower.startswith("dbnum"):
                chinese, other_digits = lower == "dbnum1", lower != "dbnum1"
            elif lower.strip("hms") == "" and len(set(lower)) == 1:
                tokens.append(("elapsed", lower))
        elif text == ";":
            close()
        elif name != "filled":
            tokens.append((name, text.lower() if name == "date" else text))
    close()
    return tuple(sections)


def _kind(tokens: list[tuple[str, str]]) -> Kind:
    """Tell a date format from a number format; a mixture is not understood."""
    names = {name for name, _ in tokens}
    signs = [text for name, text in tokens if name == "sign"]
    if names & {"date", "elapsed", "halfday"}:
        digits = "".join(text for text in signs if text in "0#?%@")
        return "date" if not digits.strip("0") and "exponent" not in names else "unknown"
    if "general" in names or "@" in signs:
        return "general" if not {"0", "#", "?"} & set(signs) else "unknown"
    if "/" in signs or signs.count(".") > 1 or ("exponent" in names and tokens[0] != ("sign", "0")):
        return "unknown"
    return "number"


def _choose(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section, bool]:
    """Choose the section for a number; the second value tells that the section stands for the minus sign."""
    if any(section.condition for section in sections):
        for section in sections[:3]:
            if section.condition is None:
                return section, False
            operator, bound = section.condition
            holds = {
                "<": value < bound, "<=": value <= bound, ">": value > bound,
                ">=": value >= bound, "=": value == bound, "<>": value != bound,
            }[operator]  # fmt: skip
            if holds:
                return section, operator in ("<", "<=") and not bound
        return _compile("General")[0], False
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if not value and len(sections) > 2:
        return sections[2], True
    return sections[0], False


def _with_sign(value: Decimal, bare: bool, section: _Section, digits: str) -> str:
    """Join the literals of a General or text section with the number."""
    shown = "".join(
        digits if name == "general" or text == "@" else text if name == "literal" else ""
        for name, text in section.tokens
    )
    return ("-" if value < 0 and not bare else "") + shown.strip()


def _show_number(value: Decimal, bare: bool, section: _Section) -> str:
    """Show a number under a section of digit signs."""
    tokens = [(text if name == "sign" else "", text, name) for name, text in section.tokens]
    signs = [sign for sign, _, _ in tokens]
    exponent_at = next((index for index, token in enumerate(tokens) if token[2] == "exponent"), len(tokens))
    point_at = next((index for index, sign in enumerate(signs[:exponent_at]) if sign == "."), exponent_at)
    whole_at = [index for index in range(point_at) if signs[index] in ("0", "#", "?")]
    part_at = [index for index in range(point_at, exponent_at) if signs[index] in ("0", "#", "?")]
    if not whole_at and not part_at:
        shown = "".join(text for _, text, name in tokens if name == "literal" or text == "%")
        return ("-" if value < 0 and not bare and shown.strip() else "") + shown.strip()
    amount = abs(value)
    amount = number.multiply(amount, Decimal(100) ** signs.count("%"))
    grouped = bool(whole_at) and "," in signs[whole_at[0] : whole_at[-1]]
    # Commas behind the last digit sign divide by a thousand each.
    behind = "".join(sign or "x" for sign in signs[(part_at or whole_at)[-1] + 1 :])
    amount = amount.scaleb(-3 * (len(behind) - len(behind.lstrip(","))))
    exponent = 0
    if exponent_at < len(tokens) and amount:
        exponent = amount.adjusted()
        if number.half_up(amount.scaleb(-exponent), len(part_at)) >= 10:
            exponent += 1
        amount = amount.scaleb(-exponent)
    whole, _, part = number.plain(number.half_up(amount, len(part_at))).partition(".")
    shown_at = _place_whole(whole if whole != "0" else "", whole_at, signs, grouped)
    shown_at |= _place_part(part, part_at, signs)
    pieces: list[str] = []
    for index, (sign, text, name) in enumerate(tokens):
        if index in shown_at:
            pieces.append(shown_at[index])
        elif name == "literal" or sign in ("%", "."):
            pieces.append(text)
        elif name == "exponent":
            width = sum(1 for later in signs[index:] if later == "0")
            mark = "-" if exponent < 0 else "+" if text[1] == "+" else ""
            pieces.append(f"E{mark}{abs(exponent):0{width}d}")
            break
    return ("-" if value < 0 and not bare else "") + "".join(pieces).strip()


def _place_whole(digits: str, slots: list[int], signs: list[str], grouped: bool) -> dict[int, str]:
    """Lay the digits before the point under their signs, from the right; the first takes what is left."""
    shown: dict[int, str] = {}
    laid = 0
    for index, slot in reversed(list(enumerate(slots))):
        take = len(digits) if index == 0 else min(1, len(digits))
        taken, digits = digits[len(digits) - take :], digits[: len(digits) - take]
        if not taken:
            taken = {"0": "0", "?": " "}.get(signs[slot], "")
        if grouped:
            piece = ""
            for digit in reversed(taken):
                if laid and laid % 3 == 0 and digit != " ":
                    piece = "," + piece
                piece = digit + piece
                laid += 1
            taken = piece
        shown[slot] = taken
    return shown


def _place_part(digits: str, slots: list[int], signs: list[str]) -> dict[int, str]:
    """Lay the digits behind the point under their signs; ``#`` and ``?`` show no trailing zeros."""
    shown: dict[int, str] = {}
    trailing = True
    for slot, digit in reversed(list(zip(slots, digits, strict=True))):
        trailing = trailing and digit == "0" and signs[slot] != "0"
        shown[slot] = digit if not trailing else " " if signs[slot] == "?" else ""
    return shown


def _second_places(section: _Section) -> int:
    return sum(1 for name, text in section.tokens if (name, text) == ("sign", "0"))


def _show_date(when: Moment, section: _Section) -> str:
    """Show a date or time; ``m`` beside hours or seconds is minutes."""
    tokens = section.tokens
    half_day = any(name == "halfday" for name, _ in tokens)
    clock = [index for index, (name, _) in enumerate(tokens) if name in ("date", "elapsed")]
    pieces: list[str] = []
    for index, (name, text) in enumerate(tokens):
        if name in ("date", "elapsed"):
            position = clock.index(index)
            before = tokens[clock[position - 1]][1][0] if position else ""
            after = tokens[clock[position + 1]][1][0] if position + 1 < len(clock) else ""
            minutes = text[0] == "m" and len(text) < 3 and (before == "h" or after == "s")
            pieces.append(date_part(when, text, minutes, name == "elapsed", half_day, section.chinese))
        elif name == "halfday":
            morning, evening = text.split("/")
            pieces.append(morning if when.hour < 12 else evening)
        elif (name, text) == ("sign", "0"):
            pieces.append(when.fraction[sum(1 for earlier in tokens[:index] if earlier == ("sign", "0"))])
        else:
            pieces.append(text)
    return "".join(pieces).strip()

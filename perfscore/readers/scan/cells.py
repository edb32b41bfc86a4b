"""From the readings of its lines to the text of a cell, with every reason to doubt it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from attrs import frozen

from perfscore.readers.scan.lines import TextLine
from perfscore.readers.scan.recognise import LineText

_UNSURE: Final = 0.9
# In heights of a line: a mark that is further from the middle of every character was not read.
_REACH: Final = 0.9
_DASH: Final = "—"
_READ_FOR_A_DASH: Final = frozenset("一-－—_~")
_NOUGHT: Final = frozenset("0OoＯ〇○")
_HAN: Final = "\u4e00-\u9fff"
# Marks of punctuation between Chinese characters are Chinese ones, whatever they look like.
_FULL_STOP: Final = re.compile(rf"(?<=[{_HAN}）”])[.．](?=$|[{_HAN}])", re.MULTILINE)
_COMMA: Final = re.compile(rf"(?<=[{_HAN}）”]),(?=$|[{_HAN}])", re.MULTILINE)
# What no figure begins or ends with, and what does not stand inside one: most likely dust.
_STRAY: Final = re.compile(r"""^[.,·'`’:;"]|(?<=\d)[.,·'`’]\s*$|\d[.,·'`’]{2}|[<>≤≥=][.,·'`’]""", re.MULTILINE)
# What two readings of one print may differ in without another meaning.
_ALIKE: Final = str.maketrans("，。：；（）＝％—－一～", ",.:;()=%---~")


@frozen
class LineReading:
    """A line with what was read of it, at first sight and again."""

    line: TextLine
    text: LineText
    again: LineText | None


@frozen
class CellReading:
    """What was read of a cell.

    Args:
        text: with line breaks. doubts: why it may not be what is printed. confidence: of its least sure character.
        other: what the second reading gave, where it differs.
    """

    text: str
    doubts: tuple[str, ...] = ()
    confidence: float = 1.0
    other: str = ""


def cell_reading(lines: Sequence[LineReading]) -> CellReading:
    """Put the lines of a cell together.

    Args:
        lines: from top to bottom.
    """
    if len(lines) == 1 and lines[0].line.shape == "dash":
        return CellReading(_DASH)
    kept = [line for line in lines if line.text.text.strip()]
    text = _punctuated("\n".join(line.text.text.strip() for line in kept))
    if len(text) == 1 and text in _READ_FOR_A_DASH:
        return CellReading(_DASH)
    if len(kept) == 1 and kept[0].line.shape == "nought" and text in _NOUGHT and _again(kept[0]) in _NOUGHT:
        return CellReading("0")
    confidence = min((line.text.confidence for line in kept), default=1.0)
    doubts = []
    if confidence < _UNSURE:
        doubts.append("unsure")
    other = _punctuated("\n".join(_again(line) for line in lines).strip())
    if _plain(other) != _plain(text):
        doubts.append("unstable")
    figure = any(character.isdigit() for character in text)
    if (figure and _STRAY.search(text)) or any(line.line.guessed for line in lines):
        doubts.append("stray")
    if any(_unread(line) for line in lines):
        doubts.append("ink")
    return CellReading(text, tuple(doubts), confidence, other if "unstable" in doubts else "")


def _again(reading: LineReading) -> str:
    return reading.text.text.strip() if reading.again is None else reading.again.text.strip()


def _punctuated(text: str) -> str:
    return _COMMA.sub("，", _FULL_STOP.sub("。", text))


def _plain(text: str) -> str:
    return "".join(text.translate(_ALIKE).split())


def _unread(reading: LineReading) -> bool:
    """Tell whether something is printed that no character accounts for."""
    line = reading.line
    middles = [character.at for character in reading.text.characters if not character.text.isspace()]
    reach = _REACH * max(1, line.grey.shape[0]) / 1.28
    marks = line.marks.tolist()
    return any(all(not left - reach < middle < right + reach for middle in middles) for left, _, right, _, _ in marks)

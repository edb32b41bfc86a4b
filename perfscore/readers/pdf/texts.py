"""From characters to texts: which cell each belongs to, how its lines run, and what about it is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from attrs import define, field

from perfscore.readers.pdf.content import Box, Char, PageContent
from perfscore.readers.ruling import Ruled
from perfscore.readers.symbols import UNKNOWN

# In sizes of a character.
_SAME_LINE: Final = 0.5
_BLANK: Final = 0.55
_PART: Final = 2.0
_WORD_GAP: Final = 1.0
_AT_A_RULE: Final = 0.25
_TWICE: Final = 0.3
_OVER: Final = 0.6
_BODY: Final = 0.3
# In points: how far a clip may stand out of its cell, and what a cell keeps free beside its text.
_CLIP_SLACK: Final = 3.0
_PADDING: Final = 12.0
_NUMBER: Final = frozenset("0123456789０１２３４５６７８９.．,，")
_DIGITS: Final = frozenset("0123456789０１２３４５６７８９")


@define
class CellText:
    """The characters of a cell while they are collected, and the doubts about them."""

    chars: list[Char] = field(factory=list)
    doubts: dict[str, None] = field(factory=dict)

    def doubt(self, reason: str) -> None:
        """Add a doubt once."""
        self.doubts[reason] = None


@define
class Line:
    """A line of text: its middle, its ends, and its characters from first to last."""

    middle: float
    start: float
    stop: float
    size: float
    chars: list[tuple[float, float, Char]]


def assign(page: PageContent, tables: Sequence[Ruled]) -> tuple[list[list[CellText]], list[Char]]:
    """Give every character to its cell.

    Args:
        page: the page. tables: its tables.

    Returns:
        For each table the texts of its cells, in the order of its areas; and the characters outside all tables.
    """
    texts = [[CellText() for _ in table.areas] for table in tables]
    outside: list[Char] = []
    clips = [_clip_cell(clip, tables) for clip in page.clips]
    for word in _words(page.chars):
        _place(word, page.clips, clips, tables, texts, outside)
    return texts, outside


def _clip_cell(clip: Box, tables: Sequence[Ruled]) -> tuple[int, int] | None:
    """Find the cell to which a clip confines its text, if it does."""
    x0, y0, x1, y1 = clip
    if not (x1 - x0 < 1e6 and y1 - y0 < 1e6) or x1 <= x0 or y1 <= y0:
        return None
    cell = _cell_at(tables, (x0 + x1) / 2, (y0 + y1) / 2)
    if cell is None:
        return None
    left, top, right, bottom = tables[cell[0]].box(cell[1])
    inside = (
        x0 >= left - _CLIP_SLACK
        and x1 <= right + _CLIP_SLACK
        and y0 >= top - _CLIP_SLACK
        and y1 <= bottom + _CLIP_SLACK
    )
    return cell if inside else None


def _cell_at(tables: Sequence[Ruled], x: float, y: float) -> tuple[int, int] | None:
    for number, table in enumerate(tables):
        area = table.at(x, y)
        if area is not None:
            return number, area
    return None


def _words(chars: Iterable[Char]) -> list[list[Char]]:
    """Divide the characters, in the order of printing, where they cannot be of one word."""
    words: list[list[Char]] = []
    last: Char | None = None
    for char in chars:
        if char.text.isspace():
            # A blank ends a word, and stays where it is printed.
            words.append([char])
            last = None
            continue
        if last is not None and _follows(last, char):
            words[-1].append(char)
        else:
            words.append([char])
        last = char
    return words


def _follows(last: Char, char: Char) -> bool:
    if last.turn != char.turn or last.clip != char.clip:
        return False
    size = max(last.size, char.size, 1.0)
    if char.turn:
        (middle, _, stop), (other, start, _) = _along(last, char.turn), _along(char, char.turn)
        return abs(start - stop) < _WORD_GAP * size and abs(middle - other) < _SAME_LINE * size / 2
    gap = char.x0 - last.x1
    # What another operation prints goes on only where it touches: cells stand close in narrow columns.
    most = _WORD_GAP if last.run == char.run else _AT_A_RULE
    return -_WORD_GAP * size < gap < most * size and abs(last.y1 - char.y1) < _SAME_LINE * size / 2


def _place(
    word: list[Char],
    clips: Sequence[Box],
    clip_cells: Sequence[tuple[int, int] | None],
    tables: Sequence[Ruled],
    texts: list[list[CellText]],
    outside: list[Char],
) -> None:
    """Give a word to a cell; one that runs over a rule leaves a doubt on both sides."""
    home = clip_cells[word[0].clip]
    if home is not None:
        cell = texts[home[0]][home[1]]
        cell.chars.extend(word)
        x0, y0, x1, y1 = clips[word[0].clip]
        if not all(x0 <= (char.x0 + char.x1) / 2 <= x1 and y0 <= (char.y0 + char.y1) / 2 <= y1 for char in word):
            cell.doubt("clipped")
        return
    cells = [_cell_at(tables, (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2) for char in word]
    first = cells[0]
    if all(cell == first for cell in cells):
        if first is None:
            outside.extend(word)
        else:
            _put(word, first, tables, texts)
        return
    operations = [list(group) for _, group in groupby(word, key=lambda char: char.run)]
    if len(operations) > 1 and all(len(operation) > 1 for operation in operations):
        # Texts of two cells, printed one after the other, may touch at the rule between them.
        for operation in operations:
            _place(operation, clips, clip_cells, tables, texts, outside)
        return
    parts: list[list[Char]] = [[word[0]]]
    for before, char, cell_before, cell_behind in zip(word, word[1:], cells, cells[1:], strict=False):
        if cell_before != cell_behind and not char.turn and char.x0 - before.x1 > _AT_A_RULE * char.size:
            parts.append([])
        parts[-1].append(char)
    done = 0
    for part in parts:
        known = [crossed for crossed in cells[done : done + len(part)] if crossed is not None]
        done += len(part)
        if not known:
            outside.extend(part)
            continue
        most = max(dict.fromkeys(known), key=known.count)
        _put(part, most, tables, texts)
    # Whether a part goes on where the rule stands or ends there, it cannot be seen which cell it was meant for.
    for crossed in {cell for cell in cells if cell is not None}:
        texts[crossed[0]][crossed[1]].doubt("crossing")


def _put(word: list[Char], key: tuple[int, int], tables: Sequence[Ruled], texts: list[list[CellText]]) -> None:
    """Add a word to a cell; where its body stands over the rule above or below, both cells are in doubt."""
    cell = texts[key[0]][key[1]]
    cell.chars.extend(word)
    if word[0].text.isspace():
        return
    _, top, _, bottom = tables[key[0]].box(key[1])
    first = word[0]
    middle, body = (first.y0 + first.y1) / 2, _BODY * (first.y1 - first.y0)
    beyond = middle - body if middle - body < top else middle + body if middle + body > bottom else None
    if beyond is not None:
        cell.doubt("crossing")
        other = _cell_at(tables, (first.x0 + first.x1) / 2, beyond)
        if other is not None and other != key:
            texts[other[0]][other[1]].doubt("crossing")


def lines(chars: Sequence[Char]) -> tuple[list[Line], bool]:
    """Put characters into lines, in the direction in which most of them run.

    Returns:
        The lines from first to last, along the text's own direction; and whether characters are printed over others.
    """
    if not chars:
        return [], False
    turns = [0, 0, 0, 0]
    for char in chars:
        if not char.text.isspace():
            turns[char.turn] += 1
    turn = turns.index(max(turns))
    placed = [(*_along(char, turn), char) for char in chars]
    placed.sort(key=lambda entry: entry[0])
    read: list[Line] = []
    for middle, start, stop, char in placed:
        size = char.size or 1.0
        if read and middle - read[-1].middle <= _SAME_LINE * max(size, read[-1].size):
            line = read[-1]
            line.chars.append((start, stop, char))
            line.start, line.stop = min(line.start, start), max(line.stop, stop)
            line.size = max(line.size, size)
        else:
            read.append(Line(middle, start, stop, size, [(start, stop, char)]))
    overlapping = False
    for line in read:
        line.chars.sort(key=lambda entry: entry[:2])
        overlapping = _without_doubles(line) or overlapping
    return read, overlapping


def _along(char: Char, turn: int) -> tuple[float, float, float]:
    """Give a character's place as if its line ran to the right: height of its middle, start and end."""
    x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
    if turn == 0:
        return y, char.x0, char.x1
    if turn == 1:
        return x, -char.y1, -char.y0
    if turn == 2:
        return -y, -char.x1, -char.x0
    return -x, char.y0, char.y1


def _without_doubles(line: Line) -> bool:
    """Drop characters printed twice to look bold; tell whether different ones stand over one another."""
    kept: list[tuple[float, float, Char]] = []
    overlapping = False
    for entry in line.chars:
        start, stop, char = entry
        double = False
        for other_start, other_stop, other in reversed(kept[-4:]):
            shared = min(stop, other_stop) - max(start, other_start)
            if shared <= _TWICE * min(stop - start, other_stop - other_start):
                continue
            if other.text == char.text and abs(start - other_start) < _TWICE * char.size:
                double = True
                break
            blank = char.text.isspace() or other.text.isspace()
            if not blank and shared > _OVER * min(stop - start, other_stop - other_start):
                overlapping = True
        if not double:
            kept.append(entry)
    line.chars = kept
    return overlapping


def cell_text(cell: CellText, width: float) -> tuple[str, tuple[str, ...]]:
    """Put the text of a cell together.

    Args:
        cell: its characters and the doubts so far.
        width: of the cell, points.

    Returns:
        The text with its line breaks, and all doubts about it.
    """
    read, overlapping = lines(cell.chars)
    if overlapping:
        cell.doubt("overlapping")
    texts: list[str] = []
    last: Line | None = None
    for line in read:
        text, apart = _line_text(line)
        if not text.strip():
            continue
        if apart:
            cell.doubt("spaced")
        if last is not None and _breaks_a_number(last, line, width):
            cell.doubt("broken")
        texts.append(text)
        last = line
    whole = "\n".join(texts).strip()
    if UNKNOWN in whole:
        cell.doubt("unmapped")
    return whole, tuple(cell.doubts)


def _line_text(line: Line) -> tuple[str, bool]:
    """Give the text of a line, blanks where gaps are wide; and whether a gap stands between two digits."""
    parts: list[str] = []
    apart = False
    before: tuple[float, float, Char] | None = None
    for entry in line.chars:
        start, _, char = entry
        if before is not None and start - before[1] > _BLANK * min(char.size, before[2].size):
            apart = apart or (char.text in _NUMBER and before[2].text in _NUMBER)
            if not char.text.isspace() and not before[2].text.isspace():
                parts.append(" ")
        parts.append(char.text)
        before = entry
    return "".join(parts), apart


def _breaks_a_number(last: Line, line: Line, width: float) -> bool:
    """Tell whether a line ends and the next begins inside a number though there was room for more.

    A number that a narrow cell breaks fills its line; two numbers below one another need not be one.
    """
    end = next(entry[2] for entry in reversed(last.chars) if not entry[2].text.isspace())
    begin = next(entry for entry in line.chars if not entry[2].text.isspace())
    if end.text not in _NUMBER or begin[2].text not in _NUMBER or not ({end.text, begin[2].text} & _DIGITS):
        return False
    left = width - _PADDING - (last.stop - last.start)
    return left > begin[1] - begin[0]


def parts(line: Line) -> tuple[tuple[float, str], ...]:
    """Divide a line of running text at wide gaps: left end and text of each part."""
    divided: list[tuple[float, str]] = []
    chars: list[tuple[float, float, Char]] = []
    last: tuple[float, float, Char] | None = None
    for entry in line.chars:
        if entry[2].text.isspace():
            if chars:
                chars.append(entry)
            continue
        # Blanks that are printed divide a line like those that are left.
        if last is not None and entry[0] - last[1] > _PART * entry[2].size:
            divided.append((chars[0][0], _line_text(Line(0, 0, 0, 0, chars))[0]))
            chars = []
        chars.append(entry)
        last = entry
    if chars:
        divided.append((chars[0][0], _line_text(Line(0, 0, 0, 0, chars))[0]))
    return tuple((left, text.strip()) for left, text in divided if text.strip())

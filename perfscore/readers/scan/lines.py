"""Find the lines of text in each cell of a page, and outside of its tables, and cut their pictures out."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from attrs import evolve, field, frozen
from numpy.typing import NDArray

from perfscore.ooxml.errors import over
from perfscore.readers.ruling import Ruled
from perfscore.readers.scan.pictures import POINTS, Pixels
from perfscore.readers.scan.rules import Ruling
from perfscore.readers.scan.straighten import Page

# In inches: what is smaller is dust, or a mark that has no line of its own.
_DUST: Final = 0.022
_SPECK: Final = 0.013
# A mark as large as this has a place as dark as print, unless it is what is left of a seal or a stain: lighter than
# print by this share of the way to white.
_STROKE: Final = 0.05
_PALE: Final = 0.55
_LARGEST_MARK: Final = 0.6
_USUAL_HEIGHT: Final = 0.13
# In heights of a line.
_APART: Final = 2.5
_TALL: Final = 1.55
_LOW: Final = 0.75
_MARGIN: Final = 0.14
_RUNNING: Final = 3.0
_SMALL: Final = 0.5
_OTHER: Final = 0.4
_FLAT: Final = 0.28
_NOUGHT: Final = 0.65
_SMALL_GAP: Final = 0.9
_BLANK_BEHIND: Final = 0.25
# A line that is no longer than this may be a value, which is read twice.
_VALUE: Final = 9.0
_WHITE: Final = 255

Marks = NDArray[np.int32]
"""Connected marks: left, top, right, bottom, size of each."""


@frozen
class TextLine:
    """A line of text.

    Args:
        left: of its marks, pixels. top: of its marks. right: of its marks. bottom: of its marks.
        grey: its picture, rules taken out, with a margin.
        marks: its marks but for dust, moved into the picture.
        beside: where its first mark stands in the picture. above: where its highest mark stands.
        shape: what a mark that stands alone looks like: ``dash``, ``nought`` or nothing.
        guessed: whether it ends with a mark that is no larger than dust.
        again: another picture of it, for a second reading; None where it is running text.
    """

    left: int
    top: int
    right: int
    bottom: int
    grey: Pixels = field(repr=False)
    marks: Marks = field(repr=False)
    beside: int = 0
    above: int = 0
    again: Pixels | None = field(repr=False, default=None)
    shape: str = ""
    guessed: bool = False


def _darkest(labels: NDArray[np.int32], grey: Pixels, count: int) -> NDArray[np.uint8]:
    """Find the darkest pixel of each mark."""
    darkest = np.full(count, _WHITE, np.uint8)
    inked = labels > 0
    np.minimum.at(darkest, labels[inked], grey[inked])
    return darkest


class Lines:
    """The lines of a page.

    Args:
        page: straightened. ruling: its rules. tables: the tables they make. most_marks: what has more is no page.

    Raises:
        PackageError: it has more marks than allowed.
    """

    def __init__(self, page: Page, ruling: Ruling, tables: Sequence[Ruled], most_marks: int) -> None:
        self._page = page
        self._clean = np.where(ruling.rules > 0, np.uint8(_WHITE), page.grey).astype(np.uint8)
        self._density = page.density
        count, labels, stats, _ = cv2.connectedComponentsWithStats(ruling.text, connectivity=8)
        if count > most_marks:
            raise over("page_objects", most_marks, count)
        extent = np.maximum(stats[:, 2], stats[:, 3])
        darkest, large = _darkest(labels.astype(np.int32), page.grey, count), extent > _STROKE * page.density
        tone = float(np.median(darkest[1:][large[1:]])) if large[1:].any() else 0.0
        pale = (darkest > tone + _PALE * (_WHITE - tone)) & large
        self._clean[pale[labels] & (labels > 0)] = _WHITE
        stats = stats[1:count][~pale[1:]]
        marks = np.stack(
            [stats[:, 0], stats[:, 1], stats[:, 0] + stats[:, 2], stats[:, 1] + stats[:, 3], stats[:, 4]], axis=1
        ).astype(np.int32)
        extent = np.maximum(stats[:, 2], stats[:, 3])
        marks = marks[extent <= _LARGEST_MARK * page.density]
        self._cells: dict[tuple[int, int], list[int]] = {}
        self._outside: list[int] = []
        scale = POINTS / page.density
        for mark, (left, top, right, bottom, _) in enumerate(marks.tolist()):
            x, y = (left + right) / 2 * scale, (top + bottom) / 2 * scale
            for number, table in enumerate(tables):
                area = table.at(x, y)
                if area is not None:
                    self._cells.setdefault((number, area), []).append(mark)
                    break
            else:
                self._outside.append(mark)
        self._marks = marks
        self._height = self._usual_height()

    def _usual_height(self) -> float:
        """Measure how high the characters of the page are."""
        heights = self._marks[:, 3] - self._marks[:, 1]
        widths = self._marks[:, 2] - self._marks[:, 0]
        likely = heights[(heights > 0.07 * self._density) & (heights < 0.3 * self._density) & (widths < 2 * heights)]
        return float(np.percentile(likely, 75)) if len(likely) > 20 else _USUAL_HEIGHT * self._density

    def of_cell(self, table: int, area: int) -> list[TextLine]:
        """Give the lines of a cell from top to bottom."""
        return self._lines(self._marks[self._cells.get((table, area), [])], apart=None)

    def outside(self) -> list[TextLine]:
        """Give the lines outside of all tables from top to bottom, those with wide gaps in parts."""
        return self._lines(self._marks[self._outside], apart=_APART)

    def _lines(self, marks: Marks, apart: float | None) -> list[TextLine]:
        """Group marks into lines: rows of ink with blank between them, or a waist where they nearly touch."""
        extent = np.maximum(marks[:, 2] - marks[:, 0], marks[:, 3] - marks[:, 1]) if len(marks) else np.zeros(0)
        solid = marks[extent >= _DUST * self._density]
        if not len(solid):
            return []
        listed: list[TextLine] = []
        for top, bottom in self._rows(solid):
            middle = (solid[:, 1] + solid[:, 3]) / 2
            row = solid[(middle >= top) & (middle < bottom)]
            if not len(row):
                continue
            if apart:
                listed.extend(self._cut(part, marks) for part in _parts(row, apart * self._height))
                continue
            running = row[:, 2].max() - row[:, 0].min() > _RUNNING * self._height
            row = self._with_first(row, marks) if running else row
            begin = self._leading(row) if listed and listed[-1].right - listed[-1].left > _RUNNING * self._height else 0
            if begin:
                row = row[np.argsort(row[:, 0])]
                listed[-1] = self._followed(listed[-1], row[:begin])
            if begin < len(row):
                listed.append(self._cut(row[begin:], marks, alone=bool(begin)))
        return listed

    def _with_first(self, row: Marks, marks: Marks) -> Marks:
        """Add a small mark that stands before a line of running text: a comma is hardly larger than dust."""
        left, top, bottom = row[:, 0].min(), row[:, 1].min(), row[:, 3].max()
        extent = np.maximum(marks[:, 2] - marks[:, 0], marks[:, 3] - marks[:, 1])
        before = (marks[:, 2] <= left) & (marks[:, 0] >= left - _SMALL_GAP * self._height)
        low = (marks[:, 1] > (top + bottom) / 2 - 1) & (marks[:, 3] <= bottom + 0.25 * self._height)
        small = (extent >= _SPECK * self._density) & (extent < _DUST * self._density)
        return np.concatenate([marks[before & low & small], row])

    def _leading(self, row: Marks) -> int:
        """Count the marks of punctuation at the beginning of a line, where typesetting leaves none by rights."""
        row = row[np.argsort(row[:, 0])]
        middle = (row[:, 1].min() + row[:, 3].max()) / 2
        whole = row[:, 3].max() - row[:, 1].min() > _LOW * self._height
        reach = row[0][0]
        for count, (left, top, right, bottom, _) in enumerate(row.tolist()):
            small = max(bottom - top, right - left) <= _SMALL * self._height
            if not small or (whole and (top + bottom) / 2 < middle) or right - row[0][0] > _SMALL * self._height:
                # Punctuation leaves half its square blank; what stands closer is a stroke of the first character.
                return count if left - reach > _BLANK_BEHIND * self._height else 0
            reach = max(reach, right)
        return len(row)

    def _followed(self, line: TextLine, marks: Marks) -> TextLine:
        """Put punctuation behind the line to which it belongs, where a reader expects it."""
        left, top = int(marks[:, 0].min()), int(marks[:, 1].min())
        right, bottom = int(marks[:, 2].max()), int(marks[:, 3].max())
        sign = self._clean[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1]
        tiny = max(right - left, bottom - top) < _DUST * self._density
        foot = line.bottom - line.top + line.above + 2
        kept = line.grey[:, : line.right - line.left + line.beside + 2]
        picture = np.full((line.grey.shape[0], kept.shape[1] + sign.shape[1] + line.grey.shape[0]), _WHITE, np.uint8)
        picture[:, : kept.shape[1]] = kept
        first = max(0, min(foot, picture.shape[0]) - sign.shape[0])
        sign = sign[: picture.shape[0] - first]
        picture[first : first + sign.shape[0], kept.shape[1] : kept.shape[1] + sign.shape[1]] = sign
        moved = np.array([[kept.shape[1], first, kept.shape[1] + sign.shape[1], first + sign.shape[0], sign.size]])
        return evolve(
            line, grey=picture, marks=np.concatenate([line.marks, moved]).astype(np.int32), again=None, guessed=tiny
        )

    def _rows(self, marks: Marks) -> list[tuple[float, float]]:
        """Divide the height of some marks into rows."""
        top, bottom = int(marks[:, 1].min()), int(marks[:, 3].max())
        profile = np.zeros(bottom - top + 1, np.int64)
        for left, first, right, last, _ in marks.tolist():
            profile[first - top : last - top] += right - left
        rows: list[list[int]] = []
        for height in np.flatnonzero(profile).tolist():
            if rows and height <= rows[-1][1]:
                rows[-1][1] = height + 1
            else:
                rows.append([height, height + 1])
        rows = self._united(rows)
        divided: list[tuple[float, float]] = []
        for first, last in rows:
            divided.extend(self._divided(profile, first, last))
        return [(first + top, last + top) for first, last in divided]

    def _united(self, rows: list[list[int]]) -> list[list[int]]:
        """Unite rows that are parts of one line: the strokes of 二, a dash with what stands beside it."""
        united: list[list[int]] = []
        for row in rows:
            low = row[1] - row[0] < _LOW * self._height
            if united and (low or united[-1][1] - united[-1][0] < _LOW * self._height):
                together = row[1] - united[-1][0]
                if together <= 1.25 * self._height:
                    united[-1][1] = row[1]
                    continue
            united.append(row)
        return united

    def _divided(self, profile: NDArray[np.int64], first: int, last: int) -> list[tuple[int, int]]:
        """Divide a row that is as high as several lines at its waists."""
        height = last - first
        if height < _TALL * self._height:
            return [(first, last)]
        count = max(2, round(height / (1.25 * self._height)))
        cuts = [first]
        for number in range(1, count):
            about = first + height * number // count
            reach = max(1, int(0.35 * self._height))
            window = profile[about - reach : about + reach + 1]
            cuts.append(about - reach + int(np.argmin(window)))
        cuts.append(last)
        return [(start, end) for start, end in itertools.pairwise(cuts) if end > start]

    def _cut(self, row: Marks, marks: Marks, alone: bool = False) -> TextLine:
        """Cut the picture of a line out of the page; what stands left of it is left out where it is to be alone."""
        left, top = int(row[:, 0].min()), int(row[:, 1].min())
        right, bottom = int(row[:, 2].max()), int(row[:, 3].max())
        height = max(float(bottom - top), self._height)
        grown = height - (bottom - top)
        upper, lower = top - grown / 2 - _MARGIN * height, bottom + grown / 2 + _MARGIN * height
        side = 0.5 * height
        y0, y1, x0, x1 = round(upper), round(lower), round(left - side), round(right + side)
        picture = np.full((y1 - y0, x1 - x0), _WHITE, np.uint8)
        inner = self._clean[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)]
        picture[max(0, -y0) : max(0, -y0) + inner.shape[0], max(0, -x0) : max(0, -x0) + inner.shape[1]] = inner
        # Of the lines above and below nothing is to be seen.
        picture[: max(0, top - y0 - 2)] = _WHITE
        picture[max(0, bottom - y0 + 2) :] = _WHITE
        if alone:
            picture[:, : max(0, left - x0 - 1)] = _WHITE
        near = (marks[:, 0] >= x0) & (marks[:, 2] <= x1) & (marks[:, 1] >= top - 2) & (marks[:, 3] <= bottom + 2)
        moved = marks[near] - np.array([x0, y0, x0, y0, 0], np.int32)
        again = None
        if right - left <= _VALUE * height:
            extent = np.maximum(moved[:, 2] - moved[:, 0], moved[:, 3] - moved[:, 1])
            again = self._without_dust(picture, moved[extent >= _SPECK * self._density])
        extent = np.maximum(moved[:, 2] - moved[:, 0], moved[:, 3] - moved[:, 1])
        line = moved[extent >= _DUST * self._density]
        return TextLine(left, top, right, bottom, picture, line, left - x0, top - y0, again, self._shape(line))

    def _shape(self, marks: Marks) -> str:
        """Tell a dash or a nought that stands alone by its shape: a recogniser sees too little of either."""
        sizes = [(right - left, bottom - top) for left, top, right, bottom, _ in marks.tolist()]
        largest = max(map(max, sizes), default=0)
        sizes = [size for size in sizes if max(size) >= _OTHER * largest]
        if len(sizes) != 1:
            return ""
        ((width, height),) = sizes
        if height <= _FLAT * self._height and width >= 1.5 * height:
            return "dash"
        return "nought" if height >= _NOUGHT * self._height and 0.5 * height <= width <= 0.95 * height else ""

    def _without_dust(self, picture: Pixels, marks: Marks) -> Pixels:
        """Give another look at a line: specks taken out, and more paper around it."""
        kept = np.zeros(picture.shape, bool)
        for left, top, right, bottom, _ in marks.tolist():
            kept[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = True
        around = max(2, round(0.1 * picture.shape[0]))
        return np.pad(np.where(kept, picture, np.uint8(_WHITE)), around, constant_values=_WHITE).astype(np.uint8)


def _parts(row: Marks, gap: float) -> list[Marks]:
    """Divide a row where its marks stand far apart."""
    row = row[np.argsort(row[:, 0])]
    parts: list[list[NDArray[np.int32]]] = [[row[0]]]
    right = row[0][2]
    for mark in row[1:]:
        if mark[0] - right > gap:
            parts.append([])
        parts[-1].append(mark)
        right = max(right, mark[2])
    return [np.array(part) for part in parts]

"""Find the ruled lines of a page, and take them out of its ink."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from attrs import evolve, field, frozen

from perfscore.readers.ruling import Rule
from perfscore.readers.scan.pictures import POINTS, Pixels
from perfscore.readers.scan.straighten import Page

# In inches: no stroke of a character is as long.
_ACROSS: Final = 0.4
_DOWN: Final = 0.17
_THICKEST: Final = 0.06
_MEET: Final = 0.08
_BESIDE: Final = 0.012
_FADED: Final = 0.15
_SURELY: Final = 0.8
# Rules are thinner than strokes, and fade: what is darker than this may be one.
_FAINT: Final = 215
_STAIR: Final = 0.012
_TORN: Final = 0.01
# Share of its length along which a rule is printed: a line of writing has more gaps.
_PRINTED: Final = 0.93
# Share of its length along which nothing is printed close to a rule, a long one and a short one, and how close.
_CLEAR: Final = 0.6
_CLEAR_ALONE: Final = 0.7
_BAND: Final = 0.025
# In inches: how long a piece of a rule is straight, however the paper bends. In pixels: how far the ink of a rule lies
# from its middle on average; strokes lie further off however finely they were scanned.
_PIECE: Final = 0.2
_JUMP: Final = 0.4


@frozen
class Ruling:
    """The rules of a page.

    Args:
        across: horizontal rules, in points. down: vertical rules.
        text: the ink without them. 255 where something is printed.
        rules: 255 where a rule is printed.
    """

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    text: Pixels
    rules: Pixels


def ruling(page: Page) -> Ruling:
    """Find the rules of a page.

    Args:
        page: straightened.
    """
    faint = np.where(page.grey < _FAINT, np.uint8(255), np.uint8(0)).astype(np.uint8)
    across = _joined(_stretches(faint, page.density, _ACROSS, across=True), page.density)
    down = _joined(_stretches(faint, page.density, _DOWN, across=False), page.density)
    # What meets no other rule at its ends is a stroke of writing, or underlines it. A table may end with the page.
    slack, long = _MEET * page.density, _SURELY * page.density
    across = [line for line in across if line.ends(down, slack) == 2 or (line.length > long and line.ends(down, slack))]
    down = [line for line in down if line.ends(across, slack) == 2 or (line.length > long and line.ends(across, slack))]
    across, down = [line.drawn_to(down, slack) for line in across], [line.drawn_to(across, slack) for line in down]
    rules = np.zeros_like(page.ink)
    for line in (*across, *down):
        for window, body in line.bodies:
            rules[window] |= body
    rules = cv2.dilate(cv2.bitwise_and(rules, faint), np.ones((3, 3), np.uint8)).astype(np.uint8)
    text = cv2.bitwise_and(page.ink, cv2.bitwise_not(rules)).astype(np.uint8)
    return Ruling(_in_points(across, page.density), _in_points(down, page.density), text, rules)


def _in_points(lines: Sequence[_Stretch], density: float) -> tuple[Rule, ...]:
    scale = POINTS / density
    return tuple(Rule(line.at * scale, line.start * scale, line.stop * scale) for line in lines)


@frozen
class _Stretch:
    """A straight stretch of ink, in pixels: where it stands, its ends, and where its ink is."""

    at: float
    start: float
    stop: float
    bodies: tuple[tuple[tuple[slice, slice], Pixels], ...] = field(repr=False)

    @property
    def length(self) -> float:
        return self.stop - self.start

    def _meets(self, end: float, others: Sequence[_Stretch], slack: float) -> float | None:
        """Give the place of the nearest line across that an end meets."""
        near = [
            other.at
            for other in others
            if abs(other.at - end) <= slack and other.start - slack <= self.at <= other.stop + slack
        ]
        return min(near, key=lambda position: abs(position - end), default=None)

    def ends(self, others: Sequence[_Stretch], slack: float) -> int:
        """Count the ends that meet a line across."""
        return sum(self._meets(end, others, slack) is not None for end in (self.start, self.stop))

    def drawn_to(self, others: Sequence[_Stretch], slack: float) -> _Stretch:
        """Draw the ends to the lines that they meet."""
        start, stop = self._meets(self.start, others, slack), self._meets(self.stop, others, slack)
        return evolve(self, start=self.start if start is None else start, stop=self.stop if stop is None else stop)


def _joined(stretches: list[_Stretch], density: float) -> list[_Stretch]:
    """Make one line of stretches that follow one another: print fades in places."""
    lines: list[_Stretch] = []
    for stretch in sorted(stretches, key=lambda stretch: stretch.start):
        for index, line in enumerate(lines):
            if abs(line.at - stretch.at) <= _BESIDE * density and stretch.start - line.stop <= _FADED * density:
                share = line.length / (line.length + stretch.length)
                lines[index] = _Stretch(
                    line.at * share + stretch.at * (1 - share),
                    line.start,
                    max(line.stop, stretch.stop),
                    (*line.bodies, *stretch.bodies),
                )
                break
        else:
            lines.append(stretch)
    return lines


def _clear(ink: Pixels, window: tuple[slice, slice], across: bool, density: float) -> float:
    """Give the share of a stretch beside which nothing is printed: beside strokes of writing there are others."""
    if not across:
        ink, window = ink.T, (window[1], window[0])
    rows, columns = window
    wide = max(2, round(_BAND * density))
    above = ink[max(0, rows.start - wide) : max(0, rows.start), columns]
    below = ink[rows.stop : rows.stop + wide, columns]
    return float(2 - above.any(axis=0).mean() - below.any(axis=0).mean()) / 2


def _straight(ink: Pixels, across: bool, density: float) -> bool:
    """Say whether the ink of a stretch follows one line, however that bends; strokes of writing jump up and down."""
    ink = ink if across else ink.T
    weight = ink.astype(np.float32) / 255
    columns = weight.sum(axis=0)
    printed = columns > 0
    middle = (weight * np.arange(len(weight), dtype=np.float32)[:, None]).sum(axis=0)[printed] / columns[printed]
    span = max(3, round(_PIECE * density)) | 1
    around = cv2.blur(middle[None, :], (span, 1), borderType=cv2.BORDER_REPLICATE)[0]
    return float(np.abs(middle - around).mean()) <= _JUMP


def _stretches(ink: Pixels, density: float, shortest: float, across: bool) -> list[_Stretch]:
    """Find what is long, thin and printed all along; a rule that is not quite level is a stair of short pieces."""
    length, thick, gap = (round(inches * density) for inches in (shortest, _STAIR, _TORN))
    thick, gap = max(3, thick) | 1, max(3, gap) | 1

    def line(along: int, beside: int) -> Pixels:
        return np.ones((beside, along) if across else (along, beside), np.uint8)

    widened = cv2.dilate(ink, line(1, thick))
    # A gap that noise has torn into a rule does not end it.
    closed = cv2.morphologyEx(widened, cv2.MORPH_CLOSE, line(gap, 1))
    mask = cv2.morphologyEx(closed, cv2.MORPH_OPEN, line(length, 1)).astype(np.uint8)
    stretches = []
    count, labels, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for number in range(1, count):
        left, top, width, height, _ = (int(value) for value in stats[number])
        along, beside = (width, height) if across else (height, width)
        if beside > max(_THICKEST * density, 0.02 * along):
            continue
        window = slice(top, top + height), slice(left, left + width)
        body = np.where(labels[window] == number, np.uint8(255), np.uint8(0)).astype(np.uint8)
        needed = _CLEAR if along > _SURELY * density else _CLEAR_ALONE
        printed = cv2.bitwise_and(ink[window], body).any(axis=0 if across else 1)
        if printed.mean() < _PRINTED or _clear(ink, window, across, density) < needed:
            continue
        if not _straight(cv2.bitwise_and(ink[window], body).astype(np.uint8), across, density):
            continue
        start = left if across else top
        position = float(centres[number][1 if across else 0]) + 0.5
        stretches.append(_Stretch(position, start, start + along, ((window, body),)))
    return stretches

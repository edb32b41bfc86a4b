"""Find the ruled lines of a page, and take them out of its ink."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from attrs import frozen

from perfscore.readers.ruling import Rule
from perfscore.readers.scan.pictures import Pixels
from perfscore.readers.scan.straighten import Page

# In inches: no stroke of a character is as long.
_ACROSS: Final = 0.4
_DOWN: Final = 0.17
_THICKEST: Final = 0.06
_MEET: Final = 0.05
_STAIR: Final = 0.012
_TORN: Final = 0.01
# Share of its length along which a rule is printed: a line of writing has more gaps.
_PRINTED: Final = 0.93
_POINTS: Final = 72.0


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
    across = _stretches(page, _ACROSS, across=True)
    down = _stretches(page, _DOWN, across=False)
    across = [rule for rule in across if any(_meet(rule, other, page.density) for other in down)]
    down = [rule for rule in down if any(_meet(other, rule, page.density) for other in across)]
    rules = np.zeros_like(page.ink)
    for stretch in (*across, *down):
        rules[stretch.window] |= stretch.body
    rules = cv2.dilate(cv2.bitwise_and(rules, page.ink), np.ones((3, 3), np.uint8)).astype(np.uint8)
    text = cv2.bitwise_and(page.ink, cv2.bitwise_not(rules)).astype(np.uint8)
    return Ruling(
        tuple(stretch.rule(page.density) for stretch in across),
        tuple(stretch.rule(page.density) for stretch in down),
        text,
        rules,
    )


@frozen
class _Stretch:
    """A straight stretch of ink, in pixels: where it stands, its ends, and where its ink is."""

    at: float
    start: int
    stop: int
    window: tuple[slice, slice]
    body: Pixels

    def rule(self, density: float) -> Rule:
        """Give it in points."""
        scale = _POINTS / density
        return Rule(self.at * scale, self.start * scale, self.stop * scale)


def _meet(across: _Stretch, down: _Stretch, density: float) -> bool:
    """Tell whether two stretches meet or cross; what meets none is a stroke of writing, or underlines it."""
    slack = _MEET * density
    return (
        across.start - slack <= down.at <= across.stop + slack and down.start - slack <= across.at <= down.stop + slack
    )


def _stretches(page: Page, shortest: float, across: bool) -> list[_Stretch]:
    """Find what is long, thin and printed all along; a rule that is not quite level is a stair of short pieces."""
    length, thick, gap = (round(inches * page.density) for inches in (shortest, _STAIR, _TORN))
    thick, gap = max(3, thick) | 1, max(3, gap) | 1

    def line(along: int, beside: int) -> Pixels:
        return np.ones((beside, along) if across else (along, beside), np.uint8)

    widened = cv2.dilate(page.ink, line(1, thick))
    # A gap that noise has torn into a rule does not end it.
    closed = cv2.morphologyEx(widened, cv2.MORPH_CLOSE, line(gap, 1))
    mask = cv2.morphologyEx(closed, cv2.MORPH_OPEN, line(length, 1)).astype(np.uint8)
    found = []
    count, labels, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for number in range(1, count):
        left, top, width, height, _ = (int(value) for value in stats[number])
        along, beside = (width, height) if across else (height, width)
        if beside > max(_THICKEST * page.density, 0.02 * along):
            continue
        window = slice(top, top + height), slice(left, left + width)
        body = np.where(labels[window] == number, np.uint8(255), np.uint8(0)).astype(np.uint8)
        printed = cv2.bitwise_and(page.ink[window], body).any(axis=0 if across else 1)
        if printed.mean() < _PRINTED:
            continue
        start = left if across else top
        found.append(_Stretch(float(centres[number][1 if across else 0]) + 0.5, start, start + along, window, body))
    return found

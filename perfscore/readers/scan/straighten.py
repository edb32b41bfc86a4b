"""Make a scanned page upright and clean: grey, seals bleached, the paper white, rules level and upright."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from attrs import frozen

from perfscore.readers.scan.pictures import POINTS, Picture, Pixels

_WHITE: Final = 255
# What is darker than this after the paper was made white is ink.
_INK: Final = 200
# Pixels of an inch of what is cut out, and along its longer side.
_CUT_DENSITY: Final = 120.0
_CUT_PIXELS: Final = 1000
# Share of a page that is as dark as its print, how dark that is at least, and by how much faint print is made darker.
_DARKEST: Final = 0.005
_USUAL_TONE: Final = 130
_MOST_DARKENED: Final = 2.0
# In inches.
_PAPER_GRAIN: Final = 0.16
_STROKE: Final = 0.03
_SMALLEST_SEAL: Final = 0.25
# Grey of a seal in a grey scan, paper being 255: between what shines through and print.
_SEAL: Final = (70, 210)
# The side on which angles are measured, and how long a rule must be to show one.
_MEASURED: Final = 1200
_LONG_ENOUGH: Final = 0.12
_STEEPEST: Final = 12.0
_LEVEL: Final = 0.02


@frozen
class Page:
    """A page as the other steps see it.

    Args:
        number: from 1. grey: height x width, paper white, seals bleached. ink: 255 where something is printed.
        density: pixels of an inch.
    """

    number: int
    grey: Pixels
    ink: Pixels
    density: float

    def turned(self, quarters: int) -> Page:
        """Turn the page by quarters, anticlockwise."""
        grey, ink = (np.ascontiguousarray(np.rot90(pixels, quarters)) for pixels in (self.grey, self.ink))
        return Page(self.number, grey, ink, self.density)

    def cut(self, box: tuple[float, float, float, float]) -> bytes:
        """Cut a part out, for a person to look at.

        Args:
            box: left, top, right, bottom in points.

        Returns:
            PNG with as few pixels as a person needs; empty where there is nothing.
        """
        left, top, right, bottom = (round(edge * self.density / POINTS) for edge in box)
        part = self.grey[max(0, top) : bottom, max(0, left) : right]
        if not part.size:
            return b""
        scale = min(1.0, _CUT_DENSITY / self.density, _CUT_PIXELS / max(part.shape))
        size = max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale))
        # Sixteen greys are enough, and pack well.
        small = cv2.resize(part, size, interpolation=cv2.INTER_AREA).astype(np.uint8) // 16 * 17
        return bytes(cv2.imencode(".png", small)[1])


def straightened(picture: Picture) -> Page:
    """Straighten a page.

    Args:
        picture: the page as it was scanned.
    """
    grey = _without_colour(picture.pixels)
    grey = _darkened(_on_white(grey, picture.density))
    grey = _without_seals(grey, picture.density)
    grey = _level(grey)
    ink = np.where(grey < _INK, np.uint8(_WHITE), np.uint8(0)).astype(np.uint8)
    return Page(picture.number, grey, ink, picture.density)


def _without_colour(pixels: Pixels) -> Pixels:
    """Take the lightest channel: a red seal or a blue signature becomes light, black print stays black."""
    return pixels if pixels.ndim == 2 else pixels.max(axis=2)


def _on_white(grey: Pixels, density: float) -> Pixels:
    """Divide by the paper, so that shadows and stains leave only what is printed."""
    small = max(1, round(density / 50))
    reduced = cv2.resize(grey, None, fx=1 / small, fy=1 / small, interpolation=cv2.INTER_AREA)
    grain = max(3, round(_PAPER_GRAIN * density / small)) | 1
    paper = cv2.morphologyEx(reduced, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (grain, grain)))
    paper = cv2.medianBlur(paper.astype(np.uint8), min(grain | 1, 31))
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, np.maximum(paper, 40), scale=_WHITE).astype(np.uint8)


def _darkened(grey: Pixels) -> Pixels:
    """Make faint print as dark as print at least is: thin strokes of a faded page would count as paper."""
    darker = np.cumsum(cv2.calcHist([grey], [0], None, [256], [0, 256]))
    tone = int(np.searchsorted(darker, _DARKEST * grey.size))
    if tone <= _USUAL_TONE:
        return grey
    factor = min(_MOST_DARKENED, (_WHITE - _USUAL_TONE) / (_WHITE - min(tone, _WHITE - 1)))
    return cv2.bitwise_not(cv2.convertScaleAbs(cv2.bitwise_not(grey), alpha=factor)).astype(np.uint8)


def _without_seals(grey: Pixels, density: float) -> Pixels:
    """Lighten what is grey, wider than a stroke and larger than any character: the seal of a grey scan.

    Print that shows through it is darker than the seal itself, and stays.
    """
    stroke = max(3, round(_STROKE * density)) | 1
    wide = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((stroke, stroke), np.uint8))
    seal = cv2.inRange(wide, np.array([_SEAL[0]]), np.array([_SEAL[1]]))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(seal, connectivity=8)
    for label in range(1, count):
        left, top, width, height, area = stats[label]
        if max(width, height) < _SMALLEST_SEAL * density or area < stroke * stroke:
            continue
        margin = stroke
        window = (
            slice(max(0, top - margin), top + height + margin),
            slice(max(0, left - margin), left + width + margin),
        )
        body = labels[window] == label
        tone = float(np.median(wide[window][body]))
        around = cv2.dilate(body.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        part = grey[window]
        part[around] = np.minimum(_WHITE, part[around].astype(np.float32) * (_WHITE / tone)).astype(np.uint8)
    return grey


def _level(grey: Pixels) -> Pixels:
    """Turn and shear a page so that its rules are level and upright."""
    height, width = grey.shape
    scale = min(1.0, _MEASURED / max(height, width))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    edges = np.where(small < 200, np.uint8(_WHITE), np.uint8(0)).astype(np.uint8)
    shortest = int(_LONG_ENOUGH * min(small.shape))
    segments = cv2.HoughLinesP(edges, 1, np.pi / 1800, shortest, minLineLength=shortest, maxLineGap=4)
    if segments is None:
        return grey
    across, down = [], []
    for x0, y0, x1, y1 in segments.reshape(-1, 4).astype(float):
        length = np.hypot(x1 - x0, y1 - y0)
        angle = np.degrees(np.arctan2(y1 - y0, x1 - x0))
        if abs(angle) < _STEEPEST:
            across.append((angle, length))
        elif abs(abs(angle) - 90) < _STEEPEST:
            down.append(((angle + 90) % 180 - 0 if angle < 0 else angle - 90, length))
    turn, lean = _middle(across), _middle(down)
    if not across:
        turn = lean
    if not down:
        lean = turn
    if abs(turn) < _LEVEL and abs(lean) < _LEVEL:
        return grey
    # The columns say where the page's own axes stand in the picture; the inverse brings them back.
    axes = np.array(
        [[np.cos(np.radians(turn)), -np.sin(np.radians(lean))], [np.sin(np.radians(turn)), np.cos(np.radians(lean))]]
    )
    corners = np.array([[0, width, width, 0], [0, 0, height, height]], float)
    back = np.linalg.inv(axes)
    moved = back @ corners
    shift = -moved.min(axis=1)
    size = tuple(int(extent) + 1 for extent in np.ptp(moved, axis=1))
    matrix = np.hstack([back, shift[:, None]])
    return cv2.warpAffine(
        grey, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(_WHITE,)
    ).astype(np.uint8)


def _middle(angles: list[tuple[float, float]]) -> float:
    """Give the middle angle, longer lines counting more."""
    if not angles:
        return 0.0
    angles.sort()
    weights = np.cumsum([length for _, length in angles])
    return angles[int(np.searchsorted(weights, weights[-1] / 2))][0]

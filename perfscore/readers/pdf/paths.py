"""The straight rules of a drawn path: its lines where it is stroked, thin areas where it is filled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from pdfminer.utils import Matrix

from perfscore.readers.pdf.content import PageContent
from perfscore.readers.ruling import Rule

_THICKEST_RULE: Final = 3.0
_STRAIGHT: Final = 0.6

Point = tuple[float, float]


def take_rules(page: PageContent, path: Sequence[Any], matrix: Matrix, stroke: bool, fill: bool) -> None:
    """Add the rules of a path to a page.

    Args:
        page: the page. path: steps of the path, each an operator with its numbers.
        matrix: of the page. stroke, fill: how the path is painted.
    """
    for points in _straight_parts(path, matrix, page.height):
        if fill and _add(page, points, _THICKEST_RULE, 0):
            continue
        if stroke:
            for line in pairwise(points):
                _add(page, line, _STRAIGHT, _STRAIGHT)


def _straight_parts(path: Sequence[Any], matrix: Matrix, height: float) -> Iterator[list[Point]]:
    """Give the corners of each part of a path that has no curve, in points from the top left corner."""
    a, b, c, d, e, f = matrix
    points: list[Point] = []
    straight = True
    for step in (*path, ("m", 0, 0)):  # the next part ends the last
        operator = step[0]
        if operator == "m":
            if straight and len(points) > 1:
                yield points
            points, straight = [], True
        if operator in ("m", "l"):
            _, x, y = step
            points.append((a * x + c * y + e, height - (b * x + d * y + f)))
        elif operator == "h":
            points += points[:1]
        else:
            straight = False


def _add(page: PageContent, corners: Sequence[Point], thickest: float, shortest: float) -> bool:
    """Add a rule to a page if what has these corners is thin, and longer than thick; say whether it is."""
    xs, ys = zip(*corners, strict=True)
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    width, height = x1 - x0, y1 - y0
    if height <= thickest and width > max(height, shortest):
        page.across.append(Rule((y0 + y1) / 2, x0, x1))
    elif width <= thickest and height > max(width, shortest):
        page.down.append(Rule((x0 + x1) / 2, y0, y1))
    else:
        return False
    return True

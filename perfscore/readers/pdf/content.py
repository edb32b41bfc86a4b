"""What is on a page: every visible character with its box, its clip and its direction, and every straight rule."""

from __future__ import annotations

from typing import NamedTuple

from attrs import define, field

from perfscore.readers.ruling import Rule

Box = tuple[float, float, float, float]


class Char(NamedTuple):
    """A visible character.

    Coordinates are points from the top left corner of the page as it is shown.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    # In which direction its line runs: 0 right, 1 up, 2 left, 3 down.
    turn: int
    # Number of its clip in `PageContent.clips`.
    clip: int
    # Number of the operation that printed it: characters of one operation belong together.
    run: int


@define
class PageContent:
    """A page.

    Args:
        number: from 1. width: as shown, points. height: as shown, points.
        chars: its visible characters in the order in which they are printed.
        across: its horizontal rules. down: its vertical rules.
        clips: the areas to which text is clipped.
        hidden: count of characters that are there but not visible, as under a scanned image.
        unmapped: count of visible characters without a meaning.
        fonts: names of the fonts they are from.
        image: share of the page that images cover, 0 to 1.
    """

    number: int
    width: float
    height: float
    chars: list[Char] = field(factory=list)
    across: list[Rule] = field(factory=list)
    down: list[Rule] = field(factory=list)
    clips: list[Box] = field(factory=list)
    hidden: int = 0
    unmapped: int = 0
    fonts: set[str] = field(factory=set)
    image: float = 0.0


def set_upright(page: PageContent) -> None:
    """Turn a page whose text runs sideways, so that it runs to the right."""
    counts = [0, 0, 0, 0]
    for char in page.chars:
        counts[char.turn] += 1
    turn = counts.index(max(counts))
    if not turn or counts[turn] * 2 < len(page.chars):
        return
    width, height = page.width, page.height

    def turned(box: Box) -> Box:
        x0, y0, x1, y1 = box
        if turn == 1:
            return height - y1, x0, height - y0, x1
        if turn == 2:
            return width - x1, height - y1, width - x0, height - y0
        return y0, width - x1, y1, width - x0

    page.chars = [
        Char(char.text, *turned(char[1:5]), char.size, (char.turn - turn) % 4, char.clip, char.run)
        for char in page.chars
    ]
    page.clips = [turned(clip) for clip in page.clips]
    boxes = [turned((rule.start, rule.at, rule.stop, rule.at)) for rule in page.across]
    uprights = [turned((rule.at, rule.start, rule.at, rule.stop)) for rule in page.down]
    page.across, page.down = [], []
    for x0, y0, x1, y1 in (*boxes, *uprights):
        if x1 - x0 > y1 - y0:
            page.across.append(Rule(y0, x0, x1))
        else:
            page.down.append(Rule(x0, y0, y1))
    if turn != 2:
        page.width, page.height = height, width

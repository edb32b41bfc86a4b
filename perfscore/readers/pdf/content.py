"""What is on a page: every visible character with its box, its clip and its direction, and every straight rule."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

from attrs import define, field
from pdfminer.encodingdb import name2unicode
from pdfminer.pdfdevice import PDFTextDevice, PDFTextSeq
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import dict_value, list_value, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import mult_matrix

from perfscore.ooxml.errors import CONTENT, damaged, over
from perfscore.ooxml.watchdog import check_time
from perfscore.readers.pdf.opening import Budget
from perfscore.readers.ruling import Rule
from perfscore.readers.symbols import UNKNOWN, meant

Box = tuple[float, float, float, float]
_INVISIBLE: Final = frozenset({3, 7})  # text rendering modes: neither filled nor stroked (ISO 32000-1, 9.3.6)
_THICKEST_RULE: Final = 3.0
_STRAIGHT: Final = 0.6
_CHECK_EVERY: Final = 2048
_LAST_CID: Final = 0xFFFF
_SYMBOLIC: Final = 4  # flag of a font descriptor (9.8.2)
_EVERYTHING: Final = (float("-inf"), float("-inf"), float("inf"), float("inf"))


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


class Fonts(PDFResourceManager):
    """Keeps the fonts of a document, and which of their codes have no known meaning."""

    def __init__(self) -> None:
        super().__init__(caching=True)
        self._doubtful: dict[int, frozenset[int] | None] = {}
        self._glyphs: dict[int, dict[int, tuple[str, float]]] = {}
        self._kept: list[PDFFont] = []

    def get_font(self, objid: object, spec: Any) -> PDFFont:
        """Load a font.

        Raises:
            PackageError: its table of widths names codes that no font has, each of which would take memory.
        """
        for table in ("W", "W2"):
            widths = resolve1(spec.get(table))
            if isinstance(widths, list) and any(
                isinstance(code := resolve1(entry), int) and code > _LAST_CID for entry in widths
            ):
                raise damaged(CONTENT, "structure")
        font = super().get_font(objid, spec)
        if id(font) not in self._doubtful:
            self._doubtful[id(font)] = _meaningless(spec)
            self._glyphs[id(font)] = {}
            self._kept.append(font)  # an address is only unique while its object lives
        return font

    def glyphs(self, font: PDFFont) -> dict[int, tuple[str, float]]:
        """Give the table of a font's codes that were met: text, and width in units of its size."""
        return self._glyphs.setdefault(id(font), {})

    def glyph(self, font: PDFFont, code: int) -> tuple[str, float]:
        """Look a code up."""
        doubtful = self._doubtful.get(id(font), frozenset())
        if doubtful is None or code in doubtful:
            text = UNKNOWN
        else:
            try:
                text = meant(font.to_unichr(code))
            except PDFUnicodeNotDefined:
                text = UNKNOWN
        glyph = text, font.char_width(code)
        self.glyphs(font)[code] = glyph
        return glyph


def _meaningless(spec: Any) -> frozenset[int] | None:
    """Find the codes of a font for which a standard encoding would be assumed though the font has its own.

    A subset without ToUnicode numbers its glyphs as it likes; read as Latin letters they would be nonsense that looks
    like text.

    Returns:
        Codes without a meaning; None where it is all of them.
    """
    if "ToUnicode" in spec or _literal(spec.get("Subtype")) not in ("Type1", "MMType1", "TrueType", "Type3"):
        return frozenset()
    descriptor = dict_value(spec.get("FontDescriptor", {}))
    encoding = resolve1(spec.get("Encoding"))
    if isinstance(encoding, dict):
        unknown: set[int] = set()
        code = 0
        for entry in list_value(encoding.get("Differences", [])):
            if isinstance(entry, int):
                code = entry
                continue
            try:
                name2unicode(_literal(entry))
            except (KeyError, ValueError):
                unknown.add(code)
            code += 1
        return frozenset(unknown)
    if _literal(spec.get("Subtype")) == "Type3":
        return None
    embedded = descriptor.keys() & {"FontFile", "FontFile2", "FontFile3"}
    if not embedded or encoding is not None or "FontFile" in descriptor:
        # The font file of a Type 1 font names its glyphs, and the library reads them there.
        return frozenset()
    flags = resolve1(descriptor.get("Flags", 0))
    return None if isinstance(flags, int) and flags & _SYMBOLIC else frozenset()


def _literal(value: Any) -> str:
    value = resolve1(value)
    return str(value.name) if isinstance(value, PSLiteral) else ""


class _Device(PDFTextDevice):
    """Takes down what the interpreter draws."""

    def __init__(self, fonts: Fonts, page: PageContent, budget: Budget) -> None:
        super().__init__(fonts)
        self._fonts = fonts
        self._page = page
        self._budget = budget
        self._left = budget.limits.page_objects
        self._run = 0
        self.clip: Box = _EVERYTHING
        self._clips: dict[Box, int] = {}

    def count(self, objects: int = 1) -> None:
        """Count what is drawn, and look at the clock now and then."""
        before = self._left // _CHECK_EVERY
        self._left -= objects
        if self._left // _CHECK_EVERY != before:
            check_time()
            if self._left < 0:
                most = self._budget.limits.page_objects
                raise over("page_objects", most, "more")

    def render_image(self, name: str, stream: Any) -> None:
        """Take down how much of the page an image covers."""
        del name, stream
        a, b, c, d, _, _ = self.ctm or (1, 0, 0, 1, 0, 0)
        area = abs(a * d - b * c) / max(1.0, self._page.width * self._page.height)
        self._page.image = min(1.0, self._page.image + area)

    def render_string(self, textstate: Any, seq: PDFTextSeq, ncs: Any, graphicstate: Any) -> None:
        """Take down the characters of one operation."""
        del ncs, graphicstate
        font = textstate.font
        if font is None or self.ctm is None:
            return
        a, b, c, d, e, f = mult_matrix(textstate.matrix, self.ctm)
        size, scaling, rise = textstate.fontsize, textstate.scaling * 0.01, textstate.rise
        space = textstate.charspace * scaling
        word = 0 if font.is_multibyte() else textstate.wordspace * scaling
        shift = 0.001 * size * scaling
        vertical = font.is_vertical()
        low = font.get_descent() * size + rise
        visible = textstate.render not in _INVISIBLE
        upright = b == 0 and c == 0
        turn = (0 if a >= 0 else 2) if abs(a) >= abs(b) else (1 if b > 0 else 3)
        shown = abs(size) * (abs(d) if upright else (c * c + d * d) ** 0.5)
        glyphs, page = self._fonts.glyphs(font), self._page
        height, chars = page.height, page.chars
        clip = self._clip_number()
        self._run += 1
        run = self._run
        x, y = textstate.linematrix
        pause = False
        for piece in seq:
            if isinstance(piece, int | float):
                if vertical:
                    y -= piece * shift
                else:
                    x -= piece * shift
                pause = True
                continue
            if not isinstance(piece, bytes):
                continue
            codes = list(font.decode(piece))
            self.count(len(codes) + 1)
            for code in codes:
                if pause:
                    if vertical:
                        y += space
                    else:
                        x += space
                text, width = glyphs.get(code) or self._fonts.glyph(font, code)
                advance = width * size * (1 if vertical else scaling)
                if visible:
                    if vertical:
                        left, right, bottom, top = x - size / 2, x + size / 2, y + advance, y
                    else:
                        left, right, bottom, top = x, x + advance, y + low, y + low + size
                    if upright:
                        x0, x1 = a * left + e, a * right + e
                        y0, y1 = height - (d * top + f), height - (d * bottom + f)
                    else:
                        xs = (a * left + c * bottom, a * right + c * bottom, a * left + c * top, a * right + c * top)
                        ys = (b * left + d * bottom, b * right + d * bottom, b * left + d * top, b * right + d * top)
                        x0, x1 = min(xs) + e, max(xs) + e
                        y0, y1 = height - (max(ys) + f), height - (min(ys) + f)
                    if x1 < x0:
                        x0, x1 = x1, x0
                    if y1 < y0:
                        y0, y1 = y1, y0
                    chars.append(Char(text, x0, y0, x1, y1, shown, turn, clip, run))
                    if text == UNKNOWN:
                        page.unmapped += 1
                        page.fonts.add(str(getattr(font, "basefont", "")).rpartition("+")[2])
                else:
                    page.hidden += 1
                if vertical:
                    y += advance
                else:
                    x += advance
                if code == 32 and word:
                    x += word
                pause = True
        textstate.linematrix = (x, y)

    def _clip_number(self) -> int:
        number = self._clips.get(self.clip)
        if number is None:
            left, bottom, right, top = self.clip
            number = self._clips[self.clip] = len(self._page.clips)
            self._page.clips.append((left, self._page.height - top, right, self._page.height - bottom))
        return number

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        """Take down the straight rules of a path: its lines where it is stroked, thin rectangles where it is filled."""
        del graphicstate, evenodd
        self.count(len(path))
        points: list[tuple[float, float]] = []
        parts: list[tuple[list[tuple[float, float]], bool]] = []
        straight = True
        for step in path:
            operator = step[0]
            if operator == "m":
                parts.append((points, straight))
                points, straight = [self._point(step[1], step[2])], True
            elif operator == "h":
                if points:
                    points.append(points[0])
            elif operator == "l":
                points.append(self._point(step[1], step[2]))
            else:
                straight = False
        parts.append((points, straight))
        for points, straight in parts:
            if len(points) < 2 or not straight:
                continue
            if fill and self._thin(points):
                continue
            if stroke:
                for start, end in pairwise(points):
                    self._line(start, end)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.ctm or (1, 0, 0, 1, 0, 0)
        return a * x + c * y + e, self._page.height - (b * x + d * y + f)

    def _thin(self, points: list[tuple[float, float]]) -> bool:
        """Take a filled area for a rule if it is thin enough."""
        xs, ys = [point[0] for point in points], [point[1] for point in points]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if y1 - y0 <= _THICKEST_RULE and x1 - x0 > y1 - y0:
            self._page.across.append(Rule((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= _THICKEST_RULE and y1 - y0 > x1 - x0:
            self._page.down.append(Rule((x0 + x1) / 2, y0, y1))
        else:
            return False
        return True

    def _line(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        (x0, y0), (x1, y1) = start, end
        if abs(y1 - y0) <= _STRAIGHT and abs(x1 - x0) > _STRAIGHT:
            self._page.across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= _STRAIGHT and abs(y1 - y0) > _STRAIGHT:
            self._page.down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


class _Interpreter(PDFPageInterpreter):
    """Runs a page, and keeps track of the clip, which the library leaves out."""

    device: _Device

    def get_current_state(self) -> Any:
        """Save the clip with the rest."""
        self.device.count()
        return (*super().get_current_state(), self.device.clip)

    def set_current_state(self, state: Any) -> None:
        """Restore the clip with the rest."""
        super().set_current_state(state[:3])
        self.device.clip = state[3]

    def do_W(self) -> None:  # noqa: N802 - the operator's name
        """Narrow the clip to the box of the path."""
        corners = [
            (a * x + c * y + e, b * x + d * y + f)
            for a, b, c, d, e, f in (self.ctm,)
            for step in self.curpath
            for x, y in zip(step[1::2], step[2::2], strict=False)
        ]
        if not corners:
            return
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        left, bottom, right, top = self.device.clip
        self.device.clip = (max(left, min(xs)), max(bottom, min(ys)), min(right, max(xs)), min(top, max(ys)))

    def do_W_a(self) -> None:  # noqa: N802 - the operator's name
        """Narrow the clip by the other rule of filling, which makes no difference for a box."""
        self.do_W()

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802 - the operator's name
        """Draw a form or an image; a form's own clip ends with it."""
        self.device.count()
        clip = self.device.clip
        super().do_Do(xobjid_arg)
        self.device.clip = clip


def read_page(page: PDFPage, number: int, fonts: Fonts, budget: Budget) -> PageContent:
    """Read what is on a page.

    Args:
        page: the page. number: from 1.
        fonts: of the document, loaded once.
        budget: what may be unpacked, and when time is up.

    Raises:
        PackageError: more is drawn than allowed, or time is up.
    """
    x0, y0, x1, y1 = page.mediabox
    width, height = abs(x1 - x0), abs(y1 - y0)
    if page.rotate in (90, 270):
        width, height = height, width
    content = PageContent(number, width, height)
    device = _Device(fonts, content, budget)
    _Interpreter(fonts, device).process_page(page)
    _upright(content)
    return content


def _upright(page: PageContent) -> None:
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

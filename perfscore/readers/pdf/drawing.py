"""Run what a page draws, and take down its characters, rules, images and clips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pdfminer.pdfdevice import PDFTextDevice, PDFTextSeq
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage

from perfscore.ooxml.errors import over
from perfscore.ooxml.watchdog import check_time
from perfscore.readers.pdf.content import Box, Char, PageContent, set_upright
from perfscore.readers.pdf.fonts import Fonts
from perfscore.readers.pdf.opening import Budget
from perfscore.readers.pdf.paths import take_rules
from perfscore.readers.pdf.pen import Pen
from perfscore.readers.symbols import UNKNOWN

_INVISIBLE: Final = frozenset({3, 7})  # text rendering modes: neither filled nor stroked (ISO 32000-1, 9.3.6)
_CHECK_EVERY: Final = 2048
_EVERYTHING: Final = (float("-inf"), float("-inf"), float("inf"), float("inf"))


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
        page, glyphs = self._page, self._fonts.glyphs(font)
        pen = Pen(textstate, self.ctm, page.height)
        visible = textstate.render not in _INVISIBLE
        clip = self._clip_number()
        self._run += 1
        for piece in seq:
            if isinstance(piece, int | float):
                pen.shift(piece)
                continue
            if not isinstance(piece, bytes):
                continue
            codes = list(font.decode(piece))
            self.count(len(codes) + 1)
            for code in codes:
                text, width = glyphs.get(code) or self._fonts.glyph(font, code)
                box = pen.place(width, code)
                if not visible:
                    page.hidden += 1
                    continue
                page.chars.append(Char(text, *box, pen.size, pen.turn, clip, self._run))
                if text == UNKNOWN:
                    page.unmapped += 1
                    page.fonts.add(str(getattr(font, "basefont", "")).rpartition("+")[2])
        textstate.linematrix = (pen.x, pen.y)

    def _clip_number(self) -> int:
        number = self._clips.get(self.clip)
        if number is None:
            left, bottom, right, top = self.clip
            number = self._clips[self.clip] = len(self._page.clips)
            self._page.clips.append((left, self._page.height - top, right, self._page.height - bottom))
        return number

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        """Take down the straight rules of a path."""
        del graphicstate, evenodd
        self.count(len(path))
        take_rules(self._page, path, self.ctm or (1, 0, 0, 1, 0, 0), stroke, fill)


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
    set_upright(content)
    return content

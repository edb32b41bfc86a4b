"""Where the characters of one operation stand on the page."""

from __future__ import annotations

from math import sqrt
from typing import Any, Final

from pdfminer.utils import Matrix, mult_matrix

from perfscore.readers.pdf.content import Box

_BLANK: Final = 32  # the code behind which the space between words is added (ISO 32000-1, 9.3.3)


class Pen:
    """Goes along the line of an operation and leaves a box for each character.

    Args:
        state: the text state of the operation. matrix: of the page. height: of the page, points.
    """

    def __init__(self, state: Any, matrix: Matrix, height: float) -> None:
        font, size, scaling = state.font, state.fontsize, state.scaling * 0.01
        self._matrix = a, b, c, d, _, _ = mult_matrix(state.matrix, matrix)
        self._page_height = height
        self._vertical = font.is_vertical()
        self._font_size = size
        self._low = font.get_descent() * size + state.rise
        self._space = state.charspace * scaling
        self._word = 0 if font.is_multibyte() else state.wordspace * scaling
        self._thousandth = 0.001 * size * scaling
        self._width = size * (1 if self._vertical else scaling)
        self._begun = False
        self.x, self.y = state.linematrix
        self.size = abs(size) * sqrt(c * c + d * d)
        self.turn = (0 if a >= 0 else 2) if abs(a) >= abs(b) else (1 if b > 0 else 3)

    def shift(self, thousandths: float) -> None:
        """Go back by thousandths of the size."""
        self._move(-thousandths * self._thousandth)
        self._begun = True

    def place(self, width: float, code: int) -> Box:
        """Give the box of the next character, in points from the top left corner, and go on behind it.

        Args:
            width: in units of the size. code: of the character.
        """
        if self._begun:
            self._move(self._space)
        self._begun = True
        advance, size, x, y = width * self._width, self._font_size, self.x, self.y
        if self._vertical:
            box = self._shown(x - size / 2, y + advance, x + size / 2, y)
        else:
            box = self._shown(x, y + self._low, x + advance, y + self._low + size)
        self._move(advance)
        if code == _BLANK:
            self._move(self._word)
        return box

    def _move(self, by: float) -> None:
        if self._vertical:
            self.y += by
        else:
            self.x += by

    def _shown(self, left: float, bottom: float, right: float, top: float) -> Box:
        a, b, c, d, e, f = self._matrix
        xs = (a * left + c * bottom, a * right + c * bottom, a * left + c * top, a * right + c * top)
        ys = (b * left + d * bottom, b * right + d * bottom, b * left + d * top, b * right + d * top)
        return min(xs) + e, self._page_height - (max(ys) + f), max(xs) + e, self._page_height - (min(ys) + f)

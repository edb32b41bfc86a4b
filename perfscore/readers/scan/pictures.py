"""Open the pages of a picture file or of a PDF as pixels, within bounds on their size."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from perfscore.ooxml.errors import CONTENT, damaged, over
from perfscore.readers.limits import DocumentLimits

Pixels = NDArray[np.uint8]

# A sheet is not smaller or larger than this, in inches along its longer side; what says otherwise has a wrong density.
_SMALLEST_SHEET: Final = 7.0
_LARGEST_SHEET: Final = 25.0
_A4: Final = 11.69
# Finer pages are reduced: the recogniser sees lines 48 pixels high.
_FINEST: Final = 300.0
_COARSEST: Final = 72.0
POINTS: Final = 72.0
"""Points of an inch, in which blocks are measured."""


@frozen
class Picture:
    """A page.

    Args:
        number: from 1. pixels: height x width, with three colours where it has any. density: pixels of an inch.
    """

    number: int
    pixels: Pixels
    density: float


def pages_of_picture(data: bytes, limits: DocumentLimits) -> Iterator[Picture]:
    """Open a picture, page by page where it has several.

    Args:
        data: the whole file.
        limits: bounds on pixels and pages.

    Raises:
        PackageError: it is damaged or over a limit.
    """
    Image.MAX_IMAGE_PIXELS = None  # its own bound only warns; ours is told before anything is unpacked
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF")) as image:
            count = getattr(image, "n_frames", 1)
            if count > limits.scanned_pages:
                raise over("pages", limits.scanned_pages, count)
            for number in range(1, count + 1):
                image.seek(number - 1)
                if image.width * image.height > limits.pixels:
                    raise over("pixels", limits.pixels, image.width * image.height)
                yield _picture(number, image)
    except (UnidentifiedImageError, EOFError, SyntaxError, ValueError) as error:
        raise damaged(CONTENT, "structure") from error


def _picture(number: int, image: Image.Image) -> Picture:
    """Unpack a page in the direction in which it is meant to be seen."""
    horizontal = float(image.info.get("dpi", (0, 0))[0] or 0)
    image = ImageOps.exif_transpose(image)
    longer = max(image.size)
    density = horizontal
    if not density or not _SMALLEST_SHEET <= longer / density <= _LARGEST_SHEET:
        density = longer / _A4
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image.convert("RGBA"))
    grey = image.mode in ("1", "L", "I", "I;16", "F")
    if grey and image.mode not in ("1", "L"):
        image = image.point(lambda value: value / 256).convert("L")
    if density > _FINEST:
        scale = _FINEST / density
        size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        image = image.convert("L" if grey else "RGB").resize(size, Image.Resampling.BOX)
        density = _FINEST
    return Picture(number, np.asarray(image.convert("L" if grey else "RGB")), density)


class PdfPages:
    """Pages of a PDF as pixels.

    Args:
        data: the whole file. limits: bounds on pixels.
    """

    def __init__(self, data: bytes, limits: DocumentLimits) -> None:
        import pypdfium2

        self._limits = limits
        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise damaged(CONTENT, "structure") from error

    def page(self, number: int) -> Picture:
        """Draw a page as finely as it was scanned.

        Args:
            number: from 1.

        Raises:
            PackageError: it has more pixels than allowed.
        """
        page = self._document[number - 1]
        try:
            width, height = page.get_size()
            density = min(_FINEST, max(_COARSEST, self._density(page)))
            pixels = int(width * height * (density / POINTS) ** 2)
            if pixels > self._limits.pixels:
                raise over("pixels", self._limits.pixels, pixels)
            bitmap = page.render(scale=density / POINTS, rev_byteorder=True, prefer_bgrx=False)
            array = np.array(bitmap.to_numpy()[:, :, :3])
            bitmap.close()
        finally:
            page.close()
        return Picture(number, array, density)

    def _density(self, page: Any) -> float:
        """Find how finely the largest picture on a page was scanned."""
        import pypdfium2.raw as raw

        largest, density = 0.0, 200.0
        for image in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
            across, down = image.get_px_size()
            if across * down > self._limits.pixels:
                raise over("pixels", self._limits.pixels, across * down)
            left, bottom, right, top = image.get_bounds()
            area = (right - left) * (top - bottom)
            if area > largest:
                largest = area
                # Turned by a quarter, its width runs along the page's height.
                density = POINTS * (across * down / max(area, 1.0)) ** 0.5
        return density

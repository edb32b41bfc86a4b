"""The pages of a PDF that hold no text but pictures: recognised where the packages for it are installed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from perfscore.ooxml.errors import over
from perfscore.readers.blocks import Block
from perfscore.readers.limits import DocumentLimits

if TYPE_CHECKING:
    from perfscore.readers.scan.pictures import PdfPages
    from perfscore.readers.scan.reader import ScanReader


class ScannedPages:
    """Recognises pages on demand.

    Args:
        data: the whole file. limits: bounds on pages and pixels.
    """

    def __init__(self, data: bytes, limits: DocumentLimits) -> None:
        self._data = data
        self._limits = limits
        self._opened: tuple[PdfPages, ScanReader] | None = None
        self._missing = False
        self.pages = 0

    def blocks(self, number: int, known: Sequence[float]) -> list[Block] | None:
        """Recognise a page.

        Args:
            number: of the page, from 1. known: the vertical rules of a table that may run on here.

        Returns:
            Its tables and lines from top to bottom, or None where the packages that recognise them are missing.

        Raises:
            PackageError: there are more pages or pixels than allowed.
        """
        if self._opened is None and not self._missing:
            try:
                from perfscore.readers.scan.pictures import PdfPages
                from perfscore.readers.scan.reader import ScanReader

                self._opened = PdfPages(self._data, self._limits), ScanReader(self._limits)
            except ModuleNotFoundError:
                self._missing = True
        if self._opened is None:
            return None
        self.pages += 1
        if self.pages > self._limits.scanned_pages:
            raise over("pages", self._limits.scanned_pages, "more")
        pages, reader = self._opened
        return reader.blocks(pages.page(number), known)

"""How much of a document is read before it is refused: files come from strangers."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from perfscore.ooxml.limits import LIMITS as PACKAGE_LIMITS
from perfscore.ooxml.limits import MEGABYTE, Limits


@frozen(kw_only=True)
class DocumentLimits:
    """Upper bounds, checked before or while a document is walked, never after.

    The longest published final accounts (部门决算公开) have some 300 pages; a page of small print has 5,000 characters.

    Args:
        package: bounds on a .docx as a package, and on cells, texts and merges of every format.
        pages: pages of a PDF.
        page_objects: characters and lines of one page.
        objects: indirect objects of a PDF.
        stream_bytes: one unpacked stream of a PDF.
        total_bytes: all unpacked streams of a PDF.
        pixels: of one scanned page, and of any picture on it.
        scanned_pages: pages of one file that have to be recognised.
        page_seconds: time for recognising one page.
        recogniser_megabytes: memory for the recogniser and one page.
        tables: tables of one document.
        nesting: tables inside one another.
        slots: rows times columns of one table on a page.
    """

    package: Limits = PACKAGE_LIMITS
    pages: int = 3000
    page_objects: int = 200_000
    objects: int = 1_000_000
    stream_bytes: int = 64 * MEGABYTE
    total_bytes: int = 512 * MEGABYTE
    pixels: int = 60_000_000
    scanned_pages: int = 100
    page_seconds: float = 30.0
    recogniser_megabytes: int = 600
    tables: int = 5000
    nesting: int = 8
    slots: int = 100_000


LIMITS: Final = DocumentLimits()

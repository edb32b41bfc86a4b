"""The table of file formats: for each its endings, how its content is told, its reader and the extra that holds it.

Detection, the walk through folders, messages and readers all derive from it. A new format is an entry here and a
module that reads it.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class Format(NamedTuple):
    """A file format.

    Args:
        key: its name in messages (``value.format`` and ``value.found`` of the labels) and in records.
        suffixes: endings of its files in which tables are looked for; none where only the content tells it.
        part: the part that tells a zip package of this format.
        streams: names of the streams one of which tells an OLE file of this format.
        head: matches the beginning of any other file of this format, byte-order mark and blanks left out.
        reader: module and function that read it; empty where it is not read.
        extra: the extra that holds the packages its reader needs.
        scanned: whether pages of it may be pictures, each of which takes seconds to recognise.
        holds_tables: whether offices keep tables in it, so that one that is not read gets advice how to convert it.
    """

    key: str
    suffixes: tuple[str, ...] = ()
    part: str = ""
    streams: tuple[str, ...] = ()
    head: re.Pattern[bytes] | None = None
    reader: str = ""
    extra: str = "formats"
    scanned: bool = False
    holds_tables: bool = True


WORKBOOK: Final = Format("xlsx", (".xlsx", ".xlsm"), reader="perfscore.ooxml.read:read_workbook")

# In the order in which they are tried; the reading of .xlsx needs no detection.
FORMATS: Final = (
    WORKBOOK,
    Format(
        "xls",
        (".xls", ".et"),
        streams=("Workbook", "Book"),
        # The first record of a file that was saved without its OLE shell (Excel 2 to 5).
        head=re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08]\x00"),
        reader="perfscore.readers.xls:read_xls",
    ),
    Format("doc", (".doc", ".wps"), streams=("WordDocument",)),
    Format("docx", (".docx",), part="word/document.xml", reader="perfscore.readers.docx:read_docx"),
    Format("pptx", part="ppt/presentation.xml", holds_tables=False),
    Format("xlsb", (".xlsb",), part="xl/workbook.bin"),
    Format("ods", (".ods",), part="content.xml"),
    Format(
        "pdf",
        (".pdf",),
        head=re.compile(rb".{0,1019}%PDF-", re.DOTALL),
        reader="perfscore.readers.pdf:read_pdf",
        scanned=True,
    ),
    Format(
        "scan",
        (".png", ".jpg", ".jpeg", ".tif", ".tiff"),
        # The head is given without its zero bytes and without what looks like a byte-order mark (the FF of a JPEG).
        head=re.compile(rb"\x89PNG\r\n\x1a\n|\xd8\xff|II\*|MM\*"),
        reader="perfscore.readers.scan:read_scan",
        extra="scan",
        scanned=True,
    ),
    Format(
        "html",
        head=re.compile(rb"<!doctype html|<html|.{0,4090}<(?:table|html)", re.DOTALL | re.IGNORECASE),
        reader="perfscore.readers.html:read_html",
        holds_tables=False,
    ),
    Format("xml", head=re.compile(rb"<\?xml"), holds_tables=False),
    Format("rtf", head=re.compile(rb"\{\\rtf"), holds_tables=False),
    Format("empty", head=re.compile(rb"\Z"), holds_tables=False),
    Format("text", (".rar", ".7z"), head=re.compile(rb""), holds_tables=False),
)
READ_SUFFIXES: Final = frozenset(suffix for format in FORMATS if format.reader for suffix in format.suffixes)
"""Endings of the files that are read."""
SCANNED_SUFFIXES: Final = frozenset(suffix for format in FORMATS if format.scanned for suffix in format.suffixes)
"""Endings of the files that may take seconds a page."""
KNOWN_SUFFIXES: Final = frozenset(suffix for format in FORMATS for suffix in format.suffixes)
"""Endings of all files in which tables are kept; what is not read among them is named with the reason."""
ARCHIVE_SUFFIXES: Final = frozenset({".zip"})
"""Endings of archives; a batch reads the files in them."""
_BY_KEY: Final = {format.key: format for format in FORMATS}


def by_key(key: str) -> Format | None:
    """Find a format."""
    return _BY_KEY.get(key)


def of_head(data: bytes) -> Format:
    """Tell the format of a file that is neither a zip package nor an OLE file by how it begins."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"")
    for format in FORMATS:
        # BIFF records hold zero bytes and begin with what would be a blank.
        if format.head is not None and format.head.match(data if format.streams else head):
            return format
    raise AssertionError("the last format takes any content")

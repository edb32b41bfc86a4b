"""Files that are no .xlsx: the same cells out of .xls, .docx, .pdf, scans and web pages, each with where it stood."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from perfscore import formats
from perfscore.ooxml.errors import NOT_A_WORKBOOK, OTHER_FORMAT, PackageError
from perfscore.readers.guard import guarded
from perfscore.readers.limits import LIMITS, DocumentLimits
from perfscore.readers.records import Document, DocumentSheet

__all__ = ["LIMITS", "Document", "DocumentLimits", "DocumentSheet", "read_document", "readable"]


def readable(error: PackageError) -> str | None:
    """Say which format a file has that is no .xlsx, if it is one that is read here.

    Args:
        error: why the file could not be read as a workbook; it was told by the content, not by the name's ending.
    """
    key = error.values.get("format") or error.values.get("found") or ""
    format = formats.by_key(key) if error.code in (OTHER_FORMAT, NOT_A_WORKBOOK) else None
    return format.key if format is not None and format.reader else None


def read_document(source: Path | str | bytes, format: str, limits: DocumentLimits = LIMITS) -> Document:
    """Read a file that is no .xlsx.

    Args:
        source: the file, or its content.
        format: key of a format that has a reader, as `readable` says.
        limits: bounds on what is unpacked, walked and kept.

    Raises:
        PackageError: it is damaged, encrypted, over a limit, has no text, or the packages that read it are missing.
        OSError: it cannot be opened at all.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    entry = formats.by_key(format)
    assert entry is not None  # a key comes from the table
    module, _, function = entry.reader.partition(":")
    with guarded(format, entry.extra):
        document: Document = getattr(import_module(module), function)(data, limits)
    return document

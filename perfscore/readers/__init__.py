"""Files that are no .xlsx: the same cells out of .xls, .docx, .pdf and web pages, each with where it stood."""

from __future__ import annotations

from pathlib import Path

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
    if error.code == OTHER_FORMAT and error.values["format"] in ("xls", "docx", "pdf"):
        return error.values["format"]
    if error.code == NOT_A_WORKBOOK and error.values.get("found") == "html":
        return "html"
    return None


def read_document(source: Path | str | bytes, format: str, limits: DocumentLimits = LIMITS) -> Document:
    """Read a file that is no .xlsx.

    Args:
        source: the file, or its content.
        format: ``xls``, ``docx``, ``pdf`` or ``html``, as `readable` says.
        limits: bounds on what is unpacked, walked and kept.

    Raises:
        PackageError: it is damaged, encrypted, over a limit, has no text, or the packages that read it are missing.
        OSError: it cannot be opened at all.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    with guarded(format):
        if format == "xls":
            from perfscore.readers.xls import read_xls

            return read_xls(data, limits)
        if format == "docx":
            from perfscore.readers.docx import read_docx

            return read_docx(data, limits)
        if format == "pdf":
            from perfscore.readers.pdf import read_pdf

            return read_pdf(data, limits)
        from perfscore.readers.html import read_html

        return read_html(data, limits)

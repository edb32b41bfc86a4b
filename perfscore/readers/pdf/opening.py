"""Open a PDF so that nothing in it can grow without bound."""

from __future__ import annotations

import io
import logging
import zlib
from typing import Any

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import (
    LITERALS_ASCII85_DECODE,
    LITERALS_ASCIIHEX_DECODE,
    LITERALS_FLATE_DECODE,
    LITERALS_LZW_DECODE,
    LITERALS_RUNLENGTH_DECODE,
    PDFStream,
    int_value,
)

from perfscore.ooxml.errors import CONTENT, PackageError, damaged, over
from perfscore.ooxml.limits import MEGABYTE
from perfscore.ooxml.watchdog import check_time
from perfscore.readers.limits import DocumentLimits

# What it would write to the screen about a broken file is told by our own errors.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

WANTS_PASSWORD = "PS135"

_PIECE = MEGABYTE
# What LZW and run lengths unpack to is bounded by the packed bytes alone: LZW by some 2,700 times.
_OLD_FILTERS = 128 * 1024
_ROW_BYTES = MEGABYTE


class Budget:
    """What may still be unpacked.

    Args:
        limits: bounds on the file.
    """

    def __init__(self, limits: DocumentLimits) -> None:
        self.limits = limits
        self._unpacked = 0

    def spend(self, size: int) -> None:
        """Take note of unpacked bytes of one stream."""
        if size > self.limits.stream_bytes:
            raise over("stream_bytes", self.limits.stream_bytes, "more")
        self._unpacked += size
        if self._unpacked > self.limits.total_bytes:
            raise over("total_bytes", self.limits.total_bytes, self._unpacked)


class _Stream(PDFStream):
    """A stream that looks how large it becomes before it unpacks."""

    budget: Budget

    def decode(self) -> None:
        check_time()
        data = self.rawdata or b""
        if self.decipher is not None and self.objid is not None and self.genno is not None:
            data = self.decipher(self.objid, self.genno, data, self.attrs)
        size = len(data)
        filters = self.get_filters()
        for depth, (name, parameters) in enumerate(filters, 1):
            if isinstance(parameters, dict) and _row_bytes(parameters) > _ROW_BYTES:
                raise over("stream_bytes", self.budget.limits.stream_bytes, _row_bytes(parameters))
            if name in LITERALS_FLATE_DECODE:
                data = self._inflated(data)
                size = max(size, len(data))
            elif name in LITERALS_ASCII85_DECODE:
                data = ascii85decode(data)
            elif name in LITERALS_ASCIIHEX_DECODE:
                data = asciihexdecode(data)
            elif name in LITERALS_LZW_DECODE or name in LITERALS_RUNLENGTH_DECODE:
                if len(data) > _OLD_FILTERS:
                    raise over("stream_bytes", _OLD_FILTERS, len(data))
                if depth < len(filters):
                    raise damaged(CONTENT, "method")
        self.budget.spend(size)
        super().decode()

    def _inflated(self, data: bytes) -> bytes:
        """Unpack as far as is allowed.

        The library would keep what comes before a broken byte and say so only in its log: half a page, or a figure
        that has lost a digit. Only a checksum that was left out altogether harms nobody.

        Raises:
            PackageError: too long, or broken.
        """
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        pieces: list[bytes] = []
        size = 0
        most = self.budget.limits.stream_bytes
        rest = data[2:]  # behind the two bytes that say how it was packed (RFC 1950)
        try:
            while rest and not inflater.eof:
                piece = inflater.decompress(rest, _PIECE)
                size += len(piece)
                if size > most:
                    raise over("stream_bytes", most, "more")
                pieces.append(piece)
                rest = inflater.unconsumed_tail
        except zlib.error as error:
            raise damaged(CONTENT, "compression") from error
        if not inflater.eof and size:
            raise damaged(CONTENT, "truncated")
        content = b"".join(pieces)
        checksum = inflater.unused_data[:4]
        if len(checksum) == 4 and int.from_bytes(checksum, "big") != zlib.adler32(content):
            raise damaged(CONTENT, "checksum")
        return content


def _row_bytes(parameters: dict[str, Any]) -> int:
    """Length of a row of samples, for which a predictor sets memory aside."""
    factors = (("Colors", 1), ("Columns", 1), ("BitsPerComponent", 8))
    size = 1
    for name, usual in factors:
        size *= max(1, int_value(parameters.get(name, usual)))
    return size // 8


class _Parser(PDFParser):
    """Hands the budget to every stream of the file."""

    def __init__(self, file: io.BytesIO, budget: Budget) -> None:
        super().__init__(file)
        self._budget = budget

    def push(self, *objects: Any) -> None:
        for _, entry in objects:
            if type(entry) is PDFStream:
                entry.__class__ = _Stream
                entry.budget = self._budget  # type: ignore[attr-defined]
        super().push(*objects)


def open_pdf(data: bytes, budget: Budget) -> PDFDocument:
    """Open a document.

    Args:
        data: the whole file.
        budget: what may be unpacked of it.

    Raises:
        PackageError: it wants a password, or has more objects than allowed.
    """
    try:
        document = PDFDocument(_Parser(io.BytesIO(data), budget))
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise PackageError(WANTS_PASSWORD) from error
    objects = sum(len(list(table.get_objids())) for table in document.xrefs)
    if objects > budget.limits.objects:
        raise over("objects", budget.limits.objects, objects)
    return document

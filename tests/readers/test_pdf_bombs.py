"""Small PDF files that ask for any time or memory: read or refused in words, within the bounds of a file."""

import struct
import time
import zlib

import pytest

from perfscore.ooxml import PackageError
from perfscore.ooxml.watchdog import bounded
from perfscore.readers.pdf import read_pdf
from tests.readers.test_pdf import assembled

SECONDS = 2
TEXT = b"BT /F1 12 Tf 100 700 Td <00410042> Tj ET"


def stream(content, entries=b"", packed=True):
    filters = b" /Filter /FlateDecode" if packed else b""
    content = zlib.compress(content, 9) if packed else content
    return b"<< /Length %d%s %s >>\nstream\n%s\nendstream" % (len(content), filters, entries, content)


def with_font(*others, font):
    """A page with two letters in a font; the font's own objects are numbered from 6."""
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>",
            stream(TEXT),
            font,
            *others,
        ]
    )


def composite(descendant, *others):
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /S /Encoding /Identity-H /DescendantFonts [6 0 R] >>"
    return with_font(descendant, *others, font=font)


def widths(entry):
    return composite(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /S /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        b"/Supplement 0 >> /FontDescriptor 7 0 R " + entry + b" >>",
        b"<< /Type /FontDescriptor /FontName /S /Flags 4 /Ascent 800 /Descent -200 >>",
    )


def bfranges():
    ranges = b"100 beginbfrange\n" + b"<00000000> <7fffffff> <0041>\n" * 100 + b"endbfrange\n"
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /S /Encoding /Identity-H "
        b"/DescendantFonts [6 0 R] /ToUnicode 8 0 R >>"
    )
    return with_font(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /S /FontDescriptor 7 0 R >>",
        b"<< /Type /FontDescriptor /FontName /S /Flags 4 >>",
        stream(ranges * 1000),
        font=font,
    )


def letters_of_a_font():
    """A TrueType font whose table of codes has 4,000 segments of all codes."""
    count = 4000
    ends, starts = struct.pack(">H", 0xFFFE) * count, struct.pack(">H", 0) * count
    deltas, offsets = struct.pack(">h", 1) * count, struct.pack(">H", 0) * count
    segments = struct.pack(">HHHH", count * 2, 0, 0, 0) + ends + b"\0\0" + starts + deltas + offsets
    table = struct.pack(">HHHHL", 0, 1, 3, 1, 12) + struct.pack(">HHH", 4, (6 + len(segments)) & 0xFFFF, 0) + segments
    program = (
        struct.pack(">4sHHHH", b"\0\1\0\0", 1, 0, 0, 0) + struct.pack(">4sLLL", b"cmap", 0, 28, len(table)) + table
    )
    return composite(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /S /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        b"/Supplement 0 >> /FontDescriptor 7 0 R >>",
        b"<< /Type /FontDescriptor /FontName /S /Flags 4 /FontFile2 8 0 R >>",
        stream(program, b"/Length1 %d" % len(program)),
    )


def cross_references():
    """A stream of cross references that announces a thousand million objects."""
    head = (
        b"%PDF-1.5\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
        b"2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj\n"
    )
    body = stream(b"\0" * 60_000, b"/Type /XRef /W [1 1 1] /Index [0 1000000000] /Size 1000000000 /Root 1 0 R")
    return head + b"3 0 obj " + body + b" endobj\nstartxref\n%d\n%%%%EOF" % len(head)


def loops():
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox 5 0 R /Contents 4 0 R >>",
            stream(TEXT),
            b"6 0 R",
            b"5 0 R",
        ]
    )


def kids_of_themselves():
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"])


def filters():
    content = b"0 " * 20_000_000
    for _ in range(20):
        content = zlib.compress(content, 9)
    names = b" ".join([b"/FlateDecode"] * 20)
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            stream(content, b"/Filter [%s]" % names, packed=False),
        ]
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(bfranges, id="bfrange"),
        pytest.param(letters_of_a_font, id="cmap"),
        pytest.param(cross_references, id="xref /Index"),
        pytest.param(loops, id="indirect loop"),
        pytest.param(kids_of_themselves, id="kids"),
        pytest.param(filters, id="nested filters"),
        pytest.param(lambda: widths(b"/W [0 2000000000 500]"), id="/W"),
        pytest.param(lambda: widths(b"/W2 [0 2000000000 -1000 500 880]"), id="/W2"),
    ],
)
def test_read_or_refused_in_words_within_bounds(content):
    data = content()
    assert len(data) < 300_000
    start = time.monotonic()
    code = ""
    try:
        with bounded(seconds=SECONDS, megabytes=200):
            read_pdf(data)
    except PackageError as error:
        code = error.code
    assert time.monotonic() - start < SECONDS + 2
    assert code in {"", "PS103", "PS104", "PS131"}

"""How the texts of a scanned table were recognised: how surely, where on the page, and what they look like."""

from __future__ import annotations

import struct

from attrs import field, frozen


@frozen
class Recognition:
    """How a text was recognised in a picture.

    Args:
        confidence: how sure its least sure character is, 0 to 1.
        page: from 1. box: left, top, right, bottom of its cell in points, on the page made straight.
        other: what another look at the picture read, where that differs.
        picture: PNG of its cell, where the text is in doubt; else empty.
    """

    confidence: float
    page: int
    box: tuple[float, float, float, float]
    other: str = ""
    picture: bytes = field(default=b"", repr=False)


def png_size(data: bytes) -> tuple[int, int]:
    """Read width and height of a PNG, pixels. Source: ISO/IEC 15948, 11.2.2: they are the first two fields."""
    width, height = struct.unpack(">II", data[16:24])
    return width, height

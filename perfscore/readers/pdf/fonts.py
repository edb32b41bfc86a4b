"""The fonts of a document: what their codes mean, how wide they are, and which codes have no known meaning."""

from __future__ import annotations

from typing import Any, Final

from pdfminer.encodingdb import name2unicode
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import dict_value, list_value, resolve1
from pdfminer.psparser import PSLiteral

from perfscore.ooxml.errors import CONTENT, damaged
from perfscore.readers.symbols import UNKNOWN, meant

_LAST_CID: Final = 0xFFFF
_SYMBOLIC: Final = 4  # flag of a font descriptor (9.8.2)


class Fonts(PDFResourceManager):
    """Keeps the fonts of a document, and which of their codes have no known meaning."""

    def __init__(self) -> None:
        super().__init__(caching=True)
        self._doubtful: dict[int, frozenset[int] | None] = {}
        self._glyphs: dict[int, dict[int, tuple[str, float]]] = {}
        self._kept: list[PDFFont] = []

    def get_font(self, objid: object, spec: Any) -> PDFFont:
        """Load a font.

        Raises:
            PackageError: its table of widths names codes that no font has, each of which would take memory.
        """
        for table in ("W", "W2"):
            widths = resolve1(spec.get(table))
            if isinstance(widths, list) and any(
                isinstance(code := resolve1(entry), int) and code > _LAST_CID for entry in widths
            ):
                raise damaged(CONTENT, "structure")
        font = super().get_font(objid, spec)
        if id(font) not in self._doubtful:
            self._doubtful[id(font)] = _meaningless(spec)
            self._glyphs[id(font)] = {}
            self._kept.append(font)  # an address is only unique while its object lives
        return font

    def glyphs(self, font: PDFFont) -> dict[int, tuple[str, float]]:
        """Give the table of a font's codes that were met: text, and width in units of its size."""
        return self._glyphs.setdefault(id(font), {})

    def glyph(self, font: PDFFont, code: int) -> tuple[str, float]:
        """Look a code up."""
        doubtful = self._doubtful.get(id(font), frozenset())
        if doubtful is None or code in doubtful:
            text = UNKNOWN
        else:
            try:
                text = meant(font.to_unichr(code))
            except PDFUnicodeNotDefined:
                text = UNKNOWN
        glyph = text, font.char_width(code)
        self.glyphs(font)[code] = glyph
        return glyph


def _meaningless(spec: Any) -> frozenset[int] | None:
    """Find the codes of a font for which a standard encoding would be assumed though the font has its own.

    A subset without ToUnicode numbers its glyphs as it likes; read as Latin letters they would be nonsense that looks
    like text.

    Returns:
        Codes without a meaning; None where it is all of them.
    """
    if "ToUnicode" in spec or _literal(spec.get("Subtype")) not in ("Type1", "MMType1", "TrueType", "Type3"):
        return frozenset()
    descriptor = dict_value(spec.get("FontDescriptor", {}))
    encoding = resolve1(spec.get("Encoding"))
    if isinstance(encoding, dict):
        unknown: set[int] = set()
        code = 0
        for entry in list_value(encoding.get("Differences", [])):
            if isinstance(entry, int):
                code = entry
                continue
            try:
                name2unicode(_literal(entry))
            except (KeyError, ValueError):
                unknown.add(code)
            code += 1
        return frozenset(unknown)
    if _literal(spec.get("Subtype")) == "Type3":
        return None
    embedded = descriptor.keys() & {"FontFile", "FontFile2", "FontFile3"}
    if not embedded or encoding is not None or "FontFile" in descriptor:
        # The font file of a Type 1 font names its glyphs, and the library reads them there.
        return frozenset()
    flags = resolve1(descriptor.get("Flags", 0))
    return None if isinstance(flags, int) and flags & _SYMBOLIC else frozenset()


def _literal(value: Any) -> str:
    value = resolve1(value)
    return str(value.name) if isinstance(value, PSLiteral) else ""

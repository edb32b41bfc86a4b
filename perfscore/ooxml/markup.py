"""XML of a package: a guarded parser, the namespaces, and what spreadsheets escape inside texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pyexpat import ExpatError, ParserCreate, XMLParserType
from typing import TYPE_CHECKING, Final

from perfscore.ooxml.errors import damaged, over
from perfscore.ooxml.limits import Limits

if TYPE_CHECKING:
    from perfscore.ooxml.package import Package

# ISO/IEC 29500-1 (strict) and 29500-4 (transitional, what every program writes by default).
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATION: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SPECIAL = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff&<>"]|_x')
# Controls, halves of characters, and what Unicode keeps from being characters: no XML takes them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_TEXT: Final = 32_767
"""Characters that a cell holds."""
_UNWRITABLE = re.compile(_UNPRINTABLE.pattern + "|_(?=x[0-9A-Fa-f]{4}_)")


def _no_doctype(*_: object) -> None:
    raise ValueError("document type")


def new_parser(known: Iterable[str] = (), encoding: str | None = None) -> XMLParserType:
    """Make a parser that gives names as ``namespace name`` and refuses a document type, hence any entity.

    Args:
        known: names that the parser hands out as these very objects, so that ``is`` tells them.
        encoding: overrides what the part declares.
    """
    parser = ParserCreate(encoding, " ", {name: name for name in known})
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    return parser


def run(parser: XMLParserType, pieces: Iterable[bytes], part: str) -> None:
    """Parse a part piece by piece.

    Raises:
        PackageError: the XML is broken or has a document type, or a handler found a mistake.
    """
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except ExpatError as error:
        raise damaged(part, "xml") from error
    except (ValueError, LookupError) as error:
        raise damaged(part, "doctype" if error.args == ("document type",) else "xml") from error


def scan(pieces: Iterable[bytes], part: str, start: Callable[[str, dict[str, str]], None], limits: Limits) -> None:
    """Call a function for each element of a small part, with bounds on their number and depth."""
    parser = new_parser()
    count = depth = 0

    def guarded(name: str, attributes: dict[str, str]) -> None:
        nonlocal count, depth
        count += 1
        depth += 1
        if count > limits.elements:
            raise over("elements", limits.elements, count)
        if depth > limits.depth:
            raise over("depth", limits.depth, depth)
        start(name, attributes)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler = guarded
    parser.EndElementHandler = end
    run(parser, pieces, part)


def counted(package: Package, part: str) -> Iterator[bytes]:
    """Unpack a part and count its tags before they are walked; an element has up to two."""
    limit = 2 * package.limits.elements
    tags = 0
    for piece in package.pieces(part):
        tags += piece.count(b"<")
        if tags > limit:
            raise over("elements", limit // 2, tags // 2)
        yield piece


def unescape(text: str) -> str:
    """Resolve ``_x000D_`` and its like, the way a spreadsheet stores what XML cannot hold."""
    if "_x" not in text:
        return text
    return well_formed(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text))


def well_formed(text: str) -> str:
    """Join the halves of a character beyond U+FFFF; what no output can hold shows as U+FFFD."""
    if not _UNPRINTABLE.search(text):
        return text
    return _UNPRINTABLE.sub("\ufffd", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def clean(text: str) -> str:
    """Take out of a text what no cell may hold, and what is longer than a cell."""
    return _UNPRINTABLE.sub("", text)[:LONGEST_TEXT]


def escape(text: str) -> str:
    """Escape a text for an element's content or a double-quoted attribute of a spreadsheet part."""
    if not _SPECIAL.search(text):
        return text
    if _UNWRITABLE.search(text):
        text = _UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")

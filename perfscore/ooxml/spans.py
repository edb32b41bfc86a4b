"""An XML part as bytes with known places: what is not edited stays as it was written, to the byte."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfscore.ooxml.errors import over, unpatchable
from perfscore.ooxml.limits import Limits
from perfscore.ooxml.markup import escape, new_parser, run

_HEAD = re.compile(rb"<[^\s/>]+(?:\s+[^\s=/>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")


class Element:
    """An element and where its bytes stand.

    Args:
        data: the part. start: where the element's first tag begins.
        name: namespace and local name. attributes: values by name, with ``namespace name`` where it has one.
    """

    __slots__ = ("_data", "_head_end", "_stop", "attributes", "children", "name", "space", "start", "text")

    def __init__(self, data: bytes, start: int, name: str, attributes: dict[str, str]) -> None:
        self.space, _, self.name = name.rpartition(" ")
        self.attributes = attributes
        self.start = start
        self.children: list[Element] = []
        self.text = ""
        self._data = data
        self._head_end = 0
        self._stop = 0

    def close(self, end: int) -> None:
        """Note where the parser saw the end: at the last tag, for ``<a/>`` behind it."""
        self._stop = end

    def move(self, data: bytes, offset: int, distance: int) -> None:
        """Take the element as one of other data, in which all from a place on stands further behind."""
        self._data = data
        if self.start >= offset:
            self.start += distance
        if self._stop >= offset:
            self._stop += distance

    @property
    def head_end(self) -> int:
        """Where its first tag ends."""
        if not self._head_end:
            head = _HEAD.match(self._data, self.start)
            assert head is not None  # the parser has read it
            self._head_end = head.end()
        return self._head_end

    @property
    def is_empty(self) -> bool:
        """Whether it is written as ``<a/>``."""
        return self._data[self.head_end - 2 : self.head_end] == b"/>"

    @property
    def tail(self) -> int:
        """Where its last tag begins; for ``<a/>`` where that ends."""
        return self.head_end if self.is_empty else self._stop

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.head_end if self.is_empty else self._data.index(b">", self._stop) + 1

    @property
    def head(self) -> str:
        """Its first tag as written."""
        return self._data[self.start : self.head_end].decode()

    @property
    def inner(self) -> str:
        """What stands in it, as written."""
        return self._data[self.head_end : self.tail].decode()

    @property
    def raw(self) -> str:
        """All of it, as written."""
        return self._data[self.start : self.end].decode()

    def find(self, name: str) -> Element | None:
        """Find the first child of this name."""
        return next(self.all(name), None)

    def all(self, name: str) -> Iterator[Element]:
        """Walk the children of this name."""
        return (child for child in self.children if child.name == name and child.space == self.space)


class Document:
    """A part, parsed once and edited by places.

    Args:
        data: the part's bytes.
        part: its name, for messages.
        limits: bounds on depth and elements.
        keep: how deep elements are kept; what lies deeper is only text of its part.
    """

    def __init__(self, data: bytes, part: str, limits: Limits, keep: int = 100) -> None:
        self.part = part
        self._keep = keep
        self.limits = limits
        self._source = data
        self.data, self._codec = _to_utf8(data)
        declared = _ENCODING.match(self.data[:200].removeprefix(b"\xef\xbb\xbf"))
        encoding = declared[1].lower() if declared and not self._codec else b"utf-8"
        if encoding not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
            raise unpatchable("encoding")
        self._ascii = encoding.endswith(b"ascii")  # holds other letters as character references only
        self._edits: list[tuple[int, int, bytes]] = []
        self._appended: dict[int, list[str]] = {}
        self._set: dict[int, dict[str, str | None]] = {}
        self._touched: dict[int, Element] = {}
        self.root = self._parse()
        self.prefix = _prefix(self.data, self.root)

    def _readable(self) -> bytes:
        """Give the bytes to parse: those of the part, or as many in which something is blanked out."""
        return self.data

    def _parse(self) -> Element:
        parser = new_parser(encoding="utf-8" if self._codec else None)
        data, keep, limits = self.data, self._keep, self.limits
        stack: list[Element] = []
        top: list[Element] = []
        count = depth = 0

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal count, depth
            count += 1
            depth += 1
            if depth <= keep:
                element = Element(data, parser.CurrentByteIndex, name, attributes)
                (stack[-1].children if stack else top).append(element)
                stack.append(element)
            elif depth > limits.depth:
                raise over("depth", limits.depth, depth)
            if count > limits.elements:
                raise over("elements", limits.elements, count)

        def end(_: str) -> None:
            nonlocal depth
            if depth <= keep:
                stack.pop().close(parser.CurrentByteIndex)
            depth -= 1

        def text(piece: str) -> None:
            if depth == len(stack) and stack:
                stack[-1].text += piece

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        run(parser, (self._readable(),), self.part)
        return top[0]

    @property
    def changed(self) -> bool:
        """Whether anything was edited."""
        return bool(self._edits or self._touched)

    def is_source(self, content: bytes) -> bool:
        """Tell whether this is the part as it came."""
        return content == self._source

    def insert(self, offset: int, xml: str) -> None:
        """Insert at a place; what is inserted at one place later stands behind."""
        self._edits.append((offset, offset, self._encoded(xml)))

    def replace(self, element: Element, xml: str) -> None:
        """Replace an element, or remove it with an empty text."""
        self._edits.append((element.start, element.end, self._encoded(xml)))

    def append(self, element: Element, xml: str) -> None:
        """Append behind an element's last child; ``<a/>`` is opened for it."""
        if element.is_empty:
            self._touched[element.start] = element
            self._appended.setdefault(element.start, []).append(xml)
        else:
            self.insert(element.tail, xml)

    def insert_child(self, name: str, xml: str, order: tuple[str, ...]) -> None:
        """Insert a child of the root where the standard's order of children wants it.

        Args:
            name: the child's local name. xml: the child.
            order: local names of all children that the root may have.
        """
        ours = [child for child in self.root.children if child.space == self.root.space and child.name in order]
        before = [child for child in ours if order.index(child.name) <= order.index(name)]
        if before:
            self.insert(before[-1].end, xml)
        elif ours:
            self.insert(ours[0].start, xml)
        else:
            self.append(self.root, xml)

    def set_text(self, element: Element, text: str) -> None:
        """Set the content of an element that has no children."""
        self._edits.append((element.head_end, element.tail, self._encoded(escape(text))))

    def set(self, element: Element, name: str, value: str | None) -> None:
        """Set an attribute without namespace, or remove it with None."""
        self._touched[element.start] = element
        self._set.setdefault(element.start, {})[name] = value
        if value is None:
            element.attributes.pop(name, None)
        else:
            element.attributes[name] = value

    def result(self) -> bytes:
        """Put the part together, in the encoding that it came in."""
        edits = list(self._edits)
        for start, element in self._touched.items():
            head = set_attributes(element.head, self._set.get(start, {}))
            inner = "".join(self._appended.get(start, []))
            if inner:
                name = re.split(r"[\s/>]", head[1:], maxsplit=1)[0]
                head = head[:-2].rstrip() + ">" + inner + f"</{name}>"
            edits.append((start, element.head_end, self._encoded(head)))
        edits.sort(key=lambda edit: (edit[0], edit[1]))
        pieces: list[bytes] = []
        copied = 0
        for start, end, new in edits:
            pieces += (self.data[copied:start], new)
            copied = max(copied, end)
        pieces.append(self.data[copied:])
        output = b"".join(pieces)
        return output.decode().encode(self._codec) if self._codec else output

    def _encoded(self, xml: str) -> bytes:
        return xml.encode("ascii", "xmlcharrefreplace") if self._ascii else xml.encode()


def _to_utf8(data: bytes) -> tuple[bytes, str | None]:
    """Turn UTF-16, with or without a mark, into UTF-8; the codec leads back."""
    for start, codec in (
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"<\0", "utf-16-le"),
        (b"\0<", "utf-16-be"),
    ):
        if data.startswith(start):
            return data.decode(codec, "replace").encode(), codec
    return data, None


def _prefix(data: bytes, element: Element) -> str:
    """Tell the prefix that the part writes its own elements with, such as ``x:``."""
    name = re.split(rb"[\s/>]", data[element.start + 1 : element.head_end], maxsplit=1)[0]
    before, colon, _ = name.rpartition(b":")
    return (before + colon).decode()


def set_attributes(head: str, values: dict[str, str | None]) -> str:
    """Set attributes in a first tag as written; None removes one.

    Args:
        head: the tag.
        values: by name without prefix, already escaped.
    """
    for name, value in values.items():
        pattern = re.compile(rf"\s+{re.escape(name)}\s*=\s*(?:\"[^\"]*\"|'[^']*')")
        new = "" if value is None else f' {name}="{value}"'
        if pattern.search(head):
            head = pattern.sub(lambda _, new=new: new, head, count=1)  # type: ignore[misc]
        else:
            end = len(head) - (2 if head.endswith("/>") else 1)
            head = head[:end].rstrip() + new + head[end:]
    return head

"""The styles part: copies of a cell's own style with another fill, and the styles of the added sheet."""

from __future__ import annotations

import re
from typing import Final

from perfscore.ooxml.draft import Draft, document_of
from perfscore.ooxml.errors import unpatchable
from perfscore.ooxml.markup import MAIN, STRICT_MAIN
from perfscore.ooxml.package import STYLES
from perfscore.ooxml.spans import Document, set_attributes

_HEAD = re.compile(r"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
# Order of the collections in CT_Stylesheet.
_ORDER: Final = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
                 "tableStyles", "colors", "extLst")  # fmt: skip
_ROOT: Final = "styleSheet"
_STYLES_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"


# The members that stand first in a collection, for a part that lacks it.
_FIRST: Final = {
    "fonts": ('<{p}font><{p}sz val="11"/><{p}name val="宋体"/><{p}charset val="134"/></{p}font>',),
    "fills": (
        '<{p}fill><{p}patternFill patternType="none"/></{p}fill>',
        '<{p}fill><{p}patternFill patternType="gray125"/></{p}fill>',
    ),
    "borders": ("<{p}border><{p}left/><{p}right/><{p}top/><{p}bottom/><{p}diagonal/></{p}border>",),
    "cellStyleXfs": ('<{p}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
    "cellXfs": ('<{p}xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',),
    "cellStyles": ('<{p}cellStyle name="Normal" xfId="0" builtinId="0"/>',),
}

# The members of the collections that members of others, and cells, point at by their index.
_MEMBERS: Final = {
    "fonts": "font",
    "fills": "fill",
    "borders": "border",
    "cellStyleXfs": "xf",
    "cellXfs": "xf",
    "cellStyles": "cellStyle",
    "dxfs": "dxf",
}
_POINTERS: Final = {
    "numFmtId": "numFmts",
    "fontId": "fonts",
    "fillId": "fills",
    "borderId": "borders",
    "xfId": "cellStyleXfs",
}
# Where worksheets point at cell styles and at formats of conditions.
_CELL_STYLE = re.compile(rb"<(?:\w+:)?(?:(?:c|row)\s[^<>]*?\bs|col\s[^<>]*?\bstyle)\s*=\s*[\"']([^\"']*)")
_CONDITION_STYLE = re.compile(rb"\bdxfId\s*=\s*[\"']([^\"']*)")
_MOST_STYLES: Final = 65_490  # Excel keeps no more


class Stylesheet:
    """The styles part under way; collections are only ever added to.

    Args:
        draft: the package that it belongs to.

    Raises:
        PatchRefused: the part holds a collection twice, so that no index is certain.
    """

    def __init__(self, draft: Draft) -> None:
        related = draft.package.related(draft.workbook_part, "styles")
        document = document_of(draft, related, _ROOT, keep=3)
        if document is None:
            if related is not None:
                draft.unrelate(draft.workbook_part, "styles")
            document = document_of(draft, STYLES, _ROOT, keep=3)
            taken = document is None and draft.package.name(STYLES) is not None
            name = draft.free_name("xl/styles{}.xml") if taken else STYLES
            draft.relate(draft.workbook_part, "styles", name)
            draft.declare(name, _STYLES_TYPE)
        self._lists: dict[str, list[str]] = {}
        if document is None:
            empty = f'<{_ROOT} xmlns="{STRICT_MAIN if draft.strict else MAIN}"/>'
            document = Document(empty.encode(), name, draft.package.limits)
            draft.adopt(document)
        self._document = document
        if not document.root.children:
            for collection in _FIRST:
                self._list(collection)
        self._clones: dict[tuple[int, str | None, bool], int] = {}
        names = [child.name for child in document.root.children if child.name in _MEMBERS]
        if len(names) != len(set(names)):
            raise unpatchable("styles")
        self._point_somewhere()

    def cover(self, part: bytes) -> None:
        """Give each index that a worksheet uses a style, so that none of ours is taken for it.

        Args:
            part: the content of the worksheet's part.

        Raises:
            PatchRefused: an index is no number, or beyond all that a spreadsheet keeps.
        """
        self._extend("cellXfs", _CELL_STYLE.findall(part))
        self._extend("dxfs", _CONDITION_STYLE.findall(part))

    def _extend(self, collection: str, used: list[bytes]) -> None:
        """Extend a collection by plain members up to the highest index used."""
        indices = [_index(text.decode(errors="replace")) for text in set(used)]
        if any(not 0 <= index < _MOST_STYLES for index in indices):
            raise unpatchable("styles")
        if not indices or max(indices) < len(self._list(collection)):
            return
        plain = "<{p}dxf/>" if collection == "dxfs" else _FIRST[collection][0]
        self._append(collection, [plain.format(p=self.prefix)] * (max(indices) + 1 - len(self._list(collection))))

    def _point_somewhere(self) -> None:
        """Let indices inside the part that lead nowhere lead to the first member, as a spreadsheet shows them."""
        for collection in ("cellStyleXfs", "cellXfs", "cellStyles"):
            element = self._document.root.find(collection)
            for number, member in enumerate(element.all(_MEMBERS[collection]) if element is not None else ()):
                nowhere: dict[str, str | None] = {
                    name: "0"
                    for name, text in member.attributes.items()
                    if name in _POINTERS and not 0 <= _index(text) < self._count(_POINTERS[name])
                }
                for name in nowhere:
                    self._document.set(member, name, "0")
                if nowhere:
                    raw = self._list(collection)[number]
                    self._list(collection)[number] = set_attributes(member.head, nowhere) + raw[len(member.head) :]

    def _count(self, collection: str) -> int:
        # Formats are named by a number of their own; one that is not there is General.
        return _MOST_STYLES if collection == "numFmts" else len(self._list(collection))

    @property
    def prefix(self) -> str:
        """The prefix that the part writes its elements with."""
        return self._document.prefix

    def clone(self, base: int, fill: str | None, quoted: bool = False) -> int:
        """Copy a cell style with another fill.

        Args:
            base: index of the cell's style.
            fill: RGB of the fill; None keeps the style's own.
            quoted: whether the cell holds a text that begins like a formula.

        Returns:
            Index of the copy; the same for the same wishes.
        """
        key = base, fill, quoted
        if key not in self._clones:
            styles = self._list("cellXfs")
            old = styles[base if 0 <= base < len(styles) else 0]
            head = _HEAD.match(old)
            first = head[0] if head else old
            values: dict[str, str | None] = {}
            if fill is not None:
                values |= {"fillId": str(self.fill(fill)), "applyFill": "1"}
            if quoted:
                values["quotePrefix"] = "1"
            self._clones[key] = self.add("cellXfs", set_attributes(first, values) + old[len(first) :])
        return self._clones[key]

    def fill(self, rgb: str) -> int:
        """Give the index of a plain fill."""
        p = self.prefix
        return self.add(
            "fills",
            f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="FF{rgb}"/>'
            f'<{p}bgColor indexed="64"/></{p}patternFill></{p}fill>',
        )

    def add(self, collection: str, xml: str) -> int:
        """Add to a collection, unless it holds the very same already; gives the index."""
        items = self._list(collection)
        if xml not in items:
            self._append(collection, [xml])
        return items.index(xml)

    def _append(self, collection: str, members: list[str]) -> None:
        items = self._list(collection)
        items += members
        element = self._document.root.find(collection)
        if element is not None:
            self._document.append(element, "".join(members))
            self._document.set(element, "count", str(len(items)))

    def finish(self) -> None:
        """Write the collections that the part lacked."""
        document, p = self._document, self.prefix
        for collection in _ORDER:
            if collection in self._lists and document.root.find(collection) is None:
                items = self._lists[collection]
                xml = f'<{p}{collection} count="{len(items)}">{"".join(items)}</{p}{collection}>'
                document.insert_child(collection, xml, _ORDER)

    def _list(self, collection: str) -> list[str]:
        if collection not in self._lists:
            document = self._document
            element = document.root.find(collection)
            members = [child.raw for child in element.all(_MEMBERS[collection])] if element is not None else []
            self._lists[collection] = members
            if not members:
                self._append(collection, [member.format(p=self.prefix) for member in _FIRST.get(collection, ())])
        return self._lists[collection]


def _index(text: str) -> int:
    """Read an index; -1 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1

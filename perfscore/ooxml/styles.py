"""The styles part: copies of a cell's own style with another fill, and the styles of the added sheet."""

from __future__ import annotations

import re
from typing import Final

from perfscore.ooxml.draft import Draft, document_of
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


class Stylesheet:
    """The styles part under way; collections are only ever added to.

    Args:
        draft: the package that it belongs to.
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
            items.append(xml)
            element = self._document.root.find(collection)
            if element is not None:
                self._document.append(element, xml)
                self._document.set(element, "count", str(len(items)))
        return items.index(xml)

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
            members = [child.raw for child in element.children] if element is not None else []
            if element is None:
                members = [member.format(p=self.prefix) for member in _FIRST[collection]]
            self._lists[collection] = members
        return self._lists[collection]

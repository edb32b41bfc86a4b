"""The changed package while it is being made: parts edited, added and removed, with their bookkeeping."""

from __future__ import annotations

from typing import Final

from perfscore.ooxml.markup import RELATION, STRICT_MAIN, STRICT_RELATION, escape
from perfscore.ooxml.package import Package, relationships_part
from perfscore.ooxml.spans import Document, Element

CONTENT_TYPES: Final = "[Content_Types].xml"
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONSHIPS_TYPE: Final = "application/vnd.openxmlformats-package.relationships+xml"
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Draft:
    """What becomes of a package.

    Args:
        package: the source.
        workbook_part: its workbook part.
    """

    def __init__(self, package: Package, workbook_part: str) -> None:
        self.package = package
        self.workbook_part = workbook_part
        self._documents: dict[str, Document] = {}
        self._contents: dict[str, bytes | None] = {}
        self.workbook = self.document(workbook_part)
        self.strict = self.workbook.root.space == STRICT_MAIN
        self.relation_space = STRICT_RELATION if self.strict else RELATION

    def document(self, part: str, keep: int = 100) -> Document:
        """Open a part for editing; the same part is the same document each time.

        Args:
            part: its name. keep: how deep its elements are wanted.
        """
        name = self.package.name(part) or part
        if name not in self._documents:
            self._documents[name] = Document(self.package.read(name), name, self.package.limits, keep)
        return self._documents[name]

    def adopt(self, document: Document) -> None:
        """Take over a part that was opened for editing elsewhere."""
        self._documents[document.part] = document

    def close(self, document: Document) -> None:
        """Write a part that nothing edits any more; its elements take far more memory than its text."""
        content = document.result()
        del self._documents[document.part]
        if not document.is_source(content):
            self.put(document.part, content)

    def put(self, part: str, content: bytes) -> None:
        """Give a part its content, new or instead of what it had."""
        self._contents[self.package.name(part) or part] = content

    def declare(self, part: str, content_type: str) -> None:
        """Declare the type of a new part; what a part of its name left behind is taken out."""
        types = self.document(CONTENT_TYPES)
        self._undeclare(part)
        types.append(types.root, f'<{types.prefix}Override PartName="/{escape(part)}" ContentType="{content_type}"/>')

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Declare the type of all parts with an ending, unless it is declared."""
        types = self.document(CONTENT_TYPES)
        defaults = list(types.root.all("Default"))
        if any(default.attributes.get("Extension", "").lower() == ending for default in defaults):
            return
        xml = f'<{types.prefix}Default Extension="{ending}" ContentType="{content_type}"/>'
        # Excel writes the endings first.
        if defaults:
            types.insert(defaults[-1].end, xml)
        else:
            types.append(types.root, xml)

    def remove(self, part: str) -> None:
        """Remove a part and the declaration of its type."""
        name = self.package.name(part) or part
        self._contents[name] = None
        self._documents.pop(name, None)
        self._undeclare(name)

    def _undeclare(self, part: str) -> None:
        types = self.document(CONTENT_TYPES)
        for override in types.root.all("Override"):
            if override.attributes.get("PartName", "").lstrip("/").lower() == part.lower():
                types.replace(override, "")

    def free_name(self, pattern: str) -> str:
        """Find a part's name that is not taken, such as ``xl/comments{}.xml``, counting from 1."""
        number = 1
        taken = self._contents.keys() | self._documents.keys()
        while self.package.name(pattern.format(number)) or pattern.format(number) in taken:
            number += 1
        return pattern.format(number)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part lead to another.

        Args:
            part: where the relationship starts.
            kind: its type, such as ``comments``.
            target: the part it leads to.

        Returns:
            The new relationship's id.
        """
        name = relationships_part(part)
        line = f'Type="{self.relation_space}/{kind}" Target="{escape(_relative(part, target))}"'
        if self.package.name(name) is None and name not in self._documents:
            empty = f'{DECLARATION}<Relationships xmlns="{_RELATIONSHIPS}"/>'
            self.adopt(Document(empty.encode(), name, self.package.limits))
            self.declare_ending("rels", _RELATIONSHIPS_TYPE)
        document = self.document(name)
        taken = {element.attributes.get("Id", "") for element in document.root.children}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        key = f"rId{number}"
        xml = f'<{document.prefix}Relationship Id="{key}" {line}/>'
        document.append(document.root, xml)
        document.root.children.append(Element(b"", 0, "Relationship", {"Id": key}))
        return key

    def unrelate(self, part: str, kind: str) -> None:
        """Take away a part's relationships of a kind, such as ``calcChain``."""
        keys = {key for key, relationship in self.package.relationships(part).items() if relationship.type == kind}
        document = self.document(relationships_part(part))
        for element in document.root.children:
            if element.attributes.get("Id") in keys:
                document.replace(element, "")

    def changes(self) -> dict[str, bytes | None]:
        """Collect the new content of every part that differs; None for one that is gone."""
        changed: dict[str, bytes | None] = {}
        for name, document in self._documents.items():
            if document.changed:
                content = document.result()
                if self.package.name(name) is None or not document.is_source(content):
                    changed[name] = content
        for name, new in self._contents.items():
            if new is None or self.package.name(name) is None or self.package.read(name) != new:
                changed[name] = new
        return changed

    def bound_id(self, key: str, name: str = "id") -> str:
        """Write an attribute of the relationships, such as ``r:id``, with the namespace it needs."""
        return f'xmlns:r="{self.relation_space}" r:{name}="{key}"'


def _relative(part: str, target: str) -> str:
    """Write a target as seen from a part's folder, the way Excel does: ``../comments1.xml``."""
    folders = part.split("/")[:-1]
    names = target.split("/")
    while folders and len(names) > 1 and folders[0] == names[0]:
        folders, names = folders[1:], names[1:]
    return "/".join([".."] * len(folders) + names)


def document_of(draft: Draft, target: str | None, root: str, keep: int = 100) -> Document | None:
    """Open a part for editing.

    Args:
        draft: the package under way.
        target: the part that a relationship leads to, or None.
        root: local name of its root.
        keep: how deep its elements are wanted.

    Returns:
        The part; None where there is none, or where it is another kind of part.
    """
    name = draft.package.name(target or "")
    document = None if name is None else draft.document(name, keep)
    return document if document is not None and document.root.name == root else None

"""An opened package: its parts and their relationships, with every limit checked on the way in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from attrs import frozen

from perfscore.formats import FORMATS, Format, of_head
from perfscore.ooxml import container
from perfscore.ooxml.errors import ENCRYPTED, NOT_A_WORKBOOK, OTHER_FORMAT, PackageError, damaged, over
from perfscore.ooxml.limits import LIMITS, Limits
from perfscore.ooxml.markup import MAIN, STRICT_MAIN, scan

# Where a workbook does not say where its styles are, some programs look for them here.
STYLES: Final = "xl/styles.xml"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@frozen
class Relationship:
    """One line of a relationships part.

    Args:
        id: such as ``rId1``.
        type: its last word, such as ``worksheet``; strict and transitional types end alike.
        target: name of the part it leads to; for an external one, as written.
        external: whether it leads out of the package.
    """

    id: str
    type: str
    target: str
    external: bool


class Package:
    """A package in memory.

    Args:
        data: the whole file.
        limits: how much of it is unpacked at most.
    """

    def __init__(self, data: bytes, limits: Limits = LIMITS) -> None:
        self.data = data
        self.limits = limits
        self.entries = container.entries(data, limits)
        self._by_name = {entry.name.lower(): entry for entry in self.entries}
        self._unpacked = 0
        self._counted: set[str] = set()
        self._relationships: dict[str, dict[str, Relationship]] = {}

    def name(self, part: str) -> str | None:
        """Find the entry that holds a part, whatever the case of its letters; None where there is none."""
        entry = self._by_name.get(part.lower())
        return entry.name if entry else None

    def pieces(self, part: str) -> Iterator[bytes]:
        """Unpack a part piece by piece.

        Raises:
            PackageError: the part is missing, broken or too long.
        """
        entry = self._by_name.get(part.lower())
        if entry is None:
            raise damaged(part, "missing")
        counted = entry.name in self._counted
        self._counted.add(entry.name)
        for piece in container.unpack(self.data, entry, self.limits):
            self._unpacked += 0 if counted else len(piece)
            if self._unpacked > self.limits.total_bytes:
                raise over("total_bytes", self.limits.total_bytes, self._unpacked)
            yield piece

    def read(self, part: str) -> bytes:
        """Unpack a whole part; raises like :meth:`pieces`."""
        return b"".join(self.pieces(part))

    def relationships(self, part: str) -> dict[str, Relationship]:
        """List where a part leads, by id; empty where it has no relationships part.

        Args:
            part: the part's name, or empty for the package itself.
        """
        if part in self._relationships:
            return self._relationships[part]
        relationships = self._relationships[part] = {}
        name = relationships_part(part)
        if name.lower() not in self._by_name:
            return relationships
        folder = part.rpartition("/")[0]

        def line(element: str, attributes: dict[str, str]) -> None:
            if element.endswith(" Relationship"):
                key, kind, target = (attributes.get(name, "") for name in ("Id", "Type", "Target"))
                external = attributes.get("TargetMode") == "External"
                if not external:
                    target = resolve(folder, target)
                relationships[key] = Relationship(key, kind.rpartition("/")[2], target, external)

        scan(self.pieces(name), name, line, self.limits)
        return relationships

    def related(self, part: str, kind: str) -> str | None:
        """Find the part that another leads to by this kind of relationship, whether it is there or not."""
        for relationship in self.relationships(part).values():
            if relationship.type == kind and not relationship.external:
                return relationship.target
        return None

    def workbook_part(self) -> str:
        """Find the workbook part, through the package's relationships.

        Raises:
            PackageError: this is another kind of package, or the part is missing.
        """
        part = self.related("", "officeDocument") or "xl/workbook.xml"
        name = self.name(part)
        for format in FORMATS:
            if format.part and ((name or "").lower() == format.part or (name is None and self.name(format.part))):
                raise no_workbook(format)
        if name is None:
            if self._by_name.keys() & {"[content_types].xml", "_rels/.rels"}:
                raise damaged(part, "missing")
            raise PackageError(NOT_A_WORKBOOK, found="zip")
        return name


def relationships_part(part: str) -> str:
    """Name the relationships part of a part: ``xl/_rels/workbook.xml.rels``."""
    folder, slash, name = part.rpartition("/")
    return f"{folder}{slash}_rels/{name}.rels"


def resolve(folder: str, target: str) -> str:
    """Resolve a relationship's target against the folder of its part; absolute targets start with a slash."""
    target = target.replace("\\", "/")
    if "%" in target:
        from urllib.parse import unquote

        target = unquote(target)
    if target.startswith("/"):
        return target.lstrip("/")
    steps = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in (".", ""):
            steps.append(step)
    return "/".join(steps)


def is_main(element: str, name: str) -> bool:
    """Tell whether an element is this one of the spreadsheet's own, strict or transitional."""
    space, _, local = element.rpartition(" ")
    return local == name and space in (MAIN, STRICT_MAIN)


def content_of(source: Path | str | bytes, limits: Limits = LIMITS) -> bytes:
    """Give the content of a file, read now or before.

    Raises:
        PackageError: it is too large.
        OSError: it cannot be opened at all.
    """
    if isinstance(source, bytes):
        if len(source) > limits.file_bytes:
            raise over("file_bytes", limits.file_bytes, len(source))
        return source
    with open(source, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > limits.file_bytes:
            raise over("file_bytes", limits.file_bytes, size)
        return file.read(size)


def open_package(source: Path | str | bytes, limits: Limits = LIMITS) -> Package:
    """Read a file into memory and detect whether it is a package.

    Args:
        source: the file, whose ending is not looked at, or its content.
        limits: how much of it is read at most.

    Raises:
        PackageError: it is something else, encrypted, too large or damaged.
        OSError: it cannot be opened at all.
    """
    data = content_of(source, limits)
    if data[:2] != b"PK":
        raise _something_else(data)
    return Package(data, limits)


def has_macros(data: bytes) -> bool:
    """Tell whether a content is a workbook of the kind that carries macros, whatever its name says."""
    try:
        return b"macroEnabled" in open_package(data).read("[Content_Types].xml")
    except PackageError:
        return False


def _something_else(data: bytes) -> PackageError:
    """Say what a file is that is no package."""
    if not data.startswith(_OLE):
        return no_workbook(of_head(data))
    # Names of the streams inside stand in the file's directory as UTF-16.
    if _stream("EncryptedPackage") in data:
        return PackageError(ENCRYPTED)
    for format in FORMATS:
        if any(_stream(name) in data for name in format.streams):
            return no_workbook(format)
    return PackageError(NOT_A_WORKBOOK, found="ole")


def _stream(name: str) -> bytes:
    return f"{name}\0".encode("utf-16-le")


def no_workbook(format: Format) -> PackageError:
    """Make the error for a file of another format."""
    if format.holds_tables:
        return PackageError(OTHER_FORMAT, format=format.key)
    return PackageError(NOT_A_WORKBOOK, found=format.key)

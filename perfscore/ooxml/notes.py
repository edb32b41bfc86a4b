"""Notes on cells: the comments part, and through :mod:`vml` the boxes that show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from perfscore.ooxml.draft import DECLARATION, Draft
from perfscore.ooxml.errors import damaged, unpatchable
from perfscore.ooxml.markup import MAIN, STRICT_MAIN, escape, scan, unescape
from perfscore.ooxml.package import Relationship
from perfscore.ooxml.records import Area
from perfscore.ooxml.sheetpatch import ORDER, SheetPart
from perfscore.ooxml.sheetscan import Position
from perfscore.ooxml.spans import Document, Element
from perfscore.ooxml.vml import Drawing
from perfscore.place import cell_name, split_cell

AUTHOR: Final = "perfscore"
# Stands in bold above our text, as Excel puts an author's name; it tells our part of a note from another's.
_HEADING: Final = f"{AUTHOR}：\n"
_GAP: Final = "\n\n"
_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_FONT: Final = '<{p}sz val="9"/><{p}color indexed="81"/><{p}rFont val="宋体"/><{p}charset val="134"/>'


def add_notes(draft: Draft, sheet: SheetPart, notes: Mapping[Position, str], merges: tuple[Area, ...]) -> set[Position]:
    """Give cells their notes.

    Args:
        draft: the package under way.
        sheet: the worksheet's part under way.
        notes: the text for each cell.
        merges: the sheet's merged areas: a note stands beside the whole of one.

    Returns:
        Cells that people discuss in a thread; they are left alone and got no note.
    """
    relationships = draft.package.relationships(sheet.part)
    threaded = _threaded(draft, relationships)
    texts = {position: text for position, text in notes.items() if position not in threaded}
    if texts:
        comments = _Comments(draft, sheet, relationships)
        drawing_part, drawing = _drawing(draft, sheet, relationships)
        shown = comments.texts() if drawing.is_new else {}
        for position, text in texts.items():
            shown[position] = comments.add(position, text)
        edges = {(top, left): right for top, left, _, right in merges}
        for position, text in shown.items():
            drawing.fit(position, edges.get(position, position[1]), text)
        comments.finish()
        draft.put(drawing_part, drawing.result())
    return notes.keys() & threaded


def _threaded(draft: Draft, relationships: Mapping[str, Relationship]) -> set[Position]:
    """Find the cells with a thread; Excel keeps a copy of its text as a note, which is not to be edited."""
    positions: set[Position] = set()

    def element(name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" threadedComment"):
            positions.add(_position(attributes.get("ref", ""), relationship.target))

    for relationship in relationships.values():
        if relationship.type == "threadedComment" and not relationship.external:
            scan(draft.package.pieces(relationship.target), relationship.target, element, draft.package.limits)
    return positions


def _drawing(draft: Draft, sheet: SheetPart, relationships: Mapping[str, Relationship]) -> tuple[str, Drawing]:
    """Open the sheet's legacy drawing, or begin one."""
    element = sheet.root.find("legacyDrawing")
    if element is not None:
        relationship = relationships.get(element.attributes.get(f"{draft.relation_space} id", ""))
        part = draft.package.name(relationship.target) if relationship is not None else None
        if part is None:
            raise unpatchable("drawing", sheet.sheet.name, "")
        return part, Drawing(draft.package.read(part), part, sheet, draft.package.limits)
    part = draft.free_name("xl/drawings/vmlDrawing{}.vml")
    key = draft.relate(sheet.part, "vmlDrawing", part)
    draft.declare_ending("vml", _VML_TYPE)
    sheet.insert_child("legacyDrawing", f"<{sheet.prefix}legacyDrawing {draft.bound_id(key)}/>", ORDER)
    draft.put(part, b"")
    return part, Drawing(None, part, sheet, draft.package.limits)


class _Comments:
    """The comments part under way."""

    def __init__(self, draft: Draft, sheet: SheetPart, relationships: Mapping[str, Relationship]) -> None:
        self._draft = draft
        existing = next(
            (line for line in relationships.values() if line.type == "comments" and not line.external), None
        )
        self._document: Document | None = None
        self._existing: dict[Position, Element] = {}
        self._new: list[str] = []
        self._p = ""
        self._author = 0
        if existing is not None:
            self._part = draft.package.name(existing.target) or existing.target
            self._open(draft.document(self._part))
        else:
            self._part = draft.free_name("xl/comments{}.xml")
            draft.relate(sheet.part, "comments", self._part)
            draft.declare(self._part, _COMMENTS_TYPE)

    def _open(self, document: Document) -> None:
        self._document = document
        self._p = document.prefix
        authors, comments = document.root.find("authors"), document.root.find("commentList")
        if authors is None or comments is None:
            raise damaged(self._part, "missing")
        names = [author.text for author in authors.all("author")]
        if AUTHOR in names:
            self._author = names.index(AUTHOR)
        else:
            self._author = len(names)
            document.append(authors, f"<{self._p}author>{AUTHOR}</{self._p}author>")
        for comment in comments.all("comment"):
            self._existing[_position(comment.attributes.get("ref", ""), self._part)] = comment

    def texts(self) -> dict[Position, str]:
        """Give the text of every note that was there before."""
        return {
            position: "".join(text for text, _ in self._runs(comment)) for position, comment in self._existing.items()
        }

    def add(self, position: Position, text: str) -> str:
        """Write our text into a cell's note, below what someone else wrote.

        Returns:
            The whole text of the note.
        """
        comment = self._existing.get(position)
        p = self._p
        if comment is None or self._document is None:
            runs = self._run(_HEADING, True) + self._run(text, False)
            head = f'<{p}comment ref="{cell_name(*position)}" authorId="{self._author}">'
            self._new.append(f"{head}<{p}text>{runs}</{p}text></{p}comment>")
            return _HEADING + text
        old_runs = self._runs(comment)
        old = "".join(piece for piece, _ in old_runs)
        kept = _others_text(old)
        heading = (_GAP if kept else "") + _HEADING
        whole = kept + heading + text
        if whole != old:
            content = comment.find("text")
            runs = _first_runs(old_runs, kept) or (self._run(kept, False) if kept else "")
            xml = f"<{p}text>{runs}{self._run(heading, True)}{self._run(text, False)}</{p}text>"
            if content is None:
                self._document.append(comment, xml)
            else:
                self._document.replace(content, xml)
        return whole

    def finish(self) -> None:
        """Hand new notes to the draft."""
        if self._document is None:
            space = STRICT_MAIN if self._draft.strict else MAIN
            xml = (
                f'{DECLARATION}<comments xmlns="{space}"><authors><author>{AUTHOR}</author></authors>'
                f"<commentList>{''.join(self._new)}</commentList></comments>"
            )
            self._draft.put(self._part, xml.encode())
            return
        comments = self._document.root.find("commentList")
        if comments is not None and self._new:
            self._document.append(comments, "".join(self._new))

    def _runs(self, comment: Element) -> list[tuple[str, str]]:
        """Take a note's text apart: each run's text, and its XML as a run."""
        runs: list[tuple[str, str]] = []
        content = comment.find("text")
        document = self._document
        if content is None or document is None:
            return runs
        p = self._p
        for child in content.children:
            if child.name == "t":
                runs.append((unescape(child.text), f"<{p}r>{child.raw}</{p}r>"))
            elif child.name == "r":
                text = "".join(unescape(piece.text) for piece in child.all("t"))
                runs.append((text, child.raw))
        return runs

    def _run(self, text: str, bold: bool) -> str:
        p = self._p
        weight = f"<{p}b/>" if bold else ""
        return (
            f'<{p}r><{p}rPr>{weight}{_FONT.format(p=p)}</{p}rPr><{p}t xml:space="preserve">{escape(text)}</{p}t></{p}r>'
        )


def _others_text(note: str) -> str:
    """Take from a note what was written by others: all before our heading."""
    if note.startswith(_HEADING):
        return ""
    before, heading, _ = note.rpartition("\n" + _HEADING)
    if not heading:
        return note
    return before.removesuffix("\n")


def _first_runs(runs: list[tuple[str, str]], text: str) -> str:
    """Take the first runs as written, if together they are this text."""
    joined = xml = ""
    for piece, raw in runs:
        if joined == text:
            break
        joined += piece
        xml += raw
    return xml if joined == text else ""


def _position(reference: str, part: str) -> Position:
    try:
        return split_cell(reference)
    except ValueError as error:
        raise damaged(part, "reference") from error

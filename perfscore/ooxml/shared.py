"""What the sheets of a workbook share: the list of sheets, strings and formats."""

from __future__ import annotations

from perfscore.ooxml.errors import DAMAGED, OTHER_FORMAT, PackageError, damaged, over
from perfscore.ooxml.markup import (
    MAIN,
    RELATION,
    STRICT_MAIN,
    STRICT_RELATION,
    new_parser,
    run,
    scan,
    unescape,
)
from perfscore.ooxml.package import STYLES, Package, is_main
from perfscore.ooxml.records import Listed, State


class Context:
    """What the sheets of one workbook share; strings and formats are read when a cell first needs them.

    Args:
        package: the opened package.
        since_1904: whether its days count from 1904.
        workbook_part: its workbook part.
    """

    def __init__(self, package: Package, since_1904: bool, workbook_part: str) -> None:
        self.package = package
        self.since_1904 = since_1904
        self._workbook_part = workbook_part
        self._strings: list[str] | None = None
        self._codes: list[str] | None = None
        self._formula_text = 0
        self.cells_left = package.limits.cells

    def spend_formula(self, length: int) -> None:
        """Take note of a shared formula that is written out for one more cell."""
        limits = self.package.limits
        if length > limits.formula_length:
            raise over("formula_length", limits.formula_length, length)
        self._formula_text += length
        if self._formula_text > limits.formula_text:
            raise over("formula_text", limits.formula_text, "more")

    def string(self, index: str) -> str:
        """Find a shared string by its index as written in a cell."""
        if self._strings is None:
            part = self.package.related(self._workbook_part, "sharedStrings")
            if part is None:
                raise damaged("sharedStrings.xml", "missing")
            self._strings = _read_strings(self.package, part)
        try:
            number = int(index)
        except ValueError:
            number = -1
        if not 0 <= number < len(self._strings):
            raise damaged("sharedStrings.xml", "index")
        return self._strings[number]

    def code(self, style: str | None) -> str:
        """Find the format code of a cell's style index; empty for General."""
        if self._codes is None:
            related = self.package.related(self._workbook_part, "styles") or ""
            part = self.package.name(related) or self.package.name(STYLES)
            self._codes = _read_codes(self.package, part) if part else []
        try:
            return self._codes[int(style or 0)]
        except (ValueError, IndexError):
            return ""


def open_context(package: Package) -> tuple[list[Listed], Context]:
    """Read the workbook part: its worksheets in order, and what they share."""
    part = package.workbook_part()
    relationships = package.relationships(part)
    listed: list[Listed] = []
    since_1904 = False
    root = ""

    def element(name: str, attributes: dict[str, str]) -> None:
        nonlocal since_1904, root
        if not root:
            root = name
        if is_main(name, "workbookPr"):
            since_1904 = attributes.get("date1904", "0") in ("1", "true", "on")
        elif is_main(name, "sheet"):
            key = attributes.get(f"{RELATION} id", attributes.get(f"{STRICT_RELATION} id"))
            if key == "":
                return  # a module sheet of Excel 95: it has no part
            relationship = relationships.get(key or "")
            if relationship is None or relationship.external:
                raise damaged(part, "relationship")
            if relationship.type == "worksheet":
                state: State = "visible"
                if attributes.get("state") == "hidden":
                    state = "hidden"
                elif attributes.get("state") == "veryHidden":
                    state = "veryHidden"
                listed.append(
                    Listed(
                        unescape(attributes.get("name", "")),
                        state,
                        relationship,
                    )
                )

    scan(package.pieces(part), part, element, package.limits)
    if not is_main(root, "workbook"):
        if root.endswith(" document"):
            raise PackageError(OTHER_FORMAT, format="docx")
        raise PackageError(DAMAGED, part=part, reason="root")
    if len(listed) > package.limits.sheets:
        raise over("sheets", package.limits.sheets, len(listed))
    return listed, Context(package, since_1904, part)


def _read_strings(package: Package, part: str) -> list[str]:
    """Read the shared strings: all runs of each, without the phonetic ones."""
    strings: list[str] = []
    texts: list[str] = []
    pieces: list[str] = []
    phonetic = False
    limits = package.limits
    depth = 0
    root = ""

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal phonetic, depth, root
        root = root or name
        depth += 1
        if depth > limits.depth:
            raise over("depth", limits.depth, depth)
        if name.endswith(" t"):
            pieces.clear()
        elif name.endswith(" si"):
            texts.clear()
        elif name.endswith(" rPh"):
            phonetic = True

    def end(name: str) -> None:
        nonlocal phonetic, depth
        depth -= 1
        if name.endswith(" t"):
            if not phonetic:
                texts.extend(pieces)
        elif name.endswith(" si"):
            text = texts[0] if len(texts) == 1 else "".join(texts)
            if len(text) > limits.text_length:
                raise over("text_length", limits.text_length, len(text))
            strings.append(unescape(text))
            if len(strings) > limits.strings:
                raise over("strings", limits.strings, len(strings))
        elif name.endswith(" rPh"):
            phonetic = False

    parser = new_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = pieces.append
    run(parser, package.pieces(part), part)
    if not is_main(root, "sst"):
        raise damaged(part, "root")
    return strings


def _read_codes(package: Package, part: str) -> list[str]:
    """Read the format code of each cell style."""
    from perfscore.ooxml.numberformats import BUILTIN

    own: dict[int, str] = {}
    numbers: list[int] = []
    inside = False

    def element(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        space, _, local = name.rpartition(" ")
        if space not in (MAIN, STRICT_MAIN):
            return
        if local == "xf":
            if inside:
                numbers.append(_integer(attributes.get("numFmtId", "0")))
        elif local == "numFmt":
            # Conditional formats (dxf) carry formats of their own, behind the cell styles.
            if not numbers:
                own[_integer(attributes.get("numFmtId", "0"))] = unescape(attributes.get("formatCode", ""))
        elif local in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            inside = local == "cellXfs"

    scan(package.pieces(part), part, element, package.limits)
    return [own.get(index) or BUILTIN.get(index, "") for index in numbers]


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return 0

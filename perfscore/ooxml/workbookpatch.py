"""What a change means for the workbook as a whole: sheets, titles, chain of formulas, recalculation."""

from __future__ import annotations

from typing import Final

from perfscore.ooxml.draft import Draft, document_of
from perfscore.ooxml.errors import damaged
from perfscore.ooxml.markup import escape, unescape
from perfscore.ooxml.spans import Document, Element

# CT_Workbook, ISO/IEC 29500-1, 18.2.27: the children stand in this order.
_ORDER: Final = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches",
    "smartTagPr", "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
_LONGEST_NAME: Final = 31
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def free_sheet_name(draft: Draft, proposed: str) -> str:
    """Find a sheet name that is not taken: ``复核说明 (2)`` where another sheet is called so."""
    sheets = draft.workbook.root.find("sheets")
    taken = {unescape(sheet.attributes.get("name", "")).lower() for sheet in (sheets.children if sheets else ())}
    name, number = proposed[:_LONGEST_NAME], 1
    while name.lower() in taken:
        number += 1
        ending = f" ({number})"
        name = proposed[: _LONGEST_NAME - len(ending)] + ending
    return name


def add_sheet(draft: Draft, name: str, repeated_rows: int) -> str:
    """Add a worksheet behind all others.

    Args:
        draft: the package under way.
        name: its name, not taken by another.
        repeated_rows: rows at its top that each printed page repeats.

    Returns:
        The name of its part, which is blank still.
    """
    workbook = draft.workbook
    sheets = workbook.root.find("sheets")
    if sheets is None:
        raise damaged(draft.workbook_part, "missing")
    part = draft.free_name("xl/worksheets/sheet{}.xml")
    draft.put(part, b"")
    draft.declare(part, _SHEET_TYPE)
    key = draft.relate(draft.workbook_part, "worksheet", part)
    numbers = [int(digits) for sheet in sheets.children if (digits := sheet.attributes.get("sheetId", "")).isdecimal()]
    p = workbook.prefix
    workbook.append(
        sheets,
        f'<{p}sheet name="{escape(name)}" sheetId="{max(numbers, default=0) + 1}" {draft.bound_id(key)}/>',
    )
    if repeated_rows:
        _repeat_rows(workbook, name, len(sheets.children), repeated_rows)
    _add_title(draft, name)
    return part


def _repeat_rows(workbook: Document, name: str, index: int, rows: int) -> None:
    p = workbook.prefix
    area = "'{}'!$1:${}".format(name.replace("'", "''"), rows)
    xml = f'<{p}definedName name="_xlnm.Print_Titles" localSheetId="{index}">{escape(area)}</{p}definedName>'
    names = workbook.root.find("definedNames")
    if names is None:
        workbook.insert_child("definedNames", f"<{p}definedNames>{xml}</{p}definedNames>", _ORDER)
    else:
        workbook.append(names, xml)


def recalculate_on_load(draft: Draft) -> None:
    """Ask the spreadsheet to calculate every formula when it opens the file."""
    workbook = draft.workbook
    properties = workbook.root.find("calcPr")
    if properties is None:
        workbook.insert_child("calcPr", f'<{workbook.prefix}calcPr fullCalcOnLoad="1"/>', _ORDER)
    elif properties.attributes.get("fullCalcOnLoad") not in ("1", "true"):
        workbook.set(properties, "fullCalcOnLoad", "1")


def drop_from_chain(draft: Draft, lost: set[tuple[str, str]]) -> None:
    """Take formulas that are gone out of the calculation chain; Excel calls a chain that names them damaged.

    Args:
        draft: the package under way.
        lost: the sheet's name and the cell of each.
    """
    target = draft.package.related(draft.workbook_part, "calcChain") if lost else None
    chain = document_of(draft, target, "calcChain")
    sheets = draft.workbook.root.find("sheets")
    if chain is None or sheets is None:
        return
    names = {line.attributes.get("sheetId", ""): unescape(line.attributes.get("name", "")) for line in sheets.children}
    sheet = ""
    written = ""  # the sheet that the entries kept so far have told
    kept = 0
    for entry in chain.root.children:
        number = entry.attributes.get("i")
        sheet = number or sheet
        if (names.get(sheet), entry.attributes.get("r", "")) in lost:
            chain.replace(entry, "")
            continue
        kept += 1
        # An entry without a sheet is on that of the entry before it, which may be gone.
        if number is None and sheet and sheet != written:
            chain.set(entry, "i", sheet)
        written = sheet
    if not kept:
        draft.remove(chain.part)
        draft.unrelate(draft.workbook_part, "calcChain")


def _add_title(draft: Draft, name: str) -> None:
    """List the sheet in the document's properties, where they list the others."""
    for relationship in draft.package.relationships("").values():
        if relationship.type == "extended-properties" and draft.package.name(relationship.target):
            break
    else:
        return
    document = draft.document(relationship.target)
    pairs, titles = (_vector(document.root, list_name) for list_name in ("HeadingPairs", "TitlesOfParts"))
    if pairs is None or titles is None or len(pairs.children) < 2:
        return
    counts = [variant.children[0] for variant in pairs.children[1::2] if variant.children]
    numbers = [int(count.text) if count.text.isdecimal() else -1 for count in counts]
    # Worksheets come first; where the lists do not add up they were not kept by a spreadsheet.
    if not numbers or not 0 < numbers[0] <= len(titles.children) or sum(numbers) != len(titles.children):
        return
    last = titles.children[numbers[0] - 1]
    if last.is_empty:
        return
    document.insert(last.end, last.head + escape(name) + last.raw[len(last.head) + len(last.inner) :])
    document.set_text(counts[0], str(numbers[0] + 1))
    document.set(titles, "size", str(len(titles.children) + 1))


def _vector(root: Element, name: str) -> Element | None:
    holder = root.find(name)
    return holder.children[0] if holder is not None and holder.children else None

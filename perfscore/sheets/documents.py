"""From a document that is no .xlsx to its tables, with the place of each row and every doubt as a remark."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import evolve

from perfscore import readers
from perfscore.model import Indicator, Remark, Table
from perfscore.ooxml import PackageError
from perfscore.ooxml.errors import NOT_A_WORKBOOK, OTHER_FORMAT
from perfscore.ooxml.read import REVIEW_MARK
from perfscore.place import Spot, split_cell
from perfscore.readers.blocks import SEEN
from perfscore.sheets.evidence import SETTLED, confirmed, doubt, restored
from perfscore.sheets.grid import Grid
from perfscore.text import fold

if TYPE_CHECKING:
    from perfscore.readers import Document, DocumentSheet
    from perfscore.sheets import Reading

# 单位名称：某市工业和信息化局 — what names the unit in the text above a table.
_UNIT_LABEL: Final = re.compile(
    r"(?:填报|编制|预算|申报|实施|公开|项目)?(?:单位|部门)(?:名称|\(盖章\)|\(公章\))?[:：]\s*([^\s:：]{4,40})"
)
# 某市工业和信息化局2021年度部门决算公开说明 — the title of a published document.
_UNIT_TITLE: Final = re.compile(r"([一-鿿（）()]{4,40}?)20\d\d年?度?.{0,12}(?:决算|预算|绩效|自评)")
_LEVELS: Final = frozenset({"level1", "level2"})
# Values that no form merges over rows, as it does levels and reasons.
_OF_ONE_ROW: Final = frozenset({"level3", "target", "actual", "weight", "claimed"})
_MOST_NAMES: Final = 5


def read_other(
    source: Path | str | bytes,
    error: PackageError,
    limits: readers.DocumentLimits = readers.LIMITS,
    context: str = "",
) -> Reading:
    """Read every table of a file that is no workbook of Excel 2007 or later.

    Args:
        source: the file, or its content.
        error: why it could not be read as a workbook, which says what it is.
        limits: bounds on what is walked and kept.
        context: the file's name, where the year is looked for last.

    Raises:
        PackageError: the error given, where the format is not read here; or what is wrong with the document.
    """
    format = readers.readable(error)
    if format is None:
        if error.code == OTHER_FORMAT:
            raise PackageError(error.code, **{"remedy": f"save_{error.values['format']}", **error.values}) from error
        raise error
    document = readers.read_document(source, format, limits)
    if error.code == NOT_A_WORKBOOK and not document.sheets:
        # A web page without any table is not what somebody saved as a workbook.
        raise error
    return tables_of_document(document, context)


def tables_of_document(document: Document, context: str = "") -> Reading:
    """Find every table of a document.

    Args:
        document: as a reader of `perfscore.readers` yields it.
        context: the file's name, where the year is looked for last.
    """
    from perfscore.sheets import Reading, read_grids

    tables: list[Table] = []
    grids: list[Grid] = []
    remarks: list[Remark] = []
    after_a_table = False
    for sheet in document.sheets:
        if any(column == 1 and cell.text.startswith(REVIEW_MARK) for (_, column), cell in sheet.cells.items()):
            continue
        grid = Grid.of(sheet.name, sheet.cells, sheet.merges, sheet.state, sheet.hidden_rows, sheet.hidden_columns)
        grids.append(grid)
        words = " ".join((*sheet.around, context))
        located = [_located(table, sheet) for table in read_grids([grid], words).tables]
        if located:
            after_a_table = True
        else:
            if after_a_table and sheet.follows:
                remarks.append(Remark("PS136", None, {"spot": _name(sheet, sheet.spots)}))
            after_a_table = False
        tables.extend(located)
    remarks.extend(Remark(code, None, values) for code, values in document.notes if code != SEEN or not tables)
    if not tables:
        remarks = [*map(_shortened, read_grids(grids, context).remarks), *remarks]
    return Reading(tuple(tables), tuple(remarks))


def _shortened(remark: Remark) -> Remark:
    """Name the first few tables only: a publication may have hundreds."""
    names = remark.values.get("sheet", "").split("、")
    if len(names) <= _MOST_NAMES:
        return remark
    return evolve(remark, values={**remark.values, "sheet": "、".join(names[:_MOST_NAMES]) + "…"})


def _located(table: Table, sheet: DocumentSheet) -> Table:
    """Add to a table where it stood, what is in doubt, and what the text around it says."""
    remarks = [*table.remarks]
    unit = table.unit
    if sheet.around and not unit and not table.department:
        unit = _unit(sheet.around)
        if unit:
            remarks.append(Remark("PS134", None, {"unit": unit}))
    first, last = (split_cell(corner)[0] for corner in table.range.split(":"))
    spots = {row: spot for row, spot in sheet.spots.items() if first <= row <= last}
    name = _name(sheet, spots) if spots else table.sheet
    recognitions = {
        cell: sheet.recognitions[position]
        for cell in _value_cells(table)
        if (position := split_cell(cell)) in sheet.recognitions
    }
    table = evolve(table, unit=unit, spots=spots, sheet=name, recognitions=recognitions)
    table, replaced = restored(table) if recognitions else (table, {})
    return evolve(table, remarks=(*remarks, *_doubts(table, sheet, replaced)))


def _name(sheet: DocumentSheet, spots: Mapping[int, Spot]) -> str:
    """Name a table by where it begins: 第3页, 表2."""
    spot = next((spot for spot in spots.values() if spot.table), None)
    if spot is None:
        return sheet.name
    return f"表{spot.table}" if spot.page is None else f"第{spot.page}页"


def _doubts(table: Table, sheet: DocumentSheet, replaced: Mapping[str, str]) -> Iterator[Remark]:
    """Say of every text that was read from a doubtful place why it is doubtful, unless other texts confirm it.

    Args:
        table: with its recognitions. sheet: where it was read. replaced: what was taken by the sum instead of a text.
    """
    settled = confirmed(table) if table.recognitions else frozenset()
    doubted: dict[str, str] = {}
    for cell in _value_cells(table):
        flaws = sheet.doubts.get(split_cell(cell), ())
        if cell in settled:
            flaws = tuple(flaw for flaw in flaws if flaw not in SETTLED)
        if flaws:
            doubted[cell] = flaws[0]
    if table.recognitions:
        for indicator in table.indicators:
            doubted.update(_of_other_rows(indicator, doubted))
        doubted.update(_unread_values(table, sheet))
    doubted.update(dict.fromkeys(replaced, "restored"))
    for cell, flaw in doubted.items():
        position = split_cell(cell)
        text = sheet.cells[position].text if position in sheet.cells else ""
        yield doubt(table, cell, text, flaw, replaced.get(cell, ""))


def _of_other_rows(indicator: Indicator, doubted: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Doubt a row of a scan that takes values from another one: a rule between them was missed, or one made up."""
    rows = {field: split_cell(cell)[0] for field, cell in indicator.cells.items()}
    own = next((cell for field, cell in indicator.cells.items() if rows[field] == indicator.row), None)
    if own is None or any(cell in doubted for field, cell in indicator.cells.items() if rows[field] == indicator.row):
        return
    for field, cell in indicator.cells.items():
        if rows[field] != indicator.row and (field in _OF_ONE_ROW or (cell in doubted and field not in _LEVELS)):
            yield own, doubted.get(cell, "outline")
            return


def _unread_values(table: Table, sheet: DocumentSheet) -> Iterator[tuple[str, str]]:
    """Doubt a row of a scan without a value that other rows have, where its place is no blank cell of its own.

    Either something is printed there that was not read, or the rule to the cell beside it was not seen.
    """
    counts = {
        field: Counter(
            split_cell(row.cells[field])[1]
            for row in table.indicators
            if field in row.cells and getattr(row, field).strip()
        )
        for field in _OF_ONE_ROW
    }
    columns = {field: count.most_common(1)[0][0] for field, count in counts.items() if count}
    for row in table.indicators:
        own = next((cell for cell in row.cells.values() if split_cell(cell)[0] == row.row), None)
        for field, column in columns.items():
            if own is None or getattr(row, field).strip():
                continue
            flaws = sheet.doubts.get((row.row, column), ()) if field not in row.cells else ()
            covered = any(
                top <= row.row <= bottom and left <= column <= right and left < right
                for top, left, bottom, right in sheet.merges
            )
            if flaws or covered:
                yield own, flaws[0] if flaws else "outline"
                break


def _value_cells(table: Table) -> list[str]:
    """List the cells of a table, each once."""
    cells = list(table.cells.values())
    for fund in table.funds:
        cells.extend(fund.cells.values())
    for indicator in table.indicators:
        cells.extend(indicator.cells.values())
    return list(dict.fromkeys(cells))


def _unit(around: tuple[str, ...]) -> str:
    """Take the unit's name from the text around a table: first a label, then the title of the document."""
    texts = [fold(text) for text in around]
    for pattern, how in ((_UNIT_LABEL, re.Pattern.search), (_UNIT_TITLE, re.Pattern.match)):
        for text in texts:
            match = how(pattern, text)
            if match is not None:
                return match[1]
    return ""

"""The added sheet 复核说明, written whole: laid out to be read on the screen and printed on A4."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from itertools import accumulate, chain
from typing import Final

from perfscore import number
from perfscore.ooxml.changes import ReviewCell, ReviewSheet
from perfscore.ooxml.draft import DECLARATION
from perfscore.ooxml.markup import LONGEST_TEXT, MAIN, STRICT_MAIN, escape
from perfscore.ooxml.pictures import INSET, Placed
from perfscore.ooxml.read import REVIEW_MARK
from perfscore.ooxml.styles import Stylesheet
from perfscore.ooxml.widths import line_widths
from perfscore.place import LAST_ROW, column_letters, range_name

# Points of the letters, and points that stay free above and below the lines.
_BODY: Final = (10, 5.0)
_SIZES: Final = {"title": (16, 14.0), "heading": (12, 8.0), "foot": (9, 5.0)}
_LINE: Final = 1.3
# A column's width counts digits of the workbook's standard font, mostly 11 points.
_STANDARD_POINTS: Final = 11
_TALLEST: Final = 409
_ALONE: Final = ("title", "heading", "plain", "foot")
_BLUE: Final = "0563C1"
_GREY: Final = "7F7F7F"
_HEADER_FILL: Final = "D9E1F2"
_HIDDEN: Final = ' hidden="1"'
_PAGE: Final = (
    '<printOptions horizontalCentered="1"/>'
    '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
)


def review_xml(review: ReviewSheet, styles: Stylesheet, strict: bool, draw: Callable[[Sequence[Placed]], str]) -> bytes:
    """Write the sheet's part.

    Args:
        review: what stands on it.
        styles: the styles part under way.
        strict: whether the workbook is strict OOXML.
        draw: adds its pictures to the package, and returns the element that shows them.
    """
    width = len(review.columns)
    rows = _Rows(review, _Looks(styles, review))
    # Thousands of rows make a long part, of which memory never holds two: it is written into one place, in bytes, as
    # letters beyond ASCII would make every text twice as large, and its dimension, known at last, is filled in then.
    part = BytesIO()
    part.write(f'{DECLARATION}<worksheet xmlns="{STRICT_MAIN if strict else MAIN}">'.encode())
    part.write(b'<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>')
    dimension_at = part.tell()
    part.write(_dimension(LAST_ROW, width))
    part.write(f"{_view(review.frozen_rows)}{_columns(review)}<sheetData>".encode())
    mark = ReviewCell(REVIEW_MARK + review.foot, "foot")
    for cells in chain(review.rows, ((), (mark,))):
        part.write(rows.row(cells).encode())
    footer = f"<headerFooter><oddFooter>&amp;C{escape(review.page_foot)}</oddFooter></headerFooter>"
    tail = f"{_PAGE}{footer if review.page_foot else ''}{draw(rows.pictures)}</worksheet>"
    part.write(f"</sheetData>{rows.behind()}{tail}".encode())
    part.seek(dimension_at)
    part.write(_dimension(rows.count, width))
    return part.getvalue()


class _Rows:
    """Writes rows one by one, and keeps what the part says of their cells behind the last of them."""

    def __init__(self, review: ReviewSheet, looks: _Looks) -> None:
        self.count = 0
        self.pictures: list[Placed] = []
        self._looks = looks
        self._edges = list(accumulate(review.columns, initial=0.0))
        self._choices = review.choices
        self._merges: list[str] = []
        self._links: list[str] = []
        self._offered: list[str] = []

    def row(self, cells: Sequence[ReviewCell]) -> str:
        """Write the next row."""
        self.count += 1
        height = 0.0
        xml: list[str] = []
        column = 1
        for cell in cells:
            alone = len(cells) == 1 and cell.style in _ALONE
            behind = column + (len(self._edges) - 1 if alone else cell.span)
            xml += self._cells(cell, column, behind)
            self._note(cell, column, behind)
            height = max(height, self._height(cell, column, behind))
            column = behind
        measure = f' ht="{height:g}" customHeight="1"' if height else ""
        return f'<row r="{self.count}"{measure}>{"".join(xml)}</row>'

    def behind(self) -> str:
        """Write what is said of cells: which are merged, offer a list or lead elsewhere."""
        merges = "".join(f'<mergeCell ref="{area}"/>' for area in self._merges)
        merged = f'<mergeCells count="{len(self._merges)}">{merges}</mergeCells>' if merges else ""
        linked = f"<hyperlinks>{''.join(self._links)}</hyperlinks>" if self._links else ""
        return f"{merged}{self._validation()}{linked}"

    def _cells(self, cell: ReviewCell, column: int, behind: int) -> Iterator[str]:
        style = self._looks.index(cell.style)
        yield _cell(self._name(column), cell.text, style)
        if cell.style not in _ALONE:  # a border needs all its cells
            yield from (_cell(self._name(covered), "", style) for covered in range(column + 1, behind))

    def _note(self, cell: ReviewCell, column: int, behind: int) -> None:
        if behind - column > 1:
            self._merges.append(range_name(self.count, column, self.count, behind - 1))
        if self._choices is not None and column == self._choices[0] and cell.style == "input":
            self._offered.append(self._name(column))
        if cell.link is not None:
            self._links.append(_link(self._name(column), cell.link))
        if cell.picture is not None:
            self.pictures.append(Placed(self.count, column, cell.picture))

    def _height(self, cell: ReviewCell, column: int, behind: int) -> float:
        shown = min(cell.picture.height + 2 * INSET, _TALLEST) if cell.picture is not None else 0.0
        if cell.style == "hidden":
            return shown
        last = len(self._edges) - 1
        width = self._edges[min(behind - 1, last)] - self._edges[min(column - 1, last)]
        return max(shown, _height(cell.text, cell.style, width))

    def _name(self, column: int) -> str:
        return f"{column_letters(column)}{self.count}"

    def _validation(self) -> str:
        """Offer a list in cells; something else typed there is refused by the spreadsheet."""
        if not self._offered or self._choices is None:
            return ""
        listed = escape('"' + ",".join(self._choices[1]) + '"')
        return (
            '<dataValidations count="1"><dataValidation type="list" allowBlank="1" showErrorMessage="1" '
            f'sqref="{" ".join(self._offered)}"><formula1>{listed}</formula1></dataValidation></dataValidations>'
        )


def _dimension(rows: int, columns: int) -> bytes:
    """Say how far the sheet reaches, in as many bytes for any number of rows."""
    area = f'"{range_name(1, 1, rows, columns)}"'
    return f"<dimension ref={area:{len(range_name(1, 1, LAST_ROW, columns)) + 2}}/>".encode()


def _columns(review: ReviewSheet) -> str:
    hidden = review.hidden_columns
    columns = "".join(
        f'<col min="{column}" max="{column}" width="{size:g}" customWidth="1"{_HIDDEN if column in hidden else ""}/>'
        for column, size in enumerate(review.columns, start=1)
    )
    return f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'


def _view(frozen: int) -> str:
    pane = (
        f'<pane ySplit="{frozen}" topLeftCell="A{frozen + 1}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="A{frozen + 1}" sqref="A{frozen + 1}"/>'
        if frozen
        else ""
    )
    return f'<sheetViews><sheetView showGridLines="0" workbookViewId="0">{pane}</sheetView></sheetViews>'


def _cell(name: str, content: str | Decimal, style: int) -> str:
    if isinstance(content, Decimal):
        return f'<c r="{name}" s="{style}"><v>{number.short(content)}</v></c>'
    if not content:
        return f'<c r="{name}" s="{style}"/>'
    text = f'<is><t xml:space="preserve">{escape(content[:LONGEST_TEXT])}</t></is>'
    return f'<c r="{name}" s="{style}" t="inlineStr">{text}</c>'


def _link(cell: str, target: tuple[str, str]) -> str:
    sheet = target[0].replace("'", "''")
    location = escape(f"'{sheet}'!{target[1]}")
    return f'<hyperlink ref="{cell}" location="{location}" display="{location}"/>'


def _height(content: str | Decimal, look: str, width: float) -> float:
    """Find the height in points that a text needs: LibreOffice does not fit rows by itself."""
    points, padding = _SIZES.get(look, _BODY)
    if not content or isinstance(content, Decimal):
        return points * _LINE + padding
    letters = max(width * _STANDARD_POINTS / points - 2, 2)
    # Most texts stand on one line; none is wider than two for each of its letters.
    lines = 1
    if "\n" in content or 2 * len(content) > letters:
        lines = sum(max(1, -int(-length // letters)) for length in line_widths(content))
    return min(lines * points * _LINE + padding, _TALLEST)


class _Looks:
    """The cell styles of the sheet, added to the workbook's styles when first used."""

    def __init__(self, styles: Stylesheet, review: ReviewSheet) -> None:
        self._styles = styles
        self._review = review
        self._known: dict[str, int] = {}

    def index(self, look: str) -> int:
        """Give the index of a look."""
        if look not in self._known:
            self._known[look] = self._add(look)
        return self._known[look]

    def _add(self, look: str) -> int:
        p = self._styles.prefix
        bold = look in ("title", "heading", "header")
        points, _ = _SIZES.get(look, _BODY)
        color = {"link": _BLUE, "foot": _GREY}.get(look, "000000")
        fill = {
            "header": _HEADER_FILL,
            "change": self._review.change_fill,
            "judged": self._review.judged_fill,
        }.get(look)
        weight = f"<{p}b/>" if bold else ""
        line = f"<{p}u/>" if look == "link" else ""
        font = self._styles.add(
            "fonts",
            f'<{p}font>{weight}{line}<{p}sz val="{points}"/><{p}color rgb="FF{color}"/>'
            f'<{p}name val="宋体"/><{p}charset val="134"/></{p}font>',
        )
        edges = "".join(
            f'<{p}{edge} style="thin"><{p}color rgb="FF{_GREY}"/></{p}{edge}>'
            for edge in ("left", "right", "top", "bottom")
        )
        border = 0
        if look not in _ALONE:
            border = self._styles.add("borders", f"<{p}border>{edges}<{p}diagonal/></{p}border>")
        across = ' horizontal="center"'
        if look in ("heading", "plain", "foot"):
            across = ' horizontal="left"'
        elif look in ("text", "input"):
            across = ' horizontal="left" indent="1"'
        wrap = "" if look == "hidden" else ' wrapText="1"'
        unlocked = f'<{p}protection locked="0"/>' if look == "input" else ""
        form = 2 if look in ("number", "change", "judged") else 0
        return self._styles.add(
            "cellXfs",
            f'<{p}xf numFmtId="{form}" fontId="{font}" fillId="{self._styles.fill(fill) if fill else 0}"'
            f' borderId="{border}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"'
            f' applyAlignment="1" applyProtection="1"><{p}alignment{across} vertical="center"{wrap}/>{unlocked}'
            f"</{p}xf>",
        )

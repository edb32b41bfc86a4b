"""PDF files for the tests, drawn with a font that every reader knows, so that none has to be installed."""

import io
from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from perfscore.ooxml import read_workbook

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

DATA = Path(__file__).parents[1] / "data"
MARGIN = 50
SIZE = 8
LINE = 10
PROSE = (
    "根据财政部门关于部门决算公开的要求，现将本单位收入支出决算总体情况、一般公共预算财政拨款支出决算情况、"
    "机关运行经费支出情况、政府采购支出情况和国有资产占用情况说明如下。本年度收入总计比上年增加，主要原因是"
    "项目经费增加；支出总计比上年增加，主要原因是按规定拨付了项目资金。"
)


class Layout:
    """The cells of a worksheet with their widths and heights on paper."""

    def __init__(self, sheet, width):
        self.cells = {place: cell.text for place, cell in sheet.cells.items()}
        self.merges = {merge[:2]: merge for merge in sheet.merges}
        self.covered = {
            (row, column): merge[:2]
            for merge in sheet.merges
            for row in range(merge[0], merge[2] + 1)
            for column in range(merge[1], merge[3] + 1)
        }
        self.rows = max([row for row, _ in self.cells] + [merge[2] for merge in sheet.merges])
        self.columns = max([column for _, column in self.cells] + [merge[3] for merge in sheet.merges])
        self.width = width / self.columns
        self.heights = [self._height(row) for row in range(1, self.rows + 1)]

    def span(self, place):
        return self.merges.get(place, (*place, *place))

    def lines(self, place):
        _, left, _, right = self.span(place)
        return wrapped(self.cells.get(place, ""), self.width * (right - left + 1) - 4)

    def _height(self, row):
        needed = [1]
        for column in range(1, self.columns + 1):
            top, _, bottom, _ = self.span((row, column))
            if self.covered.get((row, column), (row, column)) == (row, column) and top == bottom:
                needed.append(len(self.lines((row, column))))
        return max(needed) * LINE + 6


def wrapped(text, width):
    """Break a text into lines as a word processor does: anywhere between characters."""
    lines = []
    for part in text.split("\n"):
        line = ""
        for character in part:
            if line and pdfmetrics.stringWidth(line + character, FONT, SIZE) > width:
                lines.append(line)
                line = ""
            line += character
        lines.append(line)
    return lines


class Paper:
    """Draws tables and prose from top to bottom, page after page."""

    def __init__(self, size=A4, turned=False):
        self._output = io.BytesIO()
        self.size = size
        self.turned = turned
        self.canvas = Canvas(self._output, pagesize=size[::-1] if turned else size, pageCompression=1)
        self.page = 0
        self.start_page()

    def start_page(self):
        self.page += 1
        if self.turned:
            # The page stands upright, its content lies on the side.
            self.canvas.translate(self.size[1], 0)
            self.canvas.rotate(90)
        self.canvas.setFont(FONT, SIZE)
        self.y = self.size[1] - MARGIN

    def next_page(self):
        self.canvas.setFont(FONT, SIZE)
        self.canvas.drawCentredString(self.size[0] / 2, 25, f"- {self.page} -")
        self.canvas.showPage()
        self.start_page()

    def text(self, text):
        for line in wrapped(text, self.size[0] - 2 * MARGIN):
            if self.y < MARGIN + LINE:
                self.next_page()
            self.canvas.drawString(MARGIN, self.y - LINE, line)
            self.y -= LINE + 3

    def table(self, sheet, *, page_ends=(), repeat=0, cut=0, open_ends=False):
        """Draw a worksheet.

        ``page_ends`` are rows behind which a page ends (at the paper's end one does anyway); ``repeat`` is a row
        printed again at the head of each page; the page ends inside the row ``cut``, after its first line; with
        ``open_ends`` no rule is drawn along the page's end.
        """
        layout = Layout(sheet, self.size[0] - 2 * MARGIN)
        strips = [(row, "whole") for row in range(1, layout.rows + 1)]
        if cut:
            at = cut - 1
            strips[at : at + 1] = [(cut, "head"), (cut, "rest")]
        page = []
        used = 0
        for row, part in strips:
            height = layout.heights[row - 1] if part == "whole" else layout.heights[row - 1] - LINE
            ends = part == "rest" or (row - 1 in page_ends and bool(page) and page[-1][0] == row - 1)
            if page and (ends or used + height > self.y - MARGIN):
                self._strips(layout, page, open_ends)
                self.next_page()
                page, used = [(repeat, "whole")] * bool(repeat), layout.heights[repeat - 1] if repeat else 0
            page.append((row, part))
            used += height
        self._strips(layout, page, False)

    def grid(self, lines, *, widths=None, texts=(), space=0, clip=False):
        """Draw a plain table; ``texts`` are further texts by row, column and lines, clipped to their cells if asked."""
        widths = [(widths or {}).get(column, 60) for column in range(len(lines[0]))]
        edges = [MARGIN]
        for width in widths:
            edges.append(edges[-1] + width)
        for at, line in enumerate(lines):
            top, low = self.y, self.y - 3 * LINE
            for column, text in enumerate(line):
                self._box(edges[column], top, edges[column + 1], low, False)
                self._lines([text], (edges[column] + edges[column + 1]) / 2, (top + low) / 2)
            for row, column, parts in texts:
                if row == at:
                    self._inside(edges[column], low, widths[column], parts, space, clip)
            self.y = low

    def _inside(self, left, low, width, parts, space, clip):
        self.canvas.saveState()
        self.canvas.setFont(FONT, SIZE)
        if clip:
            path = self.canvas.beginPath()
            path.rect(left, low, width, 3 * LINE)
            self.canvas.clipPath(path, stroke=0)
        for at, part in enumerate(parts):
            self.canvas.drawString(left + 2, low + 1.5 * LINE - at * LINE, part, charSpace=space)
        self.canvas.restoreState()

    def _strips(self, layout, page, open_end):
        """Draw rows below one another; a merged cell shows its text in the part in which it begins."""
        levels = [self.y]
        for row, part in page:
            shorter = 0 if part == "whole" else LINE
            levels.append(levels[-1] - layout.heights[row - 1] + shorter)
        drawn = set()
        for at, (row, part) in enumerate(page):
            for column in range(1, layout.columns + 1):
                place = layout.covered.get((row, column), (row, column))
                if place in drawn and part == "whole":
                    continue
                top, left, bottom, right = layout.span(place)
                if column != left:
                    continue
                drawn.add(place)
                low = at
                while low + 1 < len(page) and page[low + 1][0] <= bottom and page[low + 1][0] > row:
                    low += 1
                x, width = MARGIN + (left - 1) * layout.width, layout.width * (right - left + 1)
                self._box(x, levels[at], x + width, levels[low + 1], open_end and low + 1 == len(page))
                if top < row or (part == "rest" and bottom > row):
                    continue
                lines = layout.lines(place)
                lines = lines if part == "whole" or top != bottom else lines[:1] if part == "head" else lines[1:]
                self._lines(lines, x + width / 2, (levels[at] + levels[low + 1]) / 2)
        self.y = levels[-1]

    def _box(self, left, top, right, bottom, open_end):
        self.canvas.line(left, top, right, top)
        self.canvas.line(left, top, left, bottom)
        self.canvas.line(right, top, right, bottom)
        if not open_end:
            self.canvas.line(left, bottom, right, bottom)

    def _lines(self, lines, x, middle):
        y = middle + len(lines) * LINE / 2 - LINE + 2
        for line in lines:
            self.canvas.drawCentredString(x, y, line)
            y -= LINE

    def done(self):
        self.canvas.showPage()
        self.canvas.save()
        return self._output.getvalue()


def sheets(name):
    return read_workbook(DATA / "sheets" / f"{name}.xlsx").sheets


def joined(names, prose_pages, size=A4):
    """A publication: the tables of some workbooks, with pages of prose before, between and behind them."""
    paper = Paper(size)
    paper.text("市工业和信息化局2021年度部门决算公开说明")
    for name in names:
        for sheet in sheets(name):
            for _ in range(prose_pages):
                for _ in range(9):
                    paper.text(PROSE)
                paper.next_page()
            paper.table(sheet)
            paper.next_page()
    paper.text(PROSE)
    return paper.done()


WIDE = landscape(A4)

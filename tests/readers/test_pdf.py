"""What paper does to a table: page ends, broken lines, rotation, overlapping text; and what is refused for it."""

import io
import re
import sys
import zlib

import pdfplumber
import pytest
from reportlab.lib.utils import ImageReader

from perfscore import readers, sheets
from perfscore.ooxml import Limits, PackageError
from perfscore.readers import DocumentLimits
from perfscore.readers.pdf import read_pdf
from tests.readers import making_pdf as making
from tests.readers.published import DOCUMENTS, VALUES, doubts, outcome, read, rows, without_blanks, workbook

(SHEET,) = making.sheets("2021-13")
(EXPECTED,) = sheets.read(workbook("2021-13")).tables
PAGES = [
    {},
    {"page_ends": (9, 14, 19)},
    {"page_ends": (11,)},
    {"page_ends": (15, 19), "repeat": 12},
    {"page_ends": (14, 19), "open_ends": True},
]


def drawn(tmp_path, paper=None, **options):
    paper = paper or making.Paper()
    paper.table(SHEET, **options)
    return read(tmp_path, paper.done())


def refusal(content, limits=readers.LIMITS):
    with pytest.raises(PackageError) as caught:
        read_pdf(content, limits)
    return caught.value.code, dict(caught.value.values)


def strings(text):
    """Write a text for an operator that shows it, in the encoding of the font."""
    return f"<{text.encode('utf-16-be').hex()}>"


@pytest.mark.parametrize("options", PAGES)
def test_a_table_runs_on_over_pages(tmp_path, options):
    (table,) = drawn(tmp_path, **options).tables
    assert rows(table, VALUES) == rows(EXPECTED, VALUES)
    assert rows(table) == rows(EXPECTED)
    assert table.claimed_total == "92.03分"
    assert not doubts(table)


@pytest.mark.parametrize("options", [{}, {"repeat": 12}, {"open_ends": True}])
def test_a_row_that_the_page_cuts_is_put_together_and_in_doubt(tmp_path, options):
    (table,) = drawn(tmp_path, cut=18, **options).tables
    assert rows(table) == rows(EXPECTED)
    row = table.indicators[5].cells
    assert doubts(table) == {row["level3"]: "cut", row["deviation"]: "cut"}
    assert table.spots[table.indicators[5].row].page == 1
    assert table.spots[table.indicators[6].row].page == 2


@pytest.mark.parametrize("turned", [False, True])
def test_a_page_may_be_wide_or_lie_on_its_side(tmp_path, turned):
    (table,) = drawn(tmp_path, making.Paper(making.WIDE, turned)).tables
    assert rows(table) == rows(EXPECTED)
    assert not doubts(table)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_may_be_turned_by_its_entry(tmp_path, turned, rotation):
    # Whichever way it lies then, it is read the way its text runs.
    paper = making.Paper(turned=turned)
    paper.canvas.setPageRotation(rotation)
    (table,) = drawn(tmp_path, paper).tables
    assert rows(table) == rows(EXPECTED)
    assert not doubts(table)


def test_many_tables_among_pages_of_prose_are_each_read_once(tmp_path):
    names = ["2021-13", "2021-04", "many-sheets"]
    result = read(tmp_path, making.joined(names, prose_pages=3))
    expected = [table for name in names for table in sheets.read(workbook(name)).tables]
    assert [table.project for table in result.tables] == [table.project for table in expected]
    for table, other in zip(result.tables, expected, strict=True):
        assert without_blanks(rows(table)) == without_blanks(rows(other))
        assert table.claimed_total == other.claimed_total
    assert not result.remarks
    pages = [int(re.sub(r"\D", "", table.sheet)) for table in result.tables]
    assert pages == sorted(pages)
    assert pages[0] > 3


def test_the_text_above_gives_year_and_title(tmp_path):
    paper = making.Paper()
    paper.text("项目支出绩效自评表")
    paper.text("（2018年度）")
    paper.text("单位名称：某县教育局　　　　　　　　金额单位：万元")
    paper.grid(
        [
            ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
            ("产出指标", "数量指标", "检查次数", ">=2次", "2次", "90", "90"),
        ]
    )
    (table,) = read(tmp_path, paper.done()).tables
    assert (table.year, table.unit, table.layout) == (2018, "某县教育局", "project-evaluation")


def value_of(tmp_path, **options):
    paper = making.Paper()
    paper.grid(
        [
            ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
            ("产出指标", "数量指标", "检查次数", "", "2次", "90", "90"),
        ],
        **options,
    )
    (table,) = read(tmp_path, paper.done()).tables
    (indicator,) = table.indicators
    return indicator, doubts(table)


def test_a_value_broken_by_a_narrow_cell_is_one_value(tmp_path):
    indicator, found = value_of(tmp_path, widths={3: 26}, texts=[(1, 3, [">=100", "00%"])])
    assert indicator.target == ">=10000%"
    assert not found
    indicator, found = value_of(tmp_path, widths={3: 26}, texts=[(1, 3, [">=10", "0%"])])
    assert indicator.target == ">=100%"


def test_digits_below_one_another_with_room_to_spare_are_in_doubt(tmp_path):
    indicator, found = value_of(tmp_path, widths={3: 90}, texts=[(1, 3, [">=10", "0%"])])
    assert found == {indicator.cells["target"]: "broken"}


def test_text_that_runs_over_a_rule_is_in_doubt(tmp_path):
    indicator, found = value_of(tmp_path, widths={3: 30}, texts=[(1, 3, [">=1000000.55万元"])])
    assert indicator.target == ">=1000000.55万元"
    assert found[indicator.cells["target"]] == "crossing"


def test_text_over_other_text_is_in_doubt(tmp_path):
    indicator, found = value_of(tmp_path, texts=[(1, 3, [">=2次"]), (1, 3, [">=9万"])])
    assert found == {indicator.cells["target"]: "overlapping"}


def test_text_printed_twice_to_look_bold_is_no_other_text(tmp_path):
    indicator, found = value_of(tmp_path, texts=[(1, 3, [">=2次"]), (1, 3, [">=2次"])])
    assert indicator.target == ">=2次"
    assert not found


def test_digits_far_apart_are_in_doubt(tmp_path):
    indicator, found = value_of(tmp_path, widths={3: 90}, texts=[(1, 3, ["10"])], space=8)
    assert found == {indicator.cells["target"]: "spaced"}


def test_clipped_text_is_read_whole_and_in_doubt(tmp_path):
    indicator, found = value_of(tmp_path, widths={3: 30}, texts=[(1, 3, [">=1000000.55万元"])], clip=True)
    assert indicator.target == ">=1000000.55万元"
    assert found == {indicator.cells["target"]: "clipped"}


def scan(width, height):
    from PIL import Image

    return ImageReader(Image.new("L", (width, height), 200))


@pytest.fixture
def no_recogniser(monkeypatch):
    monkeypatch.setitem(sys.modules, "perfscore.readers.scan.pictures", None)


@pytest.mark.usefixtures("no_recogniser")
def test_without_the_recogniser_a_scan_is_refused_with_its_reason(tmp_path):
    paper = making.Paper()
    for _ in range(2):
        paper.canvas.drawImage(scan(60, 80), 0, 0, *making.A4)
        paper.canvas.showPage()
    content = paper.done()
    code, values = refusal(content)
    assert code == "PS131"
    assert values["pages"] == "3"
    assert 'pip install ".[scan]"' in words(tmp_path, content)


@pytest.mark.usefixtures("no_recogniser")
def test_text_hidden_under_a_scan_is_no_text():
    paper = making.Paper()
    paper.canvas.drawImage(scan(60, 80), 0, 0, *making.A4)
    text = paper.canvas.beginText(100, 400)
    text.setFont(making.FONT, 8)
    text.setTextRenderMode(3)
    text.textOut("项目支出绩效自评表是识别出来的文字")
    paper.canvas.drawText(text)
    assert refusal(paper.done())[0] == "PS131"


@pytest.mark.usefixtures("no_recogniser")
def test_a_scanned_page_among_others_is_named(tmp_path):
    paper = making.Paper()
    paper.table(SHEET)
    paper.next_page()
    paper.canvas.drawImage(scan(60, 80), 0, 0, *making.A4)
    result = read(tmp_path, paper.done())
    assert [table.claimed_total for table in result.tables] == ["92.03分"]
    assert [(remark.code, dict(remark.values)) for remark in result.remarks] == [
        ("PS133", {"pages": "2", "cause": "scanned"})
    ]


def words(tmp_path, content):
    import perfscore

    path = tmp_path / "文件.pdf"
    path.write_bytes(content)
    (file,) = perfscore.evaluate(path).files
    return file.error or " ".join(finding.message for finding in file.findings)


def with_fonts(font, shown, extra=()):
    """A page by hand: one font, one text."""
    stream = f"BT /F1 10 Tf 100 700 Td {shown} Tj ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        font.encode(),
        *[text.encode() for text in extra],
    ]
    return assembled(objects)


def assembled(objects):
    output = io.BytesIO(b"")
    output.write(b"%PDF-1.5\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(output.tell())
        output.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = output.tell()
    output.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        output.write(b"%010d 00000 n \n" % place)
    output.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return output.getvalue()


CID_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+SimSun /Encoding /Identity-H /DescendantFonts [6 0 R] >>",
    "<0101020203030404050506060707080809090A0A0B0B>",
    (
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+SimSun"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 7 0 R >>",
        "<< /Type /FontDescriptor /FontName /ABCDEF+SimSun /Flags 4 /FontBBox [0 0 1000 1000] >>",
    ),
)
SIMPLE_FONT = (
    "<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+SimSun /FirstChar 33 /LastChar 60 /Widths 6 0 R"
    " /FontDescriptor 7 0 R >>",
    "(!\"#$%&'*+,-./0123456)",
    (
        "[" + "1000 " * 28 + "]",
        "<< /Type /FontDescriptor /FontName /ABCDEF+SimSun /Flags 4 /FontBBox [0 0 1000 1000] /FontFile2 8 0 R >>",
        "<< /Length 0 >>\nstream\n\nendstream",
    ),
)
NAMED_FONT = (
    "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 33 /LastChar 60"
    " /Widths 6 0 R /CharProcs << >> /Encoding << /Differences [33 /g1 /g2 /g3 /g4 /g5 /g6 /g7 /g8 /g9 /g10] >> >>",
    "(!\"#$%&'!\"#$%&')",
    ("[" + "1 " * 28 + "]",),
)


@pytest.mark.parametrize("font", [CID_FONT, SIMPLE_FONT, NAMED_FONT], ids=["CID", "simple", "type 3"])
def test_fonts_that_do_not_tell_their_characters_are_refused(tmp_path, font):
    content = with_fonts(*font)
    code, values = refusal(content)
    assert code == "PS132"
    assert values["pages"] == "1"
    assert "乱码" in words(tmp_path, content)


def test_a_font_with_a_table_of_its_characters_is_read():
    cmap = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <21> <3C> <4E00> endbfrange"
    font = SIMPLE_FONT[0].replace(">>", "") + " /ToUnicode 9 0 R >>"
    mapped = f"<< /Length {len(cmap)} >>\nstream\n{cmap.decode()}\nendstream"
    content = with_fonts(font, SIMPLE_FONT[1], (*SIMPLE_FONT[2], mapped))
    document = read_pdf(content)
    assert document.notes == ()


def test_pdfplumber_sees_the_same_cells():
    for name in ("2021-13", "2023gx-01"):
        with pdfplumber.open(DOCUMENTS / f"{name}.pdf") as file:
            theirs = [
                [["".join((text or "").split()) for text in row if text] for row in table]
                for page in file.pages
                for table in page.extract_tables()
            ]
        (sheet,) = readers.read_document(DOCUMENTS / f"{name}.pdf", "pdf").sheets
        ours = {}
        for (row, _), cell in sheet.cells.items():
            ours.setdefault(row, []).append("".join(cell.text.split()))
        assert [row for row in theirs[0] if row] == list(ours.values())


def test_a_page_without_rules_has_no_table(tmp_path):
    paper = making.Paper()
    paper.text(making.PROSE)
    result = read(tmp_path, paper.done())
    assert not result.tables
    assert [remark.code for remark in result.remarks] == ["PS126"]


# Hostile files.


def bomb(size):
    packed = zlib.compress(b"0 " * (size // 2), 9)
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            stream,
        ]
    )


def test_a_stream_that_unpacks_without_end_is_refused_before_it_does():
    assert refusal(bomb(100_000_000))[1]["what"] == "stream_bytes"
    limits = DocumentLimits(stream_bytes=1000)
    assert refusal(bomb(2000), limits)[1]["what"] == "stream_bytes"


@pytest.mark.parametrize(
    ("limits", "what"),
    [
        (DocumentLimits(pages=1), "pages"),
        (DocumentLimits(page_objects=50), "page_objects"),
        (DocumentLimits(objects=2), "objects"),
        (DocumentLimits(total_bytes=500), "total_bytes"),
        (DocumentLimits(tables=1), "tables"),
        (DocumentLimits(package=Limits(cells=20)), "cells"),
    ],
)
def test_what_is_too_large_is_refused(limits, what):
    paper = making.Paper()
    for _ in range(2):
        paper.table(SHEET)
        paper.next_page()
    content = paper.done()
    code, values = refusal(content, limits)
    assert (code, values["what"]) == ("PS103", what)
    assert all(key in values for key in ("limit", "found"))


def test_a_drawing_of_countless_lines_is_no_table():
    paper = making.Paper()
    for at in range(400):
        paper.canvas.line(50 + at, 50, 50 + at, 800)
        paper.canvas.line(50, 50 + at, 500, 50 + at)
    paper.text(making.PROSE)
    document = read_pdf(paper.done(), DocumentLimits(slots=1000))
    assert not document.sheets


def test_a_page_that_draws_itself_ends():
    form = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >> /Length 5 >>"
    form += "\nstream\n/X Do\nendstream"
    content = with_fonts("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", "(text only)", (form,))
    content = content.replace(b"/Font << /F1 5 0 R >>", b"/Font << /F1 5 0 R >> /XObject << /X 6 0 R >>")
    assert read_pdf(content).format == "pdf"


def test_a_password_is_asked_for_in_words(tmp_path):
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    output = io.BytesIO()
    canvas = Canvas(output, encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(100, 100, "text")
    canvas.save()
    assert refusal(output.getvalue())[0] == "PS135"
    assert "密码" in words(tmp_path, output.getvalue())


@pytest.mark.parametrize("keep", [20, 300, 5000, 20000])
def test_a_truncated_file_is_read_or_refused_but_never_fails_otherwise(tmp_path, keep):
    content = (DOCUMENTS / "2021-13.pdf").read_bytes()[:keep]
    assert outcome(tmp_path, content, "pdf") in {"read", "PS103", "PS104", "PS131", "PS132"}


@pytest.mark.parametrize("start", range(300, 42000, 4001))
def test_a_broken_file_is_read_or_refused_but_never_fails_otherwise(tmp_path, start):
    content = bytearray((DOCUMENTS / "2021-13.pdf").read_bytes())
    content[start : start + 60] = bytes(range(60))
    assert outcome(tmp_path, bytes(content), "pdf") in {"read", "PS103", "PS104", "PS131", "PS132"}


def test_a_stream_with_a_wrong_checksum_is_damaged_and_one_without_is_read():
    content = b"BT ET " * 50
    packed = zlib.compress(content)

    def page(stream):
        body = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream)
        pages = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
        tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
        return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", tree, pages, body])

    wrong = packed[:-1] + bytes([packed[-1] ^ 1])
    assert refusal(page(wrong)) == ("PS104", {"part": "content", "reason": "checksum"})
    assert refusal(page(packed[:-10])) == ("PS104", {"part": "content", "reason": "truncated"})
    assert refusal(page(packed[:-4]))[0] == "PS131"
    assert refusal(page(packed))[0] == "PS131"


@pytest.mark.parametrize(
    ("filters", "size", "expected"),
    [
        ("/RunLengthDecode", 200_000, {"what": "stream_bytes"}),
        ("/LZWDecode", 200_000, {"what": "stream_bytes"}),
        ("[/RunLengthDecode /FlateDecode]", 50, {"reason": "method"}),
    ],
)
def test_old_ways_of_packing_are_bounded_by_what_is_packed(filters, size, expected):
    stream = f"<< /Length {size} /Filter {filters} >>\nstream\n{'A' * size}\nendstream".encode()
    pages = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    _, values = refusal(assembled([b"<< /Type /Catalog /Pages 2 0 R >>", tree, pages, stream]))
    assert expected.items() <= values.items()

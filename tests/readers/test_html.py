"""Web pages that bear the name of a workbook."""

import pytest

from perfscore.ooxml import PackageError
from perfscore.readers.html import read_html
from tests.readers.published import read, rows, workbook

HEADER = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")


def page(rows, charset="utf-8", before=""):
    lines = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    return (
        f'<html><head><meta charset="{charset}"><style>td {{ color: red }}</style></head>'
        f"<body>{before}<table>{lines}</table></body></html>"
    )


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk"])
def test_an_exported_page_is_read_in_its_encoding(tmp_path, charset):
    row = ("产出指标", "数量指标", "检查次数", "&gt;=2次", "2<br>次", "90", "90")
    content = page([HEADER, row], charset, "<h3>项目支出绩效自评表</h3><p>（2021年度）</p>").encode(charset)
    (table,) = read(tmp_path, content, "导出.xls").tables
    assert rows(table) == [("产出指标", "数量指标", "检查次数", ">=2次", "2次", "90", "90", "")]
    assert table.year == 2021


def test_spans_are_merged_cells():
    content = (
        "<table><tr><td colspan=3>甲</td></tr><tr><td rowspan=2>乙</td><td>丙</td><td>丁</td></tr>"
        "<tr><td>戊</td><td>己</td></tr></table>"
    )
    (sheet,) = read_html(content.encode()).sheets
    assert {place: cell.text for place, cell in sheet.cells.items()} == {
        (1, 1): "甲", (2, 1): "乙", (2, 2): "丙", (2, 3): "丁", (3, 2): "戊", (3, 3): "己",
    }  # fmt: skip
    assert set(sheet.merges) == {(1, 1, 1, 3), (2, 1, 3, 1)}


def test_scripts_and_comments_are_no_text():
    content = "<table><tr><td>甲<script>alert(1)</script><!-- 乙 --></td></tr></table>"
    (sheet,) = read_html(content.encode()).sheets
    assert [cell.text for cell in sheet.cells.values()] == ["甲"]


def test_a_page_without_a_table_is_no_table():
    with pytest.raises(PackageError) as caught:
        read_html("<html><body>没有表格</body></html>".encode())
    assert (caught.value.code, dict(caught.value.values)) == ("PS101", {"found": "html"})


@pytest.mark.parametrize("span", ["0", "-3", "甲", "999999999999"])
def test_a_senseless_span_costs_nothing(span):
    content = f"<table><tr><td rowspan='{span}'>甲</td><td>乙</td></tr></table>"
    (sheet,) = read_html(content.encode()).sheets
    assert sorted(cell.text for cell in sheet.cells.values()) == ["乙", "甲"]


def test_a_workbook_called_a_page_is_read_as_what_it_is(tmp_path):
    (table,) = read(tmp_path, workbook("2021-13").read_bytes(), "网页.html").tables
    assert table.claimed_total == "92.03分"


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        ("<table><tr><td>甲<td>乙<tr><td>丙</table>", {(1, 1): "甲", (1, 2): "乙", (2, 1): "丙"}),
        ("<table><td>甲</td></table>", {(1, 1): "甲"}),
        ("<table><tr><font color=red><td>甲</td></font></tr></table>", {(1, 1): "甲"}),
        ('<TABLE><TR><TD a="x>y">甲&#60;1&nbsp;<BR/>乙</TD></TR></TABLE>', {(1, 1): "甲<1\n乙"}),
        ("<table><tr><td>甲</td></tr></table><!-- <table><tr><td>乙</td></tr></table>", {(1, 1): "甲"}),
        ("<![if x]><table><tr><td>甲<style>td {}</style></td></tr></table><a b='", {(1, 1): "甲"}),
        ("<table><tr><td><p>甲<p>乙<div>丙</div>丁</td></tr></table>", {(1, 1): "甲\n乙\n丙\n丁"}),
        ("<table><tr><td>1 < 2 <3</td></tr></table>", {(1, 1): "1 < 2 <3"}),
    ],
)
def test_end_tags_may_be_left_out_as_in_a_browser(content, cells):
    (sheet,) = read_html(content.encode()).sheets
    assert {place: cell.text for place, cell in sheet.cells.items()} == cells


def test_a_caption_stands_above_its_table():
    (sheet,) = read_html("<table><caption>2021年度</caption><tr><td>甲</td></tr></table>".encode()).sheets
    assert [cell.text for cell in sheet.cells.values()] == ["2021年度", "甲"]


@pytest.mark.parametrize("piece", ["<a ", "<a b='", '<a b="', "<!--", "<![", "<td", "</", "<", "&", "<script>", "='"])
def test_a_broken_page_costs_no_more_than_its_length(piece):
    assert read_html(b"<table><tr><td>1</td></tr></table>" + piece.encode() * 100_000).sheets


def test_a_charset_that_no_page_has_is_not_tried():
    content = "<meta charset=punycode><table><tr><td>甲</td></tr></table>" + "-a" * 200_000
    assert [cell.text for cell in read_html(content.encode()).sheets[0].cells.values()] == ["甲"]

"""Formulas: found, moved and calculated, never run."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfscore import number
from perfscore.ooxml.formula import Area, areas, is_constant, is_no_formula, shift, tokens
from perfscore.ooxml.recalculate import recalculate
from perfscore.ooxml.records import Cell, Sheet
from perfscore.place import split_cell

PIECES = """SUM( H13 : H22 ) + $A$1
 '2023年''表'! B:B 3:4 "=35台" #REF! LOG10( 名称 1.5 % Table1[得分] <= 表1! {1,2} & TRUE"""
FORMULA_PIECES = st.lists(st.sampled_from([*PIECES.split(), " "]), max_size=12)


@given(st.one_of(FORMULA_PIECES.map("".join), st.text(max_size=30)))
def test_tokens_join_to_the_formula(formula: str) -> None:
    assert "".join(token.text for token in tokens(formula)) == formula


@given(FORMULA_PIECES.map("".join), st.integers(0, 50), st.integers(0, 50))
def test_a_formula_moved_there_and_back_is_the_same(formula: str, rows: int, columns: int) -> None:
    once = shift(formula, rows, columns)
    assert shift(shift(once, -rows, -columns), rows, columns) == once


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A1+$B$2", "B3+$B$2"),
        ("SUM(H13:H$22)*C$1", "SUM(I15:I$22)*D$1"),
        ("'A1'!A1&\"A1\"", "'A1'!B3&\"A1\""),
        ("LOG10(A1)+ABC1D", "LOG10(B3)+ABC1D"),
        ("SUM(A:A)+SUM($1:1)", "SUM(B:B)+SUM($1:3)"),
    ],
)
def test_moved_two_rows_down_and_one_column_right(formula: str, moved: str) -> None:
    assert shift(formula, 2, 1) == moved


@pytest.mark.parametrize(
    ("formula", "found", "complete"),
    [
        ("SUM(H13:H22)+J6", [Area(None, 13, 8, 22, 8), Area(None, 6, 10, 6, 10)], True),
        ("'2023年''表'!$H$13", [Area("2023年'表", 13, 8, 13, 8)], True),
        ("SUM(C3:A1)", [Area(None, 1, 1, 3, 3)], True),
        ("SUM(B:B)", [Area(None, 1, 2, 1_048_576, 2)], True),
        ("SUM(表1!A1,B2)", [Area("表1", 1, 1, 1, 1), Area(None, 2, 2, 2, 2)], True),
        ('INDIRECT("H"&13)', [], False),
        ("合计+A1", [Area(None, 1, 1, 1, 1)], False),
        ("SUM(Table1[得分])", [], False),
        ("[1]Sheet1!A1", [Area("[1]Sheet1", 1, 1, 1, 1)], False),
        ("IF(TRUE,1,2)", [], True),
    ],
)
def test_where_a_formula_points(formula: str, found: list[Area], complete: bool) -> None:
    assert areas(formula) == (found, complete)


@pytest.mark.parametrize("formula", ["100%", "35", "-5%", "+3", "0.5"])
def test_a_lone_constant_is_a_typed_target(formula: str) -> None:
    assert is_constant(formula)


@pytest.mark.parametrize("formula", ["7×24小时", "35台", "100%以上", "2026年11月30日前"])
def test_what_no_spreadsheet_calculates(formula: str) -> None:
    assert is_no_formula(formula)


@pytest.mark.parametrize("formula", ["3+2", "H13", "SUM(A1)", "2026/11/30", "1E5", "5*表1!A1", "3:3", '1&"分"'])
def test_a_formula_is_neither(formula: str) -> None:
    assert not is_constant(formula)
    assert not is_no_formula(formula)


def sheet(name: str, **cells: str) -> Sheet:
    found = {}
    for reference, content in cells.items():
        row, column = split_cell(reference)
        formula = content[1:] if content.startswith("=") else None
        figure = number.read(content) if formula is None else Decimal(0)
        found[row, column] = Cell(row, column, "text" if figure is None else "number", content, figure, formula)
    return Sheet(name, "visible", found, (), frozenset(), frozenset(), name)


def after(change: Decimal | str, formula: str, **cells: str) -> Decimal | None:
    book = {"表": sheet("表", A1="1", B1=f"={formula}", **cells), "乙": sheet("乙", A1="100")}
    return recalculate(book, {("表", 1, 1): change}).values.get(("表", 1, 2))


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SUM(A1:A3)", "8.125"),
        ("ROUND(SUM(A1:A3),2)", "8.13"),
        ("A1+A2-A3", "4.875"),
        ("SUM(A1,A2:A3,10)", "18.125"),
        ("(A1+A2)*2/4", "3.25"),
        ("SUM(A1:A4)", "8.125"),
        ("SUM(A:A)", "11.125"),
        ("+A1+乙!A1", "105"),
        ("-A1%", "-0.05"),
        ("ROUND(A1/3,2)", "1.67"),
        ("A1+A5", "8"),
        ("COUNT(A1:A5)+ROWS(A1:A5)", "9"),
        ("MIN(A1:A3,4)+MAX(A1:A4)", "6.5"),
        ('IF(COUNT(A1:A3)=3,SUM(A1:A3),"")', "8.125"),
        ('IF(A1<>5,"未填(齐),",IF(A2>=1.5,7,A4))', "7"),
        ('IFERROR(A1*2,"错")', "10"),
    ],
)
def test_plain_sums_are_calculated_in_decimal(formula: str, value: str) -> None:
    cells = {"A2": "1.5", "A3": "1.625", "A4": "合计", "A5": "3"}
    assert after(Decimal(5), formula, **cells) == Decimal(value)


@pytest.mark.parametrize(
    "formula",
    [
        'IF(A1>3,"是",0)', "IF(A1<3,1)", "IF(A4>A1,1,0)", "IF(A1,1,0)", "IF(A1=5,1", "IFERROR(A1/0,1)",
        "A1+A4", "A1/0", "SUM(A1:A2", "VLOOKUP(A1,A1:B2,2)", "A1&A2", "A1:A2", "B1+A1", "SUM(A1 A2)",
    ],
)  # fmt: skip
def test_all_else_is_left_to_the_spreadsheet(formula: str) -> None:
    book = {"表": sheet("表", A1="1", A4="合计", B1=f"={formula}")}
    result = recalculate(book, {("表", 1, 1): Decimal(5)})
    assert (result.values, result.unknown, result.complete) == ({}, {("表", 1, 2)}, False)


def test_formulas_on_formulas_and_on_other_sheets() -> None:
    book = {
        "表": sheet("表", H13="5", H14="4", H20="=SUM(H13:H14)", H21="=H20+乙!A1"),
        "乙": sheet("乙", A1="=表!H13*2", A2="=A3", A3="7"),
    }
    result = recalculate(book, {("表", 13, 8): Decimal("2.5")})
    assert result.values == {("表", 20, 8): Decimal("6.5"), ("表", 21, 8): Decimal("11.5"), ("乙", 1, 1): Decimal(5)}
    assert result.complete


def test_a_name_leaves_open_what_depends_on_it() -> None:
    book = {"表": sheet("表", A1="1", B1="=合计")}
    assert recalculate(book, {("表", 1, 1): Decimal(5)}).complete is False
    assert recalculate(book, {}).complete is True


def test_a_long_chain_of_formulas_ends() -> None:
    cells = {"A1": "1"} | {f"A{row}": f"=A{row - 1}+1" for row in range(2, 3000)}
    result = recalculate({"表": sheet("表", **cells)}, {("表", 1, 1): Decimal(5)})
    assert result.values["表", 2999, 1] == 3003
    backwards = {"A3000": "1"} | {f"A{row}": f"=A{row + 1}+1" for row in range(1, 3000)}
    result = recalculate({"表": sheet("表", **backwards)}, {("表", 3000, 1): Decimal(5)})
    assert not result.complete or result.values["表", 1, 1] == 3004

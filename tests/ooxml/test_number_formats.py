"""Number formats: what a person sees in the cell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfscore import number
from perfscore.ooxml.numberformats import BUILTIN, display


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        # Figures of self-evaluation tables.
        ("0.95", "0%", "95%"),
        ("0.0678", "0.00%", "6.78%"),
        ("0.5103", "0.00%", "51.03%"),
        ("1875", "#,##0.00", "1,875.00"),
        ("1234567.891", "#,##0.##", "1,234,567.89"),
        ("87.44", '0.00"分"', "87.44分"),
        ("100", '0"万元"', "100万元"),
        ("5", '">="0', ">=5"),
        ("35", '"="0"台"', "=35台"),
        ("5", "0元", "5元"),
        ("123", "0!分", "123分"),
        ("5", "0_ ", "5"),
        ("0.5", 'G/通用格式"分"', "0.5分"),
        ("-5", "[Red]0;[蓝色]-0", "-5"),
        ("-5", "0;0", "5"),
        ("5", "@", "5"),
        ("0", BUILTIN[41], "-"),
        ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"),
        ("0", "0;-0;;@", ""),
        ("12", "000", "012"),
        ("7", "?0.??", "7."),
        ("13800001111", "000-0000-0000", "138-0000-1111"),
        ("12345678", '0.00,,"百万"', "12.35百万"),
        ("12345", "0.00E+00", "1.23E+04"),
        ("150", '[>=100]0"好";0"差"', "150好"),
        ("99", '[>=100]0"好";0"差"', "99差"),
        # Rounding of the display is half up.
        ("0.125", "0.00", "0.13"),
        ("12.875", "0.00", "12.88"),
        ("0.945", "0%", "95%"),
        ("-0.125", "0.00", "-0.13"),
        # Dates and times.
        ("45291", BUILTIN[14], "2023/12/31"),
        ("45291", BUILTIN[31], "2023年12月31日"),
        ("45291", BUILTIN[57], "2023年12月"),
        ("45291", BUILTIN[58], "12月31日"),
        ("45291", "yyyy.mm.dd", "2023.12.31"),
        ("45291", "yyyy年m月d日", "2023年12月31日"),
        ("45291", "[$-F800]dddd, mmmm dd, yyyy", "2023年12月31日"),
        ("45291", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二三年十二月三十一日"),
        ("45291", "aaaa", "星期日"),
        ("45291.5", "yyyy-mm-dd hh:mm:ss", "2023-12-31 12:00:00"),
        ("45291.999999999", "yyyy/m/d", "2024/1/1"),
        ("1.5", "[h]:mm", "36:00"),
        ("0.75", BUILTIN[55], "下午6时00分"),
        ("60", "yyyy/m/d", "1900/2/29"),
        ("1", "yyyy/m/d", "1900/1/1"),
        # Only a bound of zero takes the place of the minus sign.
        ("-15", "[<-10]0;0", "-15"),
        ("-15", "[<0]0;0", "15"),
        # Not understood or no date: the plain number.
        ("0.5", "# ?/?", "0.5"),
        ("5", "[DBNum2]0", "5"),
        ("-1", "yyyy/m/d", "-1"),
        ("99999999", "yyyy/m/d", "99999999"),
    ],
)
def test_shown(value: str, code: str, shown: str) -> None:
    assert display(Decimal(value), code) == shown


@given(st.decimals(-(10**9), 10**9, places=6, allow_nan=False), st.integers(0, 4))
def test_decimals_and_separators_lose_only_what_rounding_takes(value: Decimal, places: int) -> None:
    code = "#,##0" + ("." + "0" * places if places else "")
    assert number.read(display(value, code)) == number.half_up(value, places)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12), st.text(max_size=20))
def test_no_code_and_no_number_breaks_the_display(value: Decimal, code: str) -> None:
    assert isinstance(display(value, code), str)

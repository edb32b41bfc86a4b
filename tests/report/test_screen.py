"""Text and tables for a terminal, with Chinese characters two columns wide."""

from hypothesis import given
from hypothesis import strategies as st

from perfscore.report.screen import Screen, width_of, wrap


def page(width: int = 40, coloured: bool = False) -> Screen:
    return Screen(width, coloured)


def test_a_table_keeps_its_columns_under_their_headers():
    screen = page()
    screen.table(("单元格", "指标", "得分"), [("H18", "日常运转", "0.03"), ("H9", "次数", "10.00")], right=(2,))
    assert screen.text.splitlines()[:4] == [
        "单元格  指标       得分",
        "───────────────────────",
        "H18     日常运转   0.03",
        "H9      次数      10.00",
    ]


def test_what_is_too_wide_is_taken_from_the_widest_column():
    screen = page(30)
    screen.columns([(("PS301", "bold"), ("填报得分0.03分，应为8.00分，请提供计算过程", ""))])
    lines = screen.text.splitlines()
    assert len(lines) == 2
    assert lines[0] == "PS301 填报得分0.03分，应为8.00"
    assert lines[1] == "      分，请提供计算过程"


def test_colours_are_for_terminals():
    for coloured in (False, True):
        screen = page(coloured=coloured)
        screen.add("正确", "green")
        assert ("\x1b[32m" in screen.text) is coloured


@given(st.text(alphabet="表得分A1 ，。\n", max_size=60), st.integers(2, 30))
def test_wrapping_keeps_every_character_and_the_width(text, width):
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line) <= width for line in lines)

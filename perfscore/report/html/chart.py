"""The chart of a table as SVG: for each group of indicators its weight, claimed and recomputed points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import count
from typing import Final

from attrs import frozen
from markupsafe import Markup, escape

from perfscore import number
from perfscore.wording import Language, label

SERIES: Final = ("weight", "claimed", "recomputed")
"""The three bars of a group, from top to bottom; the style sheet tells them apart by outline, hatching and black."""

# All lengths are units of the drawing's own grid, which is scaled to the width of the page.
_WIDTH = 720
_LEFT = 150  # where the bars begin
_SPAN = Decimal(500)  # length of the longest bar
_BAR = 11
_GROUP = 3 * _BAR + 11
_TOP = 26  # room for the legend
_LEGEND_STEP = 110
_NAME_LENGTH = 11  # Chinese characters that fit before the bars


@frozen
class Group:
    """The points of one group.

    Args:
        name: level 1, or the execution rate.
        weight: most points; None where one is not readable.
        claimed: points in the sheet; None where one is missing.
        recomputed: points under the rule book; None where one cannot be computed.
    """

    name: str
    weight: Decimal | None
    claimed: Decimal | None = None
    recomputed: Decimal | None = None


def bars(groups: Sequence[Group], anchor: str, language: Language = "zh", series: Sequence[str] = SERIES) -> Markup:
    """Draw the chart.

    Args:
        groups: from top to bottom.
        anchor: beginning of the ids of title and description; unique in the document.
        language: of the words.
        series: which of the bars to draw.

    Returns:
        One ``svg`` element; its title and description say the same as the bars. Needs the pattern ``hatch`` and the
        classes ``bar-…`` of the report's style sheet.
    """
    names = {column: label(f"column.{column}", language) for column in series}
    values = [getattr(group, column) for group in groups for column in series]
    top = max((value for value in values if value is not None), default=number.ZERO)
    height = _TOP + len(groups) * _GROUP
    parts = [_legend(names)]
    parts.extend(_group(group, _TOP + index * _GROUP, top, series) for index, group in enumerate(groups))
    # Put together by hand, each text escaped: Markup.format takes a fifth of the time of a report.
    title, described = escape(label("html.chart", language)), escape(_description(groups, names, language))
    return Markup(
        f'<svg class="chart" role="img" aria-labelledby="{anchor}-title {anchor}-desc" viewBox="0 0 {_WIDTH} {height}">'
        f'<title id="{anchor}-title">{title}</title><desc id="{anchor}-desc">{described}</desc>{"".join(parts)}</svg>'
    )


def _description(groups: Iterable[Group], names: dict[str, str], language: Language) -> str:
    comma, stop, colon = ("，", "；", "：") if language == "zh" else (", ", "; ", ": ")
    return stop.join(
        group.name + colon + comma.join(f"{name} {_points(getattr(group, column))}" for column, name in names.items())
        for group in groups
    )


def _legend(names: dict[str, str]) -> str:
    return "".join(
        f'<rect class="bar-{column}" x="{left}" y="4" width="22" height="{_BAR}"/>'
        f'<text x="{left + 28}" y="14">{escape(name)}</text>'
        for left, (column, name) in zip(count(_LEFT, _LEGEND_STEP), names.items(), strict=False)
    )


def _group(group: Group, top: int, most: Decimal, series: Sequence[str]) -> str:
    name = group.name if len(group.name) <= _NAME_LENGTH else f"{group.name[: _NAME_LENGTH - 1]}…"
    middle = top + len(series) * _BAR // 2 + 5
    parts = [f'<text class="name" x="{_LEFT - 10}" y="{middle}">{escape(name)}</text>']
    for index, column in enumerate(series):
        value: Decimal | None = getattr(group, column)
        y = top + index * _BAR
        length = _length(value, most)
        if length:
            width = number.plain(length)
            parts.append(f'<rect class="bar-{column}" x="{_LEFT}" y="{y + 1}" width="{width}" height="{_BAR - 2}"/>')
        x = number.plain(number.add(length, Decimal(_LEFT + 5)))
        parts.append(f'<text class="value" x="{x}" y="{y + _BAR - 1}">{_points(value)}</text>')
    return "".join(parts)


def _length(value: Decimal | None, most: Decimal) -> Decimal:
    if value is None or value <= 0:
        return number.ZERO
    return number.half_up(number.multiply(_SPAN, number.divide(value, most)), 1)


def _points(value: Decimal | None) -> str:
    return "—" if value is None else number.short(value)
